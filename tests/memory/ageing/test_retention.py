"""What is let go when there is too much: arithmetic."""

from dataclasses import replace

from memory.ageing.retention import Kept, Limits, to_drop

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


def test_a_scene_that_was_seen_again_later_goes_before_one_that_was_not() -> None:
    desk, shelf = "cup: on the desk.", "vase: on the shelf."
    rows = [Kept(1, 0, 100, scene=shelf), Kept(2, 1, 100, scene=desk), Kept(3, 2, 100, scene=desk)]
    assert to_drop(rows, 300, 4, Limits(200)) == [2]
    assert to_drop(rows, 300, 4, Limits(100)) == [2, 1]


def test_evidence_of_what_is_still_current_outlives_other_scenes_and_not_what_was_told() -> None:
    rows = [replace(ROWS[0], current=True), *ROWS[1:]]
    assert to_drop(rows, 400, 4 * DAY, Limits(200, 10 * DAY)) == [2, 4]
    assert to_drop(rows, 400, 4 * DAY, Limits(100, 10 * DAY)) == [2, 4, 1]


def test_the_age_that_the_user_sets_holds_for_what_is_current_too() -> None:
    assert to_drop([replace(ROWS[0], current=True)], 0, 11 * DAY, Limits(400, 10 * DAY)) == [1]
