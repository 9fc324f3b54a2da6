"""What changes a memory: all of it blocking, for one thread; a change is all there or not at all."""

import contextlib
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.core.errors import RememberingError
from assistant.core.values import Forgot, Observation, Taught
from memory import recall
from memory.ageing.retention import Limits, to_drop
from memory.finding import naming
from memory.observations import zone
from memory.parts import Vector
from memory.pictures import LARGE_SECONDS, Sizes, sizes
from memory.reading import Reading
from memory.tables import Tables

SWEEP_EVERY = 64  # adds; the limits may be passed by as many pictures, about 3 MB
LARGE_SHARE = 0.125  # of the size set is the most that pictures as they were taken may have
SWEEP_ROWS = 128  # the most one sweep drops of what was seen: faster than adding adds


class Writing:
    """`reading` knows what else a thing is called that is to be forgotten."""

    def __init__(self, tables: Tables, reading: Reading, limits: Limits) -> None:
        self._tables = tables
        self._parts = tables.parts
        self._reading = reading
        self._limits = limits
        self._adds = 0
        with self._parts.database.explained():
            self._parts.pictures.keep_only(tables.rows.ids_with_picture())
            self._parts.pictures.drop_large(time.time() - LARGE_SECONDS)
            self._picture_bytes = tables.rows.picture_bytes()

    def add(self, observation: Observation) -> Observation:
        picture = sizes(observation.picture)
        with self._storing():
            twin = self._tables.rows.twin(observation)
            if twin:
                self._tables.rows.refresh(twin, observation, len(picture.small))
                self._parts.vectors.drop([twin] if picture.small else [])
            id = twin or self._tables.rows.insert(observation, len(picture.small))
            self._put_picture(id, picture, observation.time)
        self._picture_bytes += 0 if twin else len(picture.small)
        self._parts.pictures.drop_large(observation.time - LARGE_SECONDS)
        self._adds += 1
        with contextlib.suppress(RememberingError):  # it is stored; a full disk is said of what cannot be
            self._fold(observation.time)
            if self._adds % SWEEP_EVERY == 0:
                self._sweep(observation.time)
        return replace(observation, id=id, picture=b"", zone=zone(observation))

    def load(self, observations: Iterable[Observation]) -> int:
        count = 0
        with self._storing():
            for observation in observations:
                count += 1
                picture = sizes(observation.picture)
                id = self._tables.rows.insert(observation, len(picture.small))
                self._put_picture(id, Sizes(picture.small), observation.time)
        self._picture_bytes = self._tables.rows.picture_bytes()
        return count

    def _put_picture(self, id: int, picture: Sizes, taken: float) -> None:
        if picture.small:
            self._parts.pictures.put(id, picture.small, picture.large, taken)

    @contextlib.contextmanager
    def _storing(self) -> Iterator[None]:
        """A transaction; if it fails its pictures go too, for their ids will be given out again."""
        with contextlib.ExitStack() as undo:
            undo.callback(lambda: self._parts.pictures.keep_only(self._tables.rows.ids_with_picture()))
            with self._parts.database.transaction():
                yield
            undo.pop_all()

    def update(self, observation: Observation) -> bool:
        with self._parts.database.transaction():
            return self._tables.rows.change(observation)

    def forget(self, since: float | None, ids: Sequence[int], thing: str) -> list[int]:
        names = self._reading.names(thing)
        given = {self._tables.folding.kept(id) or id for id in ids}
        gone = {id for id in given if self._tables.rows.get(id)}
        gone |= set() if since is None else self._tables.rows.ids_since(since)
        rest = self._without(names)
        gone |= {id for id, left in rest.items() if left is None}
        changed = [left for id, left in rest.items() if left is not None and id not in gone]
        untaught = [
            one.id
            for one in self._tables.things.all()
            if naming.normal(one.name) in names or (since is not None and one.time >= since)
        ]
        told_of = gone.union(left.id for left in changed)
        told_of |= self._tables.folding.gone_into(told_of)
        # Also where nothing is found: what was folded or let go before may have left a trace of it.
        if told_of or untaught or names or since is not None or self._parts.database.has_traces:
            with self._parts.database.leaving_no_trace():
                self._remove(sorted(gone), changed, untaught)
                self._tell(Forgot(tuple(sorted(told_of)), since=since))
        return sorted(told_of)

    def _without(self, names: Sequence[Sequence[str]]) -> dict[int, Observation | None]:
        """What is left of each observation that names the thing."""
        found = list(self._tables.rows.matching(naming.any_name(names)))
        rest = {one.id: recall.without(names, one) for one in found}
        return {one.id: rest[one.id] for one in found if rest[one.id] != one}

    def _remove(self, gone: Sequence[int], changed: Sequence[Observation], untaught: Sequence[int]) -> None:
        with self._parts.database.transaction():
            self._tables.rows.delete(gone)
            self._tables.things.delete(untaught)
            for observation in changed:
                self._tables.rows.change(observation, drop_picture=True)
            self._parts.vectors.drop(observation.id for observation in changed)
        self._parts.pictures.drop([*gone, *(observation.id for observation in changed)])
        self._picture_bytes = self._tables.rows.picture_bytes()

    def forget_everything(self) -> None:
        self._parts.database.wipe()
        self._tell(Forgot(everything=True))
        self._parts.pictures.keep_only(set())  # after the rows: those that a kill spares are dropped by the next start
        self._picture_bytes = 0

    def embed(self, id: int, name: str, vector: Vector) -> bool:
        with self._parts.database.transaction():
            return self._parts.vectors.put(id, name, vector)

    def teach(self, taught: Taught) -> Taught:
        with self._parts.database.transaction():
            return self._tables.things.put(taught)

    def _fold(self, now: float) -> None:
        """What grew old becomes less, a little each time."""
        with self._parts.database.transaction():
            bare = self._tables.folding.step(now)
        self._parts.pictures.drop(bare)
        self._picture_bytes -= sum(bare.values())

    def _sweep(self, now: float) -> None:
        """Keeps to the limits; a picture whose row is gone does not outlive the next start."""
        horizon = LARGE_SECONDS
        while horizon > 1 and self._parts.pictures.large_bytes > LARGE_SHARE * self._limits.max_bytes:
            horizon /= 2
            self._parts.pictures.drop_large(now - horizon)
        if self._parts.database.has_traces:
            with self._parts.database.leaving_no_trace():
                pass  # what could not be cleaned when it was forgotten
        self._picture_bytes = self._tables.rows.picture_bytes()  # other processes may have added
        used = self._parts.database.used_bytes() + self._picture_bytes + self._parts.pictures.large_bytes
        oldest = self._tables.rows.oldest_time()
        if used <= self._limits.max_bytes and (oldest is None or now - oldest <= self._limits.max_age_seconds):
            return
        if drop := to_drop(self._tables.rows.oldest(SWEEP_ROWS), used, now, self._limits):
            self._picture_bytes -= self._tables.rows.picture_bytes(drop)
            with self._parts.database.transaction():
                self._tables.rows.delete(drop)
            self._parts.pictures.drop(drop)

    def _tell(self, forgot: Forgot) -> None:
        if self._parts.news:
            self._parts.news.tell(forgot)
