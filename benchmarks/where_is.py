"""Is the right memory found when one person described a place and another asks for the thing in it?

    python -m benchmarks.where_is --data FILE [--embedder transformers:FOLDER] [--show]

FILE: questions of OpenEQA (facebookresearch/open-eqa) as JSON. Its 'object localization' rows ask where a thing is and
bring four more people's answers. For each of the four the memory of all episodes together holds one observation a
row, "the thing: that person's answer."; the question is asked as its asker wrote it. A hit is that row's observation
and no other; a table of four runs' means.

* all at once: every question is asked when all of it is remembered. The same thing is asked for in several homes, and
  nothing in question or memory says which home is meant: the ceiling beside it is what no system can pass.
* in its own time: episodes in the order of the file, a day apart, and each question right after its episode. Another,
  easier condition.
* answers alone: the same without the name of the thing, which shows what the name is worth.

Baseline: bm25 of SQLite's FTS5 over the words of the raw question. "lexical vectors" stand in for an embedder: hashed
character trigrams of caption and question, no learned weights; they show that the fusion works and what it costs, not
what pictures would add. --embedder compares captions with questions by its text tower: there are no pictures here.
Rows are parted by their ids into tune and test halves; constants were chosen on the tune half.
"""

import argparse
import asyncio
import hashlib
import io
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assistant.core.ports import Embedder
from assistant.core.values import Observation
from benchmarks.table import machine, print_table
from memory.finding.naming import normal
from memory.store import Store
from models import registry
from models.wants import Wants

PEOPLE = 4
DAY, MINUTE = 86_400.0, 60.0
DIMENSIONS = 1024  # of the lexical vectors

# What is asked about, by the form of the question; the first that fits.
_VERB = "leave|left|put|keep|kept|find|see"
THING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^where(?:'?s| is| are| was| were)? (?:did|can|do) (?:i|you|we|one) (?:{_VERB}) (.+)$",
        r"^where(?:'?s| is| are| was| were)? (.+?)(?: is)?(?: (?:located|kept|drawn|displayed))?$",
        r"^(?:in |on )?(?:which|what) (?:room|floor) (?:is|are) (.+?)(?: (?:in|on|closest to))?$",
        r"^(?:in |on )?(?:which|what) (?:room|floor) (?:do|should) (?:i|you) (?:go to )?see (.+)$",
        r"^(?:in |on )?(?:which|what) \w+ has (.+?) on it$",
        r"^.*which side is (.+?) on$",
        r"^have you seen (.+)$",
        r"^how can i get to (.+)$",
        r"^which (.+)$",
        r"^(.+)$",
    )
)
_ARTICLE = re.compile(r"^(?:the|a|an|my)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    question: str
    thing: str
    answers: tuple[str, ...]
    episode: str
    tune: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of at most five observations for each question, best first."""

    name: str
    ids: list[list[int]]


Ask = Callable[[str, float | None], Awaitable[list[int]]]  # question, asked when; None: when all is remembered


def thing(question: str) -> str:
    words = question.strip().rstrip("?. ")
    found = next(match for pattern in THING if (match := pattern.match(words)))
    return _ARTICLE.sub("", found[1]).strip()


def rows(file: Path) -> list[Row]:
    kept = [one for one in json.loads(file.read_text("utf-8")) if one["category"] == "object localization"]
    return [
        Row(
            one["question"],
            thing(one["question"]),
            tuple(one["extra_answers"][:PEOPLE]),
            one["episode_history"],
            hashlib.sha1(one["question_id"].encode()).digest()[0] % 2 == 0,
        )
        for one in kept
        if len(one.get("extra_answers", ())) >= PEOPLE
    ]


def moments(asked: Sequence[Row]) -> list[float]:
    """When each row was seen: episodes a day apart, rows of one a minute."""
    days = {episode: number for number, episode in enumerate(dict.fromkeys(row.episode for row in asked), 1)}
    within: Counter[str] = Counter()
    times = []
    for row in asked:
        times.append(DAY * days[row.episode] + MINUTE * within[row.episode])
        within[row.episode] += 1
    return times


def captions(asked: Sequence[Row], person: int, *, named: bool) -> list[str]:
    said = [row.answers[person].strip().rstrip(".") for row in asked]
    return [f"{row.thing}: {words}." if named else f"{words}." for row, words in zip(asked, said, strict=True)]


def trigrams(texts: Iterable[str]) -> NDArray[np.float32]:
    """float32[n, DIMENSIONS], unit vectors: how often each hashed character trigram occurs."""
    vectors = np.full((len(texts := list(texts)), DIMENSIONS), 1e-6, np.float32)
    for vector, text in zip(vectors, texts, strict=True):
        padded = f"  {' '.join(re.findall(r'[a-z0-9]+', text.lower()))}  "
        for at in range(len(padded) - 2):
            vector[
                int.from_bytes(hashlib.blake2b(padded[at : at + 3].encode(), digest_size=4).digest()) % DIMENSIONS
            ] += 1
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


class Trigrams:
    name = "lexical vectors"

    async def embed(self, items: Sequence[object]) -> NDArray[np.float32]:
        return trigrams(str(item) for item in items)


def bm25(written: Sequence[str], times: Sequence[float]) -> tuple[Ask, Callable[[], None]]:
    """Any of the question's words, no stop words, no word forms; newest first among equals."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5 (caption, time UNINDEXED)")
    database.executemany("INSERT INTO words (caption, time) VALUES (?, ?)", zip(written, times, strict=True))

    async def ask(question: str, now: float | None) -> list[int]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        sql = "SELECT rowid FROM words WHERE words MATCH ? AND time < ? ORDER BY bm25(words), rowid DESC LIMIT 5"
        return [id for (id,) in database.execute(sql, (words, now or 1e12))]

    return ask, database.close


def grey() -> bytes:
    """A picture for a vector to belong to."""
    out = io.BytesIO()
    Image.new("RGB", (16, 12)).save(out, "JPEG")
    return out.getvalue()


async def remembered(written: Sequence[str], times: Sequence[float], embedder: Embedder | None) -> Store:
    """Row n has id n + 1."""
    memory = Store.open(None)
    seen = (Observation(time, "camera", words, picture=grey()) for words, time in zip(written, times, strict=True))
    await memory.load(seen)
    if embedder:
        for id, vector in enumerate(await embedder.embed(list(written)), 1):
            await memory.embed(id, embedder.name, vector)
    return memory


def recalled(memory: Store, embedder: Embedder | None) -> Ask:
    async def ask(question: str, now: float | None) -> list[int]:
        near = (embedder.name, (await embedder.embed([question]))[0]) if embedder else None
        return [one.id for one in await memory.recall(question, until=now, limit=5, near=near)]

    return ask


def nearest(memory: Store, embedder: Embedder) -> Ask:
    async def ask(question: str, now: float | None) -> list[int]:
        (vector,) = await embedder.embed([question])
        found = await memory.nearest(embedder.name, vector, 1000)
        return [one.id for one, _ in found if now is None or one.time < now][:5]

    return ask


async def answered(asked: Sequence[Row], times: Sequence[float], ask: Ask, *, own_time: bool) -> list[list[int]]:
    ends = {row.episode: time for row, time in zip(asked, times, strict=True)}
    return [await ask(row.question, ends[row.episode] + MINUTE if own_time else None) for row in asked]


def hits(found: Sequence[Sequence[int]], of: Sequence[int], most: int) -> float:
    """The share of the rows `of` (numbers) whose own observation is among the first `most`."""
    return sum(row + 1 in found[row][:most] for row in of) / max(1, len(of))


def same_memory(found: Sequence[Sequence[int]], of: Sequence[int], most: int, written: Sequence[str]) -> float:
    """As `hits`, where an observation that says word for word the same counts as well."""
    said = [normal(words) for words in written]
    return sum(any(said[id - 1] == said[row] for id in found[row][:most]) for row in of) / max(1, len(of))


def ceiling(asked: Sequence[Row], of: Sequence[int], most: int, *, own_time: bool) -> float:
    """What no system can pass, strictly: of n rows that ask for one and the same thing `most` can be right.

    In its own time only rows of the same episode are alike: of the others the newest is meant.
    """
    keys = [(normal(row.thing), row.episode if own_time else "") for row in asked]
    alike = Counter(keys)
    return sum(min(1.0, most / alike[keys[row]]) for row in of) / max(1, len(of))


CONDITIONS = (("all at once", True, False), ("in its own time", True, True), ("answers alone", False, False))


async def measure(asked: Sequence[Row], embedders: Sequence[Embedder]) -> list[dict[str, object]]:
    """A line for each condition and system: means over the people."""
    times = moments(asked)
    halves = {"all": range(len(asked))} | {
        name: [at for at, row in enumerate(asked) if row.tune == tune]
        for name, tune in (("tune", True), ("test", False))
    }
    lines: list[dict[str, object]] = []
    for condition, named, own_time in CONDITIONS:
        runs = [
            await _run(asked, times, captions(asked, person, named=named), embedders, own_time)
            for person in range(PEOPLE)
        ]
        for number, one in enumerate(runs[0]):
            found = [run[number].ids for run in runs]
            line: dict[str, object] = {"condition": condition, "system": one.name}
            for half, of in halves.items():
                for most in (1, 5):
                    line[f"{half}@{most}"] = round(float(np.mean([hits(ids, of, most) for ids in found])), 3)
            for most in (1, 5):
                written = [captions(asked, person, named=named) for person in range(PEOPLE)]
                same = [same_memory(ids, halves["all"], most, said) for ids, said in zip(found, written, strict=True)]
                line[f"same words@{most}"] = round(float(np.mean(same)), 3)
                line[f"ceiling@{most}"] = round(ceiling(asked, halves["all"], most, own_time=own_time), 3)
            lines.append(line)
    return lines


async def _run(
    asked: Sequence[Row], times: Sequence[float], written: Sequence[str], embedders: Sequence[Embedder], own_time: bool
) -> list[Found]:
    ask, close = bm25(written, times)
    found = [Found("bm25", await answered(asked, times, ask, own_time=own_time))]
    close()
    for embedder in (None, *embedders):
        with closing(await remembered(written, times, embedder)) as memory:
            name = f"recall + {embedder.name}" if embedder else "recall"
            found.append(Found(name, await answered(asked, times, recalled(memory, embedder), own_time=own_time)))
            if embedder:
                alone = await answered(asked, times, nearest(memory, embedder), own_time=own_time)
                found.append(Found(f"{embedder.name} alone", alone))
    return found


class Known:
    """What an embedder makes of each text, asked for once: the runs share questions and many captions."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    async def embed(self, items: Sequence[object]) -> NDArray[np.float32]:
        texts = [str(item) for item in items]
        if new := [text for text in dict.fromkeys(texts) if text not in self._vectors]:
            self._vectors |= zip(new, await self._embedder.embed(new), strict=True)
        return np.array([self._vectors[text] for text in texts], np.float32)


async def everything(asked: Sequence[Row], name: str) -> list[dict[str, object]]:
    """Raises SettingsError, ModelError."""
    if not name:
        return await measure(asked, [Trigrams()])
    with closing(Store.open(None)) as memory:
        backend = registry.embedder(name, Wants(memory, report=lambda progress: None, offline=True))
        with closing(backend):
            await backend.load()
            if (embedder := backend.part()) is None:
                raise SystemExit(f"{name} could not be loaded")
            known = Known(embedder)
            await known.embed([row.question for row in asked])
            return await measure(asked, [Trigrams(), known])


def show(asked: Sequence[Row]) -> None:
    for row in asked:
        print(f"{row.question.strip()} -> {row.thing}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/openeqa_dev.json"), help="OpenEQA, JSON")
    parser.add_argument("--embedder", default="", help="transformers:FOLDER with CLIP or SigLIP")
    parser.add_argument("--show", action="store_true", help="print the thing taken from each question")
    given = parser.parse_args()
    if not given.data.is_file():
        raise SystemExit(f"There is no {given.data}: --data takes the questions of OpenEQA.")
    asked = rows(given.data)
    if given.show:
        show(asked)
    alike = Counter(normal(row.thing) for row in asked)
    shared = sum(count for count in alike.values() if count > 1)
    episodes, tuned = len({row.episode for row in asked}), sum(row.tune for row in asked)
    print(f"{machine()}; {len(asked)} rows of {episodes} episodes, {tuned} of them to tune on")
    print(f"{shared} rows ask for a thing that another row asks for by the same name\n")
    lines = asyncio.run(everything(asked, given.embedder))
    print_table(list(lines[0]), [[str(value) for value in line.values()] for line in lines])
    print("RESULT " + json.dumps({"benchmark": "where_is", "machine": machine(), "rows": len(asked), "lines": lines}))


if __name__ == "__main__":
    main()
