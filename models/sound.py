"""Sound as servers and voices send it -> mono PCM16 at 24 kHz, as it arrives (pure)."""

import re
import struct

import numpy as np
from numpy.typing import NDArray

RATE = 24_000
_MARKS = {b"ID3": "mp3", b"OggS": "ogg", b"fLaC": "flac"}
_KINDS = re.compile(r"audio/(?:x-)?(mpeg|mp3|mp4|aac|ogg|opus|webm|flac)")


class NotSound(Exception):
    """Neither PCM nor a WAV file of 16-bit PCM; its words say what it is."""


class Resampler:
    """Linear interpolation to 24 kHz, without a seam between pieces. rate: of what comes in, samples a second."""

    def __init__(self, rate: int) -> None:
        self._step = rate / RATE
        self._at, self._last = 0.0, np.zeros(1, np.float32)  # where the next sample lies, counted from `last`

    def feed(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """What is certain by now; the last sample waits for the next."""
        if self._step == 1:
            return samples
        known = np.append(self._last, samples)
        points = np.arange(self._at, len(known) - 1, self._step)
        self._at += len(points) * self._step - (len(known) - 1)
        self._last = known[-1:]
        resampled: NDArray[np.float32] = np.interp(points, np.arange(len(known)), known).astype(np.float32)
        return resampled


class Decoder:
    """A body as a server sends it, piece by piece: WAV, or else PCM16 little-endian of one channel.

    kind: its content type, which may name the rate: `audio/pcm;rate=16000`. Raises NotSound for one that is neither.
    """

    def __init__(self, kind: str = "") -> None:
        if other := _KINDS.match(kind):
            raise NotSound(other[1])
        rate = re.search(r"rate=(\d+)", kind)
        self._held = b""
        self._channels = 1
        self._resampler = Resampler(int(rate[1]) if rate else RATE)
        self._begun = False

    def feed(self, data: bytes) -> bytes:
        """Raises NotSound."""
        self._held += data
        if not self._begun and not self._begin():
            return b""
        whole = len(self._held) // (2 * self._channels) * 2 * self._channels
        pcm, self._held = self._held[:whole], self._held[whole:]
        samples = np.frombuffer(pcm, "<i2").reshape(-1, self._channels).mean(1, dtype=np.float32)
        return self._resampler.feed(samples).astype("<i2").tobytes()

    def _begin(self) -> bool:
        """Whether enough is there to know what it is; takes a header off."""
        if len(self._held) < 12:
            return False
        if other := next((name for mark, name in _MARKS.items() if self._held.startswith(mark)), ""):
            raise NotSound(other)
        self._begun = not self._held.startswith(b"RIFF") or self._header()
        return self._begun

    def _header(self) -> bool:
        """Chunks up to the one of the samples, whose length a stream cannot know."""
        at = 12
        while len(self._held) >= at + 8:
            name, length = struct.unpack_from("<4sI", self._held, at)
            if name == b"data":
                self._held = self._held[at + 8 :]
                return True
            if name == b"fmt " and len(self._held) >= at + 24:
                kind, self._channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", self._held, at + 8)
                if bits != 16 or kind not in (1, 0xFFFE):
                    raise NotSound(f"wav of {bits} bits")
                self._resampler = Resampler(rate)
            at += 8 + length + length % 2
        return False
