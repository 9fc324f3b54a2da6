"""How long forgetting takes until nothing is left in any file, at 10 000 and 100 000 observations.

    python -m benchmarks.forgetting [--rows 10000 100000] [--folder FOLDER]

Each row is a caption of two things with their places, one every 4 s, built through `Store.load` in a temporary
folder, or one in FOLDER where another disk is to be measured; every tenth has a picture of 15 KB. Each case begins with
a copy of it. The baseline beside it is what one would write without a second thought: DELETE and COMMIT, with SQLite's
`secure_delete` on. Of both it is counted how many of the rows' own words, and how often the name of the thing, can
still be read in the folder's files. Of a row that names other things as well ours keeps those.
"""

import argparse
import asyncio
import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from assistant.core.values import Observation
from benchmarks.memory_search import LAST, observations, words_of
from benchmarks.table import machine, print_table
from memory.store import FILE, Store

MINUTES = 10
PICTURE_EVERY = 10  # rows
RARE_EVERY = 1_000  # rows that name the sextant

Forget = Callable[[Store], Awaitable[object]]
MINUTES_AGO = LAST - 60 * MINUTES
CASES: dict[str, tuple[Forget, str, str]] = {  # how, which rows in SQL, the name of the thing
    "one memory": (lambda memory: memory.forget(ids=[1]), "id = 1", ""),
    f"the last {MINUTES} minutes": (lambda memory: memory.forget(since=MINUTES_AGO), f"time >= {MINUTES_AGO}", ""),
    "a rare thing": (lambda memory: memory.forget(thing="my sextant"), "caption LIKE '%sextant%'", "sextant"),
    "a common thing": (lambda memory: memory.forget(thing="the lamp"), "caption LIKE '%lamp%'", "lamp"),
    "everything": (lambda memory: memory.forget_everything(), "1", ""),
}


def canary(number: int) -> str:
    return f"zq{number * 7919:09d}"


def marked(rows: int) -> Iterator[Observation]:
    frame = cv2.GaussianBlur(np.random.default_rng(1).integers(0, 255, (360, 480, 3), np.uint8), (0, 0), 3)
    jpeg = bytes(cv2.imencode(".jpg", frame)[1])
    for number, one in enumerate(observations(rows, words_of(None))):
        caption = f"{'sextant' if number % RARE_EVERY == 500 else ''} {one.caption}".strip()
        picture = jpeg if number % PICTURE_EVERY == 0 else b""
        yield replace(one, caption=caption, text=f"{one.text} {canary(number)}", picture=picture)


def found(folder: Path, numbers: list[int], name: str) -> int:
    """How often the name, or how many of the canaries where there is none, can still be read in some file."""
    bytes_of_all = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.suffix != ".jpg")
    if name:
        return bytes_of_all.lower().count(name.encode())
    return sum(canary(number)[2:].encode() in bytes_of_all for number in numbers)


def ours(folder: Path, forget: Forget) -> float:
    """Milliseconds until it is done."""
    with closing(Store.open(folder)) as memory:
        began = time.perf_counter()
        asyncio.run(_awaited(forget(memory)))
        return 1e3 * (time.perf_counter() - began)


async def _awaited(work: Awaitable[object]) -> None:
    await work


def plainly(folder: Path, where: str) -> float:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        for pragma in ("journal_mode = WAL", "secure_delete = ON", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        began = time.perf_counter()
        with connection:
            connection.execute(f"DELETE FROM words WHERE rowid IN (SELECT id FROM observation WHERE {where})")
            connection.execute(f"DELETE FROM observation WHERE {where}")
        return 1e3 * (time.perf_counter() - began)


def compared(built: Path, folder: Path, forget: Forget, where: str, name: str) -> dict[str, float]:
    with closing(sqlite3.connect(built / FILE)) as connection:
        gone = [id - 1 for (id,) in connection.execute(f"SELECT id FROM observation WHERE {where}")]
    result: dict[str, float] = {"rows": len(gone)}
    ways: dict[str, Callable[[Path], float]] = {
        "ours": lambda at: ours(at, forget),
        "DELETE": lambda at: plainly(at, where),
    }
    for way, act in ways.items():
        copy = folder / "copy"
        shutil.copytree(built, copy)
        result[f"{way} ms"] = round(act(copy), 1)
        result[f"{way} found"] = found(copy, gone[:: max(1, len(gone) // 1000)], name)
        shutil.rmtree(copy)
    return result


def measure(rows: int, parent: Path | None) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory(dir=parent) as name:
        folder, built = Path(name), Path(name) / "built"
        with closing(Store.open(built)) as memory:
            asyncio.run(memory.load(marked(rows)))
        size = (built / FILE).stat().st_size / 1e6
        result = {case: compared(built, folder, *how) for case, how in CASES.items()}
    print(f"\n{rows:,} rows, {size:.0f} MB and {rows // PICTURE_EVERY:,} pictures\n")
    columns = ("rows", "ours ms", "ours found", "DELETE ms", "DELETE found")
    print_table(
        ("forget", *columns), [(case, *(f"{found[column]:g}" for column in columns)) for case, found in result.items()]
    )
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where the memory is built")
    given = parser.parse_args()
    print(machine())
    result = {str(rows): measure(rows, given.folder) for rows in given.rows}
    print("RESULT " + json.dumps({"benchmark": "forgetting", "machine": machine(), "rows": result}))


if __name__ == "__main__":
    main()
