"""The socket, driven by a page that speaks ASGI itself: no network, and a clock that jumps."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.websockets import WebSocket

from assistant.core.events import ReplyText, Voice
from assistant.core.ports import Transport
from assistant.core.values import AudioChunk, Capturing, Frame, Input, Interrupt, Typed
from assistant.reply import PATIENCE
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


def test_a_page_is_welcomed_and_what_it_sends_reaches_its_session() -> None:
    async def script(house: House) -> None:
        page = house.page()
        for packet in (sound(0), sound(1), picture(0)):
            page.send(packet)
        page.say("typed", id="1", text="hello")
        await page.settled()
        (welcome,) = page.messages("welcome")
        assert (welcome["engine"], welcome["server_voice"]) == ("test", True)
        assert {"en", "zh-Hant", "zh-Hans", "ja"} < set(welcome["tongues"])
        assert welcome["patience"] == PATIENCE
        assert [type(value) for value in house.heard] == [AudioChunk, AudioChunk, Frame, Typed]
        page.hang_up()

    scene(script)


def test_what_the_session_says_reaches_the_page_as_json_and_its_voice_as_packets() -> None:
    async def script(house: House) -> None:
        page = house.page()
        await page.settled()
        await house.transports[0].send(ReplyText(1, "Hello."))
        await house.transports[0].send(Voice(1, AudioChunk(b"\1\2", 24_000)))
        await page.settled()
        assert page.messages("reply_text") == [{"type": "reply_text", "turn": 1, "text": "Hello."}]
        assert page.sent[-1]["bytes"][16:] == b"\1\2"
        page.hang_up()

    scene(script)


def test_a_foreign_page_is_not_even_let_in() -> None:
    async def script(house: House) -> None:
        for origin in ("https://evil.example", "", "null", "http://127.0.0.1:9999"):
            page = Page(house, {"ticket": house.access.ticket(time.time())}, origin)
            assert await page.over() == (4403, "")
            assert [message["type"] for message in page.sent] == ["websocket.close"]
        assert house.transports == []

    scene(script)


@pytest.mark.parametrize("ticket", ["", "made up", "9999999999.aa.bb"])
def test_a_page_without_a_valid_ticket_is_told_to_reload(ticket: str) -> None:
    async def script(house: House) -> None:
        code, reason = await house.page(ticket=ticket).over()
        assert code == 4401
        assert "Reload" in reason
        assert house.transports == []

    scene(script)


def test_a_page_that_lost_its_connection_goes_on_in_the_same_conversation() -> None:
    async def script(house: House) -> None:
        page = house.page()
        await page.settled()
        page.say("typed", id="1", text="hello")
        page.hang_up()
        await page.settled()
        key = page.messages("welcome")[0]["conversation"]
        await house.transports[0].send(ReplyText(1, "still here"))
        again = house.page(conversation=key)
        again.say("typed", id="1", text="hello")
        again.say("typed", id="2", text="and now?")
        await again.settled()
        assert again.messages("reply_text")
        assert [value for value in house.heard if isinstance(value, Typed)] == [
            Typed("1", "hello"),
            Typed("2", "and now?"),
        ]
        assert Capturing() in house.heard
        assert len(house.transports) == 1
        again.hang_up()

    scene(script)


def test_a_second_tab_takes_over_and_the_first_is_told_in_words() -> None:
    async def script(house: House) -> None:
        first = house.page()
        await first.settled()
        second = house.page(conversation=first.messages("welcome")[0]["conversation"], page="two")
        assert await first.over() == (4410, "This conversation moved to another tab.")
        second.say("interrupt")
        await second.settled()
        assert Interrupt() in house.heard
        second.hang_up()

    scene(script)


def test_a_few_bad_packets_are_forgiven_and_said_and_the_good_ones_still_arrive() -> None:
    async def script(house: House) -> None:
        page = house.page()
        for bad in (b"", b"short", sound(0, bytes(3)), "{", '{"type":"nonsense"}'):
            page.send(bad)
        page.send(sound(0))
        await page.settled()
        assert len(page.messages("failed")) == 5
        assert all(failed["stage"] == "transport" for failed in page.messages("failed"))
        assert [type(value) for value in house.heard] == [AudioChunk]
        page.hang_up()

    scene(script)


def test_many_bad_packets_close_the_socket_with_a_reason() -> None:
    async def script(house: House) -> None:
        page = house.page()
        for _ in range(6):
            page.send(b"nonsense")
        code, reason = await page.over()
        assert code == 4400
        assert "could not be read" in reason

    scene(script)


def test_sound_that_arrives_twice_or_out_of_order_is_left_out() -> None:
    async def script(house: House) -> None:
        page = house.page()
        for sequence in (0, 1, 1, 0, 2):
            page.send(sound(sequence, bytes([sequence, 0])))
        await page.settled()
        assert [value.pcm[0] for value in house.heard if isinstance(value, AudioChunk)] == [0, 1, 2]
        page.hang_up()

    scene(script)


@pytest.mark.parametrize("flood", [sound(0), picture(0) + bytes(1_400_000), '{"type":"interrupt"}'])
def test_a_flood_closes_the_socket_and_costs_bounded_memory(flood: bytes | str) -> None:
    async def script(house: House) -> None:
        page = house.page()
        for _ in range(5000):
            page.send(flood)
        code, reason = await page.over()
        assert code in (4429, 4400)
        assert reason
        assert len(house.heard) <= 3000

    scene(script)


def test_a_page_that_does_not_read_is_let_go_and_its_conversation_stays() -> None:
    async def script(house: House) -> None:
        page = house.page()
        await page.settled()
        key = page.messages("welcome")[0]["conversation"]
        page.stalled = True
        for _ in range(500):
            await house.transports[0].send(Voice(1, AudioChunk(bytes(48_000), 24_000)))
        await asyncio.sleep(9)
        page.stalled = False
        await asyncio.sleep(2)
        code, _ = await page.over()
        assert code == 4408
        assert house.hub.find(key) is not None

    scene(script)


def test_a_page_that_says_nothing_is_pinged_and_then_let_go() -> None:
    async def script(house: House) -> None:
        page = house.page()
        code, reason = await page.over()
        assert code == 4408
        assert "Nothing was heard" in reason
        assert len(page.messages("ping")) >= 2

    scene(script)


def test_a_page_that_answers_pings_may_be_silent_for_hours() -> None:
    async def script(house: House) -> None:
        page = house.page()
        for _ in range(360):
            await asyncio.sleep(20)
            page.say("pong")
        assert page.sent[-1]["type"] == "websocket.send"
        page.hang_up()

    scene(script)


def test_when_every_place_is_taken_the_next_page_is_told() -> None:
    async def script(house: House) -> None:
        first = house.page()
        await first.settled()
        code, reason = await house.page().over()
        assert code == 4503
        assert "Too many pages" in reason
        first.hang_up()

    scene(script, most=1)


def test_the_conversation_that_was_left_first_makes_room() -> None:
    async def script(house: House) -> None:
        first, second = house.page(), house.page()
        await first.settled()
        key = first.messages("welcome")[0]["conversation"]
        second.hang_up()
        await second.settled()
        first.hang_up()
        await first.settled()
        third, back = house.page(), house.page(conversation=key)
        await back.settled()
        assert back.messages("welcome")[0]["conversation"] == key
        third.hang_up()
        back.hang_up()

    scene(script, most=2)


def test_a_page_that_fills_what_waits_and_leaves_still_lets_go_of_its_microphone() -> None:
    class Stuck(House):
        async def _session(self, transport: Transport) -> None:
            await asyncio.sleep(60)
            await super()._session(transport)

    async def script() -> None:
        house = Stuck()
        page = house.page()
        page.say("capturing", microphone=True)
        for _ in range(250):
            page.say("interrupt")
        page.say("push_to_talk", pressed=True)
        assert (await page.over())[0] == 4400
        await asyncio.sleep(120)
        assert house.heard[-1] == Capturing()
        await house.hub.close()

    run(script())


def test_a_page_that_is_left_while_it_is_written_to_was_not_cut() -> None:
    async def script(house: House) -> None:
        for number in range(20):
            page = house.page(page=f"page{number}")
            await page.settled()
            page.gone = True
            page.hang_up()
            await house.transports[-1].send(ReplyText(1, "Hello"))
            await page.settled()
            assert house.heard[-1] == Capturing(), "nothing may be captured any more"
            house.heard.clear()

    scene(script, most=30)


def test_a_page_whose_line_dies_as_it_is_written_to_or_told_to_go_is_no_error() -> None:
    async def script(house: House) -> None:
        page = house.page()
        await page.settled()
        page.gone = True
        await house.transports[0].send(ReplyText(1, "Hello"))
        await page.served
        silent = house.page()
        await silent.settled()
        silent.stalled = True
        await house.transports[0].send(ReplyText(1, "Hello"))
        await silent.served

    scene(script)
