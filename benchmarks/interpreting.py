"""From the last sample of what one says to the first sound that the other hears, with the models replaced by timers.

    python -m benchmarks.interpreting [--turns 20] [--known 0.6]

Session, sound, timers and reckoning are those of benchmarks/turns.py; here the session interprets between English and
Chinese, and each question is rendered instead of answered. "Words known early" when the share --known of their sound
was heard, "late" when all of it was; drafted at the pause: no words are known before, as with ears that give no partial
transcripts. Nothing drafted: the rendering is begun when the turn is over. Serial: the silence of the first row, then
one stage after the other. Published detector: serial, with 80 ms in place of the silence. In the last two the
microphone is held open with push-to-talk, so that nothing begins early.
"""

import argparse
import asyncio
import json
import os
from collections.abc import Sequence

from assistant.core import events
from assistant.core.values import SetMode
from benchmarks.table import machine, print_table
from benchmarks.timed_talk import END_OF_TURN, Caller, Silences, Talk, Turn, Way, talks
from benchmarks.turns import OVERHEAD_P50, OVERHEAD_P99, accounted, asked, beyond, figures, milliseconds, verdict

PAIR = ("en", "zh-Hant")


def ways(known: float) -> list[Way]:
    return [
        Way("words known early", known),
        Way("words known late", 1.0),
        Way("drafted at the pause"),
        Way("nothing drafted", drafts=False),
        Way("serial", silence=0.0),
        Way("published detector", silence=END_OF_TURN),
    ]


class Guest(Caller):
    """Has what is asked interpreted for somebody else."""

    async def converse(self, asked: Sequence[str], silences: Silences) -> list[Turn]:
        self.do(SetMode("interpreter", PAIR))
        await self.until(events.ReplyEnded)
        return await super().converse(asked, silences)


def measured(turns: int, known: float) -> dict[str, object]:
    """One way after the other, so that none is in the way of another."""
    tried = ways(known)
    waited = [turn.silence for turn in accounted(tried[0], turns, [None] * turns, Guest)]
    silences: list[Silences] = [waited if way.silence == 0 else [way.silence] * turns for way in tried]
    rows, heard, own = [], {}, {}
    for way, silent in zip(tried, silences, strict=True):
        due = accounted(way, turns, silent, Guest)
        (talk,) = asyncio.run(talks(way, [asked(turns)], silent, Guest))
        heard[way.name] = figures(milliseconds(talk.turns))
        own[way.name] = figures(beyond(talk.turns, due))
        rows.append(_row(way, talk, due))
    print_table(["heard by the other, ms", "p50", "p95", "p99", "silence p50", "p50 of silence and timers alone"], rows)
    first = own[tried[0].name]
    for name, target in (("p50", OVERHEAD_P50), ("p99", OVERHEAD_P99)):
        print(f"app's own {name}: {first[name]} ms, target {target}: {verdict(first[name], target)}")
    return {"turns": turns, "known": known, "heard_ms": heard, "own_ms": first}


def _row(way: Way, talk: Talk, due: Sequence[Turn]) -> list[str]:
    heard = figures(milliseconds(talk.turns))
    silence = figures([turn.silence * 1000 for turn in talk.turns])["p50"]
    return [way.name, *map(str, (*heard.values(), silence, figures(milliseconds(due))["p50"]))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--known", type=float, default=0.6, help="share of a word's sound after which it is known")
    options = parser.parse_args()
    before = os.getloadavg()[0]
    print(machine())
    result = measured(options.turns, options.known)
    load = [round(before, 1), round(os.getloadavg()[0], 1)]
    print(f"load of this machine, one minute: {load[0]} before, {load[1]} after")
    print("RESULT", json.dumps(result | {"load": load}))


if __name__ == "__main__":
    main()
