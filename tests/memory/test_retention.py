"""What is let go when there is too much: arithmetic."""

from memory.retention import Kept, Limits, to_drop

DAY = 86_400.0
ROWS = [Kept(1, 0.0, 100), Kept(2, 1 * DAY, 100), Kept(3, 2 * DAY, 100, told=True), Kept(4, 3 * DAY, 100)]


def test_nothing_goes_while_there_is_room() -> None:
    assert to_drop(ROWS, 400, 4 * DAY, Limits(400, 10 * DAY)) == []


def test_the_oldest_go_until_the_rest_fits() -> None:
    assert to_drop(ROWS, 400, 4 * DAY, Limits(399, 10 * DAY)) == [1]
    assert to_drop(ROWS, 400, 4 * DAY, Limits(250, 10 * DAY)) == [1, 2]


def test_what_was_told_goes_last() -> None:
    assert to_drop(ROWS, 400, 4 * DAY, Limits(100, 10 * DAY)) == [1, 2, 4]
    assert to_drop(ROWS, 400, 4 * DAY, Limits(0, 10 * DAY)) == [1, 2, 4, 3]


def test_what_was_seen_too_long_ago_goes_and_what_was_told_stays() -> None:
    assert to_drop(ROWS, 0, 13 * DAY, Limits(400, 10 * DAY)) == [1, 2]
    assert to_drop(ROWS, 0, 99 * DAY, Limits(400, 10 * DAY)) == [1, 2, 4]
