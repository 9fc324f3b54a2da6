"""A tab of the page at the real socket, whose line can be cut; on the jumping clock. It does what `socket.js` does.

It says again what a line has lost, plays what it is sent at its pace, and reports how far it has got.
"""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from starlette.websockets import WebSocket

from assistant.core.ports import Transport
from assistant.web import wire
from assistant.web.access import Access
from assistant.web.hub import Hub
from assistant.web.options import WebOptions
from assistant.web.socket import serve

PACKET = 640  # bytes: 20 ms of 16 kHz PCM16
HOST = "127.0.0.1:7860"
IDLE = 1800.0  # seconds


class Line:
    """One WebSocket. A `cut` one loses whatever either side sends, and tells neither."""

    def __init__(self, house: "House", take: Callable[[dict[str, Any]], None], query: dict[str, str]) -> None:
        self.cut = False
        self._take = take
        self._up: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._up.put_nowait({"type": "websocket.connect"})
        headers = [(b"host", HOST.encode()), (b"origin", f"http://{HOST}".encode())]
        query = {"ticket": house.access.ticket(time.time()), **query}
        scope = {"type": "websocket", "path": "/", "headers": headers, "query_string": urlencode(query).encode()}
        socket = WebSocket(scope, self._up.get, self._down)
        self.served = asyncio.create_task(serve(socket, house.hub, house.access, WebOptions(engine="test")))

    def send(self, data: str | bytes) -> None:
        if not self.cut:
            kind = "text" if isinstance(data, str) else "bytes"
            self._up.put_nowait({"type": "websocket.receive", kind: data})

    def close(self, code: int) -> None:
        """1001: the tab was closed. 1006: the server's machine notices that the line is gone."""
        self.cut = True
        self._up.put_nowait({"type": "websocket.disconnect", "code": code})

    async def _down(self, message: Any) -> None:
        if not self.cut:
            self._take(dict(message))


class House:
    def __init__(self, session: Callable[[Transport], Coroutine[Any, Any, None]]) -> None:
        self.access = Access("owner")
        self.hub = Hub(session, str, IDLE, 4)


class Tab:
    """`events` is all JSON that arrived, `sound` the voice that was not of a silenced turn, in the order it arrived."""

    def __init__(self, house: House, name: str = "one") -> None:
        self.events: list[dict[str, Any]] = []
        self.sound: list[tuple[int, bytes]] = []
        self.conversation = ""
        self.left: list[int] = []  # codes with which the server closed
        self._house = house
        self._name = name
        self._line: Line | None = None
        self._connected = False
        self._came = asyncio.Event()
        self._received = self._sent = self._sequence = 0
        self._dead = self._turn = self._there = self._ended = 0
        self._kept: list[tuple[float, str | bytes]] = []
        self._played = 0.0
        self._reported = (0, 0.0, False)

    def connect(self) -> None:
        query = {"page": self._name, "conversation": self.conversation, "received": str(self._received)}
        self._line = Line(self._house, self._take, query)

    def cut(self) -> None:
        assert self._line
        self._line.cut = True

    def lose(self) -> None:
        """The page has noticed that its line is gone, and nobody else. What is said from now on waits."""
        self._line, self._connected = None, False

    def drop(self, code: int = 1006) -> None:
        """So has the server; 1001: the tab is closed."""
        line = self._line
        self.lose()
        if line:
            line.close(code)

    def say(self, type: str, **fields: object) -> None:
        self._put(json.dumps({"type": type, **fields}), keep=type not in ("pong", "capturing"))

    async def speak(self, pcm: bytes) -> None:
        """At the pace of speech."""
        for at in range(0, len(pcm), PACKET):
            head = wire.HEADER.pack(wire.SOUND_UP, 0, 0, self._sequence, time.time() * 1000)
            self._put(head + pcm[at : at + PACKET].ljust(PACKET, b"\0"))
            self._sequence += 1
            await asyncio.sleep(0.02)

    def show(self, jpeg: bytes) -> None:
        """A camera picture: where there is no line, it is gone."""
        head = wire.HEADER.pack(wire.PICTURE_UP, 0, 0, 0, time.time() * 1000)
        self._put(head + jpeg, keep=False)

    async def until(self, type: str, after: int = 0, **fields: object) -> dict[str, Any]:
        """The first event of a type with these fields, of those that come after so many."""
        while True:
            for event in self.events[after:]:
                after += 1
                if event["type"] == type and fields.items() <= event.items():
                    return event
            self._came.clear()
            await self._came.wait()

    def all(self, type: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == type]

    async def chat(self) -> list[str]:
        """What the chat shows now."""
        conversation = self._house.hub.find(self.conversation)
        assert conversation
        if not conversation.has_page:
            conversation.attach(self._name)
        async with aclosing(conversation.chat(self._name)) as versions:
            return [message["content"] for message in await anext(versions)]

    def reloaded(self) -> "Tab":
        """The same conversation in a page that knows nothing yet."""
        page = Tab(self._house, f"{self._name} again")
        page.conversation = self.conversation
        page.connect()
        return page

    async def play(self) -> None:
        """The loudspeaker: 0.1 s of what has arrived in 0.1 s, whatever becomes of the line."""
        while True:
            await asyncio.sleep(0.1)
            there = self._there / 48_000
            self._played = min(there, self._played + 0.1)
            finished = self._played == there and self._ended == self._turn
            report = self._turn, self._played, finished
            if there and report != self._reported:
                self._reported = report
                self.say("played", turn=self._turn, seconds=self._played, finished=finished)

    def _put(self, data: str | bytes, keep: bool = True) -> None:
        self._sent += self._connected
        if keep:
            self._kept.append((self._sent if self._connected else float("inf"), data))
        if self._line and self._connected:
            self._line.send(data)

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.close":
            self.left.append(message["code"])
        if message["type"] != "websocket.send":
            return
        self._received += 1
        if data := message.get("bytes"):
            self._hear(data)
            return
        event = json.loads(message["text"])
        if event["type"] == "ping":
            self._kept = [kept for kept in self._kept if kept[0] > event["read"]]
            self.say("pong", received=self._received)
            return
        if event["type"] == "welcome":
            self._welcome(event)
        if event["type"] == "voice_ended":
            self._ended = event["turn"]
        if event["type"] == "silence":
            self._dead = max(self._dead, event["turn"])
        self.events.append(event)
        self._came.set()

    def _hear(self, packet: bytes) -> None:
        turn = wire.HEADER.unpack_from(packet)[2]
        if turn <= self._dead:
            return
        if turn != self._turn:
            self._turn, self._played, self._there = turn, 0.0, 0
        self._there += len(packet) - wire.HEADER.size
        self.sound.append((turn, packet[wire.HEADER.size :]))

    def _welcome(self, welcome: dict[str, Any]) -> None:
        self.conversation, self._received = welcome["conversation"], welcome["received"]
        self._dead = max(self._dead, welcome["silenced"])
        self._connected = True
        missing = [data for number, data in self._kept if number > welcome["read"]]
        self._kept, self._sent = [], welcome["read"]
        for data in missing:
            self._put(data)
        self.say("capturing", microphone=True, voice="server")


@asynccontextmanager
async def tab(session: Callable[[Transport], Coroutine[Any, Any, None]]) -> AsyncGenerator[Tab, None]:
    house = House(session)
    opened = Tab(house)
    opened.connect()
    playing = asyncio.create_task(opened.play())
    await opened.until("welcome")
    yield opened
    playing.cancel()
    await house.hub.close()
    opened.drop(1001)
    await asyncio.sleep(0)
