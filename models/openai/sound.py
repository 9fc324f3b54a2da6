"""Sound as servers send it -> mono PCM16 at 24 kHz, as it arrives (pure)."""

import re
import struct

import numpy as np
from av import AudioFrame
from av.audio.resampler import AudioResampler

RATE = 24_000
_MARKS = {b"ID3": "mp3", b"OggS": "ogg", b"fLaC": "flac"}
_KINDS = re.compile(r"audio/(?:x-)?(mpeg|mp3|mp4|aac|ogg|opus|webm|flac)")
_LAYOUTS = {1: "mono", 2: "stereo"}


class NotSound(Exception):
    """Neither PCM nor a WAV file of 16-bit PCM; its words say what it is."""


class Decoder:
    """A body as a server sends it, piece by piece: WAV, or else PCM16 little-endian of one channel.

    kind: its content type, which may name the rate: `audio/pcm;rate=16000`. Everything raises NotSound.
    """

    def __init__(self, kind: str = "") -> None:
        if other := _KINDS.match(kind):
            raise NotSound(other[1])
        rate = re.search(r"rate=(\d+)", kind)
        self._rate, self._channels = int(rate[1]) if rate else RATE, 1
        self._resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        self._held = b""
        self._begun = False

    def feed(self, data: bytes) -> bytes:
        self._held += data
        if not self._begun and not self._begin():
            return b""
        whole = len(self._held) // (2 * self._channels) * 2 * self._channels
        pcm, self._held = self._held[:whole], self._held[whole:]
        if not pcm or (self._rate, self._channels) == (RATE, 1):
            return pcm
        frame = AudioFrame.from_ndarray(np.frombuffer(pcm, "<i2")[None], "s16", _LAYOUTS[self._channels])
        frame.sample_rate = self._rate
        return self._resampled(frame)

    def finish(self) -> bytes:
        """What the resampler still held when the sound ended."""
        return self._resampled(None)

    def _resampled(self, frame: AudioFrame | None) -> bytes:
        return b"".join(piece.to_ndarray().tobytes() for piece in self._resampler.resample(frame))

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
                kind, self._channels, self._rate, _, _, bits = struct.unpack_from("<HHIIHH", self._held, at + 8)
                if bits != 16 or kind not in (1, 0xFFFE) or self._channels not in _LAYOUTS:
                    raise NotSound(f"wav of {bits} bits and {self._channels} channels")
            at += 8 + length + length % 2
        return False
