"""Which of what is waited for the user's words mean."""

import pytest

from assistant.awaiting.matching import meant, same

EVENTS = {1: "someone is at the door", 2: "the kettle boils", 3: "I pick up my cup", 4: "有人在門口", 5: "水開了"}
NOTES = {1: "", 2: "", 3: "drink water", 4: "", 5: "關爐子"}


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("the kettle", [2]),
        ("the kettle boiling", [2]),
        ("anybody at the door", [1]),
        ("drinking water", [3]),
        ("that", [2]),
        ("it", [2]),
        ("the oven", []),
        ("門", [4]),
        ("水開", [5]),
        ("它", [2]),
        ("爐子", [5]),
        ("烤箱", []),
    ],
)
def test_what_is_named_by_any_of_its_words_is_meant(asked: str, ids: list[int]) -> None:
    assert meant(asked, EVENTS, NOTES, newest=2) == ids


def test_the_very_words_mean_it_and_not_another_that_holds_them() -> None:
    events = {1: "the cup is gone", 2: "the red cup is gone"}
    assert meant("the cup is gone", events, {}, newest=2) == [1]
    assert meant("the red cup", events, {}, newest=1) == [2]
    assert meant("the cup", events, {}, newest=1) == [1, 2]
    assert meant("that", {7: "it rains"}, {}, newest=3) == [7]


def test_one_event_in_other_words_is_the_same() -> None:
    assert same("someone comes in", "Somebody coming in")
    assert same("有人來了", "有人来")
    assert not same("someone comes in", "the cat comes in")
    assert not same("我拿起杯子", "我拿起刀")
