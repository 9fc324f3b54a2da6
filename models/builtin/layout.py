"""The order in which lines of text are read: columns, then rows, then left to right (pure).

OCR finds lines without an order that a reader would follow: sorted by height alone, a newspaper's columns are
read across (character error rate .78 on such a page). Works on the corners of the lines, so the order is known
before a word is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.float32]
Rows = list[list[int]]

# A column of prose holds three lines or more, and lines of prose are long for their height: narrower things
# side by side are cells of a table or labels, which are read across.
PROSE_LINES = 3
PROSE_WIDTH = 7.0
# A gap between columns is wider than one between words: at least this many line heights.
GUTTER = 0.8


@dataclass(frozen=True, slots=True)
class _Line:
    index: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left


def reading_order(corners: Corners) -> list[Rows]:
    """Blocks of rows of indices into `corners` (n x 4 x 2, pixels, each from its top left clockwise)."""
    return [[[line.index for line in row] for row in block] for block in _blocks(_level(corners))]


def _level(corners: Corners) -> list[_Line]:
    """The lines with the page's slope taken out, so that a page held askew has rows again."""
    if not len(corners):
        return []
    edges = corners[:, 1] - corners[:, 0]
    slope = float(np.median(np.arctan2(edges[:, 1], edges[:, 0])))
    turn = np.array([[np.cos(slope), -np.sin(slope)], [np.sin(slope), np.cos(slope)]])
    level = corners @ turn
    low, high = level.min(1), level.max(1)
    return [
        _Line(index, float(a[0]), float(a[1]), float(b[0]), float(b[1]))
        for index, (a, b) in enumerate(zip(low, high, strict=True))
    ]


def _blocks(lines: list[_Line]) -> list[list[list[_Line]]]:
    columns = _columns(lines)
    if _prose(columns):
        return [block for column in columns for block in _blocks(column)]
    bands = _bands(lines)
    if len(bands) == 1:
        return [_rows(lines)] if lines else []
    groups = _grouped(bands)
    if len(groups) == 1:
        return [_rows(lines)]
    return _joined([block for group in groups for block in _blocks(group)])


def _columns(lines: list[_Line]) -> list[list[_Line]]:
    """Cut where a strip as high as all the lines together and wide as a gutter holds nothing."""
    gutter = GUTTER * _typical(lines)
    columns: list[list[_Line]] = []
    edge = -np.inf
    for line in sorted(lines, key=lambda line: line.left):
        if line.left - edge > gutter:
            columns.append([])
        columns[-1].append(line)
        edge = max(edge, line.right)
    return columns


def _prose(columns: list[list[_Line]]) -> bool:
    return sum(len(column) >= PROSE_LINES and _wide(column) for column in columns) >= 2


def _wide(column: list[_Line]) -> bool:
    return float(np.median([line.width / max(line.height, 1) for line in column])) >= PROSE_WIDTH


def _bands(lines: list[_Line]) -> list[list[_Line]]:
    """Cut wherever a level line crosses nothing; boxes of neighbouring lines may overlap by a third."""
    slack = _typical(lines) / 3
    bands: list[list[_Line]] = []
    edge = -np.inf
    for line in sorted(lines, key=lambda line: line.top):
        if line.top > edge - slack:
            bands.append([])
        bands[-1].append(line)
        edge = max(edge, line.bottom)
    return bands


def _grouped(bands: list[list[_Line]]) -> list[list[_Line]]:
    """Neighbouring bands that share columns of prose belong together: a title above them does not."""
    groups: list[list[_Line]] = []
    at = 0
    while at < len(bands):
        end = _columns_end(bands, at)
        groups.append([line for band in bands[at:end] for line in band])
        at = end
    return groups


def _columns_end(bands: list[list[_Line]], start: int) -> int:
    """The end of the longest run of bands from `start` with columns of prose; the next band where there is none."""
    run = list(bands[start])
    end = best = start + 1
    while len(columns := _columns(run)) > 1 or end == start + 1:
        best = end if _prose(columns) else best
        if end == len(bands):
            break
        run += bands[end]
        end += 1
    return best


def _rows(lines: list[_Line]) -> list[list[_Line]]:
    """Lines whose middles lie within each other's height share a row."""
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: line.top + line.bottom):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].top < middle < rows[-1][0].bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _joined(blocks: list[list[list[_Line]]]) -> list[list[list[_Line]]]:
    """Blocks of one row under each other, closer than a line, are one paragraph."""
    joined: list[list[list[_Line]]] = []
    for block in blocks:
        if joined and _follows(joined[-1][-1], block[0]):
            joined[-1].extend(block)
        else:
            joined.append(list(block))
    return joined


def _follows(above: list[_Line], below: list[_Line]) -> bool:
    gap = min(line.top for line in below) - max(line.bottom for line in above)
    return -_typical(above) < gap < _typical(above + below)


def _typical(lines: list[_Line]) -> float:
    return float(np.median([line.height for line in lines])) if lines else 0.0
