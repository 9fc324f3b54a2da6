"""The memory: what was seen, told and taught, found again by its words. It lies in SQLite, or in PostgreSQL."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from assistant.core.errors import RememberingError
from assistant.core.lane import Lane
from assistant.core.values import Forgot, Observation, Stay, Taught
from memory import naming, ranking, recall, synonyms
from memory.candidates import candidates
from memory.database import Database
from memory.export import exporting
from memory.facts import told_names
from memory.folding import Folding
from memory.nouns import DESCRIBING, Noun, compound, named, noun
from memory.observations import ALWAYS, Observations, zone
from memory.parts import Parts, Vector
from memory.pictures import LARGE_SECONDS, Pictures, Sizes, sizes
from memory.questions import asked
from memory.retention import Limits, to_drop
from memory.sightings import Sightings
from memory.things import Things
from memory.vectors import Vectors
from memory.words import Words

T = TypeVar("T")
FILE = "memory.sqlite3"
SWEEP_EVERY = 64  # adds; the limits may be passed by as many pictures, about 3 MB
LARGE_SHARE = 0.125  # of the size set is the most that pictures as they were taken may have
SWEEP_ROWS = 128  # the most one sweep drops of what was seen: faster than adding adds
NEAREST = 100  # pictures whose looks count when words are asked for
PAGE = 32  # observations of an export at a time, with their pictures about 3 MB
STAYS = 100  # of each thing, the newest, in an export
READ_AT_ONCE = 100  # observations of before the ledger: a question waits at most about 40 ms for them
TOLD_NAMES = 1_000  # the newest told sentences whose things are known by name


class Store:
    """The `Memory` port. Blocking work is done in one thread; a change is all there or not at all."""

    def __init__(self, parts: Parts, limits: Limits) -> None:
        self._database = parts.database
        self._pictures = parts.pictures
        self._limits = limits
        self._rows = Observations(parts.database, parts.words)
        self._ledger = Sightings(parts.database)
        self._folding = Folding(parts.database, self._rows)
        self._things = Things(parts.database)
        self._vectors = parts.vectors
        self._news = parts.news
        self._lane = Lane("memory")
        self._working = threading.Lock()
        self._closing = threading.Event()
        self._adds = 0
        with self._database.explained():
            self._pictures.keep_only(self._rows.ids_with_picture())
            self._pictures.drop_large(time.time() - LARGE_SECONDS)
            self._picture_bytes = self._rows.picture_bytes()
            unread = self._rows.unread()
        self._reading = threading.Thread(target=self._read_on, name="ledger", daemon=True) if unread else None
        if self._reading:
            self._reading.start()

    @classmethod
    def open(cls, folder: Path | None, limits: Limits | None = None) -> "Store":
        """Opens or makes the memory in `folder`, in SQLite; None keeps it in memory only.

        Raises RememberingError where the file is damaged, from a newer version, in use or cannot be written.
        """
        database = Database(folder / FILE if folder else None)
        with contextlib.ExitStack() as undo:
            undo.callback(database.close)
            with database.explained():
                pictures = Pictures(folder / "pictures" if folder else None)
            memory = cls(Parts(database, Words(database), Vectors(database), pictures), limits or Limits())
            undo.pop_all()
        return memory

    def close(self) -> None:
        """Waits for what is being written."""
        if self._news:
            self._news.close()
        self._lane.close()
        self._closing.set()
        if self._reading:
            self._reading.join()
        with self._working:
            self._database.close()

    def _read_on(self) -> None:
        """What was kept before there was a ledger is read bit by bit, between other work; see `Observations.read_on`.

        Where that fails, for a disk that is full, the next start goes on.
        """
        more = True
        with contextlib.suppress(RememberingError):
            while more and not self._closing.wait(0.01):
                with self._working, self._database.explained(), self._database.transaction():
                    more = self._rows.read_on(READ_AT_ONCE)

    def listen(self, hear: Callable[[Forgot], None]) -> None:
        """`hear` is called, from a thread of its own, with what another process that has this memory forgot."""
        if self._news:
            self._news.listen(hear)

    def _tell(self, forgot: Forgot) -> None:
        if self._news:
            self._news.tell(forgot)

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
        """One that was folded into another is found as that one: see `memory.episodes`."""
        return await self._work(lambda: self._rows.get(id) or self._rows.get(self._folding.kept(id) or 0))

    async def picture(self, id: int, *, large: bool = False) -> bytes | None:
        return await self._work(lambda: self._pictures.get(id, large=large) or self._kept_picture(id))

    async def search(
        self, words: str, *, since: float = 0.0, until: float | None = None, limit: int = 20
    ) -> list[Observation]:
        """Where no observation holds all words, the last word may be the beginning of one: "glas"."""
        return await self._work(lambda: self._search(words, since, until, max(0, limit)))

    async def recall(
        self,
        words: str,
        *,
        since: float = 0.0,
        until: float | None = None,
        limit: int = 5,
        near: tuple[str, Vector] | None = None,
    ) -> list[Observation]:
        return await self._work(lambda: self._recall(words, since, until, near)[: max(0, limit)])

    async def recent(self, *, since: float = 0.0, until: float | None = None, limit: int = 50) -> list[Observation]:
        return await self._work(lambda: list(self._rows.recent(since, until, max(0, limit))))

    async def last_sighting(self, thing: str) -> Observation | None:
        return await self._work(lambda: self._last_sighting(thing))

    async def stays(self, thing: str, *, since: float = 0.0, until: float | None = None, limit: int = 20) -> list[Stay]:
        """Of the newest 500 sightings before `until`: the oldest stay of what was seen more often may begin earlier."""
        return await self._work(lambda: self._ledger.stays(self._nouns(thing), since, until, max(0, limit)))

    async def contents(
        self, place: str, *, since: float = 0.0, until: float | None = None, limit: int = 20
    ) -> list[Stay]:
        return await self._work(lambda: self._ledger.contents(place, since, until, max(0, limit)))

    async def began(self) -> float | None:
        return await self._work(self._rows.began)

    async def export(self, folder: Path) -> int:
        """Page by page, newest first: what is stored or forgotten meanwhile may be in it or not.

        Raises RememberingError where it cannot be finished, and leaves nothing then: see `memory.export`.
        """
        with exporting(folder, time.time()) as export:
            last: tuple[float, int] = (ALWAYS, ALWAYS)
            while page := await self._work(partial(self._page, *last)):
                await asyncio.to_thread(export.add, page)
                last = page[-1][0].time, page[-1][0].id
            await asyncio.to_thread(export.add_taught, await self.things())
            for name in await self._work(self._all_nouns):
                export.add_stays(await self._work(partial(self._ledger.stays, [name], 0.0, None, STAYS)))
        return export.count

    async def forget(self, *, since: float | None = None, ids: Sequence[int] = (), thing: str = "") -> list[int]:
        """Also what was taught since then or of that name.

        An observation that names other things as well keeps those, without its picture: see `memory.recall.without`.
        """
        return await self._work(lambda: self._forget(since, ids, thing))

    async def forget_everything(self) -> None:
        await self._work(self._forget_everything)

    async def teach(self, taught: Taught) -> Taught:
        return await self._work(lambda: self._teach(taught))

    async def things(self) -> tuple[Taught, ...]:
        return await self._work(self._things.all)

    async def told(self) -> list[Observation]:
        return await self._work(lambda: list(self._rows.told(50)))

    async def embed(self, id: int, name: str, vector: Vector) -> bool:
        return await self._work(lambda: self._embed(id, name, vector))

    async def unembedded(self, name: str, limit: int) -> list[int]:
        return await self._work(lambda: self._vectors.missing(name, max(0, limit)))

    async def nearest(self, name: str, vector: Vector, limit: int) -> list[tuple[Observation, float]]:
        return await self._work(lambda: self._nearest(name, vector, limit))

    async def _work(self, work: Callable[[], T]) -> T:
        def locked(_: threading.Event) -> T:
            with self._working, self._database.explained():
                return work()

        return await self._lane.call(locked)

    def _add(self, observation: Observation) -> Observation:
        picture = sizes(observation.picture)
        with self._storing():
            twin = self._rows.twin(observation)
            if twin:
                self._rows.refresh(twin, observation, len(picture.small))
                self._vectors.drop([twin] if picture.small else [])
            id = twin or self._rows.insert(observation, len(picture.small))
            self._put_picture(id, picture, observation.time)
        self._picture_bytes += 0 if twin else len(picture.small)
        self._pictures.drop_large(observation.time - LARGE_SECONDS)
        self._adds += 1
        with contextlib.suppress(RememberingError):  # it is stored; a full disk is said of what cannot be
            self._fold(observation.time)
            if self._adds % SWEEP_EVERY == 0:
                self._sweep(observation.time)
        return replace(observation, id=id, picture=b"", zone=zone(observation))

    def _load(self, observations: Iterable[Observation]) -> int:
        count = 0
        with self._storing():
            for observation in observations:
                count += 1
                picture = sizes(observation.picture)
                id = self._rows.insert(observation, len(picture.small))
                self._put_picture(id, Sizes(picture.small), observation.time)
        self._picture_bytes = self._rows.picture_bytes()
        return count

    def _kept_picture(self, id: int) -> bytes | None:
        kept = self._folding.kept(id)
        return None if kept is None else self._pictures.get(kept)

    def _put_picture(self, id: int, picture: Sizes, taken: float) -> None:
        if picture.small:
            self._pictures.put(id, picture.small, picture.large, taken)

    @contextlib.contextmanager
    def _storing(self) -> Iterator[None]:
        """A transaction; if it fails its pictures go too, for their ids will be given out again."""
        with contextlib.ExitStack() as undo:
            undo.callback(lambda: self._pictures.keep_only(self._rows.ids_with_picture()))
            with self._database.transaction():
                yield
            undo.pop_all()

    def _update(self, observation: Observation) -> bool:
        with self._database.transaction():
            return self._rows.change(observation)

    def _search(self, words: str, since: float, until: float | None, limit: int) -> list[Observation]:
        for unfinished in (False, True):
            query = naming.every_word(words, unfinished=unfinished)
            if found := list(self._rows.matching(query, since, until, limit)):
                return sorted(found, key=lambda one: (one.time, one.id), reverse=True)
        return []

    def _recall(
        self, words: str, since: float, until: float | None, near: tuple[str, Vector] | None
    ) -> list[Observation]:
        known = candidates(self._rows, asked(words), since, until)
        named = ranking.ranked(known.question, known.found)
        if near is None:
            return ranking.ordered(named)
        looks = (seen for seen, _ in self._nearest(*near, NEAREST))
        within = [seen for seen in looks if since <= seen.time and (until is None or seen.time < until)]
        return ranking.ordered(named, [ranking.scored(known.question, seen) for seen in within])

    def _last_sighting(self, thing: str) -> Observation | None:
        newest = self._ledger.stays(self._nouns(thing), 0.0, None, 1)
        return self._rows.get(newest[0].last) if newest else None

    def _nouns(self, thing: str) -> list[Noun]:
        """All names that the thing goes by, each with what describes it and whose it is."""
        if (asked := noun(thing)) is None:
            return []
        marks = sorted(asked.marks, key=lambda mark: (mark not in DESCRIBING, mark))  # "yellow trash can"
        whole = [noun(" ".join(name)) for name in self._names(" ".join([*marks, asked.head]))]
        heads = [named(name[-1], asked.marks.union(name[:-1]), asked.owner) for name in self._names(asked.head)]
        return list(dict.fromkeys([asked, *(replace(name, owner=asked.owner) for name in whole if name), *heads]))

    def _names(self, thing: str) -> list[tuple[str, ...]]:
        """The normal form of `thing`, other words for it, and what was taught or told under a similar name."""
        asked = naming.normal(thing)
        known = [naming.normal(taught.name) for taught in self._things.all()]
        known += [name for told in self._rows.told(TOLD_NAMES) for name in told_names(told.caption)]
        alike = (name for name in known if naming.similar(asked, name))
        return list(dict.fromkeys([asked, *synonyms.alike(asked), *alike])) if asked else []

    def _forget(self, since: float | None, ids: Sequence[int], thing: str) -> list[int]:
        names = self._names(thing)
        given = {self._folding.kept(id) or id for id in ids}
        gone = {id for id in given if self._rows.get(id)} | (set() if since is None else self._rows.ids_since(since))
        rest = self._without(names)
        gone |= {id for id, left in rest.items() if left is None}
        changed = [left for id, left in rest.items() if left is not None and id not in gone]
        untaught = [
            one.id
            for one in self._things.all()
            if naming.normal(one.name) in names or (since is not None and one.time >= since)
        ]
        told_of = gone.union(left.id for left in changed)
        told_of |= self._folding.gone_into(told_of)
        # Also where nothing is found: what was folded or let go before may have left a trace of it.
        if told_of or untaught or names or since is not None or self._database.has_traces:
            with self._database.leaving_no_trace():
                self._remove(sorted(gone), changed, untaught)
                self._tell(Forgot(tuple(sorted(told_of)), since=since))
        return sorted(told_of)

    def _without(self, names: Sequence[Sequence[str]]) -> dict[int, Observation | None]:
        """What is left of each observation that names the thing."""
        found = list(self._rows.matching(naming.any_name(names)))
        rest = {one.id: recall.without(names, one) for one in found}
        return {one.id: rest[one.id] for one in found if rest[one.id] != one}

    def _remove(self, gone: Sequence[int], changed: Sequence[Observation], untaught: Sequence[int]) -> None:
        with self._database.transaction():
            self._rows.delete(gone)
            self._things.delete(untaught)
            for observation in changed:
                self._rows.change(observation, drop_picture=True)
            self._vectors.drop(observation.id for observation in changed)
        self._pictures.drop([*gone, *(observation.id for observation in changed)])
        self._picture_bytes = self._rows.picture_bytes()

    def _forget_everything(self) -> None:
        self._database.wipe()
        self._tell(Forgot(everything=True))
        self._pictures.keep_only(set())  # after the rows: those that a kill spares are dropped by the next start
        self._picture_bytes = 0

    def _page(self, time: float, id: int) -> list[tuple[Observation, float, bytes | None]]:
        return [
            (one, began, self._pictures.get(one.id, large=True)) for one, began in self._rows.before(time, id, PAGE)
        ]

    def _all_nouns(self) -> list[Noun]:
        """Of all things in the ledger; what only describes them is left to the ledger to tell apart."""
        rows = self._database.execute("SELECT DISTINCT head, marks, owner FROM sighting ORDER BY head, owner")
        found = (named(head, compound(marks.split()), owner) for head, marks, owner in rows)
        return list(dict.fromkeys(found))

    def _embed(self, id: int, name: str, vector: Vector) -> bool:
        with self._database.transaction():
            return self._vectors.put(id, name, vector)

    def _nearest(self, name: str, vector: Vector, limit: int) -> list[tuple[Observation, float]]:
        found = [(self._rows.get(id), cosine) for id, cosine in self._vectors.nearest(name, vector, limit)]
        return [(observation, cosine) for observation, cosine in found if observation]

    def _teach(self, taught: Taught) -> Taught:
        with self._database.transaction():
            return self._things.put(taught)

    def _fold(self, now: float) -> None:
        """What grew old becomes less, a little each time."""
        with self._database.transaction():
            bare = self._folding.step(now)
        self._pictures.drop(bare)
        self._picture_bytes -= sum(bare.values())

    def _sweep(self, now: float) -> None:
        """Keeps to the limits; a picture whose row is gone does not outlive the next start."""
        horizon = LARGE_SECONDS
        while horizon > 1 and self._pictures.large_bytes > LARGE_SHARE * self._limits.max_bytes:
            horizon /= 2
            self._pictures.drop_large(now - horizon)
        if self._database.has_traces:
            with self._database.leaving_no_trace():
                pass  # what could not be cleaned when it was forgotten
        self._picture_bytes = self._rows.picture_bytes()  # other processes may have added
        used = self._database.used_bytes() + self._picture_bytes + self._pictures.large_bytes
        oldest = self._rows.oldest_time()
        if used <= self._limits.max_bytes and (oldest is None or now - oldest <= self._limits.max_age_seconds):
            return
        if drop := to_drop(self._rows.oldest(SWEEP_ROWS), used, now, self._limits):
            self._picture_bytes -= self._rows.picture_bytes(drop)
            with self._database.transaction():
                self._rows.delete(drop)
            self._pictures.drop(drop)


SqliteMemory = Store
