"""What is forgotten is in no file: not a word, in whatever encoding, not a run of a picture's or a vector's bytes."""

import shutil
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.core.values import Box, Observation, Source, Taught
from memory.store import Store
from tests.clock import run
from tests.memory.canaries import Canaries
from tests.memory.forked import forked
from tests.memory.test_store import noise, on_disk, opened

ROWS = 10_000
SINCE = 1_000_000.0  # Unix seconds: what happened from then on is forgotten as "the last minutes"
ABOUT = (600_000.0, 700_000.0)  # when the English and the Chinese thing were seen
AT_MOST = 5.0  # seconds; it takes 0.2 on a quiet machine, and the tests may run beside others


@dataclass
class Filled:
    """A memory on disk: `recent` since SINCE, all about `thing` and about `thing_chinese`, the observation `id`."""

    folder: Path
    recent: Canaries
    one: Canaries
    id: int
    things: dict[str, Canaries]

    @property
    def groups(self) -> list[Canaries]:
        return [self.recent, self.one, *self.things.values()]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder = tmp_path_factory.mktemp("filled")
    recent, one, named, chinese = (Canaries(seed) for seed in range(1, 5))
    english, other = named.word(), chinese.chinese()
    with opened(folder) as memory:
        run(memory.load(ordinary(number) for number in range(ROWS)))
        id = run(moment(memory, one, 500_000.0))
        run(all_about(memory, named, english, ABOUT[0]))
        run(all_about(memory, chinese, other, ABOUT[1]))
        for time in (SINCE, SINCE + 100, SINCE + 200):
            run(moment(memory, recent, time))
        run(corrected(memory, recent))
        run(told(memory, recent))
    return Filled(folder, recent, one, id, {english: named, other: chinese})


def ordinary(number: int) -> Observation:
    words = " ".join(f"word{number * factor % 3001}" for factor in range(1, 2 + number % 40))
    caption, picture = ("cup: on the shelf.", noise(number, 32)) if number % 100 == 0 else ("", b"")
    return Observation(4.0 * number, "camera", caption, f"杯子 {words}", picture=picture)


async def seen(memory: Store, group: Canaries, time: float, caption: str, *more: str) -> int:
    """more: text and labels."""
    text, *labels = (*more, "")
    boxes = tuple(Box(label, 0.1, 0.1, 0.5, 0.5) for label in labels if label)
    kept = await memory.add(Observation(time, "camera", caption, text, boxes, group.picture()))
    group.expect("stored", await memory.picture(kept.id) or b"")
    assert await memory.embed(kept.id, "an embedder", group.vector())
    return kept.id


async def moment(memory: Store, group: Canaries, time: float) -> int:
    """Two looks at one scene: the second has another picture in the place of the first one."""
    caption, text, label = f"{group.word()} {group.chinese()}", f"{group.word()}\n{group.chinese()}", group.word()
    await seen(memory, group, time, caption, text, label)
    return await seen(memory, group, time + 5, caption, text, label)


async def corrected(memory: Store, group: Canaries) -> None:
    """What was kept at once, and replaced by what a model saw."""
    sources: Sequence[Source] = ("upload", "screen")
    for source in sources:
        kept = await memory.add(
            Observation(SINCE + 300, source, group.word(), group.chinese(), picture=group.picture())
        )
        group.expect("stored", await memory.picture(kept.id) or b"")
        label = Box(group.chinese(), 0, 0, 1, 1)
        await memory.update(Observation(0.0, source, group.chinese(), group.word(), (label,), id=kept.id))


async def told(memory: Store, group: Canaries) -> None:
    await memory.add(Observation(SINCE + 400, "told", f"my {group.word()} is in the {group.word()}"))
    await memory.add(Observation(SINCE + 410, "told", f"我的{group.chinese()}在{group.chinese()}裡"))
    await memory.teach(Taught(group.word(), (group.view(), group.view()), 80, SINCE + 420))


async def all_about(memory: Store, group: Canaries, name: str, time: float) -> None:
    """Taught, told, seen beside other things, read, and seen before it was found to be something else."""
    await memory.teach(Taught(name, (group.view(),), 80, time))
    await memory.add(Observation(time + 10, "told", f"my {name} is on the piano", picture=group.picture()))
    await seen(
        memory, group, time + 20, f"{name}: on the desk. cup: on the shelf.", f"{name} page 1\nsale", name, "cup"
    )
    kept = await seen(memory, group, time + 200, f"{name}: at the left.", "", name)
    await memory.update(Observation(0.0, "camera", f"{name}. A bowl.", id=kept))
    mistaken = await memory.add(Observation(time + 300, "camera", f"{name}: on the floor"))
    await memory.update(Observation(0.0, "camera", "a shoe: on the floor", id=mistaken.id))


@pytest.fixture
def copy(filled: Filled, tmp_path: Path) -> Path:
    assert all(set(group.found(filled.folder)) for group in filled.groups)
    return Path(shutil.copytree(filled.folder, tmp_path / "memory"))


def forgotten(folder: Path, work: Callable[[Store], Coroutine[Any, Any, object]], group: Canaries) -> None:
    """Also while the memory is still open, and within a second."""
    with opened(folder) as memory:
        begun = time.perf_counter()
        run(work(memory))
        took = time.perf_counter() - begun
        assert group.found(folder) == []
        assert took < AT_MOST
    assert group.found(folder) == []


def test_all_that_is_stored_can_be_found_before_it_is_forgotten(filled: Filled) -> None:
    """Else the tests below would find nothing, whatever is left. Of some only what came after them is still there."""
    found = {name for group in filled.groups for name in group.found(filled.folder)}
    kept = {name for group in filled.groups for name in group.needles if name.startswith(("zq", "vector", "view"))}
    assert len(kept & found) > 0.7 * len(kept)
    assert sum(name.startswith("stored") for name in found) >= 7
    assert sum(not name.isascii() for name in found) >= 12


def test_of_the_last_minutes_nothing_is_left_and_the_rest_is(filled: Filled, copy: Path) -> None:
    before = [group.found(copy) for group in (filled.one, *filled.things.values())]
    forgotten(copy, lambda memory: memory.forget(since=SINCE), filled.recent)
    assert [group.found(copy) for group in (filled.one, *filled.things.values())] == before


def test_of_one_memory_nothing_is_left(filled: Filled, copy: Path) -> None:
    forgotten(copy, lambda memory: memory.forget(ids=[filled.id]), filled.one)
    with opened(copy) as memory:
        assert run(memory.get(filled.id)) is None
        assert run(memory.get(filled.id - 1))


@pytest.mark.parametrize("which", [0, 1], ids=["English", "Chinese"])
def test_of_a_thing_nothing_is_left_and_of_what_was_beside_it_the_words(filled: Filled, copy: Path, which: int) -> None:
    name, group = list(filled.things.items())[which]
    forgotten(copy, lambda memory: memory.forget(thing=f"my {name}"), group)
    with opened(copy) as memory:
        told = [one.caption for one in run(memory.recent(since=ABOUT[which], until=ABOUT[which] + 1000))]
        assert told == ["a shoe: on the floor", "A bowl.", "cup: on the shelf."]
        assert run(memory.stays(name)) == []


def test_of_everything_nothing_is_left(filled: Filled, copy: Path) -> None:
    forgotten(copy, lambda memory: memory.forget_everything(), filled.recent)
    assert [group.found(copy) for group in filled.groups] == [[]] * 4
    assert not list((copy / "pictures").iterdir())
    assert b"shelf" not in on_disk(copy)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The same after days, folded into runs, episodes and days."""
    folder = tmp_path_factory.mktemp("old")
    recent, named = Canaries(11), Canaries(12)
    english = named.word()
    with opened(folder) as memory:
        for number in range(6):
            run(moment(memory, recent, SINCE + 300 * number))
        run(all_about(memory, named, english, ABOUT[0]))
        run(all_about(memory, named, english, ABOUT[0] + 3600))
        for number in range(60):
            run(memory.add(Observation(SINCE + 86_400.0 * (3 + number), "camera", f"a plate: on shelf {number}.")))
        levels = {level for (level,) in memory._parts.database.execute("SELECT DISTINCT level FROM observation")}
        assert len(levels) > 1, "nothing was folded"
        assert memory._parts.database.execute("SELECT count(*) FROM folded") > [(2,)]
    return Filled(folder, recent, recent, 0, {english: named})


@pytest.mark.parametrize("how", ["thing", "minutes", "everything"])
def test_of_what_was_folded_long_ago_nothing_is_left(old: Filled, tmp_path: Path, how: str) -> None:
    ((thing, about),) = old.things.items()
    group = about if how == "thing" else old.recent
    assert group.found(old.folder)
    copy = shutil.copytree(old.folder, tmp_path / "memory")
    forgotten(copy, lambda memory: FORGETTING[how](memory, thing), group)


FORGETTING: dict[str, Callable[[Store, str], Coroutine[Any, Any, object]]] = {
    "minutes": lambda memory, thing: memory.forget(since=SINCE),
    "thing": lambda memory, thing: memory.forget(thing=thing),
    "everything": lambda memory, thing: memory.forget_everything(),
}
KILLS = 3  # at moments spread over the time that forgetting takes


def forget_in(pipe: Any, folder: Path, how: str, thing: str) -> None:
    memory = Store.open(folder)
    pipe.send("open")
    run(FORGETTING[how](memory, thing))
    pipe.send("done")
    pipe.recv()


def killed_while_forgetting(folder: Path, how: str, thing: str, after: float) -> float:
    """`after` seconds, or when it is done; how long it went on."""
    with forked(forget_in, folder, how, thing) as (process, pipe):
        assert pipe.recv() == "open"
        begun = time.perf_counter()
        if pipe.poll(after):
            assert pipe.recv() == "done"
        took = time.perf_counter() - begun
        process.kill()
        process.join()
    return took


@pytest.mark.parametrize("how", FORGETTING)
def test_a_kill_in_the_middle_leaves_all_or_nothing_and_then_no_byte(filled: Filled, tmp_path: Path, how: str) -> None:
    (thing, about), *_ = filled.things.items()
    group, since = (about, ABOUT[0]) if how == "thing" else (filled.recent, SINCE)
    with opened(filled.folder) as memory:
        before, rows = run(memory.recent(since=since, until=since + 1000)), count(memory)
    whole = killed_while_forgetting(shutil.copytree(filled.folder, tmp_path / "whole"), how, thing, 30.0)
    outcomes = set()
    for number in range(KILLS):
        copy = shutil.copytree(filled.folder, tmp_path / str(number))
        killed_while_forgetting(copy, how, thing, whole * (number + 0.5) / KILLS)
        with opened(copy) as memory:
            kept = run(memory.recent(since=since, until=since + 1000)) == before
            assert count(memory) == rows or not kept
            if not kept:
                assert group.found(copy) == []
            assert_pictures_belong(memory, copy)
            outcomes.add(kept)
        shutil.rmtree(copy)
    assert outcomes


def count(memory: Store) -> int:
    return int(memory._parts.database.execute("SELECT count(*) FROM observation")[0][0])


def assert_pictures_belong(memory: Store, folder: Path) -> None:
    files = {int(file.name.split(".")[0]) for file in (folder / "pictures").iterdir()}
    sql = "SELECT id FROM observation WHERE picture_bytes > 0"
    assert files == {id for (id,) in memory._parts.database.execute(sql)}
