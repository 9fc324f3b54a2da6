"""What every memory promises of what is forgotten, whatever keeps it."""

from assistant.core.ports import Memory
from assistant.core.values import Observation, Taught
from tests.clock import run
from tests.contracts.remembered import ask, captions, jpeg, pictured, seen, told, vector


def test_forgetting_a_time_takes_what_was_seen_and_taught_since(memory: Memory) -> None:
    run(memory.teach(Taught("cup", (b"png",), 80, 50.0)))
    run(memory.teach(Taught("pen", (b"png",), 80, 150.0)))
    first = run(memory.add(seen(100, "cup")))
    second = run(memory.add(Observation(200, "camera", "pen", picture=jpeg())))
    assert run(memory.forget(since=150)) == [second.id]
    assert (run(memory.get(second.id)), run(memory.picture(second.id))) == (None, None)
    assert (run(memory.recent()), run(memory.search("pen"))) == ([first], [])
    assert [taught.name for taught in run(memory.things())] == ["cup"]


def test_forgetting_ids_says_which_were_there(memory: Memory) -> None:
    kept = [run(memory.add(seen(100.0 * n, f"cup {n}"))) for n in range(3)]
    assert run(memory.forget(ids=[kept[0].id, kept[2].id, 999])) == [kept[0].id, kept[2].id]
    assert run(memory.recent()) == [kept[1]]


def test_forgetting_a_thing_keeps_what_else_was_there_but_not_the_picture(memory: Memory) -> None:
    run(memory.teach(Taught("Notebook", (b"png",), 80, 1.0)))
    alone = run(memory.add(seen(100, "notebook: at the left.", "", "notebook")))
    words = seen(200, "notebook: at the left. cup: at the right.", "my notebooks\nmilk", "notebook", "cup")
    beside = run(memory.add(Observation(200, "camera", words.caption, words.text, words.boxes, jpeg())))
    said = run(memory.add(told(300, "my keys are under the notebook")))
    assert run(memory.forget(thing="my notebook")) == [alone.id, beside.id, said.id]
    rest = run(memory.recent())
    assert [(one.id, one.caption, one.text) for one in rest] == [(beside.id, "cup: at the right.", "milk")]
    assert [box.label for box in rest[0].boxes] == ["cup"]
    assert run(memory.picture(beside.id)) is None
    assert (run(memory.search("notebook")), run(memory.things())) == ([], ())


def test_an_id_never_comes_back(memory: Memory) -> None:
    first = run(memory.add(seen(1, "cup")))
    run(memory.forget(ids=[first.id]))
    second = run(memory.add(seen(2, "cup")))
    run(memory.forget_everything())
    third = run(memory.add(seen(3, "cup")))
    assert first.id < second.id < third.id


def test_forgetting_everything_leaves_an_empty_memory_that_works(memory: Memory) -> None:
    run(memory.teach(Taught("cup", (b"png",), 80, 1.0)))
    kept = run(memory.add(Observation(1, "camera", "cup", picture=jpeg())))
    run(memory.forget_everything())
    assert (run(memory.recent()), run(memory.things()), run(memory.told()), run(memory.search("cup"))) == (
        [],
        (),
        [],
        [],
    )
    assert run(memory.picture(kept.id)) is None
    assert captions(ask(memory, seen(2, "pen"), then=lambda: memory.search("pen"))) == ["pen"]


def test_a_picture_that_was_replaced_or_dropped_loses_its_vector(memory: Memory) -> None:
    scene = run(memory.add(pictured(100.0, "a desk")))
    run(memory.embed(scene.id, "clip", vector(1, 0)))
    assert run(memory.add(pictured(110.0, "a desk"))).id == scene.id
    assert run(memory.unembedded("clip", 9)) == [scene.id]
    both = run(memory.add(Observation(500.0, "camera", "cup: at the left. pen: at the right.", picture=jpeg())))
    run(memory.embed(both.id, "clip", vector(1, 0)))
    run(memory.forget(thing="pen"))
    assert run(memory.nearest("clip", vector(1, 0), 9)) == []
