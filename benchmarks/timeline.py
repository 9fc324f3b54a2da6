"""What a manifest says happens in a video, as rows, events, and which of several alike things stand where (pure).

`known_content` holds it as "Timeline (s): 0-6 three; 6-7 hand takes LEFT; 8-11 two (centre,right); ~17 …". A row in
which a hand puts or takes something is an event; the others say what stands there then.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

PLACES = ("left", "centre", "right")
COUNTS = {"none": 0, "only": 1, "one": 1, "two": 2, "three": 3}

_EVENT = re.compile(r"hand|back|take|put", re.IGNORECASE)
_TAKEN = re.compile(r"take", re.IGNORECASE)
_ROW = re.compile(r"~?(\d+)(?:-(\d+))? ([^;.]+)")


@dataclass(frozen=True)
class Row:
    """Seconds from the start, and what is written."""

    begin: float
    end: float
    what: str

    @property
    def is_event(self) -> bool:
        return bool(_EVENT.search(self.what))

    @property
    def places(self) -> frozenset[str]:
        return frozenset(place for place in PLACES if re.search(rf"\b{place}\b", self.what, re.IGNORECASE))


@dataclass(frozen=True)
class Event:
    """Something put or taken from `begin` to `end`; `until` the next one begins, `after` it stands there."""

    begin: float
    end: float
    until: float
    after: frozenset[str]


@dataclass(frozen=True)
class Standing:
    """`there` are the places where a thing stands from `begin` to `end`."""

    begin: float
    end: float
    there: frozenset[str]


def rows_of(content: str) -> list[Row]:
    _, _, timeline = content.partition("Timeline (s):")
    return [Row(float(begin), float(end or begin), what) for begin, end, what in _ROW.findall(timeline)]


def events_of(rows: Sequence[Row]) -> list[Event]:
    there, begins = _followed(rows), [row.begin for row in rows if row.is_event]
    untils = iter([*begins[1:], float("inf")])
    return [Event(row.begin, row.end, next(untils), there[at]) for at, row in enumerate(rows) if row.is_event]


def standing_of(rows: Sequence[Row]) -> list[Standing]:
    there = _followed(rows)
    return [Standing(row.begin, row.end, there[at]) for at, row in enumerate(rows) if not row.is_event]


def _followed(rows: Sequence[Row]) -> list[frozenset[str]]:
    """What stands there after each row. Raises ValueError where a row contradicts those before it."""
    there = frozenset(place for row in rows for place in row.places)
    after = []
    for row in rows:
        if row.is_event:
            there = there - row.places if _TAKEN.search(row.what) else there | row.places
        else:
            _check(row, there)
        after.append(there)
    return after


def _check(row: Row, there: frozenset[str]) -> None:
    counted = next((COUNTS[word] for word in row.what.lower().split() if word in COUNTS), len(there))
    if (row.places and row.places != there) or counted != len(there):
        raise ValueError(f"{row.begin:g}-{row.end:g} says {row.what!r}, and before it says {sorted(there)}")
