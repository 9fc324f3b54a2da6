"""Two ways to hand values from one task to another: all of them in order, or only the newest."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Channel(Generic[T]):
    """A queue that can end, for one reader. `bound` is the most it holds; `put` says whether there was room."""

    def __init__(self, bound: int) -> None:
        self._waiting: deque[T] = deque()
        self._bound = bound
        self._ended = False
        self._changed = asyncio.Event()

    def put(self, value: T) -> bool:
        if len(self._waiting) >= self._bound:
            return False
        self._waiting.append(value)
        self._changed.set()
        return True

    def end(self) -> None:
        """The reader gets what is waiting, then the end."""
        self._ended = True
        self._changed.set()

    def drop(self, unwanted: Callable[[T], bool]) -> None:
        """Of what waits."""
        self._waiting = deque(value for value in self._waiting if not unwanted(value))

    async def filled(self) -> bool:
        """Waits until there is a value to be taken; False where there will be no more."""
        while not (self._waiting or self._ended):
            self._changed.clear()
            await self._changed.wait()
        return bool(self._waiting)

    def take(self) -> T:
        """The oldest of what waits. Raises IndexError where nothing does."""
        return self._waiting.popleft()

    async def __aiter__(self) -> AsyncIterator[T]:
        while await self.filled():
            yield self.take()


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
