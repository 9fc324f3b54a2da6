"""The rows of what was seen and told, with the full-text index over their words and the sightings in them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from datetime import datetime
from typing import Any

from assistant.core.values import Box, Observation
from memory import recall
from memory.ageing.episodes import Moment
from memory.ageing.retention import Kept
from memory.finding import naming
from memory.ledger.sightings import Sightings
from memory.parts import Database, Words
from memory.words import Query

MERGED_SECONDS = 60.0  # the same seen again within a minute of the first time is one observation
LOOKED_THROUGH = 4_096  # of the oldest, for such as are not current: at most 40 ms, where all of them are
ALWAYS = 2**63 - 1  # the largest id, and later than any time
_ROW = "observation.id, time, zone, source, observation.caption, text, boxes"
_FROM = "CASE level WHEN 0 THEN time ELSE began END"  # what was folded reaches into all the time that it spans
_NEWEST = "ORDER BY time DESC, id DESC LIMIT ?"
# It shows where some thing is that was not seen since.
IS_CURRENT = (
    "EXISTS (SELECT 1 FROM sighting AS shown WHERE shown.observation_id = observation.id AND shown.kind <> 'absent' "
    "AND shown.place <> '' AND NOT EXISTS (SELECT 1 FROM sighting AS later WHERE later.head = shown.head AND "
    "later.time > shown.time AND later.marks = shown.marks AND later.owner = shown.owner AND later.kind <> 'absent'))"
)


class Observations:
    """Call it inside a transaction where it writes."""

    def __init__(self, database: Database, index: Words) -> None:
        self._database = database
        self._index = index
        self._sightings = Sightings(database)

    def insert(self, observation: Observation, picture_bytes: int) -> int:
        words = cleaned(observation)
        values = (words.time, words.time, zone(words), words.source, words.caption, words.text, _boxes(words))
        id = self._database.insert(
            "INSERT INTO observation (began, time, zone, source, caption, text, boxes, picture_bytes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, picture_bytes),
        )
        self._put(id, words)
        return id

    def twin(self, observation: Observation) -> int | None:
        """The newest of this camera or screen, if it says the same. Uploads and told sentences are never merged."""
        if observation.source not in ("camera", "screen"):
            return None
        sql = f"SELECT {_ROW}, began FROM observation WHERE source = ? AND time > ? {_NEWEST}"
        found = self._database.execute(sql, (observation.source, observation.time - MERGED_SECONDS, 1))
        for *row, began in found:
            newest = _observation(row)
            soon = 0 <= observation.time - began < MERGED_SECONDS and newest.time <= observation.time
            if soon and _says(newest) == _says(cleaned(observation)):
                return newest.id
        return None

    def refresh(self, id: int, observation: Observation, picture_bytes: int) -> None:
        """Seen again: time and boxes are those of `observation`; 0 bytes leave the picture that was there."""
        self._database.execute(
            "UPDATE observation SET time = ?, boxes = ?, picture_bytes = coalesce(nullif(?, 0), picture_bytes) "
            "WHERE id = ?",
            (observation.time, _boxes(cleaned(observation)), picture_bytes, id),
        )
        self._sightings.put(id, cleaned(observation))

    def change(self, observation: Observation, *, drop_picture: bool = False) -> bool:
        kept = self.get(observation.id)
        if kept is None:
            return False
        words = replace(cleaned(observation), time=kept.time, source=kept.source)
        self._database.execute(
            "UPDATE observation SET caption = ?, text = ?, boxes = ?, picture_bytes = picture_bytes * ? WHERE id = ?",
            (words.caption, words.text, _boxes(words), int(not drop_picture), words.id),
        )
        self._index_words(words.id, words)
        if self._is_folded(words.id):
            self._keep_sightings(words)
        else:
            self._sightings.put(words.id, words)
        return True

    def fold(self, folded: Moment) -> None:
        """Its times, words and level from now on; without `picture_bytes` its picture, boxes and vectors go."""
        values = (folded.began, folded.time, folded.caption, folded.text, folded.level)
        self._database.execute(
            "UPDATE observation SET began = ?, time = ?, caption = ?, text = ?, level = ? WHERE id = ?",
            (*values, folded.id),
        )
        if not folded.picture_bytes:
            self._database.execute("UPDATE observation SET picture_bytes = 0, boxes = '' WHERE id = ?", (folded.id,))
            self._database.execute("DELETE FROM vector WHERE observation_id = ?", (folded.id,))
        if words := self.get(folded.id):
            self._index_words(folded.id, words)

    def delete(self, ids: Iterable[int]) -> None:
        gone = list(ids)
        self._database.for_each("DELETE FROM observation WHERE id = ?", gone)
        self._index.drop(gone)

    def get(self, id: int) -> Observation | None:
        if not 0 < id <= ALWAYS:
            return None
        rows = self._database.execute(f"SELECT {_ROW} FROM observation WHERE id = ?", (id,))
        return _observation(rows[0]) if rows else None

    def matching(
        self,
        query: Query,
        since: float = -ALWAYS,
        until: float | None = None,
        limit: int = -1,
        *,
        seen: bool = False,
        below: int = ALWAYS,
    ) -> Iterator[Observation]:
        """Newest first by id, which is the order of arrival: ordering by time would read all that match.

        seen: only captions and labels are looked through. below: ids from this on are left out.
        """
        if not query:
            return
        match = self._index.match(query, seen=seen)
        rows = self._database.rows(
            f"SELECT {_ROW} FROM {match.joined} WHERE {match.condition} AND time >= ? AND {_FROM} < ? "
            f"AND {match.id} < ? ORDER BY {match.id} DESC LIMIT ?",
            (match.value, since, ALWAYS if until is None else until, below, ALWAYS if limit < 0 else limit),
        )
        yield from map(_observation, rows)

    def first_since(self, time: float) -> int | None:
        """The id of the oldest at or after `time`; nearly all before it have smaller ones."""
        sql = "SELECT id FROM observation WHERE time >= ? ORDER BY time LIMIT 1"
        return next((id for (id,) in self._database.rows(sql, (time,))), None)

    def unread(self) -> int:
        """Up to this id there may be observations whose sightings were not read yet."""
        return next((int(upto) for (upto,) in self._database.rows("SELECT upto FROM unread")), 0)

    def read_on(self, count: int) -> bool:
        """Reads the sightings of `count` observations that were kept before there was a ledger, the newest first.

        Whether some are left.
        """
        upto = self.unread()
        sql = (
            f"SELECT {_ROW} FROM observation WHERE id <= ? AND NOT EXISTS "
            "(SELECT 1 FROM sighting WHERE observation_id = observation.id) ORDER BY id DESC LIMIT ?"
        )
        found = [_observation(row) for row in self._database.rows(sql, (upto, count))] if upto else []
        for observation in found:
            self._sightings.put(observation.id, observation)
        if upto:
            self._database.execute("UPDATE unread SET upto = ?", (found[-1].id - 1 if len(found) == count else 0,))
        return len(found) == count

    def recent(self, since: float, until: float | None, limit: int) -> Iterator[Observation]:
        sql = f"SELECT {_ROW} FROM observation WHERE time >= ? AND time < ? {_NEWEST}"
        return map(_observation, self._database.rows(sql, (since, ALWAYS if until is None else until, limit)))

    def before(self, time: float, id: int, limit: int) -> list[tuple[Observation, float]]:
        """Newest first, those before the one of this time and id, with when each began."""
        sql = f"SELECT {_ROW}, began FROM observation WHERE time <= ? AND (time < ? OR id < ?) {_NEWEST}"
        return [(_observation(row), began) for *row, began in self._database.execute(sql, (time, time, id, limit))]

    def told(self, limit: int) -> Iterator[Observation]:
        sql = f"SELECT {_ROW} FROM observation WHERE source = 'told' {_NEWEST}"
        return map(_observation, self._database.rows(sql, (limit,)))

    def began(self) -> float | None:
        return next((time for (time,) in self._database.rows("SELECT min(began) FROM observation")), None)

    def ids_since(self, since: float) -> set[int]:
        return {id for (id,) in self._database.rows("SELECT id FROM observation WHERE time >= ?", (since,))}

    def ids_with_picture(self) -> set[int]:
        return {id for (id,) in self._database.rows("SELECT id FROM observation WHERE picture_bytes > 0")}

    def picture_bytes(self, ids: Iterable[int] | None = None) -> int:
        """Of all pictures together, or of these."""
        if ids is None:
            return int(self._database.execute("SELECT coalesce(sum(picture_bytes), 0) FROM observation")[0][0])
        sql = "SELECT picture_bytes FROM observation WHERE id = ?"
        return sum(size for id in ids for (size,) in self._database.execute(sql, (id,)))

    def oldest_time(self) -> float | None:
        """Of what was seen."""
        sql = "SELECT time FROM observation WHERE source <> 'told' ORDER BY time LIMIT 1"
        return next((time for (time,) in self._database.execute(sql)), None)

    def oldest(self, limit: int) -> list[Kept]:
        """At most `limit` each of what was seen, what is current and what was told, with about the room each takes."""
        room = "picture_bytes + 3 * length(caption) + 3 * length(text) + length(boxes)"
        seen = "(SELECT * FROM observation WHERE source <> 'told' ORDER BY time LIMIT ?) AS observation"
        sql = f"SELECT id, time, {room}, caption FROM {seen} WHERE {{}} {IS_CURRENT} ORDER BY time LIMIT ?"
        told = f"SELECT id, time, {room} FROM observation WHERE source = 'told' ORDER BY time LIMIT ?"
        oldest = self._database.execute(sql.format("NOT"), (LOOKED_THROUGH, limit))
        current = self._database.execute(sql.format(""), (limit, limit))
        return [
            *(Kept(id, time, size, scene=scene) for id, time, size, scene in oldest),
            *(Kept(id, time, size, current=True) for id, time, size, _ in current),
            *(Kept(id, time, size, told=True) for id, time, size in self._database.execute(told, (limit,))),
        ]

    def _put(self, id: int, words: Observation) -> None:
        self._index_words(id, words)
        self._sightings.put(id, words)

    def _index_words(self, id: int, words: Observation) -> None:
        parts = (words.caption, _labels(words), words.text)
        self._index.put(id, *(naming.indexed(part) for part in parts))

    def _is_folded(self, id: int) -> bool:
        return bool(self._database.execute("SELECT 1 FROM observation WHERE id = ? AND level > 0", (id,)))

    def _keep_sightings(self, words: Observation) -> None:
        """Of what many moments left in one observation those stay that one of its sentences still says."""
        sql = "SELECT DISTINCT name, owner, place, kind FROM sighting WHERE observation_id = ?"
        said = [naming.plain(part) for part in (*recall.sentences(words.caption), *_labels(words).splitlines())]
        for name, owner, place, kind in self._database.execute(sql, (words.id,)):
            parts = [naming.plain(part) for part in (name, owner, "" if kind == "look" else place)]
            if not any(all(part in sentence for part in parts) for sentence in said):
                self._database.execute(
                    "DELETE FROM sighting WHERE observation_id = ? AND name = ? AND owner = ? AND place = ?",
                    (words.id, name, owner, place),
                )


def cleaned(observation: Observation) -> Observation:
    """Half a character (a lone surrogate) cannot be stored and becomes a question mark."""
    boxes = tuple(replace(box, label=_whole(box.label)) for box in observation.boxes)
    return replace(observation, caption=_whole(observation.caption), text=_whole(observation.text), boxes=boxes)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _says(observation: Observation) -> tuple[str, str, str]:
    return observation.caption, observation.text, _labels(observation)


def _labels(observation: Observation) -> str:
    return "\n".join(sorted({box.label for box in observation.boxes}))


def _boxes(observation: Observation) -> str:
    return json.dumps([astuple(box) for box in observation.boxes], ensure_ascii=False) if observation.boxes else ""


def _observation(row: Sequence[Any]) -> Observation:
    id, time, zone, source, caption, text, boxes = row
    drawn = tuple(Box(*box) for box in json.loads(boxes or "[]"))
    return Observation(time, source, caption, text, drawn, id=id, zone=zone)


def zone(observation: Observation) -> int:
    """Minutes east of UTC: its own, else what this machine's clock showed then."""
    if observation.zone is not None:
        return observation.zone
    try:
        offset = datetime.fromtimestamp(observation.time).astimezone().utcoffset()
    except (OverflowError, OSError, ValueError):  # a time that no calendar has
        return 0
    return round(offset.total_seconds() / 60) if offset else 0
