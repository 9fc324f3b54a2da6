"""A disk that is really full: it is said what to do, nothing that was stored is lost, and with room it goes on."""

import os
import subprocess
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.core.errors import RememberingError
from assistant.core.values import Observation, Taught
from memory.store import Store
from tests.clock import run
from tests.memory.test_store import add_cups, canary, noise, on_disk, opened

LONG = " ".join(map(str, range(90_000)))  # half a megabyte of words: more than an old log may have room for
ROOM = 10_000_000  # bytes of the disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def full(disk: Path) -> Path:
    """A file that takes all the room that is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return ballast


async def filled(memory: Store) -> list[Observation]:
    seen = [Observation(100.0 * n, "camera", f"cup {n}. {canary(n)}", picture=noise(n)) for n in range(1, 9)]
    kept = [await memory.add(one) for one in seen]
    await memory.teach(Taught("zebrabook", (noise(20),), 80, 1.0))
    assert await memory.embed(kept[0].id, "an embedder", np.eye(64, dtype=np.float32)[0])
    return kept


def assert_whole(memory: Store, kept: list[Observation]) -> None:
    assert sorted(run(memory.recent(limit=100)), key=lambda one: one.id) == kept
    assert all(run(memory.picture(one.id)) for one in kept)
    assert run(memory.search(canary(3))) == [kept[2]]
    assert [thing.name for thing in run(memory.things())] == ["zebrabook"]
    assert memory._parts.database.execute("PRAGMA integrity_check") == [("ok",)]


WRITES: dict[str, Callable[[Store, Observation], Coroutine[Any, Any, object]]] = {
    "add": lambda memory, one: memory.add(Observation(9000, "camera", "one more", LONG, picture=noise(30, 512))),
    "update": lambda memory, one: memory.update(Observation(0, "camera", one.caption, LONG, id=one.id)),
    "teach": lambda memory, one: memory.teach(Taught("book", (noise(31, 512) * 4,), 80, 2.0)),
    "embed": lambda memory, one: memory.embed(one.id, "a large one", np.ones(1_000_000, np.float32)),
}


@pytest.mark.parametrize("write", WRITES)
def test_what_cannot_be_written_is_said_and_what_was_stored_stays(disk: Path, write: str) -> None:
    with opened(disk / "memory") as memory:
        kept = run(filled(memory))
        ballast = full(disk)
        for _ in range(3):
            with pytest.raises(RememberingError, match=r"Free some space|has room"):
                run(WRITES[write](memory, kept[4]))
            assert_whole(memory, kept)
        ballast.unlink()
        run(WRITES[write](memory, kept[4]))
    with opened(disk / "memory") as memory:
        assert memory._parts.database.execute("PRAGMA integrity_check") == [("ok",)]
        assert run(memory.get(kept[7].id)) == kept[7]


def test_a_memory_on_a_full_disk_can_be_opened_and_read(disk: Path) -> None:
    with opened(disk / "memory") as memory:
        kept = run(filled(memory))
    full(disk)
    with opened(disk / "memory") as memory:
        assert_whole(memory, kept)


@pytest.mark.parametrize("restart", [False, True])
def test_forgetting_without_room_to_clean_up_says_so_and_is_finished_when_there_is_room(
    disk: Path, restart: bool
) -> None:
    with opened(disk / "memory") as memory:
        kept = run(filled(memory))
        run(memory.add(Observation(9000, "upload", "a long page", LONG)))  # more than a picture makes room for
        ballast = full(disk)
        with pytest.raises(RememberingError, match=r"(?:Free some space|has room).*After that forget it again"):
            run(memory.forget(ids=[kept[3].id]))
        assert run(memory.get(kept[3].id)) in (kept[3], None)
        assert run(memory.get(kept[4].id)) == kept[4]
        assert run(memory.picture(kept[4].id))
        ballast.unlink()
        if not restart:
            run(memory.forget(ids=[kept[3].id]))
    with opened(disk / "memory") as memory:
        run(memory.forget(ids=[kept[3].id]))
        assert canary(4)[2:9].encode() not in on_disk(disk)
        assert len(run(memory.recent())) == 8
        assert run(memory.add(Observation(9900, "camera", "one more", picture=noise(40))))


def test_everything_can_be_forgotten_on_a_full_disk_and_it_goes_on_at_once(disk: Path) -> None:
    with opened(disk / "memory") as memory:
        kept = run(filled(memory))
        full(disk)
        run(memory.forget_everything())
        assert run(memory.recent()) == []
        assert run(memory.things()) == ()
        assert [number for number in range(1, 9) if canary(number)[2:9].encode() in on_disk(disk / "memory")] == []
        later = run(memory.add(Observation(9000, "camera", "a cup")))
        assert later.id > kept[-1].id
    with opened(disk / "memory") as memory:
        assert run(memory.recent()) == [later]


def test_a_disk_that_the_memory_itself_has_filled_is_emptied_by_forgetting_everything(disk: Path) -> None:
    with opened(disk / "memory") as memory:
        kept = run(memory.add(Observation(1, "upload", "the first", picture=noise(1))))
        with pytest.raises(RememberingError, match=r"Free some space|has room"):
            run(add_cups(memory, 2000))  # about 500 fit
        assert run(memory.get(kept.id)) == kept
        assert run(memory.picture(kept.id))
        run(memory.forget_everything())
        assert run(memory.recent()) == []
        run(add_cups(memory, 3))
