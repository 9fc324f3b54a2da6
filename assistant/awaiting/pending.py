"""All that is waited for in one session, and until when; the page is told again whenever that changes."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress

from assistant.awaiting.watcher import Watcher
from assistant.core.events import Awaiting as AwaitingChanged
from assistant.core.events import Event
from assistant.core.values import Awaited
from assistant.watching import Watch

OFTEN = 60.0  # seconds between two looks at the clock: a machine that slept has lost time that its timers do not count


class Pending:
    def __init__(self, watch: Watch, send: Callable[[Event], Awaitable[None]], clock: Callable[[], float]) -> None:
        self.newest = 0  # the id of what was asked for or told last
        self._watch = watch
        self._send = send
        self._clock = clock
        self._watchers: list[Watcher] = []
        self._changed = asyncio.Event()

    def __iter__(self) -> Iterator[Watcher]:
        return iter(self._watchers)

    def awaited(self) -> list[Awaited]:
        return [one.awaited for one in self._watchers]

    def looked_for(self) -> list[Watcher]:
        """All but what is being asked for, and what is over."""
        return [one for one in self._watchers if one.ready and self._clock() < one.awaited.until]

    async def add(self, watcher: Watcher) -> None:
        self.newest = watcher.awaited.id
        self._watchers = [*self._watchers, watcher]
        await self.changed()

    async def end(self, gone: Sequence[Watcher]) -> None:
        if any(one in self._watchers for one in gone):
            self._watchers = [one for one in self._watchers if one not in gone]
            await self.changed()

    async def over(self) -> list[Watcher]:
        """Waits until the time of some is up."""
        while not (over := [one for one in self._watchers if self._clock() >= one.awaited.until]):
            self._changed.clear()
            nearest = min((one.awaited.until for one in self._watchers), default=None)
            with suppress(TimeoutError):
                async with asyncio.timeout(None if nearest is None else min(OFTEN, max(0.0, nearest - self._clock()))):
                    await self._changed.wait()
        return over

    async def changed(self) -> None:
        self._watch.looked_out = bool(self._watchers)
        self._changed.set()
        await self._send(AwaitingChanged(tuple(self.awaited())))
