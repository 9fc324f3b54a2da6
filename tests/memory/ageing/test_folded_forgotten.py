"""What was folded is forgotten as well, no more of it than has to be, and a kill while it folds loses nothing."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from memory.database import Database
from memory.store import FILE, Store
from tests.clock import run
from tests.memory.ageing.old import T, a_morning, add, files, grow_old, seen, watched

ROOT = Path(__file__).parents[3]


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
from tests.memory.ageing.old import T, seen
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
