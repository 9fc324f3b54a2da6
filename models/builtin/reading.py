"""Reading text in pictures: PP-OCRv6 by RapidOCR, English and both kinds of Chinese, without a download.

Finding lines is cheap (about 80 ms) and reading them is not (about 30 ms a line), so they are apart: lines are
found first, put in reading order, then read one by one, which lets a reader stop early and speak early.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from models.builtin.layout import Corners, reading_order
from models.builtin.picture import Picture, fit

# Below this score nearly every string in a photo without text was false.
SURE = 0.8
# Lines are read one by one, in strips at least this wide: 30-44 % less work on screens full of short labels than the
# model's own six at once in strips of 320, with the same words but for a few icons.
STRIP_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Lines found in `picture` and not yet read; `blocks` are indices into `corners` in reading order."""

    picture: Picture
    corners: Corners
    blocks: tuple[tuple[tuple[int, ...], ...], ...]

    @property
    def order(self) -> list[int]:
        return [index for block in self.blocks for row in block for index in row]


@dataclass(frozen=True, slots=True)
class Line:
    """`corners` in pixels from the top left clockwise; `score` 0..1."""

    text: str
    score: float
    corners: Corners

    @property
    def sure(self) -> bool:
        return self.score >= SURE and bool(self.text)


class Reader:
    """The model, loaded when it is first needed. To be used by one thread at a time."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._loading = threading.Lock()
        self._model: Any = None

    def load(self) -> Any:
        """Loads the model (about a second) and runs it once: the first run is slower. Safe from any thread."""
        with self._loading:
            if self._model is None:
                model = _rapidocr(self._threads)
                model.recognize_txt([np.full((48, 320, 3), 255, np.uint8)])
                self._model = model
        return self._model

    def find(self, picture: Picture, side: int) -> Page:
        """Where the lines are, looking at the picture with its long side at most `side` pixels."""
        small = fit(picture, side)
        found = self.load()(small).boxes
        if found is None or not len(found):
            return Page(picture, np.zeros((0, 4, 2), np.float32), ())
        corners = np.asarray(found, np.float32) * (picture.shape[1] / small.shape[1])
        return page_of(picture, corners)

    def read(self, page: Page, stop: threading.Event, only: list[int] | None = None) -> Iterator[tuple[int, Line]]:
        """Reads the lines (all in reading order, or `only` some) and yields each with its index, sure or not."""
        for index in page.order if only is None else only:
            if stop.is_set():
                return
            read = self.load().recognize_txt([upright_crop(page.picture, page.corners[index])])
            yield index, Line(str(read.txts[0]).strip(), float(read.scores[0]), page.corners[index])


def page_of(picture: Picture, corners: Corners) -> Page:
    """The page with its lines put in reading order."""
    return Page(picture, corners, tuple(tuple(tuple(row) for row in block) for block in reading_order(corners)))


def _rapidocr(threads: int) -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.use_cls": False,  # it turned skewed lines upside down: error rate .133 against .009
            "Global.use_rec": False,  # calling it finds lines only
            "Global.log_level": "error",
            "Global.max_side_len": 4096,
            "Rec.rec_batch_num": 1,
            "Rec.rec_img_shape": [3, 48, STRIP_WIDTH],
            "Det.limit_type": "max",
            "Det.limit_side_len": 1920,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def upright_crop(picture: Picture, corners: Corners) -> Picture:
    """One line, levelled; a crop much taller than wide is laid on its side, as the model expects."""
    width = int(max(np.linalg.norm(corners[0] - corners[1]), np.linalg.norm(corners[2] - corners[3])))
    height = int(max(np.linalg.norm(corners[0] - corners[3]), np.linalg.norm(corners[1] - corners[2])))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    warp = cv2.getPerspectiveTransform(corners, target)
    size = max(width, 1), max(height, 1)
    line = cv2.warpPerspective(picture, warp, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.rot90(line) if height >= 1.5 * width else line


def text_of(page: Page, lines: dict[int, Line]) -> str:
    """The lines that were surely read: rows on lines of their own, an empty line between blocks."""
    blocks = []
    for block in page.blocks:
        rows = [" ".join(lines[i].text for i in row if i in lines and lines[i].sure) for row in block]
        blocks.append("\n".join(row for row in rows if row))
    return "\n\n".join(block for block in blocks if block)
