"""Turns with pauses inside them, of which it is known when they end and which words were said by when.

Sentences are read aloud (flite, espeak-ng) or spoken by real people; at words chosen by a seed silence is put in, of a
length that is the speaker's own. Half of the made pauses cut through a sentence that was spoken in one breath, half lie
between two parts that were spoken one by one; some follow a filler, some a whole sentence.
"""

import asyncio
import hashlib
import itertools
import json
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from faster_whisper.audio import decode_audio
from numpy.typing import NDArray
from pocketsphinx import Decoder

from assistant.core.values import Language
from benchmarks.sentences import CHINESE, ENGLISH
from models.builtin.voice import Voice, create
from tests.speech import flite

RATE = 16_000
VOICES = ("slt", "rms", "awb", "kal16")
PACES = {"quick": 0.4, "usual": 0.6, "slow": 0.95}  # seconds: the middle of a speaker's own pauses
SPREAD = 0.35  # of their logarithm
SHORTEST, LONGEST = 0.3, 1.5  # seconds of silence inside a turn
FILLED = 0.2  # of the pauses follow an "um", 嗯
GAPS = 2.5, 4.0  # seconds between two turns: the assistant speaks
NOISES = (None, 20, 10)  # dB of speech over noise
QUIET = 35  # dB below the loudest: no longer speech

Floats = NDArray[np.float32]


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


@dataclass(frozen=True, slots=True)
class Turn:
    """`key` is what the split goes by: the sentence, or the clip. Times in seconds of the conversation's sound."""

    key: str
    kind: str
    begin: float
    end: float
    words: tuple[tuple[str, float], ...]
    pauses: int

    @property
    def held_out(self) -> bool:
        return held_out(self.key)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One speaker, one turn after the other. 16 kHz mono, -1..1."""

    name: str
    sound: Floats
    turns: tuple[Turn, ...]


def held_out(key: str) -> bool:
    """The half nothing is tuned on, fixed before anything was: no sentence and no clip is on both sides."""
    return hashlib.sha256(key.encode()).digest()[0] % 2 == 1


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


def floats(pcm: bytes) -> Floats:
    """PCM16 as -1..1."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32_768)


def pcm16(sound: Floats) -> bytes:
    pcm: bytes = (sound * 32_767).clip(-32_768, 32_767).astype("<i2").tobytes()
    return pcm


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


def spaced(text: str) -> str:
    """Words alone, as ears without punctuation give them."""
    return " ".join("".join(letter for letter in text.lower() if letter.isalnum() or letter in " '").split())


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


class Maker:
    """One speaker's turns; `dice` decide where and how long the pauses are."""

    def __init__(self, dice: random.Random, middle: float) -> None:
        self._dice = dice
        self._middle = middle

    def pause(self) -> Spoken:
        length = self._middle * np.exp(self._dice.gauss(0, SPREAD))
        return silence(min(LONGEST, max(SHORTEST, length)))

    def how_many(self, words: int) -> int:
        return min(words // 3, self._dice.choices((0, 1, 2), (4, 4, 2))[0])

    def filler(self, speaker: Speaker | None) -> Spoken:
        if speaker is None or self._dice.random() > FILLED:
            return silence(0)
        return silence(0.05) + speaker.say("um" if speaker.voice != "cmn" else "嗯", ",")

    def torn(self, spoken: Spoken, pauses: int, speaker: Speaker | None = None) -> Spoken:
        """Pauses in the middle of what was spoken in one breath."""
        places = sorted(self._dice.sample(range(len(spoken.words) - 1), pauses), reverse=True)
        after: list[Spoken] = []
        for place in places:
            spoken, rest = cut(spoken, place)
            after = [self.filler(speaker), self.pause(), rest, *after]
        return sum(after, spoken)

    def parted(self, text: str, mark: str, pauses: int, speaker: Speaker) -> Spoken:
        """Pauses between parts that were spoken one by one."""
        words = text.split()
        places = [0, *sorted(self._dice.sample(range(1, len(words)), pauses)), len(words)]
        parts = [" ".join(words[a:b]) for a, b in itertools.pairwise(places)]
        made = silence(0)
        for part in parts[:-1]:
            made = made + speaker.say(part, ",") + self.filler(speaker) + self.pause()
        return made + speaker.say(parts[-1], mark)

    def turn(self, text: str, speaker: Speaker) -> tuple[Spoken, int]:
        mark = "?" if text.split()[0].lower() in ("where", "what", "who", "how", "is", "can", "did") else "."
        pauses = self.how_many(len(text.split()))
        whole = None if speaker.voice == "cmn" or self._dice.random() < 0.5 else speaker.say_aligned(text, mark)
        spoken = self.torn(whole, pauses, speaker) if whole else self.parted(text, mark, pauses, speaker)
        return spoken, pauses


Made = tuple[str, str, Spoken, int]  # key, kind, sound, pauses


def read_aloud(
    name: str, texts: Sequence[str], pace: str, kind: str, espeak: Voice | None = None
) -> tuple[str, list[Made]]:
    """A conversation of sentences; one turn in six is two of them."""
    dice = random.Random(name)
    speaker, maker = Speaker("cmn" if espeak else name.split("/")[1], espeak), Maker(dice, PACES[pace])
    made: list[Made] = []
    for text in texts:
        spoken, pauses = maker.turn(text, speaker)
        others = [other for other in texts if held_out(other) == held_out(text) and len(other.split()) > 3]
        if dice.random() < 1 / 6 and others:
            before, more = maker.turn(dice.choice(others), speaker)
            spoken, pauses = before + maker.pause() + spoken, pauses + more + 1
        made.append((text, kind, spoken, pauses))
    return name, made


def real(name: str, path: Path, transcript: str, pace: str) -> tuple[str, list[Made]]:
    """A clip as it is, and with one and two pauses at words of it."""
    sound = floats(path.read_bytes()) if path.suffix == ".raw" else decode_audio(str(path), sampling_rate=RATE)
    text = spaced(transcript)
    sound = trimmed(sound)
    known = aligned(Decoder(samprate=RATE, loglevel="FATAL", lm=None), sound, text) if "/en_" in name else None
    if known:
        known = Spoken(sound[: int(known.words[-1][1] * RATE)], known.words)
    spoken = known or Spoken(sound, tuple((word, len(sound) / RATE) for word in text.split()))
    maker = Maker(random.Random(name), PACES[pace])
    torn = [pauses for pauses in (1, 2) if known and len(known.words) > 2]
    made: list[Made] = [(path.name, "real", maker.torn(spoken, pauses), pauses) for pauses in (0, *torn)]
    return name, made


def told(name: str, made: Sequence[Made], noise: Floats, level: int | None, dice: random.Random) -> Conversation:
    """One turn after the other, with noise under all of it."""
    parts, turns, now = [silence(1.0).sound], [], 1.0
    for key, kind, spoken, pauses in made:
        sound = spoken.sound * (0.1 / (np.sqrt(np.mean(spoken.sound**2)) + 1e-9))
        end = now + len(sound) / RATE
        turns.append(Turn(key, kind, now, end, tuple((word, now + at) for word, at in spoken.words), pauses))
        gap = silence(dice.uniform(*GAPS)).sound
        parts += [sound.astype(np.float32), gap]
        now = end + len(gap) / RATE
    sound = np.concatenate(parts)
    hiss = np.random.default_rng(dice.randrange(2**32)).normal(0, 5e-4, len(sound))
    if level is not None:
        noisy = np.resize(noise, len(sound))
        hiss = noisy * (0.1 / 10 ** (level / 20) / np.sqrt(np.mean(noise**2)))
    return Conversation(name, (sound + hiss).astype(np.float32), tuple(turns))


def conversations(media: Path, questions: Path, seed: int, asked: int = 160) -> list[Conversation]:
    """All of them; `questions` is OpenEQA's file, of which `asked` are read aloud, none where it is missing."""
    dice = random.Random(seed)
    jobs = [*_read(ENGLISH, "own", seed, dice)]
    if questions.exists():
        rows = sorted({spaced(row["question"]) for row in json.loads(questions.read_text())})
        jobs += _read(random.Random(seed).sample(rows, asked), "OpenEQA", seed, dice)
    espeak = create()
    try:
        with ThreadPoolExecutor(2) as pool:
            made = list(pool.map(read_aloud, *zip(*jobs, strict=True)))
        for number, pace in enumerate(PACES):
            texts = CHINESE[number :: len(PACES)]
            made.append(read_aloud(f"{seed}/cmn/{pace}", texts, pace, "Chinese", espeak))
    finally:
        espeak.close()
    made += [
        real(f"{seed}/{row['file']}", media / row["file"], row["transcript"], dice.choice(list(PACES)))
        for row in json.loads((media / "manifest.json").read_text())
        if row["file"].startswith("speech/") and row["transcript"] and "vad_train" not in row["file"]
    ]
    noises = [decode_audio(str(path), sampling_rate=RATE) for path in sorted((media / "speech").glob("noise_*.wav"))]
    return [
        told(name, turns, noises[number % len(noises)], NOISES[number % len(NOISES)], random.Random(f"{seed}{name}"))
        for number, (name, turns) in enumerate(made)
    ]


def _read(texts: Sequence[str], kind: str, seed: int, dice: random.Random) -> list[tuple[str, list[str], str, str]]:
    """Shared out among the voices; each has a pace of its own."""
    order = list(texts)
    random.Random(seed).shuffle(order)
    paces = dice.sample(list(PACES) * 2, len(VOICES))
    return [
        (f"{seed}/{voice}/{kind}", order[number :: len(VOICES)], paces[number], kind)
        for number, voice in enumerate(VOICES)
    ]
