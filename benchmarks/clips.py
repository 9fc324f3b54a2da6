"""Recorded speech as the microphone would send it."""

import wave
from pathlib import Path

RATE = 16_000


def read_clip(path: Path) -> bytes:
    """PCM16; empty where the file is not 16 kHz mono."""
    with wave.open(str(path)) as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
            return b""
        sound: bytes = file.readframes(file.getnframes())
        return sound
