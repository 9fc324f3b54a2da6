"""Minutes fold into runs, episodes and days: less is kept, and nothing that was said, seen last or cited is lost."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.core.values import Box, Observation, Source
from memory.ageing.episodes import (
    DAY,
    EPISODES,
    HOUR,
    ROOM,
    Moment,
    Sighted,
    alike,
    episode,
    most_different,
    runs,
    spare,
    stretch,
    united,
)
from memory.database import Database
from memory.store import FILE, Store
from tests.clock import run

ROOT = Path(__file__).parents[3]
T = 1_000_000.0  # Unix seconds: when it begins


def moment(id: int, time: float, words: str = "", picture_bytes: int = 0, current: bool = False) -> Moment:
    scene = frozenset((word,) for word in words.split())
    said = frozenset(words.split())
    return Moment(id, "camera", time, time, words, "", (), picture_bytes, scene=scene, words=said, current=current)


def picture(seed: int, side: int = 64) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(seed).integers(0, 255, (side, side, 3), np.uint8)).save(out, "JPEG")
    return out.getvalue()


def seen(time: float, caption: str, text: str = "", source: Source = "camera", **more: object) -> Observation:
    return replace(Observation(time, source, caption, text, picture=picture(int(time) % 97)), **more)  # type: ignore[arg-type]


def add(memory: Store, observations: Iterable[Observation]) -> list[Observation]:
    async def each() -> list[Observation]:
        return [await memory.add(one) for one in observations]

    return run(each())


def grow_old(memory: Store, since: float, hours: float) -> None:
    """So much time goes by, with something told now and then: told things are not folded."""
    add(memory, (Observation(since + 300.0 * n, "told", f"note {n}") for n in range(1, int(hours * 12) + 1)))


def watched(memory: Store) -> list[Observation]:
    return [one for one in run(memory.recent(limit=100_000)) if one.source != "told"]


def files(folder: Path) -> list[int]:
    return sorted(int(path.stem) for path in (folder / "pictures").iterdir())


# The arithmetic


def test_what_shows_the_same_is_one_with_the_best_picture_over_all_its_time() -> None:
    (folded,) = runs([moment(1, 0, "cup desk", 10)], [moment(2, 60, "cup desk", 30), moment(3, 90, "cup desk", 20)])
    assert (folded.kept.id, folded.kept.began, folded.kept.time) == (2, 0, 90)
    assert [one.id for one in folded.gone] == [1, 3]


def test_a_cup_elsewhere_is_no_repeat_and_one_that_came_back_is() -> None:
    (folded,) = runs([], [moment(1, 0, "cup desk"), moment(2, 60, "cup shelf"), moment(3, 90, "cup desk")])
    assert ({folded.kept.id, *(one.id for one in folded.gone)}, folded.kept.time) == ({1, 3}, 90)


def test_a_run_is_no_longer_than_an_hour_so_that_forgetting_a_part_takes_no_more() -> None:
    assert runs([moment(1, 0, "cup")], [moment(2, HOUR + 1, "cup")]) == []


def test_another_page_at_the_same_place_is_not_the_same() -> None:
    page = replace(moment(1, 0, "page desk"), read=frozenset({"dear", "anna"}))
    assert alike(page, replace(page, read=frozenset({"dear", "anna", "x"})))
    assert alike(page, replace(page, read=frozenset()))
    assert not alike(page, replace(page, read=frozenset({"total", "12", "euro", "anna"})))


def test_without_a_known_thing_only_the_same_words_are_the_same() -> None:
    one = replace(moment(1, 0, "a grey afternoon"), scene=frozenset())
    assert alike(one, replace(one, id=2))
    assert not alike(one, replace(one, words=frozenset({"a", "red", "afternoon"})))


def test_every_sentence_is_said_once() -> None:
    said = [
        "mug: on the desk.",
        "Red mug: on the desk",
        "red mug: on the desk.",
        "杯子在桌上。",
        "杯子在桌上",
        "p 1",
        "p 12",
    ]
    assert united(said) == ["Red mug: on the desk", "杯子在桌上。", "p 1", "p 12"]


def test_an_episode_keeps_its_few_most_different_pictures_and_the_words_of_the_others() -> None:
    words = ["cup desk", "cup desk pen", "cat sofa", "cat sofa tv", "rain window", "soup pot kitchen", "cup desk lamp"]
    moments = [moment(n, 60.0 * n, said, 10) for n, said in enumerate(words, 1)]
    left = episode(moments, EPISODES)
    pictured = {one.kept.caption for one in left if one.kept.picture_bytes}
    assert len(pictured) == EPISODES.pictures
    assert {"rain window", "soup pot kitchen"} < pictured
    said = " ".join(one.kept.caption for one in left)
    assert all(word in said for caption in words for word in caption.split())


def test_what_is_current_keeps_its_picture_beside_the_few() -> None:
    moments = [moment(n, n, "cup desk", 10, current=n < 9) for n in range(1, 16)]
    left = episode(moments, EPISODES)
    assert {one.kept.id for one in left if one.kept.picture_bytes} >= set(range(1, 9))
    assert sum(one.kept.picture_bytes > 0 for one in left) == 8 + EPISODES.pictures


def test_no_word_is_cut_off_when_a_summary_is_full_another_begins() -> None:
    moments = [moment(n, n, f"thing{n} " + "x" * 300 + f"{n}") for n in range(9)]
    left = [one.kept for one in episode(moments, EPISODES)]
    assert all(len(one.caption) <= ROOM for one in left)
    assert all(any(f"thing{n} " in one.caption for one in left) for n in range(9))
    assert len(left) == 3


def test_an_episode_ends_where_nothing_was_seen_for_ten_minutes() -> None:
    moments = [moment(n, time) for n, time in enumerate((0, 500, 1_000, 1_601, 1_700))]
    assert [len(part) for part in stretch(moments[:1], moments[1:], 600)] == [1, 2]
    assert [len(part) for part in stretch(moments[:3], moments[3:], 600)] == [0, 2]


def test_of_two_that_are_alike_the_plainer_picture_goes() -> None:
    three = [moment(1, 0, "cup desk", 30), moment(2, 1, "cup desk", 20), moment(3, 2, "cat sofa", 10)]
    assert [one.id for one in most_different(three, 2)] == [1, 3]


def test_of_what_stayed_where_it_was_the_first_and_the_last_are_evidence() -> None:
    def cup(id: int, time: float, place: str) -> Sighted:
        return Sighted(id, time, "cup", "", "", place, "seen")

    line = [cup(1, 1, "desk"), cup(1, 2, "desk"), cup(1, 3, "desk"), cup(2, 4, "shelf"), cup(1, 5, "desk")]
    assert spare(line) == [line[1]]


def test_a_moment_of_the_ledger_goes_whole_or_it_would_say_that_something_was_not_there() -> None:
    cups = [Sighted(1, time, "cup", "", "", "desk", "seen") for time in (1.0, 2.0, 3.0, 4.0)]
    lamp = Sighted(1, 2.0, "lamp", "", "", "desk", "seen")
    assert spare([*cups, lamp]) == [cups[2]]


# In the memory


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


def a_morning(start: float, things: Sequence[str]) -> list[Observation]:
    """An hour and a half in which each thing is put somewhere, one after the other."""
    return [
        seen(start + 75.0 * n, f"{things[n % len(things)]}: on the {place}.")
        for n, place in enumerate(f"{room} {what}" for what in ("shelf", "table", "chair") for room in PLACES)
    ]


PLACES = (
    "kitchen",
    "hall",
    "garden",
    "attic",
    "cellar",
    "office",
    "bath",
    "nursery",
    "garage",
    "porch",
    "studio",
    "loft",
)


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


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()).lower()


def test_forgetting_a_thing_reaches_what_was_folded_and_leaves_the_rest(tmp_path: Path) -> None:
    memory = Store.open(tmp_path)
    add(memory, a_morning(T, ["zqcup", "pen"]))
    add(memory, [seen(T + 5_000, "bag: next to the zqcup. hat: on the porch.")])
    pens = [(one.place, one.since, one.until) for one in run(memory.stays("pen", limit=99))]
    grow_old(memory, T + 5_000, 30)
    assert b"zqcup" in on_disk(tmp_path)
    gone = run(memory.forget(thing="zqcup"))
    assert b"zqcup" not in on_disk(tmp_path)
    assert run(memory.stays("zqcup")) == run(memory.stays("bag")) == []
    assert [(one.place, one.since, one.until) for one in run(memory.stays("pen", limit=99))] == pens
    assert [one.place for one in run(memory.stays("hat"))] == ["on the porch"]
    assert gone
    memory.close()


def test_forgetting_by_an_old_id_takes_what_it_went_into_and_says_so() -> None:
    memory = Store.open(None)
    kept = add(memory, (seen(T + 70.0 * n, "cup: on the desk.") for n in range(16)))
    grow_old(memory, T + 1_200, 3)
    assert set(run(memory.forget(ids=[kept[3].id]))) == {one.id for one in kept}
    assert watched(memory) == []
    assert {run(memory.get(one.id)) for one in kept} == {None}
    memory.close()


def test_forgetting_a_span_takes_all_that_reaches_into_it_and_nothing_before() -> None:
    memory = Store.open(None)
    kept = add(memory, (seen(T + 70.0 * n, f"cup: on the desk. page {n // 24}") for n in range(72)))
    grow_old(memory, T + 72 * 70, 3)
    middle = T + 36 * 70.0
    run(memory.forget(since=middle))
    left = watched(memory)
    assert left
    assert all(one.time < middle for one in left)
    assert run(memory.get(kept[0].id))
    assert all(run(memory.get(one.id)) is None for one in kept if one.time >= middle)
    memory.close()


def test_an_updated_caption_of_something_folded_changes_nothing_else() -> None:
    memory = Store.open(None)
    kept = add(memory, (seen(T + 70.0 * n, "cup: on the desk.") for n in range(16)))
    grow_old(memory, T + 1_200, 3)
    (one,) = watched(memory)
    late = next(old for old in kept if old.id != one.id)
    assert not run(memory.update(replace(late, caption="a dog")))
    assert watched(memory) == [one]
    memory.close()


WRITER = """
import sys, asyncio
from pathlib import Path
from memory.store import Store
from tests.memory.ageing.test_episodes import T, seen
async def write():
    memory = Store.open(Path(sys.argv[1]))
    print("open", flush=True)
    first = 600 * int(sys.argv[2])
    for number in range(first, first + 600):
        await memory.add(seen(T + 240.0 * number, f"cup: on the desk. pen: on shelf {number // 9}. mark{number}"))
        print(number, flush=True)
asyncio.run(write())
"""


def test_a_kill_while_folding_loses_no_word_and_no_evidence(tmp_path: Path) -> None:
    for life, lines in enumerate((130, 260)):
        program = [sys.executable, "-c", WRITER, str(tmp_path), str(life)]
        writer = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert writer.stdout
        confirmed = [writer.stdout.readline() for _ in range(lines)]
        writer.send_signal(signal.SIGKILL)
        confirmed += writer.stdout.read().splitlines()
        writer.wait()
        writer.stdout.close()
        memory = Store.open(tmp_path)
        said = " ".join(one.caption for one in run(memory.recent(limit=10**6)))
        assert [n for n in confirmed[1:] if n.strip() and f"mark{n.strip()}" not in said] == []
        assert len(run(memory.stays("pen", limit=10**6))) >= (int(confirmed[-2]) - 600 * life) // 9
        assert {id for id in files(tmp_path) if run(memory.get(id)) is None} == set()
        memory.close()
    assert os.path.getsize(tmp_path / FILE)
    database = Database(tmp_path / FILE)
    assert database.execute("PRAGMA integrity_check") == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check") == []
    assert database.execute("SELECT 1 FROM observation WHERE level > 1") != []
    database.close()


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
