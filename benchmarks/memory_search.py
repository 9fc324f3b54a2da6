"""How long a question to the memory takes, at 10 000, 100 000 and 1 000 000 observations.

    python -m benchmarks.memory_search [--rows 10000 100000 1000000] [--data FILE] [--memory postgresql://…]

Rows are captions of things and places with some read text, in English and Chinese, built through `Store.load`
in a temporary folder; no pictures. --data names a text file whose words are mixed in. The baseline beside it is what
one would write without an index: LIKE '%word%' over caption, text and boxes of the same file, newest first.
"""

import argparse
import asyncio
import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np

from assistant.core.values import Box, Observation, Taught
from benchmarks.table import machine, percentile, print_table
from memory.finding.naming import plain
from memory.store import FILE, Store

THINGS = (
    "cup",
    "pen",
    "book",
    "lamp",
    "chair",
    "bottle",
    "bag",
    "phone",
    "cable",
    "plant",
    "bowl",
    "towel",
    "shoe",
    "jacket",
    "basket",
    "clock",
    "mug",
    "plate",
)
PLACES = ("desk", "shelf", "piano", "drawer", "sofa", "window", "table", "floor", "kitchen", "bed")
CHINESE = ("杯子", "鉛筆", "書", "檯燈", "椅子", "瓶子", "背包", "手機")
CHINESE_PLACES = ("桌上", "鋼琴上", "抽屜裡", "沙發上", "窗邊")
RARE_EVERY = 5_000  # rows: "sextant", 「陀螺」 and the taught thing are this rare; "cup" is in about one of twenty
RECALLED = {
    "recall, rare word": "where did I leave my sextant?",
    "recall, common word": "where is the cup?",
    "recall, common words": "where is the cup on the piano?",
    "recall, many words": "have you seen the blue mug next to the desk lamp on the table?",
    "recall, Chinese": "我的鉛筆在哪裡？",
    "recall, word not there": "where is my zeppelin?",
}
LAST = 10_000_000.0  # Unix seconds of the newest row; one every 4 s before it

QUESTIONS = {
    "rare word": "sextant",
    "common word": "cup",
    "two words": "cup piano",
    "Chinese word": "陀螺",
    "word not there": "zeppelin",
}


def observations(rows: int, extra: Sequence[str]) -> Iterator[Observation]:
    """The same for the same numbers. Simplified already, so that the baseline has a chance on Chinese."""
    dice = random.Random(1)
    for number in range(rows):
        moment = LAST - 4.0 * (rows - number)
        if number % 4 == 3:
            caption = f"{dice.choice(CHINESE)}在{dice.choice(CHINESE_PLACES)}"
        else:
            one, other = dice.choice(THINGS), dice.choice(THINGS)
            caption = f"{one}: on the {dice.choice(PLACES)}. {other}: on the {dice.choice(PLACES)}."
        text = " ".join(dice.choice(extra) for _ in range(12)) if number % 8 == 0 else ""
        if number % RARE_EVERY == RARE_EVERY // 2:
            box = Box("astrolabe", 0.1, 0.1, 0.4, 0.4, 0.8)
            yield Observation(moment, "camera", f"sextant: on the {dice.choice(PLACES)}. 陀螺", text, (box,))
        else:
            yield Observation(moment, "camera", plain(caption), text)


async def timed(ask: Callable[[], Awaitable[object]], times: int) -> tuple[float, float]:
    """Milliseconds: the middle one, and the one that 95 of 100 do not exceed."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        await ask()
        took.append(1e3 * (time.perf_counter() - began))
    return percentile(took, 0.5), percentile(took, 0.95)


async def asked(memory: Store, rows: int, times: int) -> dict[str, tuple[float, float]]:
    def searching(words: str) -> Callable[[], Awaitable[object]]:
        return lambda: memory.search(words)

    def recalling(words: str, until: float | None = None) -> Callable[[], Awaitable[object]]:
        return lambda: memory.recall(words, until=until)

    middle = LAST - 2.0 * rows
    return {
        **{name: await timed(searching(words), times) for name, words in QUESTIONS.items()},
        **{name: await timed(recalling(words), times) for name, words in RECALLED.items()},
        "recall, common words, older half": await timed(recalling("the cup on the piano", middle), times),
        "common word, older half": await timed(lambda: memory.search("cup", until=middle), times),
        "stays, taught": await timed(lambda: memory.stays("astrolabe"), times),
        "stays, part of a name": await timed(lambda: memory.stays("铅"), times),
        "stays, never seen": await timed(lambda: memory.stays("my zeppelin"), times),
        "stays, common": await timed(lambda: memory.stays("the lamp"), times),
        "stays, common, older half": await timed(lambda: memory.stays("the lamp", until=middle), times),
        "contents": await timed(lambda: memory.contents("the piano"), times),
        "recent, 50 rows": await timed(memory.recent, times),
    }


def scanned(file: Path, times: int) -> dict[str, tuple[float, float]]:
    """The baseline; a word may be in any of three columns, all words must be there."""
    words = {**QUESTIONS, "stays, taught": "astrolabe", "stays, never seen": "zeppelin"}
    with closing(sqlite3.connect(file)) as connection:
        return {name: _scan(connection, plain(asked).split(), times) for name, asked in words.items()}


def _scan(connection: sqlite3.Connection, words: Sequence[str], times: int) -> tuple[float, float]:
    where = " AND ".join("(caption LIKE ? OR text LIKE ? OR boxes LIKE ?)" for _ in words)
    sql = f"SELECT id, time, source, caption, text, boxes FROM observation WHERE {where} ORDER BY id DESC LIMIT 20"
    values = [f"%{word}%" for word in words for _ in range(3)]
    took = []
    for _ in range(times):
        began = time.perf_counter()
        connection.execute(sql, values).fetchall()
        took.append(1e3 * (time.perf_counter() - began))
    return percentile(took, 0.5), percentile(took, 0.95)


async def added(memory: Store, times: int) -> dict[str, tuple[float, float]]:
    frame = cv2.GaussianBlur(np.random.default_rng(1).integers(0, 255, (576, 768, 3), np.uint8), (0, 0), 3)
    jpeg = bytes(cv2.imencode(".jpg", frame)[1])
    moments = iter(range(10**9))

    def add(picture: bytes) -> Awaitable[object]:
        number = next(moments)
        return memory.add(Observation(LAST + 100.0 * number, "camera", f"cup: on shelf {number}.", picture=picture))

    return {
        "add, words only": await timed(lambda: add(b""), times),
        "add, with a 768x576 picture": await timed(lambda: add(jpeg), times),
    }


def opened(address: str, folder: Path) -> Store:
    """In `folder`, or at `address` as the memory of a user of its own."""
    if not address:
        return Store.open(folder)
    from memory.postgres.opening import open_store

    return open_store(address, "benchmark")


async def measure(rows: int, extra: Sequence[str], times: int, address: str) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        memory = opened(address, Path(folder))
        await memory.forget_everything()
        began = time.perf_counter()
        await memory.load(observations(rows, extra))
        built = time.perf_counter() - began
        await memory.teach(Taught("astrolabe", (b"png",), 100, 1.0))
        ours = await asked(memory, rows, times) | await added(memory, times)
        newest = (await memory.recent(limit=1))[0]
        ours["forget one"] = await timed(lambda: memory.forget(ids=[newest.id]), 1)
        if address:
            await memory.forget_everything()
        memory.close()
        file = Path(folder) / FILE
        scans = {} if address else scanned(file, 3 if rows > 100_000 else 10)
        size = 0.0 if address else file.stat().st_size / 1e6
    print(f"\n{rows:,} rows, built in {built:.1f} s ({rows / built:,.0f} a second), {size:.0f} MB\n")
    print_table(("question", "p50 ms", "p95 ms", "LIKE p50 ms"), [_line(name, ours[name], scans) for name in ours])
    return {
        "seconds to build": round(built, 1),
        "megabytes": round(size, 1),
        "p50 and p95 ms": {name: [round(took, 3) for took in pair] for name, pair in ours.items()},
        "LIKE p50 ms": {name: round(p50, 3) for name, (p50, _) in scans.items()},
    }


def _line(name: str, ours: tuple[float, float], scans: dict[str, tuple[float, float]]) -> tuple[str, ...]:
    return name, f"{ours[0]:.2f}", f"{ours[1]:.2f}", f"{scans[name][0]:.1f}" if name in scans else ""


def words_of(file: Path | None) -> list[str]:
    return plain(file.read_text("utf-8")).split()[:100_000] if file else [f"word{number}" for number in range(20_000)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--times", type=int, default=100, help="how often each question is asked")
    parser.add_argument("--data", type=Path, help="a text file whose words are mixed in")
    parser.add_argument("--memory", default="", help="postgresql://…: the memory there, without the baseline")
    given = parser.parse_args()
    print(machine())
    extra = words_of(given.data)
    result = {str(rows): asyncio.run(measure(rows, extra, given.times, given.memory)) for rows in given.rows}
    print("RESULT " + json.dumps({"benchmark": "memory_search", "machine": machine(), "rows": result}))


if __name__ == "__main__":
    main()
