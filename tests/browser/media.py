"""What a scene's camera sees and its microphone hears, as the files Chromium's fake devices play."""

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.pictures import desk

FPS = 5
SHIFTS = 32  # places each way that a camera's grain is taken from: a thousand frames differ, and it is made once


@dataclass(frozen=True)
class Scene:
    """`view`: pictures and how many seconds each is held, repeated by the browser when it ends.

    `sound`: 16 kHz PCM16 clips, each with the second at which it begins; silent before, between and after.
    """

    view: Sequence[tuple[Image.Image, float]] = ()
    sound: Sequence[tuple[float, bytes]] = ()


def write_y4m(path: Path, view: Sequence[tuple[Image.Image, float]]) -> Path:
    view = view or [(desk(), 1.0)]
    width, height = view[0][0].size
    dice = np.random.default_rng(5)
    grain = np.rint(dice.normal(0, 1.5, (height + SHIFTS, width + SHIFTS))).astype(np.int16)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{FPS}:1 Ip A1:1 C420jpeg\n".encode())
        for picture, seconds in view:
            luma, chroma = _planes(picture)
            for _ in range(round(seconds * FPS)):
                down, right = dice.integers(SHIFTS, size=2)
                grainy = luma + grain[down : down + height, right : right + width]
                file.write(b"FRAME\n" + grainy.clip(0, 255).astype(np.uint8).tobytes() + chroma)
    return path


def write_wav(path: Path, sound: Sequence[tuple[float, bytes]], seconds: float = 90.0) -> Path:
    samples = np.zeros(round(seconds * 16_000), np.int16)
    for at, pcm in sound:
        clip = np.frombuffer(pcm, "<i2")
        begin = round(at * 16_000)
        samples[begin : begin + len(clip)] = clip[: len(samples) - begin]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples.tobytes())
    return path


def _planes(picture: Image.Image) -> tuple[np.ndarray[Any, np.dtype[np.int16]], bytes]:
    """I420: brightness, and the two colours at half the size."""
    luma, blue, red = picture.convert("YCbCr").split()
    half = (picture.width // 2, picture.height // 2)
    chroma = (np.asarray(plane.resize(half, Image.Resampling.BOX)).tobytes() for plane in (blue, red))
    return np.asarray(luma, np.int16), b"".join(chroma)
