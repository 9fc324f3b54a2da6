"""What a page sent and the session has not taken yet, in bounded memory.

Sound keeps its order and is lost only when the session has stood still for a minute; of camera pictures only
the newest waits; of reports how far the voice has got, only the last.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable

from assistant.core.errors import PacketError
from assistant.core.values import AudioChunk, Frame, Input, Played, PlayedText, PushToTalk, Typed

SOUND_SECONDS = 60  # more than a page keeps for as long as its line is cut
SECOND = 32_000  # bytes of 16 kHz PCM16
STILLS = 3
OTHERS = 200
KNOWN_MESSAGES = 200  # ids of typed messages by which a resend is recognised


class Inbox:
    """One reader. `on_loss` is called when sound begins to be lost, once until the reader has caught up."""

    def __init__(self, on_loss: Callable[[], None]) -> None:
        self.lost = 0.0  # seconds of sound that were dropped, ever
        self.pressed = False  # the key for talking is held down
        self._typed: dict[str, None] = {}
        self._waiting: deque[Input] = deque()
        self._sound = 0  # bytes
        self._losing = False
        self._ended = False
        self._arrived = asyncio.Event()
        self._on_loss = on_loss

    def put(self, value: Input, *, always: bool = False) -> None:
        """A typed message whose id was seen before is a resend, and ignored.

        Raises PacketError where the session has stood still for so long that nothing more fits, unless `always`.
        """
        if isinstance(value, Typed) and value.id in self._typed:
            return
        if isinstance(value, AudioChunk):
            self._make_room(value)
        elif isinstance(value, Frame):
            self._replace(value)
        elif isinstance(value, Played | PlayedText):
            self._drop(lambda old: type(old) is type(value))
        elif not always and sum(not isinstance(old, AudioChunk | Frame) for old in self._waiting) >= OTHERS:
            raise PacketError("Too much is waiting for an answer. Wait a moment, then send it again.")
        self._waiting.append(value)
        self._arrived.set()
        self._know(value)

    def end(self) -> None:
        """The reader gets what is waiting, then the end."""
        self._ended = True
        self._arrived.set()

    async def __aiter__(self) -> AsyncIterator[Input]:
        while True:
            while self._waiting:
                yield self._take()
                await asyncio.sleep(0)  # a minute of sound at once would hold every other conversation up
            self._losing = False
            if self._ended:
                return
            self._arrived.clear()
            await self._arrived.wait()

    def _take(self) -> Input:
        value = self._waiting.popleft()
        if isinstance(value, AudioChunk):
            self._sound -= len(value.pcm)
        return value

    def _know(self, value: Input) -> None:
        if isinstance(value, PushToTalk):
            self.pressed = value.pressed
        elif isinstance(value, Typed):
            self._typed[value.id] = None
            if len(self._typed) > KNOWN_MESSAGES:
                del self._typed[next(iter(self._typed))]

    def _make_room(self, chunk: AudioChunk) -> None:
        self._sound += len(chunk.pcm)
        while self._sound > SOUND_SECONDS * SECOND:
            oldest = next(old for old in self._waiting if isinstance(old, AudioChunk))
            self._waiting.remove(oldest)
            self._sound -= len(oldest.pcm)
            self.lost += oldest.seconds
            if not self._losing:
                self._losing = True
                self._on_loss()

    def _replace(self, frame: Frame) -> None:
        if not frame.still:
            self._drop(lambda old: isinstance(old, Frame) and not old.still)
            return
        stills = [old for old in self._waiting if isinstance(old, Frame) and old.still]
        if len(stills) >= STILLS:
            self._drop(lambda old: old is stills[0])

    def _drop(self, unwanted: Callable[[Input], bool]) -> None:
        for old in self._waiting:
            if unwanted(old):
                self._waiting.remove(old)
                return
