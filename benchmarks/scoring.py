"""What a memory says was seen, against what the manifest says happened (pure).

What any gate can drop at most: all but the first frame and one frame of each event.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.core.values import Observation
from benchmarks.timeline import PLACES, Event, Row, events_of, standing_of

GRACE = 2  # frames that may pass before an event is known
EDGE = 0.1  # seconds: a timeline is written in whole ones


@dataclass(frozen=True)
class Score:
    """One or several videos: frames in all, kept, and needed at least; what became of the events.

    late: frames from the end of an event until the first that is right about it, at worst. known, known_later: of
    frames between the events, whether what was known by then is right; all of them, and those not within `GRACE`.
    """

    frames: int
    kept: int
    needed: int = 1
    events: int = 0
    events_kept: int = 0
    events_right: int = 0
    late: int = 0
    known: tuple[bool, ...] = ()
    known_later: tuple[bool, ...] = ()

    @property
    def dropped(self) -> float:
        return 1 - self.kept / self.frames

    @property
    def dropped_at_most(self) -> float:
        return 1 - self.needed / self.frames

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.frames + other.frames,
            self.kept + other.kept,
            self.needed + other.needed,
            self.events + other.events,
            self.events_kept + other.events_kept,
            self.events_right + other.events_right,
            max(self.late, other.late),
            self.known + other.known,
            self.known_later + other.known_later,
        )


def score(times: Sequence[float], rows: Sequence[Row], label: str, kept: Sequence[Observation]) -> Score:
    """`times` of all frames in seconds; `kept` oldest first; `label` is the thing that the rows are about."""
    events = events_of(rows)
    during = [[one for one in kept if event.begin <= one.time < event.until] for event in events]
    lates = [_late(times, event, seen, label) for event, seen in zip(events, during, strict=True)]
    known = list(_known(times, rows, label, kept))
    within = [any(event.end <= at and _frames(times, event.end, at) < GRACE for event in events) for at, _ in known]
    return Score(
        len(times),
        len(kept),
        1 + len(events),
        len(events),
        sum(map(bool, during)),
        sum(late is not None for late in lates),
        max((late for late in lates if late is not None), default=0),
        tuple(right for _, right in known),
        tuple(right for (_, right), grace in zip(known, within, strict=True) if not grace),
    )


def places(observation: Observation, label: str) -> frozenset[str]:
    """In which thirds of the picture boxes of `label` have their middle."""
    boxes = [box for box in observation.boxes if box.label == label]
    return frozenset(PLACES[min(2, int((box.left + box.right) / 2 * 3))] for box in boxes)


def _late(times: Sequence[float], event: Event, seen: Sequence[Observation], label: str) -> int | None:
    """None where what came of it was not seen."""
    right = next((one for one in seen if places(one, label) == event.after), None)
    return _frames(times, event.end, right.time) if right else None


def _frames(times: Sequence[float], since: float, until: float) -> int:
    """How many passed; `until` may be a moment in Unix seconds off by the rounding of a float."""
    return sum(since <= at < until - 1e-3 for at in times)


def _known(
    times: Sequence[float], rows: Sequence[Row], label: str, kept: Sequence[Observation]
) -> Iterator[tuple[float, bool]]:
    """For each frame between the events, whether the newest that was kept by then is right."""
    for at in times:
        if any(row.begin - EDGE <= at <= row.end + EDGE for row in rows if row.is_event):
            continue
        there = next((one.there for one in standing_of(rows) if one.begin - EDGE <= at <= one.end + EDGE), None)
        before = [one for one in kept if one.time <= at + 1e-3]
        if there is not None and before:
            yield at, places(before[-1], label) == there
