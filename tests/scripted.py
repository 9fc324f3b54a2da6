"""A person at the page as a `Transport`: what they do goes in, what they would see and hear comes out.

It plays what it is sent as the page does: voice at real-time pace with reports of what was played, a still picture
when it is asked to look. On the jumping clock of `tests.clock` all of it takes no time.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Literal, TypeVar

from assistant.core import events
from assistant.core.events import Event
from assistant.core.values import (
    Attachment,
    AudioChunk,
    Capturing,
    Frame,
    Input,
    Observation,
    Played,
    Typed,
)

E = TypeVar("E")
PACKET = 640  # bytes: 20 ms of 16 kHz PCM16
START = 1_780_000_000.0  # Unix seconds at which every script begins


def clock() -> float:
    """Unix seconds on the loop's own clock."""
    return START + asyncio.get_running_loop().time()


class ScriptedUser:
    """`voice`: whether the page has the server speak. `view` is the JPEG before the camera, None while it is off."""

    def __init__(self, voice: Literal["server", "off"] = "server") -> None:
        self.heard: list[Event] = []
        self.view: bytes | None = None
        self._voice = voice
        self._inbox: asyncio.Queue[Input | None] = asyncio.Queue()
        self._arrived = asyncio.Event()
        self._ids = itertools.count()
        self._sent: dict[int, float] = {}
        self._complete: set[int] = set()
        self._playing: asyncio.Task[None] | None = None

    async def inputs(self) -> AsyncIterator[Input]:
        while (item := await self._inbox.get()) is not None:
            yield item

    async def send(self, event: Event) -> None:
        self.heard.append(event)
        self._arrived.set()
        match event:
            case events.Look() if self.view is not None:
                self.do(Frame(self.view, clock(), "camera", still=True))
            case events.Voice(turn, sound):
                begun = turn in self._sent
                self._sent[turn] = self._sent.get(turn, 0.0) + sound.seconds
                if not begun:
                    self._playing = asyncio.create_task(self._play(turn))
            case events.VoiceEnded(turn):
                self._complete.add(turn)
            case events.Silence() if self._playing is not None:
                self._playing.cancel()

    def do(self, *inputs: Input) -> None:
        for item in inputs:
            self._inbox.put_nowait(item)

    def leave(self) -> None:
        self._inbox.put_nowait(None)

    def start(self, view: bytes | None = None) -> None:
        """Presses Live: camera and microphone on."""
        self.view = view
        self.do(Capturing(camera=view is not None, microphone=True, voice=self._voice))

    async def show(self, view: bytes | None, seconds: float = 5.0) -> None:
        """Holds something before the camera for some seconds, at one frame a second."""
        self.view = view
        for _ in range(round(seconds)):
            if view is not None:
                self.do(Frame(view, clock(), "camera"))
            await asyncio.sleep(1.0)

    async def ask(self, text: str, *pictures: bytes) -> str:
        """Types, and waits for the end of the reply; returns what it says."""
        attachments = tuple(Attachment(f"{n}.png", jpeg) for n, jpeg in enumerate(pictures))
        self.do(Typed(f"m{next(self._ids)}", text, attachments))
        return await self.reply()

    async def say(self, pcm: bytes) -> str:
        """Speaks 16 kHz PCM16, is quiet, and waits for the end of the reply; returns what it says."""
        self.speak(pcm)
        return await self.reply()

    def speak(self, pcm: bytes, quiet: float = 1.0) -> asyncio.Task[None]:
        """Speaks at real-time pace, followed by seconds of quiet, while the script goes on."""
        return asyncio.create_task(self._speak(pcm + bytes(int(quiet * 32_000) // 2 * 2)))

    async def reply(self) -> str:
        """Waits for the next reply to end; returns its words."""
        ended = await self.until(events.ReplyEnded, after=len(self.heard))
        return self.words(ended.turn)

    async def until(self, kind: type[E], which: Callable[[E], bool] = lambda _: True, after: int = 0) -> E:
        """The first event of a kind, one that has arrived already or one to come; `after` skips as many events."""
        while True:
            for event in self.heard[after:]:
                after += 1
                if isinstance(event, kind) and which(event):
                    return event
            self._arrived.clear()
            await self._arrived.wait()

    def words(self, turn: int) -> str:
        return "".join(e.text for e in self.heard if isinstance(e, events.ReplyText) and e.turn == turn)

    def cited(self) -> list[Observation]:
        return [event.observation for event in self.heard if isinstance(event, events.Cited)]

    def all(self, kind: type[E]) -> list[E]:
        return [event for event in self.heard if isinstance(event, kind)]

    async def _speak(self, pcm: bytes) -> None:
        for at in range(0, len(pcm), PACKET):
            self.do(AudioChunk(pcm[at : at + PACKET], 16_000))
            await asyncio.sleep(0.02)

    async def _play(self, turn: int) -> None:
        begun = asyncio.get_running_loop().time()
        with suppress(asyncio.CancelledError):
            while True:
                played = min(asyncio.get_running_loop().time() - begun, self._sent[turn])
                finished = turn in self._complete and played >= self._sent[turn]
                self.do(Played(turn, played, finished))
                if finished:
                    return
                await asyncio.sleep(0.1)
