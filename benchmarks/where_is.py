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
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.core.ports import Embedder
from benchmarks.finders import Ask, Known, Trigrams, bm25, nearest, recalled, remembered
from benchmarks.openeqa import MINUTE, PEOPLE, Row, captions, ceiling, hits, moments, rows, same_memory
from benchmarks.table import machine, print_table
from memory.finding.naming import normal
from memory.store import Store
from models import registry
from models.wants import Wants

CONDITIONS = (("all at once", True, False), ("in its own time", True, True), ("answers alone", False, False))


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of at most five observations for each question, best first."""

    name: str
    ids: list[list[int]]


async def answered(asked: Sequence[Row], times: Sequence[float], ask: Ask, *, own_time: bool) -> list[list[int]]:
    ends = {row.episode: time for row, time in zip(asked, times, strict=True)}
    return [await ask(row.question, ends[row.episode] + MINUTE if own_time else None) for row in asked]


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
