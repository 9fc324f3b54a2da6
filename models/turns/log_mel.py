"""Log-mel features as Whisper's extractor makes them (Radford et al. 2022), by numpy alone (pure).

transformers and faster-whisper have the same; importing either costs seconds and hundreds of megabytes.
"""

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
BANDS = 80
HOP = 160  # samples: 10 ms
_FFT = 400  # samples: 25 ms
_TOP = 8.0  # decades below the loudest that are told apart
_LINEAR = 200 / 3  # Hz for each mel below 1 kHz, above it they grow by a 27th part of 6.4 times (Slaney)
_KNEE, _GROWTH = 1000.0, np.log(6.4) / 27

Floats = NDArray[np.float32]


def log_mel(sound: Floats) -> Floats:
    """float32[80, n // 160] of n samples at 16 kHz, -1..1."""
    padded = np.pad(sound, _FFT // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::HOP][: len(sound) // HOP]
    power = np.abs(np.fft.rfft(frames * _WINDOW)) ** 2
    levels = np.log10(np.maximum(_FILTERS @ power.T, 1e-10))
    return np.asarray((np.maximum(levels, levels.max() - _TOP) + 4) / 4, np.float32)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    knee = _KNEE / _LINEAR
    return np.where(mels < knee, _LINEAR * mels, _KNEE * np.exp(_GROWTH * (mels - knee)))


def _filters() -> NDArray[np.float64]:
    """float[80, 201]: triangles between neighbouring bands, of equal area."""
    highest = _KNEE / _LINEAR + np.log(RATE / 2 / _KNEE) / _GROWTH
    edges = _hertz(np.linspace(0, highest, BANDS + 2))[:, None]
    bins = np.fft.rfftfreq(_FFT, 1 / RATE)[None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rising, falling)) * 2 / (edges[2:] - edges[:-2])


_WINDOW = np.hanning(_FFT + 1)[:-1]
_FILTERS = _filters()
