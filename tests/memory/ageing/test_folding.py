"""Minutes fold into runs, episodes and days: less is kept, and nothing that was said, seen last or cited is lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.core.values import Box, Observation, Source
from memory.ageing.episodes import (
    DAY,
    EPISODES,
    HOUR,
)
from memory.store import Store
from tests.clock import run
from tests.memory.ageing.old import T, a_morning, add, files, grow_old, picture, seen, watched


def test_after_an_hour_the_same_scene_is_one_and_an_old_id_finds_it(tmp_path: Path) -> None:
    memory = Store.open(tmp_path)
    said = "cup: on the desk. pen: on the desk."
    kept = add(memory, (seen(T + 70.0 * n, said, f"page\nline {n}") for n in range(24)))
    before = run(memory.stays("cup"))
    assert len({one.id for one in kept}) == 24
    grow_old(memory, T + 1_700, 2.5)
    (one,) = watched(memory)
    assert (one.time, one.caption) == (kept[-1].time, said)
    assert one.text.splitlines() == ["page", *(f"line {n}" for n in range(24))]
    assert {found and found.id for found in (run(memory.get(old.id)) for old in kept)} == {one.id}
    assert {run(memory.picture(k.id)) for k in kept} == {run(memory.picture(one.id))}
    assert run(memory.picture(one.id)) in {picture(int(k.time) % 97) for k in kept} | {run(memory.picture(one.id))}
    assert files(tmp_path) == [one.id]
    (stay,) = run(memory.stays("cup"))
    assert (stay.since, stay.until, stay.last) == (before[0].since, before[0].until, one.id)
    memory.close()


def test_what_was_folded_is_found_at_any_time_that_it_spans() -> None:
    memory = Store.open(None)
    add(memory, (seen(T + 70.0 * n, "cup: on the desk.") for n in range(24)))
    grow_old(memory, T + 1_700, 2.5)
    assert len(run(memory.search("cup", since=T + 600, until=T + 700))) == 1
    assert run(memory.search("cup", until=T - 1)) == run(memory.search("cup", since=T + 1_700)) == []
    memory.close()


def test_nothing_younger_than_an_hour_is_touched() -> None:
    memory = Store.open(None)
    kept = add(memory, (seen(T + 70.0 * n, "cup: on the desk.") for n in range(50)))
    assert watched(memory) == kept[::-1]
    memory.close()


def test_after_a_day_an_episode_is_its_words_and_a_few_pictures_and_the_ledger_is_as_it_was(tmp_path: Path) -> None:
    memory = Store.open(tmp_path)
    things = ["cup", "pen", "bag"]
    kept = add(memory, a_morning(T, things))
    ledger = {thing: run(memory.stays(thing, limit=100)) for thing in things}
    current = {stays[0].last for stays in ledger.values()}
    grow_old(memory, T + 3_600, 27)
    left = watched(memory)
    assert len(files(tmp_path)) <= EPISODES.pictures + len(things)
    assert len(left) < len(kept) / 2
    assert all(run(memory.picture(id)) and id in {one.id for one in left} for id in current)
    for thing in things:
        now = run(memory.stays(thing, limit=100))
        assert [(one.place, one.since, one.until, one.gone) for one in now] == [
            (one.place, one.since, one.until, one.gone) for one in ledger[thing]
        ]
        assert all(run(memory.get(one.last)) for one in now)
    assert all(run(memory.search(one.caption)) for one in kept)
    assert all(run(memory.get(one.id)) for one in kept)
    memory.close()


def test_folding_ends_and_then_changes_nothing_any_more() -> None:
    memory = Store.open(None)
    add(memory, a_morning(T, ["cup", "pen"]))
    grow_old(memory, T + 3_600, 40)
    before = watched(memory)
    grow_old(memory, T + 3_600 + 40 * HOUR, 20)
    assert watched(memory) == before
    memory.close()


def test_after_a_month_a_day_is_a_few_pictures(tmp_path: Path) -> None:
    memory = Store.open(tmp_path)
    run(memory.load(one for hour in range(0, 12, 3) for one in a_morning(T + hour * HOUR, [f"cup{hour}", "pen"])))
    assert len(files(tmp_path)) == 4 * 36
    add(memory, [seen(T + 13 * HOUR, "pen: on the roof. cup0: on the roof. cup3: on the roof. cup6: on the roof.")])
    add(memory, [seen(T + 13.1 * HOUR, "cup9: on the roof.")])
    add(memory, (Observation(T + 40 * DAY + n, "told", f"note {n}") for n in range(200)))
    assert len(files(tmp_path)) <= 6 + 2
    assert run(memory.search("cup3 attic table"))
    memory.close()


def test_what_was_told_or_uploaded_is_not_folded() -> None:
    memory = Store.open(None)
    given = add(memory, (seen(T + n, "cup: on the desk.", source="upload") for n in range(12)))
    told = add(memory, (Observation(T + 20 + n, "told", "my keys are on the piano") for n in range(12)))
    grow_old(memory, T + 60, 30)
    assert {one.id for one in given + told} <= {one.id for one in run(memory.recent(limit=999))}
    memory.close()


def test_a_box_stays_with_the_picture_that_it_is_drawn_on() -> None:
    memory = Store.open(None)
    box = Box("astrolabe", 0.1, 0.1, 0.2, 0.2)
    add(memory, (seen(T + 70.0 * n, "a shelf", boxes=(replace(box, score=0.5 + n / 99),)) for n in range(16)))
    grow_old(memory, T + 1_200, 3)
    (one,) = watched(memory)
    (stay,) = run(memory.stays("astrolabe"))
    assert (stay.last, len(one.boxes)) == (one.id, 1)
    assert stay.box in (None, one.boxes[0])
    memory.close()


def test_what_moved_on_one_desk_is_proved_by_a_picture_of_after_the_move() -> None:
    memory = Store.open(None)
    places = ["left"] * 8 + ["right"] * 8
    kept = add(memory, (seen(T + 70.0 * n, f"mug: on the desk, at the {place}.") for n, place in enumerate(places)))
    grow_old(memory, T + 1_200, 3)
    (stay,) = run(memory.stays("mug"))
    one = run(memory.get(stay.last))
    assert one is not None
    assert (one.caption, one.time, stay.until) == ("mug: on the desk, at the right.", kept[-1].time, kept[-1].time)
    memory.close()


@pytest.mark.parametrize("source", ["camera", "screen"])
def test_sources_are_folded_each_for_itself(source: Source) -> None:
    memory = Store.open(None)
    for name in ("camera", "screen"):
        add(memory, (seen(T + 70.0 * n, "cup: on the desk.", source=name) for n in range(16)))
    grow_old(memory, T + 1_200, 3)
    assert [one.source for one in watched(memory)].count(source) == 1
    memory.close()
