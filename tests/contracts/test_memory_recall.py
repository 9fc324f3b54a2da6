"""What every memory promises of what best fits a question, whatever keeps it."""

import pytest

from assistant.core.ports import Memory
from tests.clock import run
from tests.contracts.remembered import ask, captions, pictured, recalled, seen, told, vector


def test_a_picture_is_found_by_the_nearest_vector_of_the_same_embedder(memory: Memory) -> None:
    bag, cup = (run(memory.add(pictured(100.0 * n, name))) for n, name in enumerate(["bag", "cup"]))
    assert run(memory.unembedded("clip", 9)) == [cup.id, bag.id]
    assert run(memory.embed(bag.id, "clip", vector(1, 0, 0)))
    assert run(memory.embed(cup.id, "clip", vector(0, 1, 0)))
    assert run(memory.unembedded("clip", 9)) == []
    (first, near), (second, far) = run(memory.nearest("clip", vector(3, 1, 0), 2))
    assert (first, second) == (bag, cup)
    assert (near, far) == pytest.approx((0.9487, 0.3162), abs=1e-3)
    assert len(run(memory.nearest("clip", vector(3, 1, 0), 1))) == 1
    assert run(memory.nearest("siglip", vector(3, 1, 0), 2)) == []
    assert run(memory.nearest("clip", vector(3, 1), 2)) == []


def test_only_a_picture_has_a_vector(memory: Memory) -> None:
    said = run(memory.add(told(1, "my keys are here")))
    assert run(memory.unembedded("clip", 9)) == []
    assert not run(memory.embed(said.id, "clip", vector(1, 0)))
    assert not run(memory.embed(99, "clip", vector(1, 0)))


def test_what_is_forgotten_is_not_found_by_its_vector_either(memory: Memory) -> None:
    kept = [run(memory.add(pictured(100.0 * n, f"a desk {n}"))) for n in range(3)]
    for one in kept:
        run(memory.embed(one.id, "clip", vector(1, one.id)))
    run(memory.forget(ids=[kept[0].id]))
    assert [one for one, _ in run(memory.nearest("clip", vector(1, 0), 9))] == [kept[1], kept[2]]
    run(memory.forget_everything())
    assert run(memory.nearest("clip", vector(1, 0), 9)) == []


@pytest.mark.parametrize(
    ("question", "caption"),
    [
        ("Where is the microwave?", "microwave: above the stove."),
        ("have you seen my specs?", "a pair of glasses lies on the desk"),
        ("我的眼鏡在哪裡？", "a pair of glasses lies on the desk"),
        ("where did I leave my rucksack", "紅色背包在椅子上"),
        ("the red bag", "紅色背包在椅子上"),
        ("which book is on the microwave?", "book: on the microwave."),
        ("what did the invoice say?", "a page"),
    ],
)
def test_what_best_fits_a_question_is_recalled_first(memory: Memory, question: str, caption: str) -> None:
    kept = ("microwave: above the stove.", "book: on the microwave.", "a pair of glasses lies on the desk")
    observations = [seen(1000.0 * n, words) for n, words in enumerate((*kept, "紅色背包在椅子上"))]
    page = seen(9000, "a page", "Invoice No. 17")
    assert captions(ask(memory, *observations, page, then=lambda: memory.recall(question)))[0] == caption


def test_near_duplicates_are_recalled_once_as_the_newest(memory: Memory) -> None:
    desk = [seen(1000.0 * n, f"keys: on the desk. cup {n}: at the left.") for n in range(4)]
    found = ask(memory, *desk, seen(500, "keys: in the drawer."), then=lambda: memory.recall("where are my keys?"))
    assert [one.time for one in found] == [3000.0, 500.0]


def test_recall_keeps_to_its_time_and_limit(memory: Memory) -> None:
    observations = [seen(100.0 * n, f"cup: on shelf {n}.") for n in range(5)]
    found = ask(memory, *observations, then=lambda: memory.recall("the cup", since=100, until=300))
    assert captions(found) == ["cup: on shelf 2.", "cup: on shelf 1."]
    assert recalled(memory, "the cup", limit=1) == ["cup: on shelf 4."]
    assert recalled(memory, "the cup", limit=-1) == recalled(memory, "the zeppelin") == recalled(memory, "") == []


def test_an_old_memory_of_a_rare_thing_is_recalled_among_many_of_common_ones(memory: Memory) -> None:
    common = [seen(100.0 * n, f"cup: on the desk. pen {n}: near the plate.") for n in range(150)]
    old = seen(1, "sextant: on the desk.")
    found = ask(memory, old, *common, then=lambda: memory.recall("where on the desk was the sextant?"))
    assert found[0].caption == old.caption


@pytest.mark.parametrize(
    "words", ['"', "''", "*", "\0", "\ud800", "🎹", '鏡" OR "', "NEAR(cup desk)", "cup' --", "{cup}: x"]
)
def test_no_text_of_a_question_is_syntax(memory: Memory, words: str) -> None:
    found = ask(memory, seen(1, "cup"), then=lambda: memory.recall(words))
    assert found == [] or captions(found) == ["cup"]


def test_looks_help_where_no_caption_says_it_and_do_not_where_one_does(memory: Memory) -> None:
    hall, desk = (run(memory.add(pictured(1000.0 * n, f"scene {n}"))) for n in range(2))
    for one, look in ((hall, vector(1, 0)), (desk, vector(0, 1))):
        run(memory.embed(one.id, "clip", look))
    near = ("clip", vector(1, 0.2))
    assert [one.id for one in run(memory.recall("red bag", near=near))] == [hall.id, desk.id]
    assert run(memory.recall("red bag", near=("siglip", vector(1, 0)))) == []
    assert [one.id for one in run(memory.recall("red bag", since=500, near=near))] == [desk.id]
    named = run(memory.add(pictured(5000, "red bag: on the chair.")))
    assert [one.id for one in run(memory.recall("red bag", near=near))] == [named.id, hall.id, desk.id]


def test_what_is_forgotten_is_not_recalled(memory: Memory) -> None:
    ask(memory, seen(1, "spectacles: on the desk."), seen(100, "眼鏡在桌上"), then=memory.recent)
    run(memory.forget(thing="glasses"))
    assert recalled(memory, "where are my glasses?") == []
