"""Recorded speech as the microphone would send it, and as numbers."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 16_000

Floats = NDArray[np.float32]


def read_clip(path: Path) -> bytes:
    """PCM16; empty where the file is not 16 kHz mono."""
    with wave.open(str(path)) as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
            return b""
        sound: bytes = file.readframes(file.getnframes())
        return sound


def floats(pcm: bytes) -> Floats:
    """PCM16 as -1..1."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32_768)


def pcm16(sound: Floats) -> bytes:
    pcm: bytes = (sound * 32_767).clip(-32_768, 32_767).astype("<i2").tobytes()
    return pcm
