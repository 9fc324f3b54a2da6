"""The memory: what was seen, told and taught, found again by its words. It lies in SQLite, or in PostgreSQL."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from assistant.core.errors import RememberingError
from assistant.core.lane import Lane
from assistant.core.values import Forgot, Observation, Stay, Taught
from memory.ageing.retention import Limits
from memory.database import Database
from memory.exporting.export import exporting
from memory.observations import ALWAYS
from memory.parts import Parts, Vector
from memory.pictures import Pictures
from memory.reading import Reading
from memory.tables import Tables
from memory.vectors import Vectors
from memory.words import Words
from memory.writing import Writing

T = TypeVar("T")
FILE = "memory.sqlite3"
STAYS = 100  # of each thing, the newest, in an export
READ_AT_ONCE = 100  # observations of before the ledger: a question waits at most about 40 ms for them


class Store:
    """The `Memory` port. Blocking work is done in one thread; a change is all there or not at all."""

    def __init__(self, parts: Parts, limits: Limits) -> None:
        self._parts = parts
        self._tables = Tables.of(parts)
        self._reading = Reading(self._tables)
        self._writing = Writing(self._tables, self._reading, limits)
        self._lane = Lane("memory")
        self._working = threading.Lock()
        self._closing = threading.Event()
        with parts.database.explained():
            unread = self._tables.rows.unread()
        self._catching_up = threading.Thread(target=self._read_on, name="ledger", daemon=True) if unread else None
        if self._catching_up:
            self._catching_up.start()

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
        if self._parts.news:
            self._parts.news.close()
        self._lane.close()
        self._closing.set()
        if self._catching_up:
            self._catching_up.join()
        with self._working:
            self._parts.database.close()

    def _read_on(self) -> None:
        """What was kept before there was a ledger is read bit by bit, between other work; see `Observations.read_on`.

        Where that fails, for a disk that is full, the next start goes on.
        """
        more = True
        with contextlib.suppress(RememberingError):
            while more and not self._closing.wait(0.01):
                with self._working, self._parts.database.explained(), self._parts.database.transaction():
                    more = self._tables.rows.read_on(READ_AT_ONCE)

    def listen(self, hear: Callable[[Forgot], None]) -> None:
        """`hear` is called, from a thread of its own, with what another process that has this memory forgot."""
        if self._parts.news:
            self._parts.news.listen(hear)

    async def add(self, observation: Observation) -> Observation:
        """The same scene within a minute is merged: the id of the first time, time and picture of the newest.

        The picture is kept smaller (see `memory.pictures`); one that cannot be decoded is left out.
        """
        return await self._work(lambda: self._writing.add(observation))

    async def load(self, observations: Iterable[Observation]) -> int:
        """Stores many at once in one transaction, for imports: no merging, no limits; returns how many."""
        return await self._work(lambda: self._writing.load(observations))

    async def update(self, observation: Observation) -> bool:
        return await self._work(lambda: self._writing.update(observation))

    async def get(self, id: int) -> Observation | None:
        return await self._work(lambda: self._reading.get(id))

    async def picture(self, id: int, *, large: bool = False) -> bytes | None:
        return await self._work(lambda: self._reading.picture(id, large))

    async def search(
        self, words: str, *, since: float = 0.0, until: float | None = None, limit: int = 20
    ) -> list[Observation]:
        """Where no observation holds all words, the last word may be the beginning of one: "glas"."""
        return await self._work(lambda: self._reading.search(words, since, until, max(0, limit)))

    async def recall(
        self,
        words: str,
        *,
        since: float = 0.0,
        until: float | None = None,
        limit: int = 5,
        near: tuple[str, Vector] | None = None,
    ) -> list[Observation]:
        return await self._work(lambda: self._reading.recall(words, since, until, near)[: max(0, limit)])

    async def recent(self, *, since: float = 0.0, until: float | None = None, limit: int = 50) -> list[Observation]:
        return await self._work(lambda: list(self._tables.rows.recent(since, until, max(0, limit))))

    async def stays(self, thing: str, *, since: float = 0.0, until: float | None = None, limit: int = 20) -> list[Stay]:
        """Of the newest 500 sightings before `until`: the oldest stay of what was seen more often may begin earlier."""
        return await self._work(lambda: self._reading.stays(thing, since, until, max(0, limit)))

    async def contents(
        self, place: str, *, since: float = 0.0, until: float | None = None, limit: int = 20
    ) -> list[Stay]:
        return await self._work(lambda: self._tables.ledger.contents(place, since, until, max(0, limit)))

    async def began(self) -> float | None:
        return await self._work(self._tables.rows.began)

    async def export(self, folder: Path) -> int:
        """Page by page, newest first: what is stored or forgotten meanwhile may be in it or not.

        Raises RememberingError where it cannot be finished, and leaves nothing then: see `memory.exporting.export`.
        """
        with exporting(folder, time.time()) as export:
            last: tuple[float, int] = (ALWAYS, ALWAYS)
            while page := await self._work(partial(self._reading.page, *last)):
                await asyncio.to_thread(export.add, page)
                last = page[-1][0].time, page[-1][0].id
            await asyncio.to_thread(export.add_taught, await self.things())
            for name in await self._work(self._reading.all_nouns):
                export.add_stays(await self._work(partial(self._tables.ledger.stays, [name], 0.0, None, STAYS)))
        return export.count

    async def forget(self, *, since: float | None = None, ids: Sequence[int] = (), thing: str = "") -> list[int]:
        """Also what was taught since then or of that name.

        An observation that names other things as well keeps those, without its picture: see `memory.recall.without`.
        """
        return await self._work(lambda: self._writing.forget(since, ids, thing))

    async def forget_everything(self) -> None:
        await self._work(self._writing.forget_everything)

    async def teach(self, taught: Taught) -> Taught:
        return await self._work(lambda: self._writing.teach(taught))

    async def things(self) -> tuple[Taught, ...]:
        return await self._work(self._tables.things.all)

    async def told(self) -> list[Observation]:
        return await self._work(lambda: list(self._tables.rows.told(50)))

    async def names(self, thing: str) -> tuple[str, ...]:
        return await self._work(lambda: tuple(" ".join(name) for name in self._reading.names(thing)))

    async def embed(self, id: int, name: str, vector: Vector) -> bool:
        return await self._work(lambda: self._writing.embed(id, name, vector))

    async def unembedded(self, name: str, limit: int) -> list[int]:
        return await self._work(lambda: self._parts.vectors.missing(name, max(0, limit)))

    async def nearest(self, name: str, vector: Vector, limit: int) -> list[tuple[Observation, float]]:
        return await self._work(lambda: self._reading.nearest(name, vector, limit))

    async def _work(self, work: Callable[[], T]) -> T:
        def locked(_: threading.Event) -> T:
            with self._working, self._parts.database.explained():
                return work()

        return await self._lane.call(locked)
