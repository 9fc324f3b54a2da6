"""A camera made of still pictures, and quiet scenes before it: what is in them, and what is waited for that is not."""

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from cv2.typing import MatLike

from assistant.core.values import Frame
from benchmarks.frames import jpeg_of, read_clips, read_manifest
from benchmarks.watching import mentioned

NEVER = (
    "someone comes in",
    "the cat comes in",
    "you see a dog",
    "I pick up a knife",
    "I pick up a bottle",
    "someone puts a bottle back",
    "you see a cup",
    "the bottle is gone",
)


@dataclass
class Camera:
    """Makes a camera's pictures of still ones. Grey values of 255 and pixels of 768; `steady`: nobody touches it."""

    dice: np.random.Generator
    steady: bool = True
    light: float = 1.0

    def take(self, picture: MatLike, second: float) -> bytes:
        """Noise of 3 grey values, light that drifts by 8 % in two minutes; where not steady, two pixels of trembling,
        and once in three minutes a lamp that is switched, by a quarter.
        """
        if not self.steady and int(second) % 180 == 179:
            self.light = 1.0 if self.light < 1.0 else 0.75
        gain = self.light * (1.0 + 0.08 * math.sin(second / 120.0 * 2 * math.pi))
        by = self.dice.integers(-2, 3, 2) if not self.steady else (0, 0)
        moved = np.roll(picture, by, (0, 1)).astype(np.float32)
        noisy = moved * np.float32(gain) + np.asarray(self.dice.normal(0.0, 3.0, picture.shape), np.float32)
        return jpeg_of(np.asarray(noisy.clip(0, 255), np.uint8))


def decoded(jpeg: bytes) -> MatLike:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None, "a frame that was read is a picture"
    return picture


def fitted(picture: MatLike, like: MatLike) -> MatLike:
    return cv2.resize(picture, (like.shape[1], like.shape[0]), interpolation=cv2.INTER_AREA)


def quiet(data: Path, fps: float, seconds: float) -> Iterator[tuple[str, Iterator[Frame], list[str]]]:
    """Scenes of `seconds` each, again and again: what is in them, and what is waited for that is not."""
    clips = list(read_clips(data, fps))
    desk = next(decoded(clip.frames[0].jpeg) for clip in clips if clip.rows)
    loops: list[tuple[str, str, list[MatLike]]] = []
    for clip in clips:
        still = [clip.frames[int(row.begin)] for row in clip.rows if not row.is_event]
        loops += [(f"{clip.name} at {one.time:.0f} s", "bottle", [decoded(one.jpeg)]) for one in still]
        loops += [] if still else [(clip.name, clip.content, [decoded(one.jpeg) for one in clip.frames])]
    for path, content in read_manifest(data):
        if path.parent.name == "photos" and (picture := cv2.imread(str(path))) is not None:
            loops.append((path.name, content, [fitted(picture, desk)]))
    for number, (name, content, pictures) in enumerate(itertools.cycle(loops)):
        camera = Camera(np.random.default_rng(number), steady=(number + number // len(loops)) % 2 == 0)
        yield name, _loop(camera, pictures, fps, seconds), _absent(content)


def _loop(camera: Camera, pictures: Sequence[MatLike], fps: float, seconds: float) -> Iterator[Frame]:
    back_and_forth = [*pictures, *pictures[-2:0:-1]]
    for number in range(int(seconds * fps)):
        picture = back_and_forth[number % len(back_and_forth)]
        yield Frame(camera.take(picture, number / fps), number / fps, "camera")


def _absent(content: str) -> list[str]:
    """Hands that take and put are no part of a loop, so of a bottle that stands there only that it is gone is left."""
    there = {"person": "someone", "cat": "cat", "dog": "dog", "cup": "cup"}
    shown = [there[thing] for thing in mentioned(content) if thing in there]
    people = "someone" if re.search(r"\b(?:girl|man|person|adult)\b", content) else "-"
    return [words for words in NEVER if not any(f" {one}" in f" {words}" for one in (*shown, people))]
