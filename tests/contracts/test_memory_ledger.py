"""What every memory promises of where things are, whatever keeps it."""

from assistant.core.ports import Memory
from assistant.core.values import Box, Observation, Taught
from tests.clock import run
from tests.contracts.remembered import HOUR, ask, newest, places, seen, told


def test_where_is_gives_the_newest_of_told_matched_and_named(memory: Memory) -> None:
    run(memory.add(told(1, "my glasses are on the piano")))
    first = run(newest(memory, "my glasses"))
    assert first is not None
    assert first.caption == "my glasses are on the piano"
    matched = run(memory.add(seen(200, "", "", "glasses")))
    assert run(newest(memory, "glasses")) == matched
    named = run(memory.add(seen(300, "glasses: on the wooden desk, left of the keyboard")))
    assert run(newest(memory, "the glasses")) == named


def test_where_is_abstains_when_only_another_thing_is_known(memory: Memory) -> None:
    run(memory.teach(Taught("card", (b"png",), 80, 1.0)))
    observations = (seen(1, "card: at the left", "CAR", "card"), told(100, "my card is in the car"))
    assert ask(memory, *observations, then=lambda: newest(memory, "my car")) is None


def test_a_thing_is_last_seen_under_another_name_but_not_another_thing(memory: Memory) -> None:
    observations = (
        seen(1, "a couch stands by the wall"),
        seen(100, "wine glasses: on the shelf."),
        seen(200, "can: in the sink."),
    )
    ask(memory, *observations, then=memory.recent)
    found = run(newest(memory, "my sofa"))
    assert found is not None
    assert found.caption == "a couch stands by the wall"
    for absent in ("spectacles", "rubbish bin", "sunglasses"):
        assert run(newest(memory, absent)) is None


def test_of_a_thing_never_seen_what_it_is_mixed_up_with_comes_first(memory: Memory) -> None:
    observations = (seen(1, "red cup: on the desk."), seen(100, "wallet: in the drawer."), seen(200, "red pen: here."))
    found = ask(memory, *observations, then=lambda: memory.recall("where is my red purse?"))
    assert found[0].caption == "wallet: in the drawer."


def test_the_ledger_says_where_a_thing_is_since_when_and_where_it_was_before(memory: Memory) -> None:
    desk = run(memory.add(seen(HOUR, "glasses: black, on the wooden desk, left of the keyboard. mug: on the sofa.")))
    sofa = run(memory.add(seen(5 * HOUR, "On the couch there is a mug and a pair of glasses.", "", "glasses")))
    newest, before = run(memory.stays("my spectacles"))
    assert (newest.thing, newest.place, newest.since, newest.last) == ("glasses", "On the couch", 5 * HOUR, sofa.id)
    assert (newest.gone, newest.box) == (None, Box("glasses", 0.1, 0.2, 0.3, 0.4, 0.9))
    assert (before.place, before.first, before.gone) == ("on the wooden desk, left of the keyboard", desk.id, 5 * HOUR)
    assert [stay.sightings for stay in run(memory.stays("mug"))] == [2]
    assert run(memory.stays("眼鏡", limit=1)) == [newest]
    assert run(memory.stays("glasses", limit=0)) == run(memory.stays("")) == run(memory.stays("?!")) == []


def test_the_ledger_of_a_time_knows_that_time_only(memory: Memory) -> None:
    observations = [seen(n * 24 * HOUR, f"mug: on the {place}.") for n, place in enumerate(["desk", "sofa", "bed"], 1)]
    (stay,) = ask(memory, *observations, then=lambda: memory.stays("mug", since=40 * HOUR, until=60 * HOUR))
    assert (stay.place, stay.gone) == ("on the sofa", 72 * HOUR)
    assert run(memory.stays("mug", until=24 * HOUR)) == []
    assert [one.place for one in run(memory.stays("mug", since=60 * HOUR))] == ["on the bed"]


def test_the_ledger_abstains_from_what_belongs_to_another_or_is_another_thing(memory: Memory) -> None:
    run(
        memory.add(seen(HOUR, "Anna's keys are on the desk. wine glasses: on the shelf. card: on the bed.", "my phone"))
    )
    assert [places(memory, thing) for thing in ("keys", "my keys", "Bob's keys", "glasses", "car", "phone")] == [[]] * 6
    assert places(memory, "Anna's keys") == ["on the desk"]


def test_the_ledger_goes_with_what_it_rests_on(memory: Memory) -> None:
    first = run(memory.add(seen(HOUR, "mug: on the desk. pen: on the desk.", source="upload")))
    second = run(memory.add(seen(9 * HOUR, "mug: on the sofa.")))
    assert places(memory, "mug") == ["on the sofa", "on the desk"]
    run(memory.update(Observation(5.0, "told", "mug: on the bed. pen: on the desk.", id=first.id)))
    assert [(stay.place, stay.since, stay.told) for stay in run(memory.stays("mug"))] == [
        ("on the sofa", 9 * HOUR, False),
        ("on the bed", HOUR, False),
    ]
    run(memory.forget(ids=[second.id]))
    assert places(memory, "mug") == ["on the bed"]
    run(memory.forget(thing="mug"))
    assert (places(memory, "mug"), places(memory, "pen")) == ([], ["on the desk"])
    run(memory.forget_everything())
    assert (places(memory, "pen"), run(memory.contents("desk"))) == ([], [])


def test_the_same_scene_again_is_one_sighting_of_its_newest_time(memory: Memory) -> None:
    observations = [seen(1000.0 + 20 * n, "mug: on the desk.", "", "mug") for n in range(3)]
    (stay,) = ask(memory, *observations, then=lambda: memory.stays("mug"))
    assert (stay.since, stay.until, stay.sightings) == (1040.0, 1040.0, 1)


def test_what_was_at_a_place_is_each_thing_once_newest_first(memory: Memory) -> None:
    observations = (
        seen(HOUR, "mug: on the desk. pen: on the desk. vase: on the piano."),
        seen(2 * HOUR, "mug: white, on the wooden desk. book: on the kitchen counter."),
        told(3 * HOUR, "my keys are on the desk"),
    )
    found = ask(memory, *observations, then=lambda: memory.contents("the desk"))
    assert [(stay.thing, stay.until) for stay in found] == [("keys", 3 * HOUR), ("mug", 2 * HOUR), ("pen", HOUR)]
    assert [stay.thing for stay in run(memory.contents("desk", since=HOUR, until=1.5 * HOUR))] == ["mug", "pen"]
    assert [stay.thing for stay in run(memory.contents("kitchen"))] == ["book"]
    assert [stay.thing for stay in run(memory.contents("書桌", limit=1))] == ["keys"]
    assert run(memory.contents("attic")) == run(memory.contents("")) == []


def test_a_memory_knows_since_when(memory: Memory) -> None:
    assert run(memory.began()) is None
    first = run(memory.add(told(50, "my keys are on the desk")))
    run(memory.add(seen(100, "a desk")))
    run(memory.add(seen(120, "a desk")))
    assert run(memory.began()) == 50
    run(memory.forget(ids=[first.id]))
    assert run(memory.began()) == 100
