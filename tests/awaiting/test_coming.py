"""What has come into view, or gone: by its score, by what was there before, and by whether its place has changed."""

from dataclasses import replace

import numpy as np

from assistant.awaiting.coming import Coming, Going
from assistant.awaiting.confirming import Seen
from assistant.awaiting.places import stirred
from assistant.core.values import Box
from assistant.seeing import Grey

VASE = Box("vase", 0.1, 0.1, 0.3, 0.6, 0.9)
WEAK = replace(VASE, score=0.4)
ROOM: Grey = np.tile(np.linspace(0.2, 0.8, 32, dtype=np.float32), (18, 1))


def with_vase(room: Grey) -> Grey:
    filled = room.copy()
    filled[2:11, 3:10] = 0.9
    return filled


FILLED = with_vase(ROOM)


def coming(*looks: Box | None, now: Grey = FILLED, carried: bool = False) -> list[Seen]:
    """What each look says, one after the other; the thumbnail is `now` where there is a box, else the empty room."""
    eye = Coming()
    return [eye.see([box] if box else [], now if box else ROOM, carried) for box in looks]


def going(*looks: Box | None, now: Grey = ROOM) -> list[Seen]:
    eye = Going()
    return [eye.see([box] if box else [], FILLED if box else now) for box in looks]


def test_what_is_named_weakly_where_none_was_has_come() -> None:
    assert coming(None, None, None, WEAK, WEAK) == ["no", "no", "no", "yes", "yes"]


def test_what_was_named_weakly_all_the_time_has_not_come() -> None:
    assert coming(WEAK, WEAK, WEAK) == ["unsure"] * 3
    assert coming(None, WEAK, None, WEAK)[1::2] == ["unsure"] * 2
    assert coming(None, None, None, *[WEAK] * 5)[3:] == ["yes"] * 3 + ["unsure"] * 2


def test_a_picture_that_is_as_it_was_shows_nothing_that_has_come() -> None:
    assert coming(None, None, None, WEAK, now=ROOM)[-1] == "unsure"
    assert coming(None, None, None, replace(WEAK, score=0.3))[-1] == "unsure"


def test_what_is_surely_there_when_it_is_first_looked_for_is_there() -> None:
    assert coming(VASE, now=ROOM) == ["yes"]


def test_a_score_that_wavers_where_nothing_changes_is_nothing_that_comes() -> None:
    assert coming(WEAK, None, WEAK, VASE, WEAK, VASE, now=ROOM)[1:] == ["no", *["unsure"] * 4]
    assert coming(WEAK, VASE, WEAK, VASE, now=ROOM) == ["unsure"] * 4
    assert coming(None, None, None, VASE, now=ROOM)[-1] == "yes"


def test_what_was_not_named_at_once_when_it_came_is_told_by_the_picture_before_that() -> None:
    eye = Coming()
    seen = [eye.see([], ROOM, False), eye.see([], FILLED, False), eye.see([VASE], FILLED, False)]
    assert seen == ["no", "no", "yes"]


def test_a_camera_that_is_carried_past_a_thing_shows_it_once_and_clearly() -> None:
    assert coming(VASE, carried=True) == ["clearly"]
    assert coming(replace(VASE, score=0.7), carried=True) == ["yes"]


def test_what_was_there_weakly_is_gone_when_its_place_has_changed() -> None:
    assert going(WEAK, WEAK, WEAK, None) == ["no", "no", "no", "yes"]
    assert going(WEAK, WEAK, WEAK, None, now=FILLED)[-1] == "unsure"


def test_what_was_seen_now_and_then_is_not_gone() -> None:
    flicker = replace(VASE, score=0.3)
    assert going(WEAK, flicker, flicker, None)[-1] == "unsure"
    assert going(None) == ["unsure"]


def test_a_lamp_and_the_camera_s_noise_change_no_place() -> None:
    noise = np.random.default_rng(1).normal(0.0, 0.01, ROOM.shape).astype(np.float32)
    assert not stirred(ROOM, ROOM * np.float32(0.75) + noise, VASE)
    assert stirred(ROOM, with_vase(ROOM) * np.float32(0.75) + noise, VASE)
    assert not stirred(ROOM, with_vase(ROOM), Box("vase", 0.6, 0.2, 0.8, 0.9))


def test_a_box_at_the_edge_has_a_place_too() -> None:
    assert not stirred(ROOM, ROOM, Box("vase", 1.0, 1.0, 1.0, 1.0))
