"""What is heard over a reply and why: interruptions, listeners' words, coughs, clicks and talk in the background.

Interruptions are real people's. Listeners' words are read by flite and espeak-ng; a hummed "mm-hm" and coughs are made:
a voice behind closed lips, and bursts of shaped noise, for there are no recordings of them that may be passed on.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import RATE, Floats, floats, read_clip
from tests.speech import flite

LOUDNESS = 0.08  # of full scale, the middle loudness of the voice: a person close to a laptop
Kind = Literal["interruption", "order", "backchannel", "cough", "click", "background"]

ASKED = ("what about the red one", "no I meant tomorrow", "and where is it now", "can you say that again please",
         "that is not what I asked", "how long does it take")  # fmt: skip
ORDERS = ("stop", "wait", "no", "stop it please", "wait a moment", "hold on")
LISTENED = ("uh huh", "yeah", "right", "okay", "I see", "yeah yeah", "oh really", "sure")
VOICES = ("slt", "rms", "awb", "kal16")


@dataclass(frozen=True, slots=True)
class Overlap:
    """`sound` is 16 kHz mono, -1..1; `meant`: whoever made it wanted the word."""

    name: str
    kind: Kind
    sound: Floats
    words: str = ""

    @property
    def meant(self) -> bool:
        return self.kind in ("interruption", "order")

    @property
    def held_out(self) -> bool:
        """The half that nothing is tuned on, fixed before anything was."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 1


def overlaps(folder: Path) -> list[Overlap]:
    """All there are; `folder` holds real speech as 16 kHz mono WAV."""
    return [*interruptions(folder), *orders(), *listened(), *hums(), *coughs(), *clicks(), *background(folder)]


def interruptions(folder: Path) -> Iterator[Overlap]:
    said = transcripts(folder.parent / "manifest.json")
    for path in sorted(folder.rglob("*.wav")):
        if not path.name.startswith(("noise", "vad")) and len(sound := read(path)) > 1.0 * RATE:
            yield Overlap(path.stem, "interruption", levelled(sound), said.get(path.name, ""))
    for text, voice in zip(ASKED, VOICES * 2, strict=False):
        yield Overlap(f"{voice}: {text}", "interruption", spoken(text, voice), text)


def transcripts(manifest: Path) -> dict[str, str]:
    """What is said in each file, by its name; empty without a manifest."""
    rows = json.loads(manifest.read_text("utf-8")) if manifest.exists() else []
    return {Path(row["file"]).name: row["transcript"] for row in rows if row.get("transcript")}


def orders() -> Iterator[Overlap]:
    for text, voice in zip(ORDERS, VOICES * 2, strict=False):
        yield Overlap(f"{voice}: {text}", "order", spoken(text, voice), text)


def listened() -> Iterator[Overlap]:
    for text in LISTENED:
        for voice in ("slt", "rms"):
            yield Overlap(f"{voice}: {text}", "backchannel", spoken(text, voice), text)


def background(folder: Path) -> Iterator[Overlap]:
    """Real speech, 15 dB below who talks to the assistant."""
    for name in ("en_jfk", "en_librivox_0870", "es_pv_es", "zh_funasr_example", "en_harvard_spk1_snt2"):
        if (path := folder / f"{name}.wav").exists():
            yield Overlap(
                f"{name} at -15 dB", "background", levelled(read(path))[: 3 * RATE] * np.float32(10 ** (-15 / 20))
            )


def hums() -> Iterator[Overlap]:
    """mm-hm: a voice behind closed lips, 250 Hz and a weak 1 kHz, with a breath in its middle; and a single mm."""
    for number, pitch in enumerate((110.0, 140.0, 190.0, 230.0)):
        first, second = hum(0.22, pitch, pitch * 0.95, number), hum(0.28, pitch * 1.05, pitch * 1.25, number)
        breath = noise(0.06, 300, 2500, number) * np.float32(0.1)
        yield Overlap(
            f"hummed mm-hm, {pitch:.0f} Hz", "backchannel", levelled(np.concatenate([first, breath, second])), "mm-hm"
        )
        yield Overlap(f"hummed mm, {pitch:.0f} Hz", "backchannel", levelled(hum(0.6, pitch, pitch * 0.8, number)), "mm")


def coughs() -> Iterator[Overlap]:
    """One to three bursts: a sharp onset, a decaying hiss, and some voice at the end of every other one."""
    for number in range(8):
        dice = np.random.default_rng(number)
        bursts = []
        for _ in range(1 + number % 3):
            burst = noise(dice.uniform(0.2, 0.4), 250, 3500, int(dice.integers(1_000_000)))
            burst *= np.exp(-np.linspace(0, dice.uniform(3, 5), len(burst))).astype(np.float32)
            if number % 2:
                voice = hum(0.12, dice.uniform(110, 220), 90, number) * np.float32(0.3)
                burst[-len(voice) :] += voice[: len(burst)]
            bursts += [burst, np.zeros(int(dice.uniform(0.05, 0.2) * RATE), np.float32)]
        yield Overlap(f"cough {number}", "cough", levelled(np.concatenate(bursts)) * np.float32(2))


def clicks() -> Iterator[Overlap]:
    """A key, a cup put down, a knock: 5 to 80 ms."""
    for number, seconds in enumerate((0.005, 0.02, 0.05, 0.08)):
        click = noise(seconds, 200, 6000, number) * np.exp(-np.linspace(0, 5, int(seconds * RATE))).astype(np.float32)
        yield Overlap(f"click of {seconds * 1000:.0f} ms", "click", (click * 0.6).astype(np.float32))


def hum(seconds: float, begin: float, end: float, seed: int) -> Floats:
    """Pulses whose pitch glides, through closed lips."""
    length = int(seconds * RATE)
    pitch = np.linspace(begin, end, length) * (1 + 0.01 * np.random.default_rng(seed).normal(size=length).cumsum() / 50)
    pulses = np.diff(np.floor(np.cumsum(pitch / RATE)), prepend=0.0)
    shape = np.minimum(1, np.minimum(np.arange(length), np.arange(length)[::-1]) / (0.04 * RATE))
    return (resonance(pulses, 250, 60) + 0.05 * resonance(pulses, 1000, 150)).astype(np.float32) * shape.astype(
        np.float32
    )


def resonance(sound: NDArray[np.float64], hertz: float, width: float) -> NDArray[np.float64]:
    """One formant, as a filter of 40 ms."""
    time = np.arange(int(0.04 * RATE)) / RATE
    return np.convolve(sound, np.exp(-np.pi * width * time) * np.sin(2 * np.pi * hertz * time))[: len(sound)]


def noise(seconds: float, low: float, high: float, seed: int) -> Floats:
    length = int(seconds * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=length))
    hertz = np.fft.rfftfreq(length, 1 / RATE)
    spectrum[(hertz < low) | (hertz > high)] = 0
    made = np.fft.irfft(spectrum, length)
    return np.asarray(made / max(np.abs(made).max(), 1e-9), np.float32)


def spoken(text: str, voice: str) -> Floats:
    return levelled(floats(flite(text, voice)))


def levelled(sound: Floats) -> Floats:
    """Without the silence around it, at the usual loudness."""
    frames = np.abs(sound[: len(sound) // 320 * 320].reshape(-1, 320)).max(axis=1)
    loud = np.flatnonzero(frames > 0.03 * frames.max())
    cut = sound[loud[0] * 320 : (loud[-1] + 1) * 320]
    level = np.sqrt(np.mean(np.sort(cut**2)[len(cut) // 2 :]))
    return np.asarray(np.clip(cut * np.float32(LOUDNESS / level), -1, 1), np.float32)


def read(path: Path) -> Floats:
    """Empty where it is not 16 kHz mono."""
    return floats(read_clip(path))
