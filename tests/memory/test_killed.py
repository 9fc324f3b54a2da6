"""Two hundred times the memory is killed in the middle of writing, and each time what it confirmed is there.

A child adds, corrects, forgets and makes room as fast as it can; it says what it is about to do, and when it is done.
"""

import itertools
import random
import signal
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.core.values import Box, Observation
from memory import writing
from memory.ageing.retention import Limits
from memory.store import Store
from tests.clock import run
from tests.memory.forked import forked
from tests.memory.test_store import noise, on_disk, opened

KILLS = 200
LONGEST = 0.06  # seconds after which it is killed at the latest: about 40 writes
LIMITS = Limits(max_bytes=900_000)  # about 250 rows with their pictures
PICTURES = [noise(seed, 24) for seed in range(8)]
MAKE_ROOM_EVERY = 16  # adds, instead of 64: few of these processes live to see so many

Step = tuple[str, int, str]  # add, update or forget; the id, if there is one yet; a word that is nowhere else


def write(pipe: Any, folder: Path, seed: int) -> None:
    """Until it is killed."""
    writing.SWEEP_EVERY = MAKE_ROOM_EVERY
    dice, memory = random.Random(seed), Store.open(folder, LIMITS)
    pipe.send("open")

    async def work() -> None:
        ids: list[int] = []
        for number in itertools.count():
            word = f"zq{seed:03d}{number:04d}xk"
            choice = dice.random() if ids else 0.0
            if choice < 0.85:
                pipe.send(("add", 0, word))
                kept = await memory.add(seen(seed, number, word))
                ids.append(kept.id)
                pipe.send(kept.id)
            elif choice < 0.95:
                pipe.send(("update", id := dice.choice(ids), word))
                pipe.send(id if await memory.update(Observation(0, "camera", f"a bowl. {word}", id=id)) else 0)
            elif choice < 0.995:
                pipe.send(("forget", id := ids.pop(dice.randrange(len(ids))), ""))
                await memory.forget(ids=[id])
                pipe.send(id)
            else:
                pipe.send(("everything", 0, ""))
                await memory.forget_everything()
                ids.clear()
                pipe.send(0)

    run(work())


def seen(seed: int, number: int, word: str) -> Observation:
    box = Box("cup", 0.1, 0.1, 0.2, 0.2)
    moment = 10.0 * seed + 0.01 * number  # within an hour: nothing is folded
    return Observation(moment, "camera", f"cup: here. {word}", "some text", (box,), PICTURES[number % len(PICTURES)])


@dataclass
class Known:
    """What must be there: the word of each row. `gone` are the ids that were forgotten."""

    rows: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    forgotten: set[str] = field(default_factory=set)

    def confirm(self, step: Step, id: int) -> None:
        kind, of, word = step
        if kind in ("add", "update") and id:
            self.rows[id] = word
        elif kind == "forget":
            self._drop(of)
        elif kind == "everything":
            for each in list(self.rows):
                self._drop(each)

    def _drop(self, id: int) -> None:
        self.gone.add(id)
        self.forgotten.add(self.rows.pop(id, ""))


def killed(folder: Path, seed: int, known: Known, after: float) -> Step | None:
    """What was confirmed goes into `known`; returns what was under way when it was killed.

    In every second round the time runs from the first confirmed step, so that a busy machine gets to one as well.
    """
    with forked(write, folder, seed) as (process, pipe):
        assert pipe.recv() == "open"
        heard = deque([pipe.recv(), pipe.recv()] if seed % 2 else [])
        time.sleep(after)
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        under_way: Step | None = None
        try:
            while True:
                said = heard.popleft() if heard else pipe.recv()
                if isinstance(said, int):
                    assert under_way
                    known.confirm(under_way, said)
                under_way = None if isinstance(said, int) else said
        except EOFError:
            return under_way


def check(folder: Path, known: Known, under_way: Step | None) -> None:
    with opened(folder, LIMITS) as memory:
        ask = memory._parts.database.execute
        assert ask("PRAGMA integrity_check") == [("ok",)]
        assert ask("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)") == []
        rows = {id: caption.rpartition(" ")[2] for id, caption in ask("SELECT id, caption FROM observation")}
        assert_kept(rows, known, under_way)
        assert not rows.keys() & known.gone
        with_picture = {id for (id,) in ask("SELECT id FROM observation WHERE picture_bytes > 0")}
        assert {int(file.name.split(".")[0]) for file in (folder / "pictures").iterdir()} == with_picture == rows.keys()
        assert ask("SELECT count(*) FROM sighting WHERE observation_id NOT IN (SELECT id FROM observation)") == [(0,)]
        if rows:
            newest = max(rows)
            assert [one.id for one in run(memory.search(rows[newest]))] == [newest]
    left = on_disk(folder)
    assert [word for word in known.forgotten if word and word[2:].encode() in left] == []
    known.rows, known.forgotten = rows, set()


def assert_kept(rows: dict[int, str], known: Known, under_way: Step | None) -> None:
    """Only the oldest may have made room, and what was under way is done or not."""
    kind, of, word = under_way or ("", 0, "")
    missing = {id for id in known.rows if id not in rows}
    if kind == "everything" and not rows:
        return
    if kind == "forget":
        missing.discard(of)
    assert all(id < min(rows, default=0) for id in missing)
    other = {id for id, word in rows.items() if known.rows.get(id) != word}
    assert len(other) <= 1
    assert all(rows[id] == word for id in other)


def test_two_hundred_kills_while_writing_lose_nothing_and_bring_nothing_back(tmp_path: Path) -> None:
    dice, known = random.Random(4), Known()
    confirmed = 0
    for seed in range(KILLS):
        before = len(known.rows)
        under_way = killed(tmp_path, seed, known, dice.random() * LONGEST)
        confirmed += max(0, len(known.rows) - before)
        check(tmp_path, known, under_way)
    assert confirmed > KILLS / 4
