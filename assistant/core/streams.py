"""Two ways to hand values from one task to another: all of them in order, or only the newest."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Generic, TypeVar, cast

T = TypeVar("T")
_END = object()


class Channel(Generic[T]):
    """A queue that can end. `bound` is the most it holds; `put` says whether there was room."""

    def __init__(self, bound: int) -> None:
        self._queue: asyncio.Queue[object] = asyncio.Queue()
        self._bound = bound

    def put(self, value: T) -> bool:
        if self._queue.qsize() >= self._bound:
            return False
        self._queue.put_nowait(value)
        return True

    def end(self) -> None:
        self._queue.put_nowait(_END)

    def drop(self, unwanted: Callable[[T], bool]) -> None:
        """Of what waits."""
        waiting = [self._queue.get_nowait() for _ in range(self._queue.qsize())]
        for value in waiting:
            if value is _END or not unwanted(cast("T", value)):
                self._queue.put_nowait(value)

    async def __aiter__(self) -> AsyncIterator[T]:
        while (value := await self._queue.get()) is not _END:
            yield cast("T", value)


class Latest(Generic[T]):
    """A one-slot mailbox: a new value replaces one that nobody has taken."""

    def __init__(self) -> None:
        self._value: T | None = None
        self._arrived = asyncio.Event()

    def put(self, value: T) -> None:
        self._value = value
        self._arrived.set()

    def offer(self, value: T) -> None:
        """Puts it where nothing newer waits."""
        if self._value is None:
            self.put(value)

    def drop(self, unwanted: Callable[[T], bool]) -> None:
        if self._value is not None and unwanted(self._value):
            self._value = None

    async def take(self) -> T:
        while (value := self._value) is None:
            self._arrived.clear()
            await self._arrived.wait()
        self._value = None
        return value
