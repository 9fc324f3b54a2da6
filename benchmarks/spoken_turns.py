"""Turns with pauses inside them, of which it is known when they end and which words were said by when.

Sentences are read aloud (flite, espeak-ng) or spoken by real people; at words chosen by a seed silence is put in, of a
length that is the speaker's own. Half of the made pauses cut through a sentence that was spoken in one breath, half lie
between two parts that were spoken one by one; some follow a filler, some a whole sentence.
"""

import hashlib
import json
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from faster_whisper.audio import decode_audio
from pocketsphinx import Decoder

from benchmarks.clips import RATE, Floats, floats
from benchmarks.pausing import Maker
from benchmarks.sentences import CHINESE, ENGLISH
from benchmarks.speakers import Speaker, Spoken, aligned, silence, trimmed
from models.builtin.voice import Voice, create

VOICES = ("slt", "rms", "awb", "kal16")
PACES = {"quick": 0.4, "usual": 0.6, "slow": 0.95}  # seconds: the middle of a speaker's own pauses
GAPS = 2.5, 4.0  # seconds between two turns: the assistant speaks
NOISES = (None, 20, 10)  # dB of speech over noise


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


def spaced(text: str) -> str:
    """Words alone, as ears without punctuation give them."""
    return " ".join("".join(letter for letter in text.lower() if letter.isalnum() or letter in " '").split())


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
