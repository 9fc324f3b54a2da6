"""Cut-offs against delay, from what became of every turn at every setting (pure)."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.replaying import Outcome
from benchmarks.spoken_turns import Turn
from benchmarks.table import percentile

AIM_DELAY, AIM_CUTS = 0.3, 0.05


@dataclass(frozen=True, slots=True)
class Point:
    """One setting: share of turns that were cut off, mean and slowest tenth of the delays in seconds."""

    setting: float
    cuts: float
    delay: float
    slow: float


Outcomes = dict[float, list[Outcome]]
"""What became of every turn, by setting."""


def curve(found: Outcomes, wanted: Callable[[Turn], bool]) -> list[Point]:
    """From hasty to patient."""
    points = []
    for setting, turns in found.items():
        mine = [outcome for outcome in turns if wanted(outcome.turn)]
        delays = [outcome.delay for outcome in mine if outcome.delay is not None]
        cuts = sum(outcome.cut for outcome in mine) / len(mine)
        points.append(Point(setting, cuts, sum(delays) / len(delays), percentile(delays, 0.9)))
    return sorted(points, key=lambda point: point.setting)


def cuts_at(points: Sequence[Point], delay: float) -> float | None:
    """Share of turns cut off where the mean delay is this long, between two settings; None where none is so short."""
    for before, after in itertools.pairwise(points):
        if before.delay <= delay <= after.delay:
            share = (delay - before.delay) / max(after.delay - before.delay, 1e-9)
            return before.cuts + share * (after.cuts - before.cuts)
    return None


def delay_at(points: Sequence[Point], cuts: float) -> float | None:
    """Mean delay in seconds at the first setting from which on no more turns are cut off than this."""
    late = next((n for n in range(len(points)) if all(point.cuts <= cuts for point in points[n:])), None)
    if not late:
        return points[0].delay if late == 0 else None
    before, after = points[late - 1], points[late]
    share = (before.cuts - cuts) / max(before.cuts - after.cuts, 1e-9)
    return before.delay + share * (after.delay - before.delay)


def summary(points: Sequence[Point]) -> dict[str, float | None]:
    """The two figures that are aimed at, and the cut-offs at two longer delays; None where the curve does not reach."""
    found = {f"cuts_at_{round(1000 * delay)}_ms": cuts_at(points, delay) for delay in (AIM_DELAY, 0.4, 0.6)}
    found["delay_at_5_percent_s"] = delay_at(points, AIM_CUTS)
    return {name: None if value is None else round(value, 3) for name, value in found.items()}
