"""The memory in SQLite: what was seen, told and taught, found again by its words."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any, TypeVar

from assistant.core.lane import Lane
from assistant.core.values import Box, Observation, Taught
from memory import naming, recall
from memory.database import Database
from memory.pictures import Pictures, small
from memory.retention import Kept, Limits, to_drop

T = TypeVar("T")
FILE = "memory.sqlite3"
MERGED_SECONDS = 60.0  # the same seen again within a minute of the first time is one observation
SWEEP_EVERY = 64  # adds; the limits may be passed by as many pictures, about 3 MB
SWEEP_ROWS = 256  # the most one sweep looks at: it drops faster than adding adds
SIGHTINGS = 5_000  # rows that name a thing and are read for the newest credible one, about 60 ms
TOLD_NAMES = 1_000  # the newest told sentences whose things are known by name
_ROW = "id, time, source, caption, text, boxes"
_END = 2**63 - 1  # the largest id, and later than any time


class SqliteMemory:
    """The `Memory` port. Blocking work is done in one thread; a change is all there or not at all."""

    def __init__(self, database: Database, pictures: Pictures, limits: Limits) -> None:
        self._database = database
        self._pictures = pictures
        self._limits = limits
        self._lane = Lane("memory")
        self._working = threading.Lock()
        self._adds = 0
        self._picture_bytes = self._count_pictures()
        self._things = self._read_things()

    @classmethod
    def open(cls, folder: Path | None, limits: Limits | None = None) -> "SqliteMemory":
        """Opens or makes the memory in `folder`; None keeps it in memory only.

        Raises RememberingError where the file is damaged, from a newer version, in use or cannot be written.
        """
        database = Database(folder / FILE if folder else None)
        try:
            with database.explained():
                pictures = Pictures(folder / "pictures" if folder else None)
                pictures.keep_only(
                    {id for (id,) in database.rows("SELECT id FROM observation WHERE picture_bytes > 0")}
                )
            return cls(database, pictures, limits or Limits())
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Waits for what is being written."""
        self._lane.close()
        with self._working:
            self._database.close()

    async def add(self, observation: Observation) -> Observation:
        """The same scene within a minute is merged: the id of the first time, time and picture of the newest.

        The picture is kept smaller (see `memory.pictures`); one that cannot be decoded is left out.
        """
        return await self._work(lambda: self._add(observation))

    async def load(self, observations: Iterable[Observation]) -> int:
        """Stores many at once in one transaction, for imports: no merging, no limits; returns how many."""
        return await self._work(lambda: self._load(observations))

    async def update(self, observation: Observation) -> bool:
        return await self._work(lambda: self._update(observation))

    async def get(self, id: int) -> Observation | None:
        return await self._work(lambda: self._get(id))

    async def picture(self, id: int) -> bytes | None:
        return await self._work(lambda: self._pictures.get(id))

    async def search(
        self, words: str, *, since: float = 0.0, until: float | None = None, limit: int = 20
    ) -> list[Observation]:
        """Where no observation holds all words, the last word may be the beginning of one: "glas"."""
        return await self._work(lambda: self._search(words, since, until, limit))

    async def recent(self, *, since: float = 0.0, until: float | None = None, limit: int = 50) -> list[Observation]:
        sql = f"SELECT {_ROW} FROM observation WHERE time >= ? AND time < ? ORDER BY time DESC, id DESC LIMIT ?"
        values = (since, _END if until is None else until, max(0, limit))
        return await self._work(lambda: [_observation(row) for row in self._database.rows(sql, values)])

    async def last_sighting(self, thing: str) -> Observation | None:
        return await self._work(lambda: self._last_sighting(thing))

    async def forget(self, *, since: float | None = None, ids: Sequence[int] = (), thing: str = "") -> list[int]:
        """Also what was taught since then or of that name. An observation that names other things as well keeps
        those, without its picture; `memory.recall.without` says what goes."""
        return await self._work(lambda: self._forget(since, ids, thing))

    async def forget_everything(self) -> None:
        await self._work(self._forget_everything)

    async def teach(self, taught: Taught) -> Taught:
        return await self._work(lambda: self._teach(taught))

    async def things(self) -> tuple[Taught, ...]:
        return self._things

    async def told(self) -> list[Observation]:
        return await self._work(lambda: list(self._told(50)))

    async def _work(self, work: Callable[[], T]) -> T:
        def locked(_: threading.Event) -> T:
            with self._working, self._database.explained():
                return work()

        return await self._lane.call(locked)

    def _add(self, observation: Observation) -> Observation:
        jpeg = small(observation.picture)
        twin = self._twin(observation)
        with self._database.transaction():
            id = twin or self._insert(observation, len(jpeg))
            if twin:
                self._refresh(twin, observation, len(jpeg))
            try:
                if jpeg:
                    self._pictures.put(id, jpeg)
            except BaseException:
                self._pictures.drop([id] if not twin else [])
                raise
        self._picture_bytes += len(jpeg)
        self._adds += 1
        if self._adds % SWEEP_EVERY == 0:
            self._sweep(observation.time)
        return replace(observation, id=id, picture=b"")

    def _insert(self, observation: Observation, picture_bytes: int) -> int:
        time, words = observation.time, _clean(observation)
        id = self._database.insert(
            "INSERT INTO observation (began, time, source, caption, text, boxes, picture_bytes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (time, time, words.source, words.caption, words.text, _boxes(words.boxes), picture_bytes),
        )
        self._index(id, words)
        return id

    def _index(self, id: int, observation: Observation) -> None:
        self._database.insert(
            "INSERT INTO words (rowid, caption, labels, body) VALUES (?, ?, ?, ?)",
            (
                id,
                naming.indexed(observation.caption),
                naming.indexed(_labels(observation)),
                naming.indexed(observation.text),
            ),
        )

    def _twin(self, observation: Observation) -> int | None:
        """The newest of this camera or screen, if it says the same. Uploads and told sentences are never merged."""
        if observation.source not in ("camera", "screen"):
            return None
        words = _clean(observation)
        found = self._database.execute(
            f"SELECT {_ROW}, began FROM observation WHERE source = ? AND time > ? ORDER BY time DESC, id DESC LIMIT 1",
            (words.source, observation.time - MERGED_SECONDS),
        )
        for *row, began in found:
            newest = _observation(row)
            same = (newest.caption, newest.text, _labels(newest)) == (words.caption, words.text, _labels(words))
            if same and 0 <= observation.time - began < MERGED_SECONDS and newest.time <= observation.time:
                return newest.id
        return None

    def _refresh(self, id: int, observation: Observation, picture_bytes: int) -> None:
        self._database.execute(
            "UPDATE observation SET time = ?, boxes = ?, picture_bytes = coalesce(nullif(?, 0), picture_bytes) "
            "WHERE id = ?",
            (observation.time, _boxes(_clean(observation).boxes), picture_bytes, id),
        )

    def _load(self, observations: Iterable[Observation]) -> int:
        with self._database.transaction():
            return sum(self._insert(observation, 0) > 0 for observation in observations)

    def _update(self, observation: Observation) -> bool:
        with self._database.transaction():
            return self._change(observation)

    def _change(self, observation: Observation) -> bool:
        if self._get(observation.id) is None:
            return False
        words = _clean(observation)
        self._database.execute(
            "UPDATE observation SET caption = ?, text = ?, boxes = ? WHERE id = ?",
            (words.caption, words.text, _boxes(words.boxes), words.id),
        )
        self._database.execute("DELETE FROM words WHERE rowid = ?", (words.id,))
        self._index(words.id, words)
        return True

    def _get(self, id: int) -> Observation | None:
        if not 0 < id <= _END:
            return None
        rows = self._database.execute(f"SELECT {_ROW} FROM observation WHERE id = ?", (id,))
        return _observation(rows[0]) if rows else None

    def _search(self, words: str, since: float, until: float | None, limit: int) -> list[Observation]:
        for unfinished in (False, True):
            expression = naming.every_word(words, unfinished=unfinished)
            if found := list(self._matching(expression, since, until, max(0, limit))):
                return sorted(found, key=lambda one: (one.time, one.id), reverse=True)
        return []

    def _matching(
        self, expression: str, since: float = -_END, until: float | None = None, limit: int = -1
    ) -> Iterator[Observation]:
        """Newest first by id, which is the order of arrival: ordering by time would read all that match."""
        if not expression:
            return
        columns = ", ".join(f"observation.{name}" for name in _ROW.split(", "))
        rows = self._database.rows(
            f"SELECT {columns} FROM words JOIN observation ON observation.id = words.rowid "
            "WHERE words MATCH ? AND time >= ? AND time < ? ORDER BY words.rowid DESC LIMIT ?",
            (expression, since, _END if until is None else until, limit),
        )
        for row in rows:
            yield _observation(row)

    def _last_sighting(self, thing: str) -> Observation | None:
        names = self._names(thing)
        if not names:
            return None
        expression = f"{{caption labels}} : ({naming.any_name(names)})"
        return recall.last_sighting(names, self._matching(expression, limit=SIGHTINGS))

    def _names(self, thing: str) -> list[tuple[str, ...]]:
        """The normal form of `thing`, and of what was taught or told under a similar name."""
        asked = naming.normal(thing)
        if not asked:
            return []
        known = [naming.normal(taught.name) for taught in self._things]
        for told in self._told(TOLD_NAMES):
            known += recall.told_names(told.caption)
        return list(dict.fromkeys([asked, *(name for name in known if naming.similar(asked, name))]))

    def _forget(self, since: float | None, ids: Sequence[int], thing: str) -> list[int]:
        names = self._names(thing)
        gone = {id for id in ids if self._get(id)}
        if since is not None:
            gone |= {id for (id,) in self._database.rows("SELECT id FROM observation WHERE time >= ?", (since,))}
        left = self._left_without(names)
        gone |= {id for id, rest in left.items() if rest is None}
        changed = [rest for id, rest in left.items() if rest is not None and id not in gone]
        untaught = [
            one.id for one in self._things if _is_named(one, names) or (since is not None and one.time >= since)
        ]
        if gone or changed or untaught:
            with self._database.leaving_no_trace():
                self._remove(sorted(gone), changed, untaught)
        return sorted(gone)

    def _left_without(self, names: Sequence[Sequence[str]]) -> dict[int, Observation | None]:
        if not names:
            return {}
        found = list(self._matching(naming.any_name(names)))
        rest = {one.id: recall.without(names, one) for one in found}
        return {one.id: rest[one.id] for one in found if rest[one.id] != one}

    def _remove(self, gone: Sequence[int], changed: Sequence[Observation], untaught: Sequence[int]) -> None:
        with self._database.transaction():
            self._delete(gone)
            for observation in changed:
                self._change(observation)
                self._database.execute("UPDATE observation SET picture_bytes = 0 WHERE id = ?", (observation.id,))
            for id in untaught:
                self._database.execute("DELETE FROM thing WHERE id = ?", (id,))
        self._pictures.drop([*gone, *(observation.id for observation in changed)])
        self._things = self._read_things()
        self._picture_bytes = self._count_pictures()

    def _delete(self, ids: Iterable[int]) -> None:
        for id in ids:
            self._database.execute("DELETE FROM observation WHERE id = ?", (id,))
            self._database.execute("DELETE FROM words WHERE rowid = ?", (id,))

    def _forget_everything(self) -> None:
        self._pictures.keep_only(set())
        self._database.wipe()
        self._things = ()
        self._picture_bytes = 0

    def _teach(self, taught: Taught) -> Taught:
        with self._database.transaction():
            for one in self._things:
                if naming.normal(one.name) == naming.normal(taught.name):
                    self._database.execute("DELETE FROM thing WHERE id = ?", (one.id,))
            id = self._database.insert(
                "INSERT INTO thing (name, time, features) VALUES (?, ?, ?)", (taught.name, taught.time, taught.features)
            )
            for png in taught.views:
                self._database.insert("INSERT INTO view (thing_id, png) VALUES (?, ?)", (id, png))
        self._things = self._read_things()
        return replace(taught, id=id)

    def _read_things(self) -> tuple[Taught, ...]:
        def views(id: int) -> tuple[bytes, ...]:
            return tuple(
                png for (png,) in self._database.rows("SELECT png FROM view WHERE thing_id = ? ORDER BY rowid", (id,))
            )

        rows = self._database.execute("SELECT id, name, features, time FROM thing ORDER BY id")
        return tuple(Taught(name, views(id), features, time, id) for id, name, features, time in rows)

    def _told(self, limit: int) -> Iterator[Observation]:
        sql = f"SELECT {_ROW} FROM observation WHERE source = 'told' ORDER BY time DESC, id DESC LIMIT ?"
        return map(_observation, self._database.rows(sql, (limit,)))

    def _sweep(self, now: float) -> None:
        used = self._database.used_bytes() + self._picture_bytes
        drop = to_drop(self._oldest(), used, now, self._limits)
        if not drop:
            return
        with self._database.transaction():
            self._delete(drop)
        self._pictures.drop(drop)
        self._picture_bytes = self._count_pictures()

    def _oldest(self) -> list[Kept]:
        sql = (
            "SELECT id, time, picture_bytes + 3 * length(caption) + 3 * length(text) + length(boxes), source = 'told' "
            "FROM observation WHERE source {} 'told' ORDER BY time LIMIT ?"
        )
        return [
            Kept(id, time, size, bool(told))
            for sign in ("<>", "=")
            for id, time, size, told in self._database.rows(sql.format(sign), (SWEEP_ROWS // 2,))
        ]

    def _count_pictures(self) -> int:
        return int(self._database.execute("SELECT coalesce(sum(picture_bytes), 0) FROM observation")[0][0])


def _is_named(taught: Taught, names: Sequence[Sequence[str]]) -> bool:
    return naming.normal(taught.name) in names


def _clean(observation: Observation) -> Observation:
    """Half a character (a lone surrogate) cannot be stored."""
    caption, text = (_whole(part) for part in (observation.caption, observation.text))
    boxes = tuple(replace(box, label=_whole(box.label)) for box in observation.boxes)
    return replace(observation, caption=caption, text=text, boxes=boxes)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _labels(observation: Observation) -> str:
    return "\n".join(sorted({box.label for box in observation.boxes}))


def _boxes(boxes: Sequence[Box]) -> str:
    return json.dumps([astuple(box) for box in boxes], ensure_ascii=False) if boxes else ""


def _observation(row: Sequence[Any]) -> Observation:
    id, time, source, caption, text, boxes = row
    return Observation(time, source, caption, text, tuple(Box(*box) for box in json.loads(boxes or "[]")), id=id)
