"""When is a turn over? Cut-offs against delay: silence alone, and silence with what was said, how, and by whom.

    python -m benchmarks.endpointing --data FOLDER [--questions FILE] [--seed 1] [--ears 0 0.1] [--errors 0.1]
    python -m benchmarks.endpointing --data FOLDER --seeds 3-14

FOLDER holds `manifest.json` and `speech/`; FILE is OpenEQA's list of questions. Turns with pauses inside them
(`benchmarks/spoken_turns.py`) go through the real Silero detector and the session's own `Endpointer`
(`benchmarks/replaying.py`). A share of the words (`--errors`) is misheard; they are there `--ears` seconds after a
pause was noticed: 0 where partial transcripts have told them by then. A turn is cut off where it was taken for over
before its last sound; delay is from that sound to its end. Half of the turns, by a hash of their words, took no part in
fitting any number: both halves are shown (one was lowered after a look at the other half, see docs/log.md). Silence
alone knows one number, how long to wait; so does ours, how many seconds a cut-off is worth. `--seeds` compares these
two over many seeds, each by itself and all of them together.
"""

import argparse
import json
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from assistant.turns.endpointing import CUT_OFF, Said, patience
from assistant.turns.hearing import WINDOW_BYTES, Endpointing
from assistant.turns.prosody import ending
from benchmarks.curves import Outcomes, Point, curve, summary
from benchmarks.replaying import Endings, Heard, Policy, Setup, every, listen
from benchmarks.spoken_turns import Turn, conversations
from benchmarks.table import machine, percentile, print_table

SILENCES = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5]  # seconds
COSTS = [0.1, 0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0, 18.0, 30.0]  # seconds that a cut-off is worth


def silent(seconds: float) -> Policy:
    return lambda _: seconds


def ours(voice: bool, habit: bool) -> Callable[[float], Policy]:
    """Ours as a function of what a cut-off is worth, with and without the voice and the speaker's own pauses."""

    def known(said: Said) -> Said:
        return replace(said, ending=said.ending if voice else None, pauses=said.pauses if habit else ())

    return lambda cut_off: lambda said: patience(known(said), cut_off)


WAYS: dict[str, Callable[[float], Policy]] = {
    "words": ours(voice=False, habit=False),
    "words, voice": ours(voice=True, habit=False),
    "words, voice, habit": ours(voice=True, habit=True),
}
ALL, ALONE = "words, voice, habit", "silence alone"
PARTS: dict[str, Callable[[Turn], bool]] = {
    "tuned on": lambda turn: not turn.held_out,
    "held out": lambda turn: turn.held_out,
    "held out, real clips": lambda turn: turn.held_out and turn.kind == "real",
}

HeardTurns = Sequence[tuple[Heard, Endings]]


def hear(options: argparse.Namespace, seed: int) -> HeardTurns:
    made = conversations(options.data, options.questions, seed)
    with ThreadPoolExecutor(2) as pool:
        return [(heard, Endings(heard.pcm)) for heard in pool.map(listen, made)]


def sweep(all_heard: HeardTurns, setup: Setup, policy: Callable[[float], Policy]) -> Outcomes:
    """Silence alone needs no pause to be noticed: its one rule is how long to wait."""
    found: Outcomes = {}
    for setting in SILENCES if policy is silent else COSTS:
        rules = replace(setup.rules, silence=setting) if policy is silent else setup.rules
        found[setting] = every(all_heard, replace(setup, rules=rules), policy(setting))
    return found


def shown(value: float | None, digits: int = 2) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def print_curves(curves: dict[str, list[Point]]) -> None:
    """Every way, setting by setting."""
    rows = [
        [name, f"{point.setting:g}", shown(point.cuts), shown(point.delay), shown(point.slow)]
        for name, points in curves.items()
        for point in points
        if point.delay < 1.3
    ]
    print_table(["way", "setting", "turns cut off", "mean delay, s", "p90, s"], rows)


def measured(found: dict[str, Outcomes], part: str) -> dict[str, object]:
    """Prints one part of the turns; returns its figures."""
    curves = {way: curve(outcomes, PARTS[part]) for way, outcomes in found.items()}
    turns = [outcome.turn for outcome in next(iter(found[ALL].values())) if PARTS[part](outcome.turn)]
    paused = sum(turn.pauses > 0 for turn in turns)
    print(f"\nThe turns {part}: {len(turns)}, {paused} with pauses put in")
    print_curves(curves)
    sums = {way: summary(points) for way, points in curves.items()}
    print_table(["way", *next(iter(sums.values()))], [[way, *map(shown, row.values())] for way, row in sums.items()])
    return {"turns": len(turns), **sums}


def pitch_cost(all_heard: HeardTurns) -> float:
    """Milliseconds of a processor that one voice's ending takes, at the median."""
    times = []
    for heard, _ in all_heard[:20]:
        begun = time.thread_time()
        ending(heard.pcm[WINDOW_BYTES * 30 : WINDOW_BYTES * 100])
        times.append(1000 * (time.thread_time() - begun))
    return percentile(times, 0.5)


def with_ears(all_heard: HeardTurns, setup: Setup, alone: Outcomes) -> dict[str, object]:
    """Prints and returns what words bring that are known so soon after a pause; `alone`: what silence alone brought."""
    print(f"\n== Words known {setup.ears:g} s after a pause was noticed ==")
    ways = {way: sweep(all_heard, setup, policy) for way, policy in WAYS.items()}
    found = {ALONE: alone, **ways}
    right = sweep(all_heard, replace(setup, errors=0.0), WAYS[ALL])
    [default] = curve({CUT_OFF: every(all_heard, setup, WAYS[ALL](CUT_OFF))}, PARTS["held out"])
    parts = {part: measured(found, part) for part in PARTS}
    return {
        "tuned on": parts["tuned on"],
        "held out": parts["held out"],
        "held out, no word misheard": summary(curve(right, PARTS["held out"])),
        "held out, real clips": parts["held out, real clips"],
        "held out, as set": {"cuts": round(default.cuts, 3), "delay_s": round(default.delay, 3)},
    }


def compared(options: argparse.Namespace, rules: Endpointing, seed: int) -> dict[str, Outcomes]:
    """Silence alone and all evidence."""
    all_heard, setup = hear(options, seed), Setup(options.ears[0], options.errors, rules)
    return {ALONE: sweep(all_heard, setup, silent), ALL: sweep(all_heard, setup, WAYS[ALL])}


def over_seeds(options: argparse.Namespace, rules: Endpointing) -> dict[str, object]:
    """Prints and returns both, seed by seed and over all turns of all seeds."""
    with ProcessPoolExecutor(2) as pool:
        found = dict(zip(options.seeds, pool.map(partial(compared, options, rules), options.seeds), strict=True))
    each = {
        seed: {way: summary(curve(outcomes, PARTS["held out"])) for way, outcomes in mine.items()}
        for seed, mine in found.items()
    }
    aims = "cuts_at_300_ms", "delay_at_5_percent_s"
    print(f"\n== Seed by seed, held out; words known {options.ears[0]:g} s after a pause was noticed ==")
    rows = [[str(seed), *(shown(sums[way][aim]) for aim in aims for way in sums)] for seed, sums in each.items()]
    print_table(["seed", *(f"{aim}, {way}" for aim in aims for way in (ALONE, ALL))], rows)
    together = {
        way: {setting: [turn for mine in found.values() for turn in mine[way][setting]] for setting in settings}
        for way, settings in ((ALONE, SILENCES), (ALL, COSTS))
    }
    return {"each, held out": each, **{part: measured(together, part) for part in PARTS}}


def one_seed(options: argparse.Namespace, rules: Endpointing) -> dict[str, object]:
    all_heard = hear(options, options.seed)
    alone = sweep(all_heard, Setup(0.0, options.errors, rules), silent)
    found = {
        f"words after {ears:g} s": with_ears(all_heard, Setup(ears, options.errors, rules), alone)
        for ears in options.ears
    }
    return {**found, "ending_ms": round(pitch_cost(all_heard), 2)}


def seeds(text: str) -> list[int]:
    """ "3-14", "5"."""
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media"))
    parser.add_argument("--questions", type=Path, default=Path("../shared/data/openeqa_dev.json"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=seeds, help="a first and a last one, 3-14: many instead of one, and together")
    parser.add_argument(
        "--ears", type=float, nargs="+", default=[0.0, 0.1], help="seconds from a pause to the words before it"
    )
    parser.add_argument("--errors", type=float, default=0.1, help="share of the words that is misheard")
    parser.add_argument("--pause", type=float, default=Endpointing().pause, help="seconds of silence that are a pause")
    options = parser.parse_args()
    if not shutil.which("flite"):
        raise SystemExit("flite is not installed: apt-get install flite")
    print(machine())
    asked: dict[str, object] = {"seeds": options.seeds} if options.seeds else {"seed": options.seed}
    rules = Endpointing(pause=options.pause)
    found = over_seeds(options, rules) if options.seeds else one_seed(options, rules)
    print("RESULT", json.dumps({**asked, "errors": options.errors, "pause_s": options.pause, **found}))


if __name__ == "__main__":
    main()
