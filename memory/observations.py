"""The rows of what was seen and told, with the full-text index over their words and the sightings in them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from datetime import datetime
from typing import Any

from assistant.core.values import Box, Observation
from memory import naming
from memory.parts import Database, Words
from memory.retention import Kept
from memory.sightings import Sightings
from memory.words import Query

MERGED_SECONDS = 60.0  # the same seen again within a minute of the first time is one observation
ALWAYS = 2**63 - 1  # the largest id, and later than any time
_ROW = "observation.id, time, zone, source, observation.caption, text, boxes"
_NEWEST = "ORDER BY time DESC, id DESC LIMIT ?"


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
        self._put(words.id, words)
        return True

    def delete(self, ids: Iterable[int]) -> None:
        for id in ids:
            self._database.execute("DELETE FROM observation WHERE id = ?", (id,))
            self._index.drop([id])

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
    ) -> Iterator[Observation]:
        """Newest first by id, which is the order of arrival: ordering by time would read all that match.

        seen: only captions and labels are looked through.
        """
        if not query:
            return
        match = self._index.match(query, seen=seen)
        rows = self._database.rows(
            f"SELECT {_ROW} FROM {match.joined} WHERE {match.condition} AND time >= ? AND time < ? "
            f"ORDER BY {match.id} DESC LIMIT ?",
            (match.value, since, ALWAYS if until is None else until, ALWAYS if limit < 0 else limit),
        )
        yield from map(_observation, rows)

    def recent(self, since: float, until: float | None, limit: int) -> Iterator[Observation]:
        sql = f"SELECT {_ROW} FROM observation WHERE time >= ? AND time < ? {_NEWEST}"
        return map(_observation, self._database.rows(sql, (since, ALWAYS if until is None else until, limit)))

    def told(self, limit: int) -> Iterator[Observation]:
        sql = f"SELECT {_ROW} FROM observation WHERE source = 'told' {_NEWEST}"
        return map(_observation, self._database.rows(sql, (limit,)))

    def began(self) -> float | None:
        return next((time for (time,) in self._database.rows("SELECT min(began) FROM observation")), None)

    def ids_since(self, since: float) -> set[int]:
        return {id for (id,) in self._database.rows("SELECT id FROM observation WHERE time >= ?", (since,))}

    def ids_with_picture(self) -> set[int]:
        return {id for (id,) in self._database.rows("SELECT id FROM observation WHERE picture_bytes > 0")}

    def picture_bytes(self) -> int:
        """All pictures together."""
        return int(self._database.execute("SELECT coalesce(sum(picture_bytes), 0) FROM observation")[0][0])

    def oldest(self, limit: int) -> list[Kept]:
        """At most `limit` that were seen and as many that were told, with about the room each takes."""
        sql = (
            "SELECT id, time, picture_bytes + 3 * length(caption) + 3 * length(text) + length(boxes), source = 'told' "
            "FROM observation WHERE source {} 'told' ORDER BY time LIMIT ?"
        )
        return [
            Kept(id, time, size, bool(told))
            for sign in ("<>", "=")
            for id, time, size, told in self._database.rows(sql.format(sign), (limit,))
        ]

    def _put(self, id: int, words: Observation) -> None:
        parts = (words.caption, _labels(words), words.text)
        self._index.put(id, *(naming.indexed(part) for part in parts))
        self._sightings.put(id, words)


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
