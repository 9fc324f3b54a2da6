"""Days at desks that never were, as a camera would show them once a second, and what is to be seen in each frame.

A desk stands before a wall with a photo on it. Things, cut out of photos, lie at nine places of the desk; every minute
or so a hand comes in, takes one and puts it somewhere else. Now and then a page lies there that can be read, another
desk is sat down at, a video is walked through, or the camera is off for a quarter of an hour. Light drifts and every
frame has its noise. Who draws it knows what is where, so a caption of it is true.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from cv2.typing import MatLike

from assistant.core.values import Description, Frame
from benchmarks.frames import read_clips, read_manifest

SIZE = (768, 432)  # pixels, as the page sends them
THINGS = ("mug", "keys", "notebook", "glasses", "phone", "stapler", "lamp", "bottle", "calculator")
ROWS, COLUMNS = ("at the back", "in the middle", "at the front"), ("left", "centre", "right")
STAYS, MOVES = (300, 1_500), (25, 110)  # seconds at one desk, and between two moves
HAND = 3  # frames in which a hand is in view
BREAK = 900  # seconds without a picture, after every third hour
NOISES = 6  # different noises and lights of one view: to encode each frame anew would take most of the time


@dataclass
class Desk:
    """`wall`: what hangs there, and its photo. `places`: of each thing its row and column."""

    number: int
    wall: tuple[str, MatLike]
    colour: tuple[int, int, int]
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    page: str = ""

    def draw(self, sprites: Mapping[str, MatLike]) -> MatLike:
        width, height = SIZE
        picture = np.full((height, width, 3), (205, 210, 212), np.uint8)
        picture[20:160, 40:260] = cv2.resize(self.wall[1], (220, 140), interpolation=cv2.INTER_AREA)
        picture[170:] = self.colour
        for thing, (row, column) in self.places.items():
            top, left = 178 + 84 * row, 60 + 250 * column
            piece = sprites[thing]
            picture[top : top + piece.shape[0], left : left + piece.shape[1]] = piece
        if self.page:
            cv2.rectangle(picture, (430, 30), (720, 150), (255, 255, 255), -1)
            cv2.putText(picture, self.page, (445, 105), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (20, 20, 20), 3)
        return picture

    def describe(self) -> Description:
        """Each thing with its place, the page with its text."""
        said = [f"{thing}: on desk {self.number}, {COLUMNS[column]}, {ROWS[row]}." for thing, (row, column) in self]
        said.append(f"photo: on the wall, {self.wall[0]}.")
        said += ["page: on the wall." if self.page else ""]
        return Description(" ".join(filter(None, said)), self.page)

    def __iter__(self) -> Iterator[tuple[str, tuple[int, int]]]:
        return iter(sorted(self.places.items()))


@dataclass(frozen=True)
class Shown:
    frame: Frame
    description: Description


class Day:
    """The same for the same seed and photos."""

    def __init__(self, data: Path | None, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        self._grain = np.random.default_rng(seed)
        photos, self._walks = _photos(data), _walks(data)
        self._sprites = {name: _sprite(photos[n % len(photos)][1], n) for n, name in enumerate(THINGS)}
        self._desks = [self._desk(n, photos[n % len(photos)]) for n in range(6)]

    def seconds(self, start: float, hours: float) -> Iterator[Shown | None]:
        """One a second from `start`, Unix seconds; None while the camera is off."""
        shown = self._shown(start)
        for second in range(round(hours * 3_600)):
            off = second % (3 * 3_600) >= 3 * 3_600 - BREAK
            if off:
                yield None
                continue
            jpeg, description = next(shown)
            yield Shown(Frame(jpeg, start + second, "camera"), description)

    def _shown(self, start: float) -> Iterator[tuple[bytes, Description]]:
        while True:
            if self._walks and self._dice.random() < 0.15:
                yield from self._dice.choice(self._walks)
            yield from self._at(self._dice.choice(self._desks))

    def _at(self, desk: Desk) -> Iterator[tuple[bytes, Description]]:
        left = self._dice.randint(*STAYS)
        while left > 0:
            view, description = self._noisy(desk.draw(self._sprites)), desk.describe()
            seconds = self._dice.randint(*MOVES)
            for _ in range(seconds):
                yield self._dice.choice(view), description
            for _ in range(HAND):
                yield self._hand(desk), description
            self._change(desk)
            left -= seconds

    def _change(self, desk: Desk) -> None:
        free = [(row, column) for row in range(3) for column in range(3) if (row, column) not in desk.places.values()]
        desk.places[self._dice.choice(list(desk.places))] = self._dice.choice(free)
        if self._dice.random() < 0.1:
            desk.page = "" if desk.page else f"Order {self._dice.randint(1_000, 9_999)}"

    def _hand(self, desk: Desk) -> bytes:
        picture = desk.draw(self._sprites)
        at = self._dice.randint(100, SIZE[0] - 100)
        cv2.ellipse(picture, (at, 400), (70, 190), self._dice.randint(-25, 25), 0, 360, (120, 150, 205), -1)
        return self._noisy(picture, 1)[0]

    def _noisy(self, picture: MatLike, count: int = NOISES) -> list[bytes]:
        light = 1 + 0.05 * np.sin(self._dice.random() * 6.28)
        return [self._encoded(picture, light + self._dice.uniform(-0.01, 0.01)) for _ in range(count)]

    def _encoded(self, picture: MatLike, light: float) -> bytes:
        grain = self._grain.integers(-6, 7, (SIZE[1] // 2, SIZE[0] // 2, 1), np.int16)
        grain = cv2.resize(grain, SIZE, interpolation=cv2.INTER_NEAREST)[..., None]
        lit = np.clip(picture.astype(np.int16) * light + grain, 0, 255).astype(np.uint8)
        return _jpeg(lit)

    def _desk(self, number: int, wall: tuple[str, MatLike]) -> Desk:
        colour = tuple(self._dice.randint(70, 170) for _ in range(3))
        things = self._dice.sample(THINGS, 5)
        spots = self._dice.sample([(row, column) for row in range(3) for column in range(3)], len(things))
        return Desk(number, wall, (colour[0], colour[1], colour[2]), dict(zip(things, spots, strict=True)))


def _photos(data: Path | None) -> list[tuple[str, MatLike]]:
    """What each shows, and the picture; coloured noise where there is no folder of them."""
    found = [(path, says) for path, says in read_manifest(data) if path.parent.name == "photos"] if data else []
    read = [(says, cv2.imread(str(path))) for path, says in found]
    known = [(says.split(";")[0], picture) for says, picture in read if picture is not None]
    return known or [(f"a pattern, number {n}", _pattern(n)) for n in range(len(THINGS))]


def _walks(data: Path | None) -> list[list[tuple[bytes, Description]]]:
    clips = [clip for clip in read_clips(data, 1.0) if len(clip.frames) > 3] if data else []
    return [
        [
            (frame.jpeg, Description(f"video {clip.name}: minute {at // 60 + 1}, quarter {at % 60 // 15 + 1}."))
            for at, frame in enumerate(clip.frames)
        ]
        for clip in clips
    ]


def _pattern(seed: int) -> MatLike:
    coarse = np.random.default_rng(seed).integers(0, 256, (9, 12, 3), np.uint8)
    return cv2.resize(coarse, (480, 360), interpolation=cv2.INTER_CUBIC)


def _sprite(photo: MatLike, seed: int) -> MatLike:
    """A piece of a photo with a frame around it, so that it stands out on any desk."""
    height, width = photo.shape[:2]
    dice = random.Random(seed)
    top, left = dice.randint(0, max(0, height - 160)), dice.randint(0, max(0, width - 160))
    piece = cv2.resize(photo[top : top + 160, left : left + 160], (110, 64), interpolation=cv2.INTER_AREA)
    colour = tuple(dice.randint(0, 255) for _ in range(3))
    return cv2.copyMakeBorder(piece, 5, 5, 5, 5, cv2.BORDER_CONSTANT, value=colour)


def _jpeg(picture: MatLike) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 75])[1])
