"""Sightings of one thing folded into stays: what is believed, and what is a slip."""

from collections.abc import Sequence

import pytest

from assistant.core.values import Observation, Stay
from memory.ledger.facts import facts
from memory.ledger.nouns import noun
from memory.ledger.places import same, spot
from memory.ledger.stays import Sighting, Witnesses, stays
from memory.ledger.story import Event, story

MINUTE, HOUR = 60.0, 3600.0


def seen(time: float, caption: str) -> Observation:
    return Observation(time, "camera", caption)


def told(time: float, sentence: str) -> Observation:
    return Observation(time, "told", sentence)


def stays_of(thing: str, *observations: Observation, frames: Sequence[tuple[float, str]] = ()) -> list[Stay]:
    """frames: when which place was in view, whether or not the thing was."""
    asked = noun(thing)
    assert asked
    sightings = [
        Sighting(number, one.time, fact.thing, fact.place, fact.kind, fact.box)
        for number, one in enumerate(observations, 1)
        for fact in facts(one)
        if fact.thing.head == asked.head
    ]
    return stays([asked], sightings, 0.0, 1e18, Witnesses(lambda *_: frames, 0.02))


def places(found: list[Stay]) -> list[str]:
    return [stay.place for stay in found]


def test_the_same_place_in_other_words_is_one_stay_with_its_first_and_last_time() -> None:
    (stay,) = stays_of(
        "glasses",
        seen(0, "glasses: on the wooden desk, left of the keyboard."),
        seen(HOUR, "A pair of glasses lies on the desk."),
        seen(2 * HOUR, "On the desk there is a mug and a pair of glasses."),
    )
    assert (stay.since, stay.until, stay.first, stay.last, stay.sightings) == (0, 2 * HOUR, 1, 3, 3)
    assert (stay.place, stay.gone, stay.told) == ("On the desk", None, False)


def test_a_move_ends_a_stay_when_it_was_first_seen_elsewhere() -> None:
    newest, before = stays_of(
        "mug",
        seen(0, "mug: on the desk."),
        seen(HOUR, "mug: on the desk."),
        seen(3 * HOUR, "mug: on the sofa."),
        seen(4 * HOUR, "mug: on the sofa."),
    )
    assert (newest.place, newest.since, newest.gone) == ("on the sofa", 3 * HOUR, None)
    assert (before.place, before.until, before.gone) == ("on the desk", HOUR, 3 * HOUR)


def test_one_slip_among_many_sightings_moves_nothing() -> None:
    often = [seen(n * MINUTE, "mug: on the desk.") for n in range(10)]
    slip = seen(4.5 * MINUTE, "mug: on the fridge.")
    assert places(stays_of("mug", *often[:5], slip, *often[5:])) == ["on the desk"]


def test_a_place_that_is_seen_last_and_confirmed_counts() -> None:
    often = [seen(n * MINUTE, "mug: on the desk.") for n in range(10)]
    once = [*often, seen(10.5 * MINUTE, "mug: on the fridge.")]
    assert places(stays_of("mug", *once)) == ["on the desk"]
    twice = [*once, seen(11.5 * MINUTE, "mug: on the fridge.")]
    assert places(stays_of("mug", *twice)) == ["on the fridge", "on the desk"]


def test_what_is_told_counts_at_once() -> None:
    often = [seen(n * MINUTE, "keys: on the desk.") for n in range(10)]
    newest, before = stays_of("keys", *often, told(10.5 * MINUTE, "I put my keys in the drawer"))
    assert (newest.place, newest.told, before.place) == ("in the drawer", True, "on the desk")


def test_long_after_the_last_sighting_one_is_enough() -> None:
    often = [seen(n * MINUTE, "mug: on the desk.") for n in range(10)]
    assert places(stays_of("mug", *often, seen(8 * HOUR, "mug: on the fridge."))) == ["on the fridge", "on the desk"]


def test_frames_of_a_place_that_do_not_name_the_thing_count_against_it() -> None:
    often = [seen(n * MINUTE, "mug: on the desk.") for n in range(20)]
    late = seen(3 * HOUR, "mug: on the fridge.")
    afterwards = [(3 * HOUR + n * MINUTE, "fridge") for n in range(1, 7)]
    assert places(stays_of("mug", *often, late)) == ["on the fridge", "on the desk"]
    assert places(stays_of("mug", *often, late, frames=afterwards)) == ["on the desk"]


def test_put_away_and_back_at_the_same_place_is_one_stay() -> None:
    missed = [(HOUR + n * MINUTE, "desk") for n in range(30)]
    often = [seen(n * MINUTE, "mug: on the desk.") for n in range(9)]
    later = [seen(9 * HOUR + n * MINUTE, "mug: on the desk.") for n in range(9)]
    assert places(stays_of("mug", *often, *later, frames=missed)) == ["on the desk"]


def test_what_is_said_not_to_be_there_ends_the_stay_and_is_none() -> None:
    (stay,) = stays_of("keys", seen(0, "keys: on the desk."), told(HOUR, "my keys are not on the desk"))
    assert (stay.place, stay.until, stay.gone) == ("on the desk", 0, HOUR)


def test_two_alike_things_are_not_mixed_up() -> None:
    both = [seen(n * HOUR, "A blue mug is on the desk. A red mug is on the sofa.") for n in range(3)]
    moved = seen(4 * HOUR, "red mug: on the piano.")
    assert places(stays_of("red mug", *both, moved)) == ["on the piano", "on the sofa"]
    assert places(stays_of("blue mug", *both, moved)) == ["on the desk"]
    assert {(stay.thing, stay.place, stay.gone) for stay in stays_of("mug", *both, moved)} == {
        ("red mug", "on the piano", None),
        ("blue mug", "on the desk", None),
        ("red mug", "on the sofa", 4 * HOUR),
    }


def test_a_mug_of_no_said_colour_is_the_red_one_where_no_other_was_seen() -> None:
    red, plain = seen(0, "red mug: on the desk."), seen(5 * HOUR, "mug: on the sofa.")
    assert places(stays_of("red mug", red, plain)) == ["on the sofa", "on the desk"]
    assert places(stays_of("red mug", red, seen(HOUR, "blue mug: on the bed."), plain)) == ["on the desk"]
    assert stays_of("red mug", plain) == []


def test_a_thing_named_in_passing_is_on_the_surface_of_what_it_is_beside() -> None:
    (stay,) = stays_of("keyboard", seen(0, "glasses: on the wooden desk, left of the keyboard."))
    assert stay.place == "on the wooden desk"


def test_a_place_that_only_the_picture_has_stands_where_nothing_better_is_known() -> None:
    desk, held = seen(0, "notebook: on the desk."), seen(3 * HOUR, "notebook: at the left of the picture.")
    assert places(stays_of("notebook", desk, held)) == ["at the left of the picture", "on the desk"]
    soon = seen(MINUTE, "notebook: at the left of the picture.")
    assert places(stays_of("notebook", desk, soon)) == ["on the desk"]


def test_only_what_was_seen_in_the_time_asked_about_counts_and_where_it_went_is_known() -> None:
    sightings = [
        Sighting(n, n * HOUR, fact.thing, fact.place, fact.kind)
        for n, place in enumerate(["desk", "desk", "sofa", "bed"])
        for fact in facts(seen(0, f"mug: on the {place}."))
        if fact.thing.head == "mug"
    ]
    mug = noun("mug")
    assert mug
    (stay,) = stays([mug], sightings, 0.5 * HOUR, 1.5 * HOUR, Witnesses(lambda *_: [], 0.02))
    assert (stay.place, stay.since, stay.until, stay.gone) == ("on the desk", 0, HOUR, 2 * HOUR)
    assert stays([mug], sightings, 5 * HOUR, 6 * HOUR, Witnesses(lambda *_: [], 0.02)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("on the desk", "on the wooden desk, left of the keyboard"),
        ("on the couch", "On the grey sofa"),
        ("on the table", "on the kitchen table"),
        ("left of the keyboard", "on the desk, next to the keyboard"),
        ("on the nightstand", "on the bedside table"),
        ("on the left side of the sofa", "on the sofa"),
        ("木桌上", "在桌子上，鍵盤左邊"),
        ("書櫃上", "on the bookcase"),
        ("客廳沙發上", "沙發上"),
    ],
)
def test_two_wordings_of_a_place_are_one(one: str, other: str) -> None:
    first, second = spot(one), spot(other)
    assert first
    assert second
    assert same(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("on the desk", "on the sofa"),
        ("on the coffee table", "on the bedside table"),
        ("on the desk in the study", "on the desk in the bedroom"),
        ("under the bed", "on the bed"),
        ("on Anna's desk", "on Tom's desk"),
        ("書桌上", "餐桌上"),
        ("床上", "床底下"),
    ],
)
def test_two_places_are_two(one: str, other: str) -> None:
    first, second = spot(one), spot(other)
    assert first
    assert second
    assert not same(first, second)


@pytest.mark.parametrize(
    "place", ["at the left of the picture", "in the top left corner", "在畫面左上方", "", "in view"]
)
def test_a_place_in_the_picture_is_no_place(place: str) -> None:
    assert spot(place) is None


def test_an_empty_story_has_no_stays() -> None:
    assert story([], 0.02) == []
    assert story([Event(1.0, 0, seen=False)], 0.02) == []
