"""A conversation: the `Transport` a session talks to. It outlives the socket, and belongs to one page at a time."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from datetime import tzinfo
from typing import Any, Protocol

from assistant.core.events import (
    Event,
    Failed,
    Forgotten,
    Loading,
    Seen,
    Sentence,
    Silence,
    Voice,
    VoiceEnded,
)
from assistant.core.values import Capturing, Forgot, Input, PushToTalk
from assistant.web import wire
from assistant.web.chat import ChatLog
from assistant.web.inbox import Inbox
from assistant.web.minutes import Taken
from assistant.web.outbox import Outbox, Parcel
from assistant.web.seat import MOVED, MOVED_AWAY, OVER, Goodbye, Seat
from assistant.web.standing import Standing

GRACE = 45.0  # seconds in which a page whose line was cut may come back and go on where it was
SILENT = 2.5  # seconds without a word from the page after which its line may be cut; it is pinged more often
REDRAW = 0.03  # seconds between two versions of the chat: 33 a second look fluent


class Share(Protocol):
    def __call__(self, event: Event, besides: "Conversation") -> None: ...


class Conversation:
    """`key` names it to its pages; `share` tells the other conversations what concerns the memory they have in common.

    `idle_seconds` after the last page left, it ends.
    """

    def __init__(self, key: str, picture_url: Callable[[int], str], share: Share, idle_seconds: float) -> None:
        self.key = key
        self.outbox = Outbox()
        self._inbox = Inbox(on_loss=self._say_lost)
        self._log = ChatLog(picture_url)
        self._standing = Standing()
        self._picture_url = picture_url
        self._share = share
        self._idle_seconds = idle_seconds
        self._seat: Seat | None = None
        self._last_page = ""
        self._idle: asyncio.TimerHandle | None = None
        self._grace: asyncio.TimerHandle | None = None
        self.left_at = 0.0  # the loop's time at which the last page left
        self.read = 0  # messages of this page so far
        self._ended = False
        self._sequence = 0
        self._redraw = asyncio.Event()

    @property
    def has_page(self) -> bool:
        return self._seat is not None

    @property
    def speaking(self) -> bool:
        """Whether a reply is spoken to the page, or was sent to be."""
        return self._standing.speaking

    @property
    def zone(self) -> tzinfo | None:
        """What the clock of the page shows that is here now."""
        return self._seat.zone if self._seat else None

    async def inputs(self) -> AsyncIterator[Input]:
        async for value in self._inbox:
            yield value

    async def send(self, event: Event) -> None:
        self.show(event)
        if isinstance(event, Seen | Forgotten):
            self._share(event, besides=self)

    def away(self) -> bool:
        if self._seat:
            return asyncio.get_running_loop().time() - self._seat.heard > SILENT
        return self._grace is not None

    def attach(self, page: str, device: str = "", zone: tzinfo | None = None, received: int = 0) -> Seat:
        """Seats `page`; one that sits there already has to go. A page that was not there before starts silent.

        received: how many messages of this conversation have reached the page.
        """
        before = self._seat
        if before:
            before.leave(MOVED if before.device == device else MOVED_AWAY)
            self._redraw.set()
        if self._idle:
            self._idle.cancel()
        self._seat = Seat(page, device, zone)
        if page == self._last_page:
            self._keep_grace()
            self.outbox.go_on(self._seat, received)
        else:
            if before or self._grace:
                self._lose()
            self.outbox.begin(self._seat)
            self.read = 0
        self._last_page = page
        return self._seat

    def detach(self, seat: Seat, *, cut: bool = False) -> None:
        """The page's socket is gone. Where its line was `cut` it may soon go on in the middle of a sentence."""
        if seat is not self._seat:
            return
        self._seat = None
        if not self._ended:
            loop = asyncio.get_running_loop()
            self.left_at = loop.time()
            self._idle = loop.call_later(self._idle_seconds, self.end)
            self._grace = loop.call_later(GRACE, self._lose)
            if not cut:
                self._lose()
        self._redraw.set()

    def receive(self, value: Input) -> None:
        """What the page sends. Raises PacketError when too much waits."""
        self._inbox.put(value)

    def tell(self, value: Capturing | PushToTalk | Forgot) -> None:
        """What the session has to know, however much it has not taken yet."""
        if isinstance(value, Forgot):
            self._standing.forgot()
        self._inbox.put(value, always=True)

    def welcome(self) -> dict[str, Any]:
        """What a page must know to go on where the last one stopped.

        received: the number of the next message to it. read: how many of its own have arrived.
        """
        arrived = {"received": self.outbox.taken, "read": self.read}
        return {"conversation": self.key, **arrived, **self._standing.welcome()}

    def notes(self, number: int) -> Taken | None:
        """What a download is made of; None where they are gone."""
        return self._log.notes(number)

    async def chat(self, page: str) -> AsyncGenerator[list[dict[str, Any]], None]:
        """The chat, again whenever it changed, for as long as `page` sits here; a newer watcher ends an older one."""
        self._redraw.set()
        mine = self._redraw = asyncio.Event()
        while mine is self._redraw and self._seat and self._seat.page == page:
            mine.clear()
            yield self._log.messages(time.time(), self._seat.zone)
            await asyncio.sleep(REDRAW)
            await mine.wait()

    def show(self, event: Event) -> None:
        """To the chat and to the page, or kept for the page while there is none."""
        if isinstance(event, Loading) and not self.has_page:  # the next page is told where it stands then
            return
        if (known := self._standing.without_forgotten(event)) is None:
            return
        event = known
        self._standing.note(event, time.time())
        if self._log.apply(event, time.time()):
            self._redraw.set()
        if isinstance(event, Voice):
            self.outbox.put(Parcel(wire.write_sound(event, self._sequence, time.time()), event.turn))
            self._sequence += 1
            return
        if isinstance(event, Silence):
            self.outbox.silence(event.turn)
        if isinstance(event, Forgotten) and not self.has_page:
            self.outbox.clear()  # a page that comes back is welcomed with what is true then, and shown the chat
        spoken = event.turn if isinstance(event, Sentence | VoiceEnded) else None
        self.outbox.put(Parcel(wire.write_event(event, self._picture_url), spoken))

    def end(self, why: Goodbye = OVER) -> None:
        self._ended = True
        self._keep_grace()
        if self._idle:
            self._idle.cancel()
        if self._seat:
            self._seat.leave(why)
        self._inbox.end()

    def _lose(self) -> None:
        """The page does not come back: nothing is captured any more, and no key is held down."""
        self._keep_grace()
        self.tell(Capturing())
        if self._inbox.pressed:
            self.tell(PushToTalk(False))

    def _keep_grace(self) -> None:
        if self._grace:
            self._grace.cancel()
        self._grace = None

    def _say_lost(self) -> None:
        self.show(Failed("hearing", "Sound came faster than it could be understood, and some was lost. Say it again."))
