"""Words as they are made -> sentences fit to be spoken, as early as possible (pure).

The first piece may be a clause, so that the voice starts early; later ones are whole sentences, which sound better.
What cannot be spoken (markup, citations, code, emojis, addresses) is left out or put in words.
"""

import re
import unicodedata
from collections.abc import Sequence

# A first clause of fewer letters sounds broken off and wins no time.
_LEAST_CLAUSE = 12
# Longer than this without a full stop, a sentence is cut at a comma, or at a space: a list without punctuation.
_LONGEST = 240
# No more than this is looked at to find where a piece ends: with all of it, 100 KB without a full stop took minutes.
_WINDOW = 1200

_WIDE_END = "。！？；"
_END = re.compile(rf"[.!?…]+[\"'”’)\]*_]*(?=\s)|[{_WIDE_END}]+[”’」』）\"'*_]*|\n+")
_CLAUSE = re.compile(r"[,;:—–](?=\s)|[，、：]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|mr|mrs|ms|dr|prof|st|jr|sr|vol|pp|[a-hj-z]|(?:[a-z]\.)+[a-z])\.$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|\n)\s*\d+\.$")
# What is kept whole, so that its marks can be taken off: code, links and emphasis, closed or still open. What stays
# open for longer was meant as it is written.
_WHOLE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]{0,120}(?:`|\Z)|\*\*[^*\n]{1,120}(?:\*\*|\Z)"
    r"|\[[^\]\n]{0,120}(?:\Z|\](?:\([^)\n]{0,500}(?:\)|\Z))?)",
    re.DOTALL,
)

_FENCE = "```"
_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_CITED = re.compile(r"\s*\[#\d+\]")
_LINK = re.compile(r"!?\[([^\]]+)\]\([^)]*\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)([\w-]+(?:\.[\w-]+)*)(?:[^\s，。、！？<>\"'”)]*[\w/])?", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,60}>", re.IGNORECASE)
_LINE_START = re.compile(r"^\s*(?:#{1,6}\s+|>+\s*|[-*+•]\s+)", re.MULTILINE)
_LINE = re.compile(r"^[\s|:*_=-]+$", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|~~|`+)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_UNDERSCORED = re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)")
_TIMES = re.compile(r"(?<=\d) ?\* ?(?=\d)")
_LOOSE_HASH = re.compile(r"(?<!\w)#(?!\w)")
_SKIN_TONES = range(0x1F3FB, 0x1F400)


class Sentences:
    """Feed it the reply as it streams; it gives back each piece as soon as that is fit to be spoken."""

    def __init__(self) -> None:
        self._rest = ""
        self._spoken = False

    def feed(self, delta: str) -> list[str]:
        """The pieces that `delta` completes, in order; often none."""
        self._rest += delta
        pieces = []
        while cut := _cut(self._rest, first=not self._spoken):
            pieces += self._speak(self._rest[:cut])
            self._rest = self._rest[cut:]
        return pieces

    def finish(self) -> list[str]:
        """What is left when the reply is over."""
        rest, self._rest = self._rest, ""
        return self._speak(rest)

    def _speak(self, text: str) -> list[str]:
        spoken = speakable(text)
        self._spoken = self._spoken or bool(spoken)
        return [spoken] if spoken else []


def _cut(text: str, *, first: bool) -> int:
    """Where the first piece that can be spoken ends; 0 while there is none."""
    if text.lstrip().startswith(_FENCE):  # however long: all of it goes, and none of it is spoken
        return text.find(_FENCE, text.index(_FENCE) + len(_FENCE)) + len(_FENCE) if text.count(_FENCE) > 1 else 0
    seen = _WHOLE.sub(lambda whole: "\0" * len(whole[0]), text[:_WINDOW])
    for end in _END.finditer(seen):
        if _ends(seen, end):
            return end.end()
    clauses = (clause.end() for clause in _CLAUSE.finditer(seen) if first)
    if clause := next((end for end in clauses if _weight(seen[:end]) >= _LEAST_CLAUSE), 0):
        return clause
    return _forced(seen) if len(seen) > _LONGEST else 0


def _ends(text: str, end: re.Match[str]) -> bool:
    """A full stop ends no sentence behind "e.g.", "Mr.", an initial or the number of a list."""
    before = text[: end.end()].rstrip()
    return not end[0].startswith(".") or not (_ABBREVIATION.search(before) or _NUMBERED.search(before))


def _weight(text: str) -> int:
    """Letters that will be heard, roughly; a Chinese character is a syllable and counts for three."""
    return sum(3 if "\u3400" <= letter <= "\u9fff" else 1 for letter in speakable(text) if letter.isalnum())


def _forced(seen: str) -> int:
    """0 where one address or piece of code fills the whole length, which is spoken short, until the window is full."""
    commas = [clause.end() for clause in _CLAUSE.finditer(seen, 0, _LONGEST)]
    cut = commas[-1] if commas else seen.rfind(" ", 0, _LONGEST) + 1
    return cut or (len(seen.rstrip("\0")) or len(seen) if len(seen) >= _WINDOW else 0)


def speakable(text: str) -> str:
    """The text as it should be read aloud, on one line; empty where nothing in it can be spoken."""
    text = _CITED.sub("", _FENCED.sub(" ", text))
    text = _ADDRESS.sub(r"\1", _TAG.sub("", _LINK.sub(r"\1", text)))
    text = _LINE_START.sub("", _LINE.sub("", text))
    text = _TIMES.sub(" × ", _UNDERSCORED.sub(r"\1", _EMPHASIS.sub(r"\2", text)))
    text = _LOOSE_HASH.sub("", text.replace("|", " "))
    text = " ".join("".join(letter for letter in text if _is_spoken(letter)).split())
    return text if any(letter.isalnum() for letter in text) else ""


def _is_spoken(letter: str) -> bool:
    """Not an emoji, nor a mark of layout; symbols that carry meaning are."""
    if letter in "°©®™":
        return True
    if letter in "`*{}\\\0\u200d\ufe0f\u20e3" or ord(letter) in _SKIN_TONES:
        return False
    return unicodedata.category(letter) not in {"So", "Cs", "Co", "Cn"}


def heard_part(sentences: Sequence[str], spans: Sequence[tuple[float, float]], seconds: float) -> str:
    """The words that had been played after `seconds` of a reply's voice, cut back to the last whole word.

    `spans` has the (start, end) of each sentence's sound in seconds of that voice; a sentence without one was not
    spoken yet.
    """
    heard = [_played(sentence, *span, seconds) for sentence, span in zip(sentences, spans, strict=False)]
    return join_heard([part for part in heard if part])


def _played(sentence: str, start: float, end: float, seconds: float) -> str:
    if seconds >= end:
        return sentence
    if seconds <= start:
        return ""
    return until_word(sentence, int(len(sentence) * (seconds - start) / (end - start)))


def until_word(sentence: str, characters: int) -> str:
    """At most the first `characters`, without a word that they cut in two; each Chinese character is a word."""
    ends = [word.end() for word in re.finditer(r"[\u3400-\u9fff\uf900-\ufaff][^\w\s]*|[^\s\u3400-\u9fff]+", sentence)]
    return sentence[: max((end for end in ends if end <= characters), default=0)]


def join_heard(parts: Sequence[str]) -> str:
    """Spoken sentences as one text: a space between them, none behind a Chinese full stop."""
    text = ""
    for part in parts:
        text += part if not text or text[-1] in _WIDE_END + "，、：" else " " + part
    return text
