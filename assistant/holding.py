"""A stream that is begun before anybody reads it: kept until then, or dropped without a trace."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Generic, TypeVar

from assistant.core.errors import KeepsightError
from assistant.core.tentative import Tentative, works_for
from assistant.turns.listening import Spawn

T = TypeVar("T")


class Held(Generic[T]):
    """What `stream` yields, read from now on. Until it is asked for, it gives way to what somebody waits for."""

    def __init__(self, stream: AsyncGenerator[T, None], spawn: Spawn) -> None:
        self._broken = False
        self._kept: asyncio.Queue[T | KeepsightError | None] = asyncio.Queue()
        self._work = Tentative(lambda: self._making.cancel())
        self._making = spawn(self._make(stream))

    @property
    def lost(self) -> bool:
        """Whether it has given way: it is never finished, and not to be read."""
        return self._work.lost

    @property
    def failed(self) -> bool:
        """Whether it broke off with an error of ours, or is lost."""
        return self._broken or self.lost

    def read(self) -> AsyncGenerator[T, None]:
        """What was kept, then the rest as it is made. Raises what `stream` raises; closing it stops the work."""
        self._work.want()
        return self._read()

    def stop(self) -> None:
        """Nothing more is made."""
        self._making.cancel()

    async def drop(self) -> None:
        """Stops the work behind it and waits until it has stopped."""
        self.stop()
        await asyncio.wait([self._making])

    async def _read(self) -> AsyncGenerator[T, None]:
        try:
            while (value := await self._kept.get()) is not None:
                if isinstance(value, KeepsightError):
                    raise value
                yield value
        finally:
            await self.drop()

    async def _make(self, stream: AsyncGenerator[T, None]) -> None:
        works_for(self._work)
        try:
            async with aclosing(stream) as values:
                async for value in values:
                    self._kept.put_nowait(value)
        except KeepsightError as error:
            self._broken = True
            self._kept.put_nowait(error)
        self._kept.put_nowait(None)
