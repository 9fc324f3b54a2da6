"""Reading a live picture without reading the same line twice.

A line that is still where it was, and looks as it did, keeps its words: an unchanged page costs the finding of its
lines and no reading (about 30 ms a line), and of a shared screen only what changed is read.
"""

import threading
from dataclasses import dataclass

import cv2
import numpy as np

from assistant.core.labels import TEXT
from assistant.core.values import Box
from models.builtin.picture import Picture, box, grey
from models.builtin.reading import Line, Page, Reader, text_of, upright_crop

SIDE = 960
STRIP = 16  # pixels: the height at which two lines are compared
SAME_PLACE = 0.7  # overlap over union of the two lines' boxes
SAME_LOOK = 0.55  # largest difference of any letter-sized patch, in standard deviations: one changed digit is more


@dataclass(frozen=True, slots=True)
class _Known:
    line: Line
    strip: Picture


class Rereader:
    """Remembers the lines of the frame before. One per session."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: list[_Known] = []

    def read(self, picture: Picture, stop: threading.Event) -> tuple[str, list[Box]]:
        """The text in reading order and the box around all of it, labelled `text`; nothing kept when stopped."""
        page = self._reader.find(picture, SIDE)
        strips = {index: _strip(picture, page.corners[index]) for index in page.order}
        lines = self._kept(page, strips)
        unread = [index for index in page.order if index not in lines]
        lines |= dict(self._reader.read(page, stop, unread))
        if stop.is_set():
            return "", []
        self._known = [_Known(line, strips[index]) for index, line in lines.items()]
        return text_of(page, lines), _around(page, lines)

    def _kept(self, page: Page, strips: dict[int, Picture]) -> dict[int, Line]:
        kept = {}
        for index in page.order:
            for known in self._known:
                if _overlap(known.line.corners, page.corners[index]) > SAME_PLACE and _alike(
                    known.strip, strips[index]
                ):
                    kept[index] = Line(known.line.text, known.line.score, page.corners[index])
                    break
        return kept


def _strip(picture: Picture, corners: Picture) -> Picture:
    """The line in grey, STRIP high, its contrast evened out."""
    line = grey(np.ascontiguousarray(upright_crop(picture, np.asarray(corners, np.float32))))
    width = max(STRIP, round(line.shape[1] * STRIP / line.shape[0]))
    small = cv2.resize(line, (width, STRIP), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray((small - small.mean()) / (small.std() + 4), np.float32)


def _alike(before: Picture, now: Picture) -> bool:
    if abs(before.shape[1] - now.shape[1]) > STRIP // 2:
        return False
    same = cv2.resize(before, (now.shape[1], STRIP), interpolation=cv2.INTER_LINEAR)
    return float(cv2.blur(np.abs(same - now), (STRIP // 2, STRIP // 2)).max()) < SAME_LOOK


def _overlap(one: Picture, other: Picture) -> float:
    low = np.maximum(one.min(0), other.min(0))
    high = np.minimum(one.max(0), other.max(0))
    shared = float(np.prod(np.maximum(high - low, 0)))
    whole = float(np.prod(np.ptp(one, axis=0)) + np.prod(np.ptp(other, axis=0))) - shared
    return shared / whole if whole else 0.0


def _around(page: Page, lines: dict[int, Line]) -> list[Box]:
    sure = [line for line in lines.values() if line.sure]
    if not sure:
        return []
    score = float(np.mean([line.score for line in sure]))
    return [box(TEXT, np.concatenate([line.corners for line in sure]), page.picture, score)]
