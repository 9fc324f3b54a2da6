"""What every memory promises, whatever keeps it."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.core.ports import Memory
from assistant.core.values import Box, Observation, Source, Taught
from memory.postgres.opening import open_store
from memory.store import Store
from tests.clock import run
from tests.postgres import Postgres

T = TypeVar("T")
HOUR = 3600.0


@pytest.fixture(scope="module")
def on_a_server(request: pytest.FixtureRequest) -> Iterator[Callable[[], Store]]:
    """One memory in PostgreSQL, opened when it is first wanted."""
    opened: list[Store] = []

    def wanted() -> Store:
        if not opened:
            server: Postgres = request.getfixturevalue("postgres")
            opened.append(open_store(server.url, server.user()))
        return opened[0]

    yield wanted
    for store in opened:
        store.close()


@pytest.fixture(params=["sqlite in memory", "sqlite in a folder", "postgresql"])
def memory(request: pytest.FixtureRequest, tmp_path: Path, on_a_server: Callable[[], Store]) -> Iterator[Memory]:
    if request.param == "postgresql":
        store = on_a_server()
        run(store.forget_everything())
        yield store
        return
    store = Store.open(None if request.param == "sqlite in memory" else tmp_path)
    yield store
    store.close()


def seen(time: float, caption: str, text: str = "", *labels: str, source: Source = "camera") -> Observation:
    return Observation(time, source, caption, text, tuple(Box(label, 0.1, 0.2, 0.3, 0.4, 0.9) for label in labels))


def told(time: float, sentence: str) -> Observation:
    return Observation(time, "told", sentence)


def jpeg(width: int = 320, height: int = 240, grey: int = 90) -> bytes:
    return bytes(cv2.imencode(".jpg", np.full((height, width, 3), grey, np.uint8))[1])


def ask(memory: Memory, *observations: Observation, then: Callable[[], Awaitable[T]]) -> T:
    async def all_of_it() -> T:
        for observation in observations:
            await memory.add(observation)
        return await then()

    return run(all_of_it())


async def newest(memory: Memory, thing: str) -> Observation | None:
    """What its newest stay rests on."""
    stays = await memory.stays(thing, limit=1)
    return await memory.get(stays[0].last) if stays else None


def captions(found: list[Observation]) -> list[str]:
    return [observation.caption for observation in found]


def test_what_is_added_comes_back_whole_with_an_id_and_without_its_picture(memory: Memory) -> None:
    observation = Observation(HOUR, "camera", "a desk", "Anna\n眼鏡", (Box("desk", 0, 0.25, 1, 0.75, 0.5),), jpeg())
    kept = run(memory.add(observation))
    assert kept.id > 0
    assert run(memory.get(kept.id)) == kept
    assert (kept.caption, kept.text, kept.boxes, kept.picture) == ("a desk", "Anna\n眼鏡", observation.boxes, b"")


def test_a_picture_is_kept_no_larger_than_640_pixels(memory: Memory) -> None:
    kept = run(memory.add(Observation(1, "upload", "a poster", picture=jpeg(1600, 900))))
    picture = run(memory.picture(kept.id))
    assert picture is not None
    assert np.asarray(cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)).shape == (360, 640, 3)


@pytest.mark.parametrize("id", [0, -1, 7, 2**63, 2**80])
def test_an_id_that_never_was_is_none(memory: Memory, id: int) -> None:
    assert run(memory.get(id)) is None
    assert run(memory.picture(id)) is None


def test_a_broken_picture_costs_the_picture_and_not_the_words(memory: Memory) -> None:
    kept = run(memory.add(Observation(1, "camera", "a desk", picture=b"\xff\xd8 torn")))
    assert run(memory.picture(kept.id)) is None
    assert captions(run(memory.search("desk"))) == ["a desk"]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("invoice", "Invoice No. 17"),
        ("INVOICE 17", "Invoice No. 17"),
        ("keys", "one key"),
        ("key", "two keys"),
        ("running", "it runs"),
        ("cookie", "Cookies!"),
        ("眼鏡", "我的眼鏡在鋼琴上"),
        ("眼镜", "我的眼鏡在鋼琴上"),
        ("鋼琴", "眼镜在钢琴上"),
        ("琴", "眼镜在钢琴上"),
        ("上", "眼镜在钢琴上"),
        ("USB線", "一条USB线"),
        ("cafe", "Café Central"),
        ("notebo", "a notebook"),
        ("ＡＢ１", "ab1"),
    ],
)
def test_words_are_found_in_every_form_and_script(memory: Memory, words: str, text: str) -> None:
    found = ask(memory, seen(1, "page", text), seen(100, "other", "nothing"), then=lambda: memory.search(words))
    assert captions(found) == ["page"]


def test_all_words_must_occur_in_caption_text_or_labels(memory: Memory) -> None:
    observations = (seen(1, "red cup"), seen(100, "red", "", "cup"), seen(200, "red", "pen"), seen(300, "", "cup"))
    assert captions(ask(memory, *observations, then=lambda: memory.search("red cup"))) == ["red", "red cup"]


def test_characters_that_only_stand_apart_are_not_the_word(memory: Memory) -> None:
    assert ask(memory, seen(1, "眼睛和鏡子"), then=lambda: memory.search("眼鏡")) == []


def test_a_whole_word_wins_over_the_beginning_of_another(memory: Memory) -> None:
    assert captions(ask(memory, seen(1, "car"), seen(99, "card"), then=lambda: memory.search("car"))) == ["car"]


def test_found_is_newest_first_and_at_most_the_limit(memory: Memory) -> None:
    observations = [seen(100.0 * n, f"cup {n}") for n in range(5)]
    assert captions(ask(memory, *observations, then=lambda: memory.search("cup", limit=2))) == ["cup 4", "cup 3"]
    assert run(memory.search("cup", limit=-1)) == run(memory.recent(limit=-1)) == []


def test_since_is_inclusive_and_until_exclusive(memory: Memory) -> None:
    observations = [seen(100.0 * n, f"cup {n}") for n in range(5)]
    found = ask(memory, *observations, then=lambda: memory.search("cup", since=100, until=300))
    assert captions(found) == captions(run(memory.recent(since=100, until=300))) == ["cup 2", "cup 1"]


@pytest.mark.parametrize(
    "words",
    [
        *("", "  ", '"', "''", "*", "(", "^", "_", "\0", "\ud800", "\u0301", "🎹", '鏡" OR "', "cup* OR x"),
        *("NEAR(cup desk)", "caption : zzz", "cup AND", "-cup", "{caption}: x", "cup + ", "cup'; DROP TABLE words; --"),
    ],
)
def test_no_text_of_a_user_is_syntax(memory: Memory, words: str) -> None:
    found = ask(memory, seen(1, "cup"), then=lambda: memory.search(words))
    assert found == [] or captions(found) == ["cup"]
    run(memory.stays(words))
    run(memory.forget(thing=f"{words} nowhere"))
    assert captions(run(memory.search("cup"))) == ["cup"]


def test_half_a_character_does_not_cost_the_rest(memory: Memory) -> None:
    assert captions(ask(memory, seen(1, "cup \ud800"), then=lambda: memory.search("cup"))) == ["cup ?"]


def test_an_update_is_found_by_its_new_words_only(memory: Memory) -> None:
    kept = run(memory.add(seen(1, "picture one", source="upload")))
    changed = seen(1, "a receipt", "Total 12", source="upload")
    assert run(memory.update(Observation(1, "upload", changed.caption, changed.text, id=kept.id)))
    assert captions(run(memory.search("receipt total"))) == ["a receipt"]
    assert run(memory.search("picture")) == []
    assert not run(memory.update(Observation(1, "upload", "gone", id=kept.id + 1)))


def test_the_same_scene_within_a_minute_is_one_observation_of_its_newest_time(memory: Memory) -> None:
    observations = [seen(1000.0 + 20 * n, "a desk", "Anna", "cup") for n in range(4)]
    kept = ask(memory, *observations, then=memory.recent)
    assert [observation.time for observation in kept] == [1060.0, 1040.0]


def test_the_same_words_with_two_uploads_are_two(memory: Memory) -> None:
    pasted = seen(1, "picture image.png", source="upload")
    assert len(ask(memory, pasted, pasted, then=memory.recent)) == 2


def test_told_is_what_was_told_newest_first(memory: Memory) -> None:
    observations = [told(n, f"thing {n} is in box {n}") for n in range(60)] + [seen(99, "a desk")]
    kept = ask(memory, *observations, then=memory.told)
    assert [observation.time for observation in kept] == list(range(59, 9, -1))


def test_a_thing_goes_by_other_names_in_both_languages_and_by_what_was_taught(memory: Memory) -> None:
    names = run(memory.names("my mobiles"))
    assert names[0] == "mobile"
    assert {"cell phone", "手机"} <= {*names}
    assert run(memory.names("刀"))[:2] == ("刀", "knife")
    assert run(memory.names("gizmo")) == ("gizmo",)


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


def test_a_taught_name_is_known_when_it_is_written_apart(memory: Memory) -> None:
    run(memory.teach(Taught("notebook", (b"png",), 80, 1.0)))
    kept = run(memory.add(seen(2, "", "", "notebook")))
    assert run(newest(memory, "my note book")) == kept


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


def test_a_thing_taught_again_is_replaced(memory: Memory) -> None:
    run(memory.teach(Taught("My Notebook", (b"old",), 80, 1.0)))
    again = run(memory.teach(Taught("notebooks", (b"new", b"newer"), 90, 2.0)))
    assert run(memory.things()) == (again,)
    assert again == Taught("notebooks", (b"new", b"newer"), 90, 2.0, again.id)


def vector(*numbers: float) -> NDArray[np.float32]:
    return np.array(numbers, np.float32) / np.float32(np.linalg.norm(numbers))


def pictured(time: float, caption: str) -> Observation:
    return Observation(time, "camera", caption, picture=jpeg())


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


def test_a_picture_that_was_replaced_or_dropped_loses_its_vector(memory: Memory) -> None:
    scene = run(memory.add(pictured(100.0, "a desk")))
    run(memory.embed(scene.id, "clip", vector(1, 0)))
    assert run(memory.add(pictured(110.0, "a desk"))).id == scene.id
    assert run(memory.unembedded("clip", 9)) == [scene.id]
    both = run(memory.add(Observation(500.0, "camera", "cup: at the left. pen: at the right.", picture=jpeg())))
    run(memory.embed(both.id, "clip", vector(1, 0)))
    run(memory.forget(thing="pen"))
    assert run(memory.nearest("clip", vector(1, 0), 9)) == []


def recalled(memory: Memory, words: str, limit: int = 5) -> list[str]:
    return captions(run(memory.recall(words, limit=limit)))


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


def test_what_is_old_folds_and_is_still_found_by_its_old_number(memory: Memory) -> None:
    kept = [run(memory.add(seen(1e6 + 70.0 * n, "cup: on the desk."))) for n in range(10)]
    kept += [run(memory.add(seen(1e6 + 800.0 + 70.0 * n, f"cup: on shelf {n}.", f"page {n}"))) for n in range(10)]
    before = [(stay.place, stay.since, stay.until) for stay in run(memory.stays("cup"))]
    notes = (told(1e6 + 1_600.0 + 900.0 * n, f"note {n}") for n in range(112))
    left = [one for one in ask(memory, *notes, then=lambda: memory.recent(limit=999)) if one.source != "told"]
    assert len(left) < 8
    assert {found.id for one in kept if (found := run(memory.get(one.id)))} == {one.id for one in left}
    assert [(stay.place, stay.since, stay.until) for stay in run(memory.stays("cup"))] == before
    assert kept[12].id in run(memory.forget(ids=[kept[12].id]))
    assert run(memory.get(kept[12].id)) is None


def test_all_of_it_can_be_written_into_a_folder(memory: Memory, tmp_path: Path) -> None:
    run(memory.add(Observation(1, "camera", "cup: on the desk.", picture=jpeg(1280, 720))))
    run(memory.add(told(2, "my keys are on the hook")))
    assert run(memory.export(tmp_path / "export")) == 2
    assert sorted(path.name for path in (tmp_path / "export").iterdir()) == [
        "README.txt", "index.html", "memories.jsonl", "pictures", "things.md"
    ]  # fmt: skip
    (picture,) = (tmp_path / "export" / "pictures").iterdir()
    assert np.asarray(cv2.imread(str(picture))).shape == (720, 1280, 3)


def places(memory: Memory, thing: str) -> list[str]:
    return [stay.place for stay in run(memory.stays(thing))]


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
