"""Lines are read as a reader would: columns first, tables across, whatever the order they were found in."""

import numpy as np

from models.builtin.layout import Corners, reading_order


def lines(*boxes: tuple[int, int, int, int]) -> Corners:
    """Corners from (left, top, right, bottom)."""
    return np.array([[(a, b), (c, b), (c, d), (a, d)] for a, b, c, d in boxes], np.float32)


def column(left: int, top: int, count: int, width: int = 240) -> list[tuple[int, int, int, int]]:
    return [(left, top + 24 * row, left + width, top + 24 * row + 18) for row in range(count)]


def order(corners: Corners) -> list[int]:
    return [index for block in reading_order(corners) for row in block for index in row]


def test_nothing_found_is_nothing_to_read() -> None:
    assert reading_order(np.zeros((0, 4, 2), np.float32)) == []


def test_newspaper_columns_are_read_one_after_the_other() -> None:
    found = lines(*[box for pair in zip(column(40, 100, 5), column(340, 104, 5), strict=True) for box in pair])

    assert order(found) == [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]


def test_the_title_above_columns_comes_first_and_the_foot_below_them_last() -> None:
    found = lines((40, 300, 580, 318), *column(340, 100, 5), *column(40, 100, 5), (40, 40, 580, 70))

    assert order(found) == [11, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5, 0]


def test_the_cells_of_a_table_are_read_across() -> None:
    found = lines(*column(40, 100, 4, width=60), *column(240, 100, 4, width=70))

    assert order(found) == [0, 4, 1, 5, 2, 6, 3, 7]


def test_a_page_held_askew_keeps_its_rows() -> None:
    level = lines(*column(40, 100, 3, width=60), *column(240, 100, 3, width=70))
    turn = np.radians(14)
    askew = level @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]], np.float32)

    assert order(askew) == order(level) == [0, 3, 1, 4, 2, 5]


def test_lines_close_together_are_one_paragraph_and_a_gap_parts_two() -> None:
    blocks = reading_order(lines(*column(40, 100, 3), *column(40, 260, 2)))

    assert blocks == [[[0], [1], [2]], [[3], [4]]]
