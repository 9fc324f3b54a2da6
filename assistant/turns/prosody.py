"""How the voice ends: pitch and energy before a pause (pure arithmetic on the last two seconds of sound).

At the end of what is said the voice falls and fades; where more is to come it stays up, or breaks off.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 8_000  # Hz after halving: enough for any pitch, and half the work
HEARD = 2.0  # seconds before the pause that are looked at: enough to know how high and loud this voice is
_FRAME, _HOP = 320, 160  # samples: 40 ms are three periods of the lowest voice
_LOWEST, _HIGHEST = 70.0, 400.0  # Hz: a man's low end, a woman's raised voice
_PERIODIC = 0.5  # of the autocorrelation at 0: below it a frame has no pitch
_NEARLY = 0.9  # the first period this near to the best is taken: an octave too low is the usual error
_QUIET = 25.0  # dB below the loudest frame: no longer part of a syllable
_PLAIN = 20.0  # dB below the loudest frame: the sound itself, without what it fades into
_ABOVE = 9.0  # dB over the noise, which is what the sound ends in: a pause has been noticed
_NOISE = 5  # frames: the last 0.1 s
_SYLLABLE = 5  # voiced frames: the last 0.1 s of voice
_LEAST = 8  # voiced frames without which nothing is known of a voice

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a stretch of speech ended.

    drop: semitones of its last syllable above the middle of the voice before it, below 0 where it fell.
    fade: dB of its last 60 ms above the voice's middle loudness, below 0 where it died away.
    """

    drop: float
    fade: float


def ending(pcm: bytes) -> Ending | None:
    """Of 16 kHz mono PCM16 that may end in a little silence; None where no voice with a pitch is heard in it."""
    sound = np.frombuffer(pcm, "<i2")[-int(HEARD * 2 * RATE) :]
    halved = sound[: len(sound) // 2 * 2].reshape(-1, 2).mean(axis=1, dtype=np.float32)
    if len(halved) < _FRAME:
        return None
    frames = np.lib.stride_tricks.sliding_window_view(halved, _FRAME)[::_HOP]
    level = 10 * np.log10(np.mean(frames**2, axis=1) + 1)
    loud = level > max(level.max() - _QUIET, level[-_NOISE:].mean() + _ABOVE)
    pitch = _pitch(frames)
    voiced = np.flatnonzero((pitch > 0) & loud)
    if len(voiced) < _LEAST:
        return None
    semitones = _unbroken(12 * np.log2(pitch[voiced]))
    drop = np.median(semitones[-_SYLLABLE:]) - np.median(semitones)
    fade = level[np.flatnonzero(loud)[-3:]].mean() - np.median(level[voiced])
    return Ending(float(drop), float(fade))


@dataclass(frozen=True, slots=True)
class Manner:
    """What a sound is like where it is loud.

    voiced: the share of it that has a pitch, 0..1. varied: dB that its spectrum moves, as it does between the sounds
    of words.
    """

    voiced: float
    varied: float


def manner(pcm: bytes) -> Manner:
    """Of the last two seconds of 16 kHz mono PCM16."""
    sound = np.frombuffer(pcm, "<i2")[-int(HEARD * 2 * RATE) :]
    halved = sound[: len(sound) // 2 * 2].reshape(-1, 2).mean(axis=1, dtype=np.float32)
    if len(halved) < _FRAME:
        return Manner(0.0, 0.0)
    frames = np.lib.stride_tricks.sliding_window_view(halved, _FRAME)[::_HOP]
    level = 10 * np.log10(np.mean(frames**2, axis=1) + 1)
    loud = level > level.max() - _PLAIN
    power = np.abs(np.fft.rfft(frames[loud] * _WINDOW, 2 * _FRAME)) ** 2
    bands = 10 * np.log10(np.add.reduceat(power[:, 5:305], np.arange(0, 300, 20), axis=1) + 1)
    bands = np.maximum(bands, bands.max() - 2 * _PLAIN)
    moving = (bands - bands.mean(axis=1, keepdims=True)).var(axis=0).mean()
    return Manner(float((_pitch(frames)[loud] > 0).mean()), float(np.sqrt(moving)))


def _unbroken(semitones: Floats) -> Floats:
    """Whole octaves away from the middle of the voice are errors: nobody jumps that far."""
    away = semitones - np.median(semitones)
    return np.asarray(semitones - 12 * np.round(away / 12) * (np.abs(away) > 8), np.float32)


def _pitch(frames: Floats) -> Floats:
    """Hz for each frame, 0 where there is none: the first high peak of the autocorrelation."""
    shortest, longest = int(RATE / _HIGHEST), int(RATE / _LOWEST)
    power = np.abs(np.fft.rfft(frames * _WINDOW, 2 * _FRAME)) ** 2
    correlation = np.fft.irfft(power)[:, :longest]
    strength = np.asarray(correlation / np.maximum(correlation[:, :1], 1) / _WINDOW_ITSELF[:longest], np.float32)
    strength[:, :shortest] = 0
    best = strength.max(axis=1)
    peaks = np.zeros_like(strength, dtype=bool)
    peaks[:, 1:-1] = (strength[:, 1:-1] >= strength[:, :-2]) & (strength[:, 1:-1] >= strength[:, 2:])
    period = np.argmax(peaks & (strength >= _NEARLY * best[:, None]), axis=1)
    found = (best > _PERIODIC) & (period > 0)
    return np.where(found, RATE / np.maximum(period + _between(strength, period), 1), 0).astype(np.float32)


def _between(strength: Floats, period: NDArray[np.intp]) -> Floats:
    """The top of a parabola through a peak and its neighbours, -0.5..0.5: a period is seldom a whole sample."""
    rows, middle = np.arange(len(period)), np.clip(period, 1, strength.shape[1] - 2)
    before, at, after = (strength[rows, middle + step] for step in (-1, 0, 1))
    bend = before - 2 * at + after
    return np.where(bend < 0, 0.5 * (before - after) / np.minimum(bend, -1e-6), 0).clip(-0.5, 0.5)


_WINDOW = np.hanning(_FRAME).astype(np.float32)
# The window itself makes long periods look weaker than they are (Boersma 1993).
_WINDOW_ITSELF = np.fft.irfft(np.abs(np.fft.rfft(_WINDOW, 2 * _FRAME)) ** 2)[:_FRAME]
_WINDOW_ITSELF = (_WINDOW_ITSELF / _WINDOW_ITSELF[0]).astype(np.float32)
