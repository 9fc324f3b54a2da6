"""What waits to be sent to the page, in bounded memory; while no page is there, for the one that comes back."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

MOST_BYTES = 2_000_000  # 40 s of sound; a reply leads by 2 s, so only a page that is away gets near this
MOST_MESSAGES = 2_000


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message; `turn` where it is sound or a sentence to be spoken, so that it can be taken back."""

    data: str | bytes
    turn: int | None = None


class Outbox:
    """One taker at a time. When it is full the oldest goes: chat and memories are kept elsewhere."""

    def __init__(self) -> None:
        self._waiting: deque[Parcel] = deque()
        self._bytes = 0
        self._arrived = asyncio.Event()

    def put(self, parcel: Parcel) -> None:
        self._waiting.append(parcel)
        self._bytes += len(parcel.data)
        while self._bytes > MOST_BYTES or len(self._waiting) > MOST_MESSAGES:
            self._pop()
        self._arrived.set()

    async def take(self) -> Parcel:
        while not self._waiting:
            self._arrived.clear()
            await self._arrived.wait()
        return self._pop()

    def silence(self, turn: int) -> None:
        """Takes back what would be spoken of turns up to and including `turn`."""
        self._keep(lambda spoken: spoken > turn)

    def clear(self) -> None:
        self._waiting.clear()
        self._bytes = 0

    def silence_all(self) -> None:
        self._keep(lambda spoken: False)

    def _keep(self, wanted: Callable[[int], bool]) -> None:
        self._waiting = deque(old for old in self._waiting if old.turn is None or wanted(old.turn))
        self._bytes = sum(len(old.data) for old in self._waiting)

    def _pop(self) -> Parcel:
        parcel = self._waiting.popleft()
        self._bytes -= len(parcel.data)
        return parcel
