"""A conversation: the `Transport` a session talks to. It outlives the socket, and belongs to one page at a time."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import tzinfo
from typing import Any, Protocol

from assistant.core.events import (
    Awaiting,
    Cited,
    Event,
    Failed,
    Forgotten,
    Loading,
    RememberingChanged,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    Seen,
    Sentence,
    Silence,
    Timing,
    Unsure,
    UserSaid,
    Voice,
    VoiceEnded,
)
from assistant.core.values import Capturing, Forgot, Input, PushToTalk, Typed
from assistant.web import wire
from assistant.web.chat import ChatLog
from assistant.web.inbox import Inbox
from assistant.web.minutes import Taken
from assistant.web.mode import ModeState
from assistant.web.outbox import Outbox, Parcel

KNOWN_MESSAGES = 200  # ids of typed messages by which a resend is recognised
GRACE = 45.0  # seconds in which a page whose line was cut may come back and go on where it was
SILENT = 2.5  # seconds without a word from the page after which its line may be cut; it is pinged more often
REDRAW = 0.03  # seconds between two versions of the chat: 33 a second look fluent


class Share(Protocol):
    def __call__(self, event: Event, besides: "Conversation") -> None: ...


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Why a page loses its conversation: a WebSocket close code and what to do, in words."""

    code: int
    reason: str


MOVED = Goodbye(4410, "This conversation moved to another tab.")
MOVED_AWAY = Goodbye(4410, "This conversation moved to another device.")
OVER = Goodbye(4404, "This conversation has ended. A new one begins.")


@dataclass(slots=True, eq=False)
class Seat:
    """One page's place at the conversation; `left` is done when the page has to go.

    device: names the browser, the same for all its tabs. zone: what its clock shows; None: as this machine's.
    heard: the loop's time at which the page was last heard from.
    """

    page: str
    device: str = ""
    zone: tzinfo | None = None
    heard: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    left: asyncio.Future[Goodbye] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def leave(self, why: Goodbye) -> None:
        if not self.left.done():
            self.left.set_result(why)


class Conversation:
    """`key` names it to its pages; `share` tells the other conversations what concerns the memory they have in common.

    `idle_seconds` after the last page left, it ends.
    """

    def __init__(self, key: str, picture_url: Callable[[int], str], share: Share, idle_seconds: float) -> None:
        self.key = key
        self.outbox = Outbox()
        self._inbox = Inbox(on_loss=self._say_lost)
        self._log = ChatLog(picture_url)
        self._mode = ModeState()
        self._picture_url = picture_url
        self._share = share
        self._idle_seconds = idle_seconds
        self._seat: Seat | None = None
        self._last_page = ""
        self._idle: asyncio.TimerHandle | None = None
        self._grace: asyncio.TimerHandle | None = None
        self.left_at = 0.0  # the loop's time at which the last page left
        self.speaking = False  # a reply is spoken to the page, or was sent to be
        self.read = 0  # messages of this page so far
        self._ended = False
        self._typed: dict[str, None] = {}
        self._pressed = False
        self._forgotten = 0  # replies up to this one had begun when something was forgotten beside the conversation
        self._state: dict[str, Any] = {"turn": 0, "silenced": 0, "remembering": True, "unsure": "", "timing": None}
        self._sequence = 0
        self._redraw = asyncio.Event()

    @property
    def has_page(self) -> bool:
        return self._seat is not None

    @property
    def zone(self) -> tzinfo | None:
        """What the clock of the page shows that is here now."""
        return self._seat.zone if self._seat else None

    # -- what the session sees -----------------------------------------------------------------------------------

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

    # -- what the page does --------------------------------------------------------------------------------------

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
        """A typed message whose id was seen before is a resend, and ignored. Raises PacketError when too much waits."""
        if isinstance(value, Typed) and value.id in self._typed:
            return
        self._inbox.put(value)
        if isinstance(value, Typed):
            self._typed[value.id] = None
            if len(self._typed) > KNOWN_MESSAGES:
                del self._typed[next(iter(self._typed))]
        elif isinstance(value, PushToTalk):
            self._pressed = value.pressed

    def tell(self, value: Capturing | PushToTalk | Forgot) -> None:
        """What the session has to know, however much it has not taken yet."""
        if isinstance(value, Forgot):
            self._forgotten = self._state["turn"]
        self._inbox.put(value, always=True)
        if isinstance(value, PushToTalk):
            self._pressed = value.pressed

    def welcome(self) -> dict[str, Any]:
        """What a page must know to go on where the last one stopped.

        received: the number of the next message to it. read: how many of its own have arrived.
        """
        arrived = {"received": self.outbox.taken, "read": self.read}
        return {"conversation": self.key, **arrived, **self._state, **self._mode.welcome()}

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

    # -- what the hub does ---------------------------------------------------------------------------------------

    def show(self, event: Event) -> None:
        """To the chat and to the page, or kept for the page while there is none."""
        if isinstance(event, Loading) and not self.has_page:  # the next page is told where it stands then
            return
        if (known := self._without_forgotten(event)) is None:
            return
        event = known
        self._note(event)
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
        if self._pressed:
            self.tell(PushToTalk(False))

    def _keep_grace(self) -> None:
        if self._grace:
            self._grace.cancel()
        self._grace = None

    def _without_forgotten(self, event: Event) -> Event | None:
        """Of a reply that was under way when something was forgotten, on which it may rest, only the end is told."""
        match event:
            case ReplyText() | Cited() | Sentence() | Voice() if event.turn <= self._forgotten:
                return None
            case ReplyEnded() if event.turn <= self._forgotten:
                return replace(event, heard="")
            case _:
                return event

    def _note(self, event: Event) -> None:
        self._mode.note(event, time.time())
        self.speaking = isinstance(event, Sentence) or (self.speaking and not isinstance(event, ReplyEnded))
        match event:
            case ReplyStarted(turn=turn):
                self._state["turn"] = turn
            case Silence(turn=turn):
                self._state["silenced"] = turn
            case Awaiting(awaited=awaited):
                self._state["awaited"] = [asdict(one) for one in awaited]
            case RememberingChanged(on=on):
                self._state["remembering"] = on
            case Unsure(text=text):
                self._state["unsure"] = text
            case UserSaid():
                self._state["unsure"] = ""
            case Forgotten() if event.everything or event.since is not None:
                self._state["unsure"] = ""
            case ReplyEnded(timing=timing):
                self._state["timing"] = _seconds(timing)
            case _:
                pass

    def _say_lost(self) -> None:
        self.show(Failed("hearing", "Sound came faster than it could be understood, and some was lost. Say it again."))


def _seconds(timing: Timing) -> dict[str, float | None]:
    return {"transcript": timing.transcript, "first_token": timing.first_token, "first_sound": timing.first_sound}
