"""Where is it, and where was it before that, after days of moving things about: the object ledger against two guesses.

    python -m benchmarks.moves [--data FILE] [--write FILE] [--seed N] [--days N]

Days are generated (`benchmarks/days.py`) without caption noise and with 20 %, from sentences that the parser was tuned
on and from sentences that it never saw; each is loaded into a real store, and `stays` is asked for every thing that was
in view at all. True is where it was last in view, or last told to be, and the other place before that. --data reads
days of the same shape from a file, as --write writes them. Two baselines beside it: the place in the newest sentence
that holds the thing's name, and the place that stands most often in sentences that hold it.
"""

import argparse
import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from assistant.core.values import Observation, Source
from benchmarks.days import SLIPS, Day, Seen, Truth, days
from benchmarks.homes import Half
from benchmarks.table import machine, print_table
from memory.finding.naming import plain
from memory.store import Store

NOISES = (0.0, 0.2)
_SENTENCES = re.compile(r"(?<=[.。!?])\s*")


@dataclass
class Score:
    """Of `asked` things, how many latest places were right; of `moved` ones, how many places before."""

    asked: int = 0
    latest: int = 0
    moved: int = 0
    before: int = 0

    def add(self, truth: Truth, latest: str | None, before: str | None) -> None:
        self.asked += 1
        self.latest += latest == truth.latest
        if truth.before is not None:
            self.moved += 1
            self.before += before == truth.before

    def shares(self) -> tuple[float, float]:
        return self.latest / max(1, self.asked), self.before / max(1, self.moved)


def place_in(words: str, day: Day) -> str | None:
    """Which of the day's places is named first, by its longest wording."""
    edge = r"\b" if day.language == "en" else ""
    found = [
        (at.start(), -len(wording), place)
        for place, wordings in day.places.items()
        for wording in wordings
        if (at := re.search(f"{edge}{plain(wording)}{edge}", words))
    ]
    return min(found)[2] if found else None


async def ours(day: Day, failures: list[str]) -> Score:
    memory = Store.open(None)
    try:
        await memory.load(Observation(one.time, cast(Source, one.source), one.caption) for one in day.observations)
        score = Score()
        for truth in day.truths:
            stays = await memory.stays(truth.thing)
            named = [place_in(plain(stay.place), day) for stay in stays[:2]] + [None, None]
            score.add(truth, named[0], named[1])
            if named[0] != truth.latest or (truth.before and named[1] != truth.before):
                failures.append(f"{truth} -> {[(stay.thing, stay.place) for stay in stays[:3]]}")
        return score
    finally:
        memory.close()


def guessed(day: Day, *, newest: bool) -> Score:
    """The baselines: they know sentences that hold the name as it is asked."""
    score = Score()
    sentences = [plain(one) for seen in day.observations for one in _SENTENCES.split(seen.caption)]
    for truth in day.truths:
        places = list(_places(plain(truth.thing), sentences, day))
        if not newest:
            places = [place for place, _ in reversed(Counter(places).most_common(2))]
        others = [place for place in places if places and place != places[-1]]
        score.add(truth, places[-1] if places else None, others[-1] if others else None)
    return score


def _places(name: str, sentences: Sequence[str], day: Day) -> Iterator[str]:
    for sentence in sentences:
        if name in sentence and (place := place_in(sentence, day)):
            yield place


def together(scores: Sequence[Score]) -> Score:
    return Score(*(sum(asdict(one)[name] for one in scores) for name in asdict(Score())))


HALVES: tuple[Half, ...] = ("tuned", "unseen")


def generated(seed: int, count: int) -> list[Day]:
    return [day for half in HALVES for noise in NOISES for day in days(half, noise, count, seed)]


def read(file: Path) -> list[Day]:
    return [
        Day(
            **{
                **day,
                "observations": [Seen(**one) for one in day["observations"]],
                "truths": [Truth(**one) for one in day["truths"]],
            }
        )
        for day in json.loads(file.read_text("utf-8"))
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="days as --write writes them, instead of generated ones")
    parser.add_argument("--write", type=Path, help="writes the generated days as JSON and ends")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=8, help="of each half and each noise")
    parser.add_argument("--failures", choices=("tuned", "unseen"), help="prints what went wrong in one half")
    given = parser.parse_args()
    every = read(given.data) if given.data else generated(given.seed, given.days)
    if given.write:
        given.write.write_text(json.dumps([asdict(day) for day in every], ensure_ascii=False), "utf-8")
        return
    print(f"{machine()}; a slip is: " + ", ".join(f"{name} {share:.0%}" for name, share in SLIPS.items()) + "\n")
    result = asyncio.run(measure(every, given.failures))
    print("RESULT " + json.dumps({"benchmark": "moves", "machine": machine(), "shares": result}))


async def measure(every: Sequence[Day], failures_of: str | None) -> dict[str, dict[str, list[float]]]:
    rows, result = [], {}
    for half, noise in dict.fromkeys((day.half, day.noise) for day in every):
        some = [day for day in every if (day.half, day.noise) == (half, noise)]
        failures: list[str] = []
        began = time.perf_counter()
        scores = {"ledger": together([await ours(day, failures) for day in some])}
        took = time.perf_counter() - began
        scores["newest sentence"] = together([guessed(day, newest=True) for day in some])
        scores["most frequent"] = together([guessed(day, newest=False) for day in some])
        name = f"{half}, {noise:.0%} noise"
        result[name] = {who: [round(share, 4) for share in score.shares()] for who, score in scores.items()}
        for who, score in scores.items():
            latest, before = score.shares()
            rows.append((name, who, f"{score.asked}", f"{latest:.1%}", f"{score.moved}", f"{before:.1%}"))
        if half == failures_of:
            print("\n".join(failures[:60]), f"({took:.0f} s)\n")
    print_table(("sentences", "who", "asked", "latest place right", "moved", "before that right"), rows)
    return result


if __name__ == "__main__":
    main()
