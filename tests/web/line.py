"""A page that speaks ASGI itself to the real socket: no network, and a clock that jumps."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

from starlette.websockets import WebSocket

from assistant.core.ports import Transport
from assistant.core.values import Input
from assistant.web import wire
from assistant.web.access import Access
from assistant.web.hub import Hub
from assistant.web.options import WebOptions
from assistant.web.socket import serve
from tests.clock import run

OPTIONS = WebOptions(engine="test", server_voice=True)
HOST = "127.0.0.1:7860"
JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x01\xe0\x02\x80 picture"  # up to its frame header: 640x480


class House:
    """A server of one socket; `heard` is all its sessions were given."""

    def __init__(self, most: int = 4) -> None:
        self.access = Access("owner")
        self.heard: list[Input] = []
        self.transports: list[Transport] = []
        self.hub = Hub(self._session, str, 1800, most)

    async def _session(self, transport: Transport) -> None:
        self.transports.append(transport)
        async for value in transport.inputs():
            self.heard.append(value)

    def page(self, **query: str) -> "Page":
        return Page(self, {"ticket": self.access.ticket(time.time()), "page": "one", **query})


class Page:
    """One connection. `stalled` stops reading, as a page does whose machine sleeps; one that is `gone` is written to in
    vain.
    """

    def __init__(self, house: House, query: dict[str, str], origin: str = f"http://{HOST}") -> None:
        self.sent: list[dict[str, Any]] = []
        self.stalled = False
        self.gone = False
        self._up: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._up.put_nowait({"type": "websocket.connect"})
        headers = [(b"host", HOST.encode()), (b"origin", origin.encode())]
        scope = {"type": "websocket", "path": "/", "headers": headers, "query_string": urlencode(query).encode()}
        socket = WebSocket(scope, self._up.get, self._take)
        self._house = house
        self.served = asyncio.create_task(serve(socket, house.hub, house.access, OPTIONS))

    async def _take(self, message: Any) -> None:
        if self.gone:
            raise OSError("the page has gone")  # as the server says it
        if self.stalled:
            await asyncio.Event().wait()
        self.sent.append(dict(message))

    def say(self, type: str, **fields: object) -> None:
        self._up.put_nowait({"type": "websocket.receive", "text": json.dumps({"type": type, **fields})})

    def send(self, data: bytes | str) -> None:
        kind = "bytes" if isinstance(data, bytes) else "text"
        self._up.put_nowait({"type": "websocket.receive", kind: data})

    def hang_up(self) -> None:
        self._up.put_nowait({"type": "websocket.disconnect", "code": 1001})

    async def over(self) -> tuple[int, str]:
        """The code and the words with which the server closed."""
        await self.served
        close = self.sent[-1]
        assert close["type"] == "websocket.close"
        return close["code"], close["reason"] or ""

    async def settled(self) -> None:
        """Until everything sent so far has been dealt with: a moment of the jumping clock."""
        await asyncio.sleep(0.1)

    def messages(self, type: str) -> list[dict[str, Any]]:
        texts = [json.loads(message["text"]) for message in self.sent if message.get("text")]
        return [text for text in texts if text["type"] == type]


def scene(script: Callable[[House], Coroutine[Any, Any, None]], most: int = 4) -> None:
    async def main() -> None:
        house = House(most)
        await script(house)
        await house.hub.close()

    run(main())


def sound(sequence: int, payload: bytes = bytes(640)) -> bytes:
    return wire.HEADER.pack(1, 0, 0, sequence, time.time() * 1000) + payload


def picture(sequence: int) -> bytes:
    return wire.HEADER.pack(2, 0, 0, sequence, time.time() * 1000) + JPEG
