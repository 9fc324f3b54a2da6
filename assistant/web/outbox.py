"""What waits to be sent to the page, in bounded memory; while no page is there, for the one that comes back."""

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_BYTES = 2_000_000  # 40 s of sound; a reply leads by 2 s, so only a page that is away gets near this
MOST_MESSAGES = 2_000


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message; `turn` where it is sound or a sentence to be spoken, so that it can be taken back."""

    data: str | bytes
    turn: int | None = None


class Outbox:
    """Parcels are numbered as they are taken, and kept until the page has them: a line that is cut loses what is on it.

    When it is full the oldest goes: chat and memories are kept elsewhere.
    """

    def __init__(self) -> None:
        self.taken = 0  # the number of the next parcel
        self._waiting = _Parcels()
        self._on_the_way = _Parcels()  # the last of them has the number before `taken`
        self._taker: object = None
        self._arrived = asyncio.Event()

    def put(self, parcel: Parcel) -> None:
        self._waiting.append(parcel)
        self._arrived.set()

    async def take(self, taker: object = None) -> Parcel:
        """The next parcel for the one taker; one that another has followed waits for ever."""
        while not self._waiting or taker is not self._taker:
            self._arrived.clear()
            await self._arrived.wait()
        parcel = self._waiting.pop()
        self._on_the_way.append(parcel)
        self.taken += 1
        return parcel

    def arrived(self, count: int) -> None:
        """The page has the first `count` parcels."""
        while self._on_the_way and self.taken - len(self._on_the_way) < count:
            self._on_the_way.pop()

    def begin(self, taker: object) -> None:
        """From now on `taker` takes, for a page that starts silent."""
        self.silence_all()
        self._on_the_way.fill(())
        self._begin(taker, 0)

    def go_on(self, taker: object, count: int) -> None:
        """From now on `taker` takes, for the same page: what is missing after its first `count` comes again."""
        self.arrived(count)
        self._waiting.fill((*self._on_the_way, *self._waiting))
        self._on_the_way.fill(())
        self._begin(taker, min(count, self.taken))

    def silence(self, turn: int) -> None:
        """Takes back what would be spoken of turns up to and including `turn`."""
        self._waiting.fill([old for old in self._waiting if old.turn is None or old.turn > turn])

    def silence_all(self) -> None:
        self._waiting.fill([old for old in self._waiting if old.turn is None])

    def clear(self) -> None:
        self._waiting.fill(())
        self._on_the_way.fill(())

    def _begin(self, taker: object, count: int) -> None:
        self._taker, self.taken = taker, count
        self._arrived.set()


class _Parcels:
    """First in, first out; the oldest goes where there are too many."""

    def __init__(self) -> None:
        self._parcels: deque[Parcel] = deque()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._parcels)

    def __iter__(self) -> Iterator[Parcel]:
        return iter(self._parcels)

    def append(self, parcel: Parcel) -> None:
        self._parcels.append(parcel)
        self._bytes += len(parcel.data)
        while self._bytes > MOST_BYTES or len(self._parcels) > MOST_MESSAGES:
            self.pop()

    def pop(self) -> Parcel:
        parcel = self._parcels.popleft()
        self._bytes -= len(parcel.data)
        return parcel

    def fill(self, parcels: Iterable[Parcel]) -> None:
        """With these instead of what is there."""
        parcels = tuple(parcels)
        self._parcels.clear()
        self._bytes = 0
        for parcel in parcels:
            self.append(parcel)
