"""The store on a real disk: what is forgotten, killed, full, broken or shared."""

import contextlib
import errno
import os
import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from assistant.core.errors import RememberingError
from assistant.core.values import Box, Observation, Taught
from memory.ageing.retention import Limits
from memory.database import Database
from memory.schema import MIGRATIONS
from memory.store import FILE, Store
from memory.writing import SWEEP_EVERY
from tests.clock import run

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def opened(folder: Path, limits: Limits | None = None) -> Iterator[Store]:
    memory = Store.open(folder, limits)
    try:
        yield memory
    finally:
        memory.close()


def noise(seed: int, side: int = 96) -> bytes:
    """A picture of about 7 KB that compresses to the same bytes every time."""
    return bytes(cv2.imencode(".jpg", np.random.default_rng(seed).integers(0, 255, (side, side, 3), np.uint8))[1])


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def canary(number: int) -> str:
    return f"zq{number * 7919:07d}xw"


def fill(memory: Store, count: int) -> list[Observation]:
    """Rows of very different sizes, so that SQLite moves them between pages; every tenth is changed afterwards."""
    dice = np.random.default_rng(1)

    async def store() -> list[Observation]:
        kept = []
        for number in range(1, count + 1):
            words = " ".join(f"word{dice.integers(3000)}" for _ in range(int(dice.choice([2, 9, 60]))))
            picture = noise(number, 16) if number % 20 == 0 else b""
            observation = Observation(number, "screen", canary(number), f"{words} {canary(number)}", picture=picture)
            kept.append(await memory.add(observation))
            if number % 10 == 0:
                await memory.update(kept[number // 2])
        return kept

    return run(store())


def test_what_is_forgotten_is_in_no_file(tmp_path: Path) -> None:
    with opened(tmp_path) as memory:
        kept = fill(memory, 400)
        pictures = {one.id: run(memory.picture(one.id)) for one in kept}
        gone = run(memory.forget(ids=[one.id for one in kept if one.id % 4 == 0]))
        assert len(gone) == 100
        left = on_disk(tmp_path)
        assert [id for id in gone if canary(id)[2:9].encode() in left] == []
        assert [id for id in gone if (picture := pictures[id]) and picture in left] == []
        assert canary(1).encode() in left
        assert [one.id for one in run(memory.search(canary(5)))] == [5]
    assert [id for id in gone if canary(id)[2:9].encode() in on_disk(tmp_path)] == []


def test_a_forgotten_thing_is_in_no_file(tmp_path: Path) -> None:
    views = (noise(1), noise(2))
    with opened(tmp_path) as memory:
        run(memory.teach(Taught("Zebrabook", views, 80, 1.0)))
        boxes = (Box("zebrabook", 0, 0, 1, 1), Box("cup", 0, 0, 1, 1))
        run(memory.add(Observation(1, "camera", "zebrabook: here. cup: there.", "zebrabooks", boxes, noise(3))))
        run(memory.add(Observation(2, "told", "my zebrabook is on the piano")))
        run(memory.forget(thing="my zebrabooks"))
        left = on_disk(tmp_path).lower()
        assert b"zebra" not in left
        assert [view for view in views if view[-200:].lower() in left] == []
        assert not list((tmp_path / "pictures").iterdir())
        assert [one.caption for one in run(memory.recent())] == ["cup: there."]


def test_after_forgetting_everything_nothing_is_in_any_file(tmp_path: Path) -> None:
    with opened(tmp_path) as memory:
        fill(memory, 50)
        run(memory.teach(Taught("zqthing", (noise(9),), 80, 1.0)))
        run(memory.forget_everything())
        assert b"zq" not in on_disk(tmp_path)
        assert noise(9)[-200:] not in on_disk(tmp_path)
    with opened(tmp_path) as memory:
        assert run(memory.recent()) == []


def forget_half_and_die(database: Database) -> None:
    with database.leaving_no_trace():
        for table, key in (("observation", "id"), ("words", "rowid")):
            database.execute(f"DELETE FROM {table} WHERE {key} % 2 = 0")
        raise KeyboardInterrupt


def test_a_kill_while_forgetting_is_made_good_by_the_next_start(tmp_path: Path) -> None:
    with opened(tmp_path) as memory:
        fill(memory, 100)
    database = Database(tmp_path / FILE)
    with pytest.raises(KeyboardInterrupt):
        forget_half_and_die(database)
    database.close()
    with opened(tmp_path) as memory:
        assert len(run(memory.recent(limit=100))) == 50
        left = on_disk(tmp_path)
        assert [number for number in range(2, 100, 2) if canary(number)[2:9].encode() in left] == []


def test_forgetting_without_room_to_clean_up_can_be_repeated(tmp_path: Path) -> None:
    with opened(tmp_path) as memory:
        kept = fill(memory, 60)
        with largest_file(40_000), pytest.raises(RememberingError, match=r"Check that the disk|Free some space"):
            run(memory.forget(since=31))
    with largest_file(40_000), opened(tmp_path) as memory:
        assert run(memory.get(1)) == kept[0]
    with opened(tmp_path) as memory:
        run(memory.forget(since=31))
        assert run(memory.recent(limit=100))[0].id == 30
        left = on_disk(tmp_path)
        assert [number for number in range(31, 61) if canary(number)[2:9].encode() in left] == []


def test_what_was_stored_is_there_after_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as memory:
        kept = run(memory.add(Observation(1, "camera", "a desk", "Anna", (Box("cup", 0, 0, 1, 1),), noise(1))))
        taught = run(memory.teach(Taught("cup", (b"one", b"two"), 80, 1.0)))
        picture = run(memory.picture(kept.id))
    with opened(tmp_path) as memory:
        assert (run(memory.recent()), run(memory.things())) == ([kept], (taught,))
        assert run(memory.picture(kept.id)) == picture
        assert run(memory.search("anna")) == [kept]


def test_a_second_process_is_told_that_the_memory_is_in_use(tmp_path: Path) -> None:
    program = f"from pathlib import Path; from memory.store import Store; Store.open(Path({str(tmp_path)!r}))"
    with opened(tmp_path) as memory:
        second = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
        assert "RememberingError" in second.stderr
        assert "in use by another Keepsight. Close that one" in second.stderr
        run(memory.add(Observation(1, "camera", "a desk")))
        assert len(run(memory.recent())) == 1


def break_nothing(memory: Store, kept: Observation) -> None:
    assert run(memory.recent()) == [kept]
    assert run(memory.search("first")) == [kept]
    assert run(memory.picture(kept.id))


def test_a_full_database_says_so_keeps_what_it_has_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with opened(tmp_path) as memory:
        kept = run(memory.add(Observation(1, "camera", "the first", picture=noise(1))))
        pages = memory._parts.database.execute("PRAGMA page_count")[0][0]
        memory._parts.database.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(RememberingError, match=r"The disk is full.*Free some space"):
            run(memory.add(Observation(2, "camera", "long", " ".join(map(str, range(9000))), picture=noise(2))))
        break_nothing(memory, kept)
        assert [path.name for path in (tmp_path / "pictures").iterdir()] == [f"{kept.id}.jpg"]
        memory._parts.database.execute("PRAGMA max_page_count = 1000000")
        later = run(memory.add(Observation(3, "camera", "another")))
        assert run(memory.picture(later.id)) is None
        assert run(memory.recent()) == [later, kept]


@contextlib.contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The system refuses to let a file grow beyond `size` bytes, as it does when there is no room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 3_000, 30_000])
def test_a_disk_that_refuses_to_write_loses_nothing(tmp_path: Path, room: int) -> None:
    with opened(tmp_path) as memory:
        kept = run(memory.add(Observation(1, "camera", "the first", picture=noise(1))))
        text = " ".join(map(str, range(9000)))
        with largest_file(room), pytest.raises(RememberingError, match=r"could not be|disk is full"):
            run(memory.add(Observation(2, "camera", "second", text, picture=noise(2))))
        break_nothing(memory, kept)
        later = run(memory.add(Observation(3, "camera", "another", picture=noise(3))))
        assert run(memory.recent()) == [later, kept]
    with opened(tmp_path) as memory:
        assert run(memory.recent()) == [later, kept]


async def add_cups(memory: Store, count: int) -> None:
    for number in range(count):
        await memory.add(Observation(100.0 * number, "camera", f"cup {number}", picture=noise(number)))


def refused(folder: Path, because: str) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(RememberingError, match=because):
        Store.open(folder)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_memory_of_a_newer_version_is_refused_and_not_changed(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as database:
        database.execute("CREATE TABLE observation (something INTEGER)")
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    refused(tmp_path, "newer Keepsight.*Upgrade Keepsight, or move the file away")


@pytest.mark.parametrize("content", [b"not a database" * 100, b"x", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_refused_and_not_changed(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    refused(tmp_path, "damaged or is no database|newer")


def test_a_memory_cut_short_is_refused_and_not_changed(tmp_path: Path) -> None:
    with opened(tmp_path) as memory:
        fill(memory, 20)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: len(whole) // 2])
    (tmp_path / "pictures").rename(tmp_path.parent / "pictures")
    refused(tmp_path, "damaged")


def test_the_database_of_another_program_is_refused_and_not_changed(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    refused(tmp_path, "another program")


def test_a_folder_that_cannot_be_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RememberingError, match=os.strerror(errno.ENOTDIR)):
        Store.open(tmp_path / "file" / "memory")


def test_the_memory_keeps_to_its_size_and_keeps_what_was_told(tmp_path: Path) -> None:
    limits = Limits(max_bytes=600_000)
    with opened(tmp_path, limits) as memory:
        run(memory.add(Observation(0, "told", "my glasses are on the piano")))
        run(add_cups(memory, 3 * SWEEP_EVERY))
        pictures = sum(path.stat().st_size for path in (tmp_path / "pictures").iterdir())
        assert pictures < limits.max_bytes
        rest = run(memory.recent(limit=1000))
        assert (rest[0].caption, rest[-1].source) == (f"cup {3 * SWEEP_EVERY - 1}", "told")
        assert SWEEP_EVERY < len(rest) < 3 * SWEEP_EVERY
        assert run(memory.search("cup", until=6400.0)) == []


def test_pictures_without_a_row_are_swept_away_at_the_start(tmp_path: Path) -> None:
    with opened(tmp_path) as memory:
        kept = run(memory.add(Observation(1, "camera", "a desk", picture=noise(1))))
    for name in ("99.jpg", "7.part"):
        (tmp_path / "pictures" / name).write_bytes(b"left by a kill")
    with opened(tmp_path):
        assert [path.name for path in (tmp_path / "pictures").iterdir()] == [f"{kept.id}.jpg"]


def test_many_are_loaded_at_once_for_an_import() -> None:
    memory = Store.open(None)
    rows = (Observation(number, "camera", "cup", picture=noise(1) if number == 4 else b"") for number in range(5))
    assert run(memory.load(rows)) == 5
    found = run(memory.search("cup"))
    assert [one.time for one in found] == [4, 3, 2, 1, 0]
    assert run(memory.picture(found[0].id))
    memory.close()


def test_what_was_kept_before_there_was_a_ledger_is_read_in_the_background(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    before = next(n for n, steps in enumerate(MIGRATIONS) if any("TABLE sighting" in step for step in steps))
    for statement in (step for steps in MIGRATIONS[:before] for step in steps):
        connection.execute(statement)
    columns = "began, time, source, caption, text, boxes, picture_bytes"
    row = f"INSERT INTO observation ({columns}) VALUES (?, ?, ?, ?, '', '', 0)"
    connection.executemany(row, [(float(n), float(n), "camera", "mug: white, on the shelf.") for n in range(1, 251)])
    connection.execute(
        "INSERT INTO observation VALUES (251, 300, 300, 'told', 'my keys are in the bowl', '', '', 0, 0)"
    )
    connection.execute(f"PRAGMA user_version = {before}")
    connection.close()
    with opened(tmp_path) as memory:
        for thread in threading.enumerate():
            if thread.name == "ledger":
                thread.join(20)
        assert [stay.place for stay in run(memory.stays("my keys"))] == ["in the bowl"]
        assert [stay.sightings for stay in run(memory.stays("mug"))] == [250]
    with opened(tmp_path) as memory:
        assert [thread.name for thread in threading.enumerate() if thread.name == "ledger"] == []
        assert run(memory.stays("my keys"))[0].told
