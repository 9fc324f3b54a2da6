"""Words that Whisper invents where nobody says any: which to drop, and which to ask the user about (pure).

It was trained on subtitles and writes some for silence, noise and music: phrases that end videos, credits, loops.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.units import units
from assistant.core.values import Transcript
from assistant.core.wording import to_simplified

# The bounds of the Whisper paper (Radford et al. 2022, section 4.5), which are also faster-whisper's defaults.
NO_SPEECH = 0.6
UNLIKELY = -1.0
REPETITIVE = 2.4
# Ours, until they can be measured on trained weights. A mean log-probability of -1.5 leaves a token a chance of one in
# five; of -0.7, one in two: below that it is the user who decides.
HOPELESS = -1.5
SURE = -0.7
DOUBTFUL = -0.5  # the bounds from which on a well-known invention is taken for one
DOUBTFUL_SPEECH = 0.2
WORDS_A_SECOND = 7.0  # auctioneers; conversation has 2.5 to 4
CHARACTERS_A_SECOND = 12.0  # fast Mandarin has 7
AT_ONCE = 4  # words that may be said in no time: the voice detector may miss the edges of a short utterance
LOOP = 8  # words that a loop covers at least, in LOOPS rounds or more: "no, no, no, no" is said by people
LOOPS = 4


def _sounds(text: str) -> str:
    """Without case, punctuation and spaces, Chinese in simplified characters."""
    return "".join(unit.sound for unit in units(to_simplified(text)))


# Whole utterances that are reported for Whisper on silence, and how the credits of subtitles begin.
_PHRASES = frozenset(
    map(
        _sounds,
        (
            "Thank you.", "Thank you very much.", "Thank you so much.", "Thanks for watching!", "you", "Bye.",
            "Thank you for watching.", "Bye bye.", "See you next time.", "See you in the next video.", "The end.",
            "Please subscribe.", "Please subscribe to my channel.", "Like and subscribe.", "Don't forget to subscribe.",
            "谢谢观看", "感谢观看", "谢谢大家", "谢谢收看", "感谢您的观看", "谢谢", "下次见", "我们下期再见", "再见",
            "ご視聴ありがとうございました", "おやすみなさい", "시청해주셔서 감사합니다", "Продолжение следует...",
            "Спасибо за просмотр!", "Gracias por ver el video.", "Vielen Dank fürs Zuschauen!", "Obrigado.",
            "Merci d'avoir regardé cette vidéo !", "Grazie per la visione",
        ),
    )
)  # fmt: skip
_CREDITS = tuple(
    map(
        _sounds,
        (
            "Subtitles by", "Subtitled by", "Transcription by", "Transcribed by", "Captions by", "字幕由", "字幕志愿者",
            "中文字幕志愿者", "请不吝点赞", "优优独播剧场", "明镜与点点", "Untertitel der Amara.org",
            "Untertitel im Auftrag", "Sous-titres réalisés", "Sous-titrage", "Subtítulos realizados", "Subtítulos por",
            "Субтитры", "Редактор субтитров", "Sottotitoli", "Legendas pela",
        ),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What the model made of one stretch of at most 30 s.

    language: ISO 639-1. seconds: of it, as far as there is a voice. log_probability: the mean of its tokens'.
    no_speech: 0..1, how likely there was none. compression: how many times smaller gzip makes the text.
    """

    text: str
    language: str
    seconds: float
    log_probability: float
    no_speech: float
    compression: float


NOTHING = Transcript("", "", 0.0)


def judge(heard: Sequence[Heard]) -> Transcript:
    """One utterance from its stretches; those that were invented are left out. Sure where all the others are."""
    kept = [stretch for stretch in heard if stretch.text and not invented(stretch)]
    if not kept:
        return NOTHING
    weakest = min(stretch.log_probability for stretch in kept)
    sure = weakest >= SURE and all(stretch.no_speech <= NO_SPEECH for stretch in kept)
    text = " ".join(stretch.text for stretch in kept)
    return Transcript(text, kept[0].language, min(1.0, math.exp(weakest)), sure)


def invented(heard: Heard) -> bool:
    """Whether nobody said it, as far as can be told. A well-known invention is one only if the model doubts it too."""
    doubtful = heard.log_probability < DOUBTFUL or heard.no_speech > DOUBTFUL_SPEECH
    return (
        (heard.no_speech > NO_SPEECH and heard.log_probability < UNLIKELY)
        or heard.log_probability < HOPELESS
        or heard.compression > REPETITIVE
        or loops(heard.text)
        or too_fast(heard.text, heard.seconds)
        or (doubtful and is_well_known(heard.text))
    )


def loops(text: str) -> bool:
    """Whether the same words come again and again, one round after the other."""
    said = [unit.sound for unit in units(text)]
    return any(_rounds(said, length) for length in range(1, len(said) // LOOPS + 1))


def too_fast(text: str, seconds: float) -> bool:
    """Whether nobody can say so much in so many seconds."""
    said = units(text)
    words = sum(unit.word for unit in said)
    needed = words / WORDS_A_SECOND + (len(said) - words) / CHARACTERS_A_SECOND
    return len(said) > AT_ONCE and needed - AT_ONCE / WORDS_A_SECOND > seconds


def is_well_known(text: str) -> bool:
    """Whether the whole of it is what Whisper is known to write for silence."""
    said = _sounds(text)
    return said in _PHRASES or said.startswith(_CREDITS)


def _rounds(said: Sequence[str], length: int) -> bool:
    """Whether a phrase of so many words comes often enough in a row."""
    same = 0
    for before, now in zip(said, said[length:], strict=False):
        same = same + 1 if before == now else 0
        if same >= max(LOOP - length, length * (LOOPS - 1)):
            return True
    return False
