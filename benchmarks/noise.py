"""Who hears in a noisy room: real clips under real noise, through the real Silero detector and `Endpointer`.

    python -m benchmarks.noise --data FOLDER

FOLDER holds `speech/` with 16 kHz mono WAV clips, those called `noise*` without a voice in them. Each other clip is
heard with a second of noise before it and two after it, at several ratios of its level to the noise's. The trivial
baseline is a detector of loudness, for which a window is speech that is louder than -40 dB of full scale.

Of the windows that are speech in the clean clip: the share that lies within an utterance (found). Utterances that
begin where the clean clip has none (false starts), and clips that are heard in more parts than clean ones are (broken),
each for a clip. How much later than in the clean clip the last utterance ends (delay). Then a minute of each noise
alone, quiet (-50 dB of full scale) and loud (-30): utterances, and those with so much voice that they cut a reply.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.core.values import AudioChunk
from assistant.turns.hearing import RATE, WINDOW_BYTES, Ended, Endpointer
from benchmarks.clips import read_clip
from benchmarks.table import machine, percentile, print_table
from models import registry

RATIOS = (None, 20, 10, 5, 0)  # dB; None is no noise
BEFORE, AFTER = RATE, 2 * RATE  # samples of noise around a clip
LOUD = -40.0  # dB of full scale
ALONE = 60  # seconds
CONFIRM = 0.5  # seconds of voice over a reply that may be meant for it

Samples = NDArray[np.float64]
Detector = Callable[[], Callable[[AudioChunk], float]]


@dataclass(frozen=True, slots=True)
class Heard:
    """Utterances as windows: from, to, when it was known to be over, and seconds of voice in it at the most."""

    utterances: tuple[tuple[int, int, int, float], ...]
    windows: int

    @property
    def within(self) -> NDArray[np.bool_]:
        found = np.zeros(self.windows, bool)
        for begin, end, _, _ in self.utterances:
            found[begin:end] = True
        return found


def read(path: Path) -> Samples:
    samples: Samples = np.frombuffer(read_clip(path), "<i2").astype(np.float64)
    return samples


def noisy(clip: Samples, noise: Samples, ratio: float | None) -> Samples:
    around = np.concatenate([np.zeros(BEFORE), clip, np.zeros(AFTER)])
    if ratio is None:
        return around
    there = np.resize(noise, len(around))
    loud = np.sqrt(np.mean(clip**2)) / 10 ** (ratio / 20)
    mixed: Samples = around + there * loud / np.sqrt(np.mean(there**2))
    return mixed


def hear(samples: Samples, detector: Detector) -> Heard:
    pcm = samples.clip(-32_768, 32_767).astype("<i2").tobytes()
    probability, endpointer, found, voiced = detector(), Endpointer(), [], 0.0
    count = len(pcm) // WINDOW_BYTES
    for at in range(count):
        event = endpointer.feed(probability(AudioChunk(pcm[at * WINDOW_BYTES : (at + 1) * WINDOW_BYTES], RATE)))
        if isinstance(event, Ended):
            found.append((event.start, event.end, at, voiced))
        voiced = endpointer.speech_seconds
    if endpointer.speaking:
        found.append((endpointer.oldest_needed, count, count, voiced))
    return Heard(tuple(found), count)


def silero() -> Callable[[AudioChunk], float]:
    return registry.vad().speech_probability


def loudness() -> Callable[[AudioChunk], float]:
    def probability(chunk: AudioChunk) -> float:
        level = np.sqrt(np.mean(np.frombuffer(chunk.pcm, "<i2").astype(float) ** 2)) / 32_768
        return float(20 * np.log10(level + 1e-9) > LOUD)

    return probability


def row(clips: Sequence[Samples], noises: Sequence[Samples], ratio: float | None, detector: Detector) -> list[float]:
    """Found, false starts, broken, delay p50 and p95 in seconds."""
    found, voices, false, broken, delays = 0, 0, 0, 0, list[float]()
    pairs = [(clip, noise) for clip in clips for noise in noises]
    for clip, noise in pairs:
        clean, heard = hear(noisy(clip, noise, None), silero), hear(noisy(clip, noise, ratio), detector)
        voices += int(clean.within.sum())
        found += int((clean.within & heard.within).sum())
        real = [one for one in heard.utterances if clean.within[one[0] : one[1]].any()]
        false += len(heard.utterances) - len(real)
        broken += len(real) > len(clean.utterances)
        if real and clean.utterances:
            delays.append((real[-1][2] - clean.utterances[-1][2]) * WINDOW_BYTES / 2 / RATE)
    return [
        found / voices, false / len(pairs), broken / len(pairs),
        percentile(delays, 0.5) if delays else 0.0, percentile(delays, 0.95) if delays else 0.0,
    ]  # fmt: skip


def alone(noise: Samples, level: float, detector: Detector) -> tuple[int, int]:
    """Utterances in a minute of noise at `level` dB of full scale; those that would cut a reply."""
    there = np.resize(noise, ALONE * RATE)
    heard = hear(there * 32_768 * 10 ** (level / 20) / np.sqrt(np.mean(there**2)), detector)
    return len(heard.utterances), sum(one[3] >= CONFIRM for one in heard.utterances)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data / "speech"
    paths = sorted(folder.glob("*.wav"))
    noises = [read(path) for path in paths if path.name.startswith("noise")]
    clips = [read(path) for path in paths if not path.name.startswith("noise")]
    detectors = {"silero": silero, "loudness": loudness}
    found = {(name, ratio): row(clips, noises, ratio, d) for name, d in detectors.items() for ratio in RATIOS}
    levels = [(-50.0, "quiet"), (-30.0, "loud")]
    minutes = {
        (name, words): [sum(one) for one in zip(*(alone(noise, level, d) for noise in noises), strict=True)]
        for name, d in detectors.items() for level, words in levels
    }  # fmt: skip
    print(f"{machine()}; {len(clips)} clips under {len(noises)} noises")
    head = ["detector", "dB", "found", "false starts", "broken", "delay p50 s", "p95"]
    print_table(
        head, [[n, "clean" if r is None else str(r), *(f"{x:.3f}" for x in of)] for (n, r), of in found.items()]
    )
    head = ["detector", "noise alone", "utterances", "would cut a reply"]
    print_table(head, [[name, words, *map(str, of)] for (name, words), of in minutes.items()])
    figures = {f"{name}_{ratio}": [round(x, 3) for x in of] for (name, ratio), of in found.items()}
    print("RESULT", json.dumps(figures | {f"{name}_{words}": of for (name, words), of in minutes.items()}))


if __name__ == "__main__":
    main()
