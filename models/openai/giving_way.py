"""Replies first: what is done in the background waits while one is made, and is given up when one begins.

A draft is given up for the reply of another session, and begun again with the next words. It may begin beside one: the
server puts it where it has room.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from assistant.core.tentative import Tentative, unwanted

T = TypeVar("T")

# Seconds that background work waits for a gap between replies. Where several people talk there may be none; a server
# that they share can do both.
PATIENCE = 20.0


class GivingWay:
    """Shared by all that asks one model."""

    def __init__(self) -> None:
        self._replies = 0
        self._free = asyncio.Event()
        self._free.set()
        self._background: set[asyncio.Task[Any]] = set()
        self._drafts: set[Tentative] = set()

    @contextmanager
    def reply(self) -> Iterator[None]:
        """Within it a reply or a draft is made; what runs in the background is cancelled, and begins again after it."""
        draft = unwanted()
        if draft:
            self._drafts.add(draft)
            draft.when_wanted(self._drop_drafts)
        else:
            self._drop_drafts()
        self._replies += 1
        self._free.clear()
        for task in self._background:
            task.cancel()
        try:
            yield
        finally:
            if draft:
                self._drafts.discard(draft)
            self._replies -= 1
            if not self._replies:
                self._free.set()

    async def behind(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `work()` returns; it may be begun more than once."""
        until = asyncio.get_running_loop().time() + PATIENCE
        while await self._gap(until):
            task = asyncio.ensure_future(work())
            self._background.add(task)
            try:
                return await task
            except asyncio.CancelledError:
                if _cancelled():
                    raise
            finally:
                self._background.discard(task)
        return await work()

    def _drop_drafts(self) -> None:
        """Those that nobody wants."""
        for draft in self._drafts:
            draft.give_way()

    async def _gap(self, until: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                await self._free.wait()
        return self._free.is_set()


def _cancelled() -> bool:
    """Whether it is the caller who was cancelled, and not only the work for it."""
    current = asyncio.current_task()
    return current is not None and current.cancelling() > 0
