"""What was seen folded as it grows old, a little with every observation that comes: runs, then episodes, then days.

See `memory.ageing.episodes` for what stays. How far it has come stands with each observation, so a kill between two
steps costs nothing, and nothing is folded twice. What was told or uploaded stays as it is.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.core.labels import FACE, MOVEMENT, TEXT
from memory.ageing.episodes import (
    DAYS,
    EPISODES,
    RUN,
    RUNS,
    Fold,
    Folded,
    Moment,
    Sighted,
    episode,
    runs,
    spare,
    stretch,
)
from memory.database import Value
from memory.finding.naming import plain, tokens
from memory.observations import ALWAYS, IS_CURRENT, Observations
from memory.parts import Database

BATCH = 4  # moments that a step takes in
KNOWN = 16  # the newest runs of the hour that a moment is compared with
BEFORE = 200  # of an episode or a day those that a step goes back
_MOMENT = "id, source, began, time, caption, text, boxes, picture_bytes, level"
_SEEN = "source IN ('camera', 'screen')"
_NO_THINGS = {TEXT, FACE, MOVEMENT}


class Folding:
    """Call it inside a transaction."""

    def __init__(self, database: Database, rows: Observations) -> None:
        self._database = database
        self._rows = rows

    def step(self, now: float) -> dict[int, int]:
        """Folds a little; the pictures that are not kept any more, by their observation, with their bytes."""
        if self._database.execute("SELECT 1 FROM unread WHERE upto > 0"):
            return {}  # what it says of things is not in the ledger yet
        return self._fold_runs(now) | self._fold(EPISODES, now) | self._fold(DAYS, now)

    def kept(self, id: int) -> int | None:
        """What a folded observation went into."""
        sql = "SELECT kept_id FROM folded WHERE id = ?"
        return next((kept for (kept,) in self._database.execute(sql, (id,))), None) if 0 < id <= ALWAYS else None

    def gone_into(self, ids: Iterable[int]) -> set[int]:
        """All that went into these."""
        sql = "SELECT id FROM folded WHERE kept_id = ?"
        return {gone for id in ids for (gone,) in self._database.execute(sql, (id,))}

    def _fold_runs(self, now: float) -> dict[int, int]:
        if not (new := self._pending(RUNS, now)):
            return {}
        known = self._newest([RUN], new[0].source, new[0].began - RUNS.longest, KNOWN)
        for one in new:
            self._database.execute("UPDATE observation SET level = ? WHERE id = ?", (RUN, one.id))
        new = [replace(one, level=RUN) for one in new]
        known, new = self._with_scenes(known), self._with_scenes(new)
        return self._write(runs(known, new), [*known, *new])

    def _fold(self, fold: Fold, now: float) -> dict[int, int]:
        if not (new := self._pending(fold, now)):
            return {}
        before = self._newest([fold.moment, fold.summary], new[0].source, new[0].began - fold.longest, BEFORE)
        before, new = stretch(before, new, fold.gap)
        summaries = [one for one in before if one.level == fold.summary][-1:]
        pictured = [one for one in self._marked([one for one in before if one.picture_bytes]) if not one.current]
        line = sorted([*summaries, *pictured, *self._marked(new)], key=lambda one: one.time)
        line = [_with_words(one) for one in line]
        return self._write(episode(line, fold), line)

    def _pending(self, fold: Fold, now: float) -> list[Moment]:
        """The oldest of one source that are old enough; none while they are few and others may come to them."""
        sql = f"SELECT {_MOMENT} FROM observation WHERE {_SEEN} AND level = ? AND time < ? ORDER BY time LIMIT ?"
        found = [one for level in fold.takes for one in self._moments(sql, (level, now - fold.age, BATCH))]
        found = sorted(found, key=lambda one: (one.time, one.id))[:BATCH]
        if len(found) < BATCH and (not found or now - found[0].time < fold.age + fold.longest):
            return []
        return [one for one in found if one.source == found[0].source]

    def _newest(self, levels: Iterable[int], source: str, since: float, most: int) -> list[Moment]:
        """Oldest first."""
        sql = (
            f"SELECT {_MOMENT} FROM observation WHERE {_SEEN} AND level = ? AND time >= ? AND source = ? "
            "ORDER BY time DESC LIMIT ?"
        )
        found = [one for level in levels for one in self._moments(sql, (level, since, source, most))]
        return sorted(found, key=lambda one: (one.time, one.id))

    def _moments(self, sql: str, values: tuple[Value, ...]) -> list[Moment]:
        return [
            Moment(id, source, began, time, caption, text, _labels(boxes), size, level)
            for id, source, began, time, caption, text, boxes, size, level in self._database.execute(sql, values)
        ]

    def _with_scenes(self, moments: Sequence[Moment]) -> list[Moment]:
        scenes: dict[int, set[tuple[str, ...]]] = {}
        for one in self._sightings(moments):
            said = (one.kind, one.head, one.marks, one.owner, plain(one.place))
            scenes.setdefault(one.observation_id, set()).add(said)
        return [
            replace(one, scene=frozenset(scenes[one.id]), read=_read(one)) if one.id in scenes else _with_words(one)
            for one in moments
        ]

    def _marked(self, moments: Sequence[Moment]) -> list[Moment]:
        """With what is current."""
        ids = [one.id for one in moments]
        sql = f"SELECT id FROM observation WHERE {_among('id', ids)} AND {IS_CURRENT}"
        current = {id for (id,) in self._database.execute(sql, (*ids,))} if ids else set()
        return [replace(one, current=one.id in current) for one in moments]

    def _sightings(self, moments: Sequence[Moment]) -> list[Sighted]:
        ids = [one.id for one in moments]
        columns = "observation_id, time, head, marks, owner, place, kind"
        sql = f"SELECT {columns} FROM sighting WHERE {_among('observation_id', ids)}"
        return [Sighted(*row) for row in self._database.execute(sql, (*ids,))] if ids else []

    def _write(self, folded: Sequence[Folded], before: Sequence[Moment]) -> dict[int, int]:
        known = {one.id: one for one in before}
        for one in folded:
            for gone in one.gone:
                self._move(gone.id, one.kept.id)
            if one.kept != known[one.kept.id]:
                self._rows.fold(one.kept)
        self._thin([one.kept for one in folded if one.gone])
        bare = [one.kept.id for one in folded if not one.kept.picture_bytes]
        bare += [one.id for kept in folded for one in kept.gone]
        return {id: size for id in bare if (size := known[id].picture_bytes)}

    def _move(self, gone: int, kept: int) -> None:
        """A box is drawn on a picture that is gone now."""
        self._database.execute(
            "UPDATE sighting SET observation_id = ?, box = '' WHERE observation_id = ?", (kept, gone)
        )
        self._database.execute("UPDATE folded SET kept_id = ? WHERE kept_id = ?", (kept, gone))
        self._rows.delete([gone])
        self._database.execute("INSERT INTO folded (id, kept_id) VALUES (?, ?)", (gone, kept))

    def _thin(self, kept: Sequence[Moment]) -> None:
        sql = "DELETE FROM sighting WHERE observation_id = ? AND time = ? AND head = ? AND marks = ? AND owner = ?"
        for one in spare(self._sightings(kept)):
            self._database.execute(sql, (one.observation_id, one.time, one.head, one.marks, one.owner))


def _with_words(one: Moment) -> Moment:
    read = _read(one)
    return replace(one, read=read, words=read.union(tokens(f"{one.caption}\n{' '.join(one.labels)}")))


def _read(one: Moment) -> frozenset[str]:
    return frozenset(tokens(one.text))


def _labels(boxes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(box[0] for box in json.loads(boxes or "[]") if box[0] not in _NO_THINGS))


def _among(column: str, ids: Sequence[int]) -> str:
    return f"{column} IN ({', '.join('?' * len(ids))})"
