"""The rows of the object ledger: which observation names which thing at which place. Gone with the observation."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

from assistant.core.values import Box, Observation, Stay
from memory import ledger
from memory.database import Database
from memory.facts import facts
from memory.ledger import Sighting
from memory.nouns import Noun, compound
from memory.places import spot

READ = 2_000  # sightings of one noun, the newest: 12 ms to fold
READ_AFTER = 50  # of what came after a time that is asked about: whether it was moved
ALWAYS = 1e18  # Unix seconds: later than any time
_ROW = "observation_id, time, name, head, marks, owner, place, kind, box"
_COLUMNS = "observation_id, time, name, head, marks, owner, place, kind, box, spot, around"


class Sightings:
    """Call `put` and `drop` inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, id: int, observation: Observation) -> None:
        """What the observation says of things; what was there under this id goes."""
        self.drop(id)
        rows = [
            _values(id, observation.time, fact.thing, fact.place, fact.kind, fact.box) for fact in facts(observation)
        ]
        if rows:
            marks = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"] * len(rows))
            values = tuple(value for row in rows for value in row)
            self._database.execute(f"INSERT INTO sighting ({_COLUMNS}) VALUES {marks}", values)

    def drop(self, id: int) -> None:
        self._database.execute("DELETE FROM sighting WHERE observation_id = ?", (id,))

    def stays(self, names: Sequence[Noun], since: float, until: float | None, limit: int) -> list[Stay]:
        """See `Memory.stays`; `names` are all that the thing goes by."""
        before = ALWAYS if until is None else until
        heads = [name.head for name in names]
        known = self.newest(heads, before, READ)
        after = self.next(heads, before, READ_AFTER) if until is not None else []
        oldest_first = sorted([*known, *after], key=lambda one: (one.time, one.id))
        return ledger.stays(names, oldest_first, since, before)[:limit]

    def contents(self, places: Sequence[Noun], since: float, until: float | None, limit: int) -> list[Stay]:
        """See `Memory.contents`."""
        before = ALWAYS if until is None else until
        found = [one for name in places for one in self.at(name.head, since, before, READ) if _is_at(name, one)]
        return ledger.contents(sorted(found, key=lambda one: (one.time, one.id), reverse=True), limit)

    def newest(self, heads: Iterable[str], until: float, limit: int) -> list[Sighting]:
        """At most `limit` of each noun before `until`, newest first."""
        return self._of("head", heads, "time < ? ORDER BY time DESC, observation_id DESC LIMIT ?", until, limit)

    def next(self, heads: Iterable[str], since: float, limit: int) -> list[Sighting]:
        """The oldest at or after `since`."""
        return self._of("head", heads, "time >= ? ORDER BY time, observation_id LIMIT ?", since, limit)

    def at(self, place: str, since: float, until: float, limit: int) -> list[Sighting]:
        """At most `limit` at a place, or in it where it is a room, newest first."""
        ending = "time >= ? AND time < ? AND kind <> 'absent' ORDER BY time DESC, observation_id DESC LIMIT ?"
        found = [one for column in ("spot", "around") for one in self._of(column, [place], ending, since, until, limit)]
        return sorted(found, key=lambda one: (one.time, one.id), reverse=True)[:limit]

    def _of(self, column: str, values: Iterable[str], ending: str, *bounds: float) -> list[Sighting]:
        sql = f"SELECT {_ROW} FROM sighting WHERE {column} = ? AND {ending}"
        return [_sighting(row) for value in dict.fromkeys(values) for row in self._database.rows(sql, (value, *bounds))]


def _values(id: int, time: float, thing: Noun, place: str, kind: str, box: Box | None) -> tuple[Any, ...]:
    where = spot(place)
    drawn = json.dumps(astuple(box), ensure_ascii=False) if box else ""
    marks = " ".join(sorted(thing.marks))
    named = (thing.name, thing.head, marks, thing.owner)
    return (id, time, *named, place, kind, drawn, where.head if where else "", where.around if where else "")


def _sighting(row: Sequence[Any]) -> Sighting:
    id, time, name, head, marks, owner, place, kind, box = row
    thing = Noun(name, head, frozenset(marks.split()), owner)
    return Sighting(id, time, thing, place, kind, Box(*json.loads(box)) if box else None)


def _is_at(place: Noun, one: Sighting) -> bool:
    where = spot(one.place)
    if where is None:
        return False
    marks = compound(place.marks)
    known = {*(compound(where.carries[0].marks) if where.carries else ()), *(noun.head for noun in where.carries[1:])}
    return place.head in known or (
        marks <= known and place.owner in ("", where.carries[0].owner if where.carries else "")
    )
