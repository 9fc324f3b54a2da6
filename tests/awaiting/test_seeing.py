"""What looks say: things at their places, text, and a camera that is carried."""

from dataclasses import replace

import pytest

from assistant.awaiting.kinds import Anything, Reads, Thing
from assistant.awaiting.seeing import Eye, Look, written
from assistant.core.values import Box

LEFT = Box("bottle", 0.1, 0.4, 0.2, 0.6, 0.9)
RIGHT = Box("bottle", 0.7, 0.4, 0.8, 0.6, 0.9)
UNSURE = replace(LEFT, score=0.3)


def seen(what: Thing, *looks: tuple[Box, ...], carried: tuple[int, ...] = ()) -> str:
    """A letter a look: y, n, u."""
    eye = Eye(what, {"bottle"})
    return "".join(
        eye.see(Look(float(number), boxes, overall=0.2 if number in carried else 0.0))[0]
        for number, boxes in enumerate(looks)
    )


def test_a_thing_comes_into_view_and_an_unsure_box_says_nothing() -> None:
    assert seen(Thing("appears", "bottle"), (), (UNSURE,), (LEFT,)) == "nuy"
    assert seen(Thing("gone", "bottle"), (LEFT,), (UNSURE,), ()) == "nny"


def test_a_thing_that_is_seen_now_and_then_is_not_gone_in_between() -> None:
    assert seen(Thing("gone", "bottle"), (UNSURE,), (LEFT,), (UNSURE,), ()) == "nnnu"
    assert seen(Thing("gone", "bottle"), ()) == "u"


def test_one_of_two_that_is_taken_is_missed_for_three_looks() -> None:
    both, left = (LEFT, RIGHT), (LEFT,)
    assert seen(Thing("taken", "bottle"), both, both, left, left, left, left) == "nnyyyn"
    assert seen(Thing("put", "bottle"), both, both, left, left, both, both) == "nnnnyn"
    assert seen(Thing("put", "bottle"), left, left, both, both, both) == "nnnyn"
    assert seen(Thing("moves", "bottle"), left, left, (RIGHT,), (RIGHT,)) == "nnyy"


def test_a_thing_that_was_never_surely_there_is_not_missed() -> None:
    assert seen(Thing("taken", "bottle"), (UNSURE,), (UNSURE,), (), ()) == "nnnn"


def test_a_bottle_that_a_hand_half_covers_is_put_back_when_it_is_surely_seen() -> None:
    both, left, half = (LEFT, RIGHT), (LEFT,), (LEFT, replace(RIGHT, score=0.3))
    assert seen(Thing("put", "bottle"), both, both, left, left, half, both, both) == "nnnnnyn"


def test_a_camera_that_is_carried_takes_nothing_away() -> None:
    assert seen(Thing("taken", "bottle"), (LEFT,), (LEFT,), (RIGHT,), (), carried=(2, 3)) == "nnuu"


def test_a_picture_that_does_not_change_has_nothing_that_comes_or_goes() -> None:
    for what, boxes in ((Thing("appears", "bottle"), (LEFT,)), (Thing("gone", "bottle"), ())):
        eye = Eye(what, {"bottle"})
        eye.see(Look(0.0, (LEFT,)))
        assert eye.see(Look(0.0, boxes, calm=True)) == "unsure"
        assert eye.see(Look(1.0, boxes)) == "yes"


def test_text_is_found_however_it_is_set_and_not_where_it_was_not_read() -> None:
    eye = Eye(Reads("Ready to go"), ())
    assert eye.see(Look(0.0)) == "unsure"
    assert eye.see(Look(0.0, text="STATUS:\nready\nTO GO")) == "yes"
    assert eye.see(Look(0.0, text="steady")) == "no"


@pytest.mark.parametrize(
    ("words", "text", "there"),
    [
        ("OK", "Look here", False),
        ("OK", "Press [OK].", True),
        ("done", "abandoned", False),
        ("complete", "Downloadcomplete", True),
        ("100", "1000 g", False),
        ("100", "Heating: 100°C", True),
        ("12:30", "at 12:30", True),
        ("完成", "下載 完 成", True),
        ("...", "anything", False),
    ],
)
def test_a_number_and_a_short_word_are_read_whole(words: str, text: str, there: bool) -> None:
    assert written(words, text) is there


def test_whatever_moves_is_a_change_of_a_part_of_the_picture() -> None:
    eye = Eye(Anything(), ())
    assert [eye.see(Look(0.0, change=change, overall=0.01))[0] for change in (0.02, 0.2)] == ["n", "y"]
    assert eye.see(Look(0.0, change=0.4, overall=0.2)) == "no"
