"""A day at one frame a second: what a frame costs, whether the process grows, what stays on disk, and a search in it.

    python -m benchmarks.long_run [--hours 24] [--data FOLDER]

Frames are those of `benchmarks.desks`, on a clock that jumps, through the gate, the watching loop and a memory in a
temporary folder: all that the app does but for the model, whose captions are known here. FOLDER holds photos and
videos with a `manifest.json`; without it there are coloured patterns.

- ingest: from a frame's arrival until everything is done about it, gate, pictures, rows, index, ledger and folding;
- grown: by how much the process holds more memory in any later hour than in the fourth;
- on disk: database and pictures; after it another day passes without a picture, in which what was seen is folded;
- search: in the same memory, filled up to 100 000 rows.

Beside it: every frame kept, as it came and as the memory keeps pictures, from a sample; LIKE over the same rows.
"""

import argparse
import asyncio
import json
import sqlite3
import tempfile
import time
from array import array
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core.events import Event, Failed, Seen
from assistant.core.values import Description, Frame, Observation
from assistant.watching import Watch
from benchmarks.desks import Day, Shown
from benchmarks.memory_search import observations
from benchmarks.table import machine, percentile, print_table
from memory.finding.naming import plain
from memory.pictures import sizes
from memory.store import FILE, Store
from tests.clock import run

HOUR = 3_600
ROWS = 100_000
SAMPLED = 500  # seconds between frames whose size stands for all
TIMES = 30  # how often each question is asked
QUESTIONS = ("mug", "keys desk", "order", "lamp: on desk 3, left", "檯燈", "sextant", "zeppelin", "stapler front right")


@dataclass
class Ran:
    """What a day came to. Milliseconds of each frame, bytes at the end of each hour."""

    all: "array[float]" = field(default_factory=lambda: array("d"))  # a list of them would grow by 2.5 MB itself
    kept: "array[float]" = field(default_factory=lambda: array("d"))
    disk: list[int] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    as_sent: list[int] = field(default_factory=list)
    small: list[int] = field(default_factory=list)


class Scripted:
    """The model's place: says at once what is drawn."""

    def __init__(self) -> None:
        self.shown: Shown | None = None

    async def describe(self, frame: Frame) -> Description:
        assert self.shown is not None
        assert frame is self.shown.frame
        return self.shown.description


async def watched(memory: Store, folder: Path, day: Day, start: float, hours: float) -> Ran:
    ran, captioner, seen = Ran(), Scripted(), list[Event]()
    clock, began = asyncio.get_running_loop().time, asyncio.get_running_loop().time()

    async def send(event: Event) -> None:
        assert not isinstance(event, Failed), event
        seen.append(event)

    watch = Watch(captioner, memory, send, lambda: start + clock() - began)
    looking = asyncio.create_task(watch.run())
    for second, captioner.shown in enumerate(day.seconds(start, hours), 1):
        if shown := captioner.shown:
            watch.see(shown.frame)
            await measured(ran, seen)
            if second % SAMPLED == 0:
                ran.as_sent.append(len(shown.frame.jpeg))
                ran.small.append(len(sizes(shown.frame.jpeg).small))
        if second % HOUR == 0:
            ran.disk.append(on_disk(folder))
            ran.memory.append(resident())
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking
    return ran


async def measured(ran: Ran, seen: list[Event]) -> None:
    """The clock jumps a second as soon as nothing is left to be done about the frame."""
    began = time.perf_counter()
    await asyncio.sleep(1.0)
    took = 1e3 * (time.perf_counter() - began)
    ran.all.append(took)
    if any(isinstance(event, Seen) for event in seen):
        ran.kept.append(took)
    seen.clear()


async def a_day_later(memory: Store, end: float) -> list[float]:
    """A sentence is told every two minutes, and in the end forgotten: with each a little is folded, in milliseconds."""
    took = []
    for number in range(1, 27 * 30):
        began = time.perf_counter()
        await memory.add(Observation(end + 120.0 * number, "told", f"it is time {number}"))
        took.append(1e3 * (time.perf_counter() - began))
    await memory.forget(since=end + 60)
    return took


async def asked(memory: Store) -> dict[str, list[float]]:
    async def took(ask: Callable[[], Awaitable[object]]) -> float:
        began = time.perf_counter()
        await ask()
        return 1e3 * (time.perf_counter() - began)

    have = await memory.recent(limit=ROWS)
    await memory.load(observations(max(0, ROWS - len(have)), ("word", "page", "letter")))
    return {words: [await took(lambda words=words: memory.search(words)) for _ in range(TIMES)] for words in QUESTIONS}  # type: ignore[misc]


def scanned(file: Path) -> dict[str, list[float]]:
    """The baseline: each word anywhere in caption or text."""
    found: dict[str, list[float]] = {}
    with closing(sqlite3.connect(file)) as connection:
        for words in QUESTIONS:
            parts = plain(words).replace(":", "").replace(",", "").split()
            where = " AND ".join("(caption LIKE ? OR text LIKE ?)" for _ in parts)
            sql = f"SELECT id, time, caption, text FROM observation WHERE {where} ORDER BY time DESC LIMIT 20"
            values = [f"%{part}%" for part in parts for _ in range(2)]
            for _ in range(TIMES // 3):
                began = time.perf_counter()
                connection.execute(sql, values).fetchall()
                found.setdefault(words, []).append(1e3 * (time.perf_counter() - began))
    return found


def on_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def resident() -> int:
    """Bytes of this process in memory."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) * 1024


def grown(memory: Sequence[int]) -> float | None:
    """The share, above the fourth hour."""
    return max(memory[4:]) / memory[3] - 1 if len(memory) > 4 else None


async def live(folder: Path, data: Path | None, hours: float) -> tuple[Ran, dict[str, object], dict[str, list[float]]]:
    memory = Store.open(folder)
    start = time.time() - HOUR * hours
    ran = await watched(memory, folder, Day(data), start, hours)
    rows = len(await memory.recent(limit=ROWS))
    adds = await a_day_later(memory, start + HOUR * hours)
    left = len(await memory.recent(limit=ROWS))
    after: dict[str, object] = {
        "rows": rows,
        "rows a day later": left,
        "MB on disk": round(ran.disk[-1] / 1e6, 2),
        "MB on disk a day later": round(on_disk(folder) / 1e6, 2),
        "add while folding p50 ms": round(percentile(adds, 0.5), 2),
        "add while folding p99 ms": round(percentile(adds, 0.99), 2),
    }
    found = await asked(memory)
    memory.close()
    return ran, after, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ran, after, found = run(live(Path(folder), given.data, given.hours))
        scans = scanned(Path(folder) / FILE)
    result = {"benchmark": "long_run", "machine": machine(), "hours": given.hours, **summed(ran, found, scans), **after}
    print(machine())
    print_table(("", "figure"), [(name, str(value)) for name, value in result.items()])
    print("RESULT " + json.dumps(result))


def summed(ran: Ran, found: dict[str, list[float]], scans: dict[str, list[float]]) -> dict[str, object]:
    searches, likes = ([took for times in each.values() for took in times] for each in (found, scans))
    hourly = [later - earlier for earlier, later in zip([0, *ran.disk], ran.disk, strict=False)]
    growth = grown(ran.memory)
    every = [sum(sizes) / len(sizes) * HOUR / 1e6 for sizes in (ran.as_sent, ran.small)]
    return {
        "frames": len(ran.all),
        "dropped": round(1 - len(ran.kept) / len(ran.all), 3),
        "ingest p50 ms": round(percentile(ran.all, 0.5), 2),
        "ingest p95 ms": round(percentile(ran.all, 0.95), 2),
        "ingest of a kept frame p50 ms": round(percentile(ran.kept, 0.5), 2),
        "ingest of a kept frame p95 ms": round(percentile(ran.kept, 0.95), 2),
        "MB in memory, each hour": [round(size / 1e6, 1) for size in ran.memory],
        "grown after hour 4": round(growth, 3) if growth is not None else None,
        "MB on disk, each hour": [round(size / 1e6, 2) for size in hourly],
        "every frame as sent, MB an hour": round(every[0], 1),
        "every frame made small, MB an hour": round(every[1], 1),
        "search p95 ms": round(percentile(searches, 0.95), 2),
        "search p95 ms, slowest question": round(max(percentile(took, 0.95) for took in found.values()), 2),
        "LIKE p95 ms": round(percentile(likes, 0.95), 1),
    }


if __name__ == "__main__":
    main()
