"""The truth that `benchmarks.watching` compares with: what a manifest's timeline says, and how a memory is scored."""

import pytest

from assistant.core.values import Box, Observation
from benchmarks.scoring import Score, places, score
from benchmarks.timeline import events_of, rows_of, standing_of
from benchmarks.watching import mentioned

CONTENT = (
    "two cups. Timeline (s): 0-3 two; 4-5 hand takes LEFT; 6-8 only RIGHT; ~9 LEFT put back; 10-12 two (left,right)"
)
ROWS = rows_of(CONTENT)
BOTH = frozenset({"left", "right"})
RIGHT = Box("cup", 0.8, 0.4, 0.9, 0.6)
LEFT = Box("cup", 0.1, 0.4, 0.2, 0.6)


def seen(*kept: tuple[float, tuple[Box, ...]]) -> Score:
    observations = [Observation(time, "camera", "", boxes=boxes) for time, boxes in kept]
    return score([float(at) for at in range(13)], ROWS, "cup", observations)


def test_a_timeline_is_followed_from_what_is_put_and_taken() -> None:
    assert [(one.begin, one.end, one.until, one.after) for one in events_of(ROWS)] == [
        (4, 5, 9, frozenset({"right"})),
        (9, 9, float("inf"), BOTH),
    ]
    assert [one.there for one in standing_of(ROWS)] == [BOTH, frozenset({"right"}), BOTH]


def test_a_timeline_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="says 'two'"):
        standing_of(rows_of("Timeline (s): 0-3 two; 4-5 hand takes LEFT; 6-8 two; 9 RIGHT back"))


def test_who_keeps_what_came_of_each_event_has_both_and_is_late_by_frames() -> None:
    one = seen((0, (LEFT, RIGHT)), (7, (RIGHT,)), (10, (LEFT, RIGHT)))
    assert (one.events_kept, one.events_right, one.late) == (2, 2, 2)
    assert (sum(one.known), len(one.known)) == (9, 10)  # at 6 it was not known yet
    assert one.dropped == pytest.approx(10 / 13)
    assert one.kept == one.needed == 3


def test_a_frame_of_the_hand_keeps_the_event_and_tells_nothing_right_of_it() -> None:
    one = seen((0, (LEFT, RIGHT)), (4, (LEFT, RIGHT)))
    assert (one.events_kept, one.events_right) == (1, 0)
    assert sum(one.known) == 7  # both stand there again at the end, which it never saw change


def test_a_thing_is_where_the_middle_of_its_box_is() -> None:
    three = Observation(0.0, "camera", "", boxes=(LEFT, RIGHT, Box("person", 0.4, 0, 0.6, 1)))
    assert places(three, "cup") == BOTH


def test_a_thing_is_mentioned_by_other_words_and_in_the_plural_too() -> None:
    assert mentioned("grey sofas, a TV and 3 plastic bottles") == ["bottle", "couch", "tv"]
    assert mentioned("a wine cabinet") == []
