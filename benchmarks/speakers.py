"""Who reads sentences aloud for benchmarks, and where each word of it ends: flite, espeak-ng, pocketsphinx."""

import asyncio
from contextlib import aclosing, suppress
from dataclasses import dataclass

import numpy as np
from pocketsphinx import Decoder

from assistant.core.values import Language
from benchmarks.clips import RATE, Floats, floats, pcm16
from models.builtin.voice import Voice
from tests.speech import flite

QUIET = 35  # dB below the loudest: no longer speech


@dataclass(frozen=True, slots=True)
class Spoken:
    """Sound, and its words with the seconds at which each has ended."""

    sound: Floats
    words: tuple[tuple[str, float], ...]

    def __add__(self, other: "Spoken") -> "Spoken":
        offset = len(self.sound) / RATE
        return Spoken(
            np.concatenate([self.sound, other.sound]),
            self.words + tuple((word, end + offset) for word, end in other.words),
        )


class Speaker:
    """Reads a sentence aloud, as one piece."""

    def __init__(self, voice: str, espeak: Voice | None) -> None:
        self.voice = voice
        self._espeak = espeak
        self._aligner = Decoder(samprate=RATE, loglevel="FATAL", lm=None)

    def say(self, text: str, mark: str = "") -> Spoken:
        """The words of `text`, spoken as if `mark` followed."""
        if self._espeak is None:
            sound = trimmed(floats(flite(text + mark, self.voice)))
        else:
            sound = trimmed(asyncio.run(chinese(self._espeak, text.replace(" ", "") + mark)))
        return Spoken(sound, tuple((word, len(sound) / RATE) for word in text.split()))

    def say_aligned(self, text: str, mark: str) -> Spoken | None:
        return aligned(self._aligner, self.say(text, mark).sound, text)


async def chinese(voice: Voice, text: str) -> Floats:
    """At 16 kHz: two of three samples, after a filter that leaves nothing above 7 kHz."""
    language: Language = "zh-Hant"
    async with aclosing(voice.speak(text, language)) as chunks:
        sound = floats(b"".join([chunk.pcm async for chunk in chunks]))
    taps = np.sinc((np.arange(63) - 31) * 14 / 24) * np.hamming(63)
    low = np.convolve(sound, taps / taps.sum(), "same")
    third = np.interp(np.arange(0, len(low) - 1, 1.5), np.arange(len(low)), low)
    return np.asarray(third, np.float32)


def trimmed(sound: Floats) -> Floats:
    """Without the silence around it, counted in steps of 10 ms."""
    steps = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    level = 10 * np.log10(np.mean(steps**2, axis=1) + 1e-9)
    loud = np.flatnonzero(level > level.max() - QUIET)
    return sound[loud[0] * 160 : (loud[-1] + 1) * 160]


def aligned(decoder: Decoder, sound: Floats, text: str) -> Spoken | None:
    """With the time at which each word has ended, by pocketsphinx; None where it cannot follow."""
    words = text.lower().split()
    with suppress(RuntimeError, ValueError):
        decoder.set_align_text(" ".join(words))
        decoder.start_utt()
        decoder.process_raw(pcm16(sound), full_utt=True)
        decoder.end_utt()
        ends = [segment.end_frame / 100 for segment in decoder.seg() or () if segment.word[0] not in "<["]
        if len(ends) == len(words):
            return Spoken(sound, tuple(zip(words, ends, strict=True)))
    return None


def silence(seconds: float) -> Spoken:
    return Spoken(np.zeros(int(seconds * RATE), np.float32), ())


def cut(spoken: Spoken, word: int) -> tuple[Spoken, Spoken]:
    """Before and after the end of word number `word`, faded over 10 ms; the second counts time from its beginning."""
    at = spoken.words[word][1]
    first, second = spoken.sound[: int(at * RATE)].copy(), spoken.sound[int(at * RATE) :].copy()
    fade = np.linspace(1, 0, 160, dtype=np.float32)
    first[-160:] *= fade
    second[:160] *= fade[::-1]
    later = tuple((text, end - at) for text, end in spoken.words[word + 1 :])
    return Spoken(first, spoken.words[: word + 1]), Spoken(second, later)
