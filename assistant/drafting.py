"""An answer that is begun before the turn is surely over: held back, and dropped without a trace if speech goes on."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

from assistant.core.errors import KeepsightError
from assistant.listening import Spawn

Make = Callable[[], Awaitable[AsyncGenerator[str, None]]]


class Draft:
    """The answer to `text`. Nothing of it leaves here before `words` is read: nothing is shown, spoken or kept."""

    def __init__(self, text: str, make: Make, spawn: Spawn) -> None:
        self.text = text
        self._held: asyncio.Queue[str | KeepsightError | None] = asyncio.Queue()
        self._asked = asyncio.Event()
        self._thinking = spawn(self._think(make))

    async def asked(self) -> None:
        """Returns when the answerer has its prompt: what is said from now on does not get into it."""
        await self._asked.wait()

    async def words(self) -> AsyncGenerator[str, None]:
        """What was held, then the rest as it is made. Raises what the answerer raises; closing it stops the work."""
        try:
            while (piece := await self._held.get()) is not None:
                if isinstance(piece, KeepsightError):
                    raise piece
                yield piece
        finally:
            await self.discard()

    async def discard(self) -> None:
        """Stops the work behind it and waits until it has stopped."""
        self._thinking.cancel()
        await asyncio.wait([self._thinking])

    async def _think(self, make: Make) -> None:
        try:
            async with aclosing(await make()) as pieces:
                self._asked.set()
                async for piece in pieces:
                    self._held.put_nowait(piece)
        except KeepsightError as error:
            self._held.put_nowait(error)
        finally:
            self._asked.set()
        self._held.put_nowait(None)
