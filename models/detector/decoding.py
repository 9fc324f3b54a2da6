"""What a detector puts out, made into boxes: the two layouts that are supported (pure arithmetic).

YOLOX (Ge et al. 2021, arXiv:2107.08430): [1, n, 5 + classes], a row for each cell of three grids: the middle of the
box as an offset from the cell, the logarithm of its size, both in strides; then how surely it is a thing, and a class.
Ultralytics (YOLOv8, YOLO11): [1, 4 + classes, n], a column a cell: middle and size in pixels, then a score a class.
"""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from models.detector.letterbox import Letterbox

Floats = NDArray[np.float32]
Layout = Literal["yolox", "ultralytics"]
STRIDES = (8, 16, 32)  # pixels a cell of each grid is wide
# Overlap over union from which on of two boxes the surer one stays: of one class (as YOLOX's and Ultralytics' own
# demos), and of two. A couch of 0.53 that is also a bed of 0.54 shares nine tenths: one thing has one name.
SAME_CLASS, SAME_THING = 0.45, 0.8


@dataclass(frozen=True, slots=True)
class Found:
    """n boxes, best first: `corners` float32[n, 4] in pixels (left, top, right, bottom), class numbers, scores 0..1."""

    corners: Floats
    classes: NDArray[np.intp]
    scores: Floats


def cells(width: int, height: int) -> int:
    """How many cells the three grids have."""
    return sum((width // stride) * (height // stride) for stride in STRIDES)


def layout_of(shape: tuple[int, ...], width: int, height: int) -> tuple[Layout, int] | None:
    """Layout and number of classes, by the shape of the output; None for any other."""
    if len(shape) != 3 or shape[0] != 1:
        return None
    if shape[1] == cells(width, height) and shape[2] > 5:
        return "yolox", shape[2] - 5
    if shape[2] == cells(width, height) and shape[1] > 4:
        return "ultralytics", shape[1] - 4
    return None


def decode(raw: Floats, layout: Layout, square: Letterbox, least: float) -> Found:
    """Boxes of at least the score `least` in one output, each thing once."""
    rows = raw[0] if layout == "yolox" else raw[0].T
    scores = rows[:, 4:5] * rows[:, 5:] if layout == "yolox" else rows[:, 4:]
    best = scores.max(1)
    chosen = best >= least
    middles = _from_grid(rows, square)[chosen] if layout == "yolox" else rows[chosen, :4]
    return _apart(_corners(middles), scores[chosen].argmax(1), best[chosen], least)


def _from_grid(rows: Floats, square: Letterbox) -> Floats:
    """Middle and size in pixels. A file exported with its boxes decoded already has middles all over the picture."""
    if np.ptp(rows[:, 0]) > square.width / 2:
        return rows[:, :4]
    places, strides = [], []
    for stride in STRIDES:
        down, across = np.mgrid[: square.height // stride, : square.width // stride]
        places.append(np.stack([across, down], -1).reshape(-1, 2))
        strides.append(np.full((places[-1].shape[0], 1), stride))
    stride_of = np.concatenate(strides)
    middles = (rows[:, :2] + np.concatenate(places)) * stride_of
    sizes = np.exp(np.minimum(rows[:, 2:4], 10.0)) * stride_of  # e^10 cells: wider than any picture
    return np.concatenate([middles, sizes], 1).astype(np.float32)


def _corners(middles: Floats) -> Floats:
    half = middles[:, 2:] / 2
    return np.concatenate([middles[:, :2] - half, middles[:, :2] + half], 1)


def _apart(corners: Floats, classes: NDArray[np.intp], scores: Floats, least: float) -> Found:
    """Non-maximum suppression within each class, then of nearly the same box under two names."""
    sides = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], 1)
    kept = cv2.dnn.NMSBoxesBatched(sides.tolist(), scores.tolist(), classes.tolist(), least, SAME_CLASS)
    first = np.array(kept, np.intp).reshape(-1)
    again = cv2.dnn.NMSBoxes(sides[first].tolist(), scores[first].tolist(), least, SAME_THING)
    order = first[np.array(again, np.intp).reshape(-1)]
    order = order[np.argsort(-scores[order], kind="stable")]
    return Found(corners[order], classes[order], scores[order])
