"""Reading a picture when asked to: whichever way up it is held, and out loud while the rest is still being read."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from models.builtin.picture import Picture
from models.builtin.reading import SURE, Line, Page, Reader, page_of

# Pictures longer than this are looked at no closer. Rendered 11 and 12 point screens of 1920x1080: error rate .00-.26
# at 960, .00-.22 at 1280, up to 1.00 at 1920, where the model takes strokes for letters.
SIDE = 1280
SAMPLE = 3  # lines, which tell whether the page is the right way up
TURNS = (cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_90_CLOCKWISE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text; `begins_block` where a paragraph or column begins."""

    text: str
    begins_block: bool


def read_aloud(reader: Reader, picture: Picture, stop: threading.Event) -> Iterator[Row]:
    """The rows that are surely read, in reading order, as they are read."""
    page, known = _upright(reader, picture, stop)
    for block in page.blocks:
        begins = True
        for row in block:
            if text := _row(reader, page, row, known, stop):
                yield Row(text, begins)
                begins = False


def _row(reader: Reader, page: Page, row: tuple[int, ...], known: dict[int, Line], stop: threading.Event) -> str:
    unread = [index for index in row if index not in known]
    known |= dict(reader.read(page, stop, unread))
    return " ".join(known[index].text for index in row if index in known and known[index].sure)


def _upright(reader: Reader, picture: Picture, stop: threading.Event) -> tuple[Page, dict[int, Line]]:
    """The page the right way up, and the lines that were read to find out."""
    page = reader.find(picture, SIDE)
    known = _sample(reader, page, stop)
    best = page, known
    if not page.order or _trust(page, known) >= SURE:
        return best
    upright = page
    for turn in TURNS:
        if stop.is_set():
            break
        page = turned(upright, turn)
        known = _sample(reader, page, stop)
        if _trust(page, known) > _trust(*best) + 0.05:
            best = page, known
    return best


def turned(page: Page, turn: int) -> Page:
    """The page with its picture turned (a cv2.ROTATE constant); lines are found alike whichever way up they are."""
    picture = cv2.rotate(page.picture, turn)
    height, width = picture.shape[:2]
    x, y = page.corners[:, :, 0], page.corners[:, :, 1]
    moved = {
        cv2.ROTATE_180: (width - x, height - y),
        cv2.ROTATE_90_COUNTERCLOCKWISE: (y, height - x),
        cv2.ROTATE_90_CLOCKWISE: (width - y, x),
    }[turn]
    corners = np.stack(moved, 2)
    first = corners.sum(2).argmin(1)
    return page_of(picture, np.stack([np.roll(each, -start, 0) for each, start in zip(corners, first, strict=True)]))


def _sample(reader: Reader, page: Page, stop: threading.Event) -> dict[int, Line]:
    """The first lines that are not short: they are read in any case, and short ones say little."""
    if not page.order:
        return {}
    lengths = np.linalg.norm(page.corners[:, 0] - page.corners[:, 2], axis=1)
    telling = [index for index in page.order if lengths[index] >= np.median(lengths)]
    return dict(reader.read(page, stop, telling[:SAMPLE]))


def _trust(page: Page, lines: dict[int, Line]) -> float:
    """The mean score of the letters read, 0..1; halved where most lines stand on end: the page lies on its side."""
    letters = sum(len(line.text) for line in lines.values())
    if not letters:
        return 0.0
    score = sum(line.score * len(line.text) for line in lines.values()) / letters
    tall = np.mean([np.linalg.norm(c[0] - c[3]) > 1.5 * np.linalg.norm(c[0] - c[1]) for c in page.corners])
    return score / 2 if tall > 0.5 else score
