"""Questions, a voice that asks them at a natural pace, and how much of them is understood before they are over.

A word takes 67 ms for each letter: the content words of Marslen-Wilson and Tyler (1980) last 370 ms and have five or
six: 220 words a minute in these questions. A Mandarin syllable takes 190 ms (Pellegrino, Coupé and Marsico
2011: 5.2 a second). The last word is a third longer (Klatt 1976). How early a recogniser knows a word is an assumption.
People do within 200 of those 370 ms when the sentence leads up to it (Marslen-Wilson and Tyler 1980), which is 54 %,
and within a third of a second without (Grosjean 1980).
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

RATE = 16_000
LETTER, SYLLABLE, LAST = 0.067, 0.19, 1.3  # seconds, seconds, times
QUESTIONS = (
    "what is the capital of France?",
    "how many legs does a spider have?",
    "is it going to rain tomorrow afternoon?",
    "can you tell me a joke about cats?",
    "what is the highest mountain in the world?",
    "how do I boil an egg so that it stays soft inside?",
    "what time is it?",
    "do you know a good name for a small dog?",
    "which planet is the largest of them all?",
    "could you explain how a rainbow comes about?",
    "今天的天氣怎麼樣？",
    "why does bread rise in the oven?",
    "who painted the ceiling of the Sistine Chapel?",
    "what should I cook for four people tonight?",
    "are tomatoes a fruit or a vegetable?",
)


@cache
def spoken(question: str) -> bytes:
    """16 kHz PCM16 as long as the question: its pitch falls from 140 to 100 Hz, and its last quarter second fades."""
    count = int(sum(_durations(question)) * RATE)
    phase = np.cumsum(np.linspace(140, 100, count)) * 2 * np.pi / RATE
    waves = np.sum([np.sin(number * phase) / number for number in range(1, 12)], axis=0)
    fade = np.interp(np.arange(count), [count - RATE // 4, count], [1.0, 0.4])
    sound: bytes = (waves * fade * 8000).astype("<i2").tobytes()
    return sound


def understood(question: str, pcm: bytes, known: float) -> str:
    """The words of `question` of which the share `known` lies in `pcm`, from the first sound in there on."""
    samples = np.frombuffer(pcm, "<i2")
    heard = (len(samples) - int(np.argmax(samples != 0))) / RATE if samples.any() else 0.0
    words, durations = _words(question), _durations(question)
    begins = np.cumsum([0.0, *durations])
    count = sum(begin + known * length <= heard + 1 / RATE for begin, length in zip(begins, durations, strict=False))
    text = ("" if question[0] > "\u3400" else " ").join(words[:count])
    return question if count == len(words) else text


def _words(question: str) -> Sequence[str]:
    return question.split() if question.isascii() else question.rstrip("？")


def _durations(question: str) -> list[float]:
    """Seconds of each word, or of each Chinese character."""
    words = _words(question)
    lengths = [SYLLABLE if word > "\u3400" else LETTER * len(word.rstrip("?")) for word in words]
    return [*lengths[:-1], lengths[-1] * LAST]
