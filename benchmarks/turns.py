"""From the last sample of a spoken question to the first sound of the reply, with the models replaced by timers.

    python -m benchmarks.turns [--turns 30] [--known 0.6]
    python -m benchmarks.turns --sessions 4 [--turns 18]

The real session, listening, drafting and SQLite memory on a real event loop; packets of 20 ms come at real time. The
timers are the published times that the issue "Conversation at human speed" gives: an end-of-turn detector 80 ms, a
transcript 24 (also of the words so far), a first token 200, a first sound 200. The rest of the first sentence comes
with its first token. Loudness stands for the voice detector.

What overlap wins depends on how early a word is known, which is an assumption (benchmarks/questions.py): "words known
early" when the share --known of its sound was heard, "words known late" when all of it was. "& detector": the 80 ms of
the detector begin at the soft pause and count beside the session's own silence. Drafted at the pause: no words are
known before. Nothing drafted: the answer is begun when the turn is over. Serial: the silence of the first row, then one
stage after the other. Published detector: serial, with 80 ms in place of the silence. In the last two the microphone is
held open with push-to-talk, so that nothing begins early, and let go of at that moment.

What the timers and the silence account for is the same script on a clock that jumps, where what the app itself does
takes no time; the rest is the app's own. Of fewer than 100 turns p99 is the slowest. --sessions: as many conversations
at once in one process, beside one alone; each asks the same, in an order of its own.
"""

import argparse
import asyncio
import itertools
import json
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from benchmarks.questions import QUESTIONS
from benchmarks.table import machine, percentile, print_table
from benchmarks.timed_talk import END_OF_TURN, Caller, Silences, Talk, Turn, Way, talks
from tests.clock import run as run_jumping

HEARD, OVERHEAD_P50, OVERHEAD_P99, CROWDED = 320, 15, 50, 1.5  # targets: ms, ms, ms, times the p95 of one alone


def ways(known: float) -> list[Way]:
    return [
        Way("words known early", known),
        Way("words known early & detector", known, detector=True),
        Way("words known late", 1.0),
        Way("words known late & detector", 1.0, detector=True),
        Way("drafted at the pause"),
        Way("nothing drafted", drafts=False),
        Way("serial", silence=0.0),
        Way("published detector", silence=END_OF_TURN),
    ]


def asked(turns: int) -> list[str]:
    return list(itertools.islice(itertools.cycle(QUESTIONS), turns))


def accounted(way: Way, turns: int, silences: Silences, kind: type[Caller] = Caller) -> Sequence[Turn]:
    """What the timers and the silence make of a conversation in which the app takes no time."""
    return run_jumping(talks(way, [asked(turns)], silences, kind))[0].turns


def beside(others: Sequence[Way], turns: int, silences: Sequence[Silences]) -> list[Talk]:
    """The other ways, at once."""

    async def together() -> list[Talk]:
        each = zip(others, silences, strict=True)
        talked = await asyncio.gather(*(talks(way, [asked(turns)], silent) for way, silent in each))
        return [talk for (talk,) in talked]

    return asyncio.run(together())


def milliseconds(turns: Sequence[Turn]) -> list[float]:
    return [turn.heard * 1000 for turn in turns]


def beyond(turns: Sequence[Turn], due: Sequence[Turn]) -> list[float]:
    """What each reply took longer than silence and timers account for, milliseconds."""
    return [was - should for was, should in zip(milliseconds(turns), milliseconds(due), strict=True)]


def figures(times: Sequence[float]) -> dict[str, float]:
    return {f"p{round(share * 100)}": round(percentile(times, share), 1) for share in (0.5, 0.95, 0.99)}


def verdict(figure: float, target: float) -> str:
    return "met" if figure <= target else f"MISSED by {figure - target:.1f}"


def one_by_one(turns: int, known: float) -> dict[str, object]:
    """The first way; all others meanwhile in a process of their own."""
    first, *others = ways(known)
    waited = [turn.silence for turn in accounted(first, turns, [None] * turns)]
    silences: list[Silences] = [waited if way.silence == 0 else [way.silence] * turns for way in ways(known)]
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        rest = pool.submit(beside, others, turns, silences[1:])
        (talk,) = asyncio.run(talks(first, [asked(turns)], silences[0]))
        real = [talk, *rest.result()]
    ideal = [accounted(way, turns, silent) for way, silent in zip(ways(known), silences, strict=True)]
    rows = [_way_row(*each) for each in zip(ways(known), real, ideal, strict=True)]
    print_table(["heard reply, ms", "p50", "p95", "p99", "silence p50", "p50 of silence and timers alone", ""], rows)
    own = figures(beyond(talk.turns, ideal[0]))
    for name, figure, target in (("p50", own["p50"], OVERHEAD_P50), ("p99", own["p99"], OVERHEAD_P99)):
        print(f"app's own {name}: {figure} ms, target {target}: {verdict(figure, target)}")
    print(f"windows of sound lost: {talk.lost}")
    heard = {way.name: figures(milliseconds(each.turns)) for way, each in zip(ways(known), real, strict=True)}
    return {"turns": turns, "known": known, "heard_ms": heard, "own_ms": own, "windows_lost": talk.lost}


def _way_row(way: Way, talk: Talk, due: Sequence[Turn]) -> list[str]:
    heard = figures(milliseconds(talk.turns))
    silence = figures([turn.silence * 1000 for turn in talk.turns])["p50"]
    alone = figures(milliseconds(due))["p50"]
    return [way.name, *map(str, (*heard.values(), silence, alone)), f"{HEARD}: {verdict(heard['p50'], HEARD)}"]


def at_once(turns: int, sessions: int, known: float) -> dict[str, object]:
    listed = asked(turns)
    places = [listed[place * 4 % turns :] + listed[: place * 4 % turns] for place in range(sessions)]
    way, silences = ways(known)[0], [None] * turns
    ideal = run_jumping(talks(way, places, silences))
    (alone,) = asyncio.run(talks(way, places[:1], silences))
    crowd = asyncio.run(talks(way, places, silences))
    rows = [_row("alone", alone, ideal[0])]
    rows += [_row(f"{place + 1} of {sessions}", talk, ideal[place]) for place, talk in enumerate(crowd)]
    print_table(["ms", "heard p50", "p95", "p99", "app's own p50", "p95", "p99", "windows of sound lost"], rows)
    times = max(figures(milliseconds(talk.turns))["p95"] for talk in crowd) / figures(milliseconds(alone.turns))["p95"]
    lost = sum(talk.lost for talk in crowd)
    print(f"\nthe slowest p95: {times:.2f} times that of one alone, target {CROWDED}: {verdict(times, CROWDED)}")
    print(f"windows of sound lost: {lost}, target 0: {verdict(lost, 0)}")
    own = [
        figures(beyond(talk.turns, due.turns)) for talk, due in zip([alone, *crowd], [ideal[0], *ideal], strict=True)
    ]
    return {"turns": turns, "sessions": sessions, "times_p95": round(times, 3), "own_ms": own, "windows_lost": lost}


def _row(name: str, talk: Talk, due: Talk) -> list[str]:
    times = (*figures(milliseconds(talk.turns)).values(), *figures(beyond(talk.turns, due.turns)).values())
    return [name, *map(str, times), str(talk.lost)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int)
    parser.add_argument("--sessions", type=int, default=1)
    parser.add_argument("--known", type=float, default=0.6, help="share of a word's sound after which it is known")
    options = parser.parse_args()
    before = os.getloadavg()[0]
    print(machine())
    if options.sessions == 1:
        result = one_by_one(options.turns or 30, options.known)
    else:
        result = at_once(options.turns or 18, options.sessions, options.known)
    load = [round(before, 1), round(os.getloadavg()[0], 1)]
    print(f"load of this machine, one minute: {load[0]} before, {load[1]} after")
    print("RESULT", json.dumps(result | {"load": load}))


if __name__ == "__main__":
    main()
