"""The rows of the object ledger: which observation names which thing at which place. Gone with the observation."""

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

from assistant.core.values import Box, Observation, Stay
from memory.ledger import stays as ledger
from memory.ledger.facts import facts
from memory.ledger.nouns import Noun
from memory.ledger.places import Spot, called, same, spot
from memory.ledger.stays import Sighting, Witnesses
from memory.parts import Database

READ = 500  # sightings of one noun, the newest
READ_AFTER = 50  # of what came after a time that is asked about: whether it was moved
READ_FRAMES = 500  # frames of its places
SLIPS_BEFORE, SEEN_BEFORE = 0.5, 20.0  # of so many sightings so many are taken for slips before anything is known
COUNTED_EVERY = 256  # observations
ALWAYS = 1e18  # Unix seconds: later than any time
_ROW = "observation_id, time, name, head, marks, owner, place, kind, box"
_COLUMNS = "observation_id, time, name, head, marks, owner, place, kind, box, spot, around"


class Sightings:
    """Call `put` and `drop` inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._slips = 0.0
        self._counting = 0  # so many are put before slips are counted again

    def put(self, id: int, observation: Observation) -> None:
        """What the observation says of things; what was there under this id goes."""
        self.drop(id)
        self._counting = max(0, self._counting - 1)
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
        known = sorted(self.newest(heads, before, READ), key=lambda one: (one.time, one.id))[-READ:]
        after = self.next(heads, before, READ_AFTER) if until is not None else []
        oldest_first = [*known, *sorted(after, key=lambda one: (one.time, one.id))]
        witnesses = Witnesses(self.frames, self.slips())
        return ledger.stays(names, oldest_first, since, before, witnesses)[:limit]

    def contents(self, place: str, since: float, until: float | None, limit: int) -> list[Stay]:
        """See `Memory.contents`."""
        if (asked := spot(place)) is None:
            return []
        found = self.at(asked, since, ALWAYS if until is None else until, READ)
        return ledger.contents((one for one in found if _is_at(asked, one)), limit)

    def newest(self, heads: Iterable[str], until: float, limit: int) -> list[Sighting]:
        """At most `limit` of each noun before `until`, newest first."""
        return self._of("head", heads, "time < ? ORDER BY time DESC, observation_id DESC LIMIT ?", until, limit)

    def next(self, heads: Iterable[str], since: float, limit: int) -> list[Sighting]:
        """The oldest at or after `since`."""
        return self._of("head", heads, "time >= ? ORDER BY time, observation_id LIMIT ?", since, limit)

    def at(self, where: Spot, since: float, until: float, limit: int) -> list[Sighting]:
        """At most `limit` at a place, or in it where it is a room, newest first; "table" is any table."""
        ending = "time >= ? AND time < ? AND kind <> 'absent' ORDER BY time DESC, observation_id DESC LIMIT ?"
        kinds = "SELECT DISTINCT spot FROM sighting WHERE spot >= ? AND spot < ? AND spot <> ''"
        keys = [where.key, *(key for (key,) in self._database.execute(kinds, (where.key + " ", where.key + "!")))]
        room = called(where.carries[0]) if where.carries else where.head
        found = [
            *self._of("spot", keys, ending, since, until, limit),
            *self._of("around", [room], ending, since, until, limit),
        ]
        return sorted(dict.fromkeys(found), key=lambda one: (-one.time, -one.id, one.thing.name))[:limit]

    def frames(self, keys: Sequence[str], since: float, until: float) -> list[tuple[float, str]]:
        """When these places were in view, as far as captions name them."""
        sql = (
            "SELECT DISTINCT time FROM sighting WHERE spot = ? AND spot <> '' AND time >= ? AND time <= ? "
            "ORDER BY time DESC LIMIT ?"
        )
        most = max(20, READ_FRAMES // max(1, len(keys)))
        return [(time, key) for key in keys for (time,) in self._database.rows(sql, (key, since, until, most))]

    def slips(self) -> float:
        """Which share of what captions say is taken for slips: one sighting elsewhere between two at one place."""
        if not self._counting:
            sql = "SELECT head, marks, spot FROM sighting WHERE spot <> '' ORDER BY observation_id DESC LIMIT ?"
            places: dict[tuple[str, str], list[str]] = {}
            for head, marks, key in self._database.rows(sql, (READ,)):
                places.setdefault((head, marks), []).append(key)
            slips = sum(
                a == c != b for seen in places.values() for a, b, c in zip(seen, seen[1:], seen[2:], strict=False)
            )
            seen = sum(map(len, places.values()))
            self._slips = (slips + SLIPS_BEFORE) / (seen + SEEN_BEFORE)
            self._counting = COUNTED_EVERY
        return self._slips

    def _of(self, column: str, values: Iterable[str], ending: str, *bounds: float) -> list[Sighting]:
        sql = f"SELECT {_ROW} FROM sighting WHERE {column} = ? AND {column} <> '' AND {ending}"
        return [_sighting(row) for value in dict.fromkeys(values) for row in self._database.rows(sql, (value, *bounds))]


def _values(id: int, time: float, thing: Noun, place: str, kind: str, box: Box | None) -> tuple[Any, ...]:
    where = spot(place)
    drawn = json.dumps(astuple(box), ensure_ascii=False) if box else ""
    marks = " ".join(sorted(thing.marks))
    named = (thing.name, thing.head, marks, thing.owner)
    return (id, time, *named, place, kind, drawn, where.key if where else "", where.around if where else "")


@functools.lru_cache(4_096)
def _thing(name: str, head: str, marks: str, owner: str) -> Noun:
    return Noun(name, head, frozenset(marks.split()), owner)


def _sighting(row: Sequence[Any]) -> Sighting:
    id, time, name, head, marks, owner, place, kind, box = row
    return Sighting(id, time, _thing(name, head, marks, owner), place, kind, Box(*json.loads(box)) if box else None)


def _is_at(asked: Spot, one: Sighting) -> bool:
    """At this place, or at one that is in it."""
    where = spot(one.place)
    room = called(asked.carries[0]) if asked.carries else ""
    return where is not None and (same(asked, where) or room == where.around)
