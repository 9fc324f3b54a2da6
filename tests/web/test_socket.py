"""The socket: who is let in, what goes over it, and who leaves."""

import time

import pytest

from assistant.core.events import ReplyText, Voice
from assistant.core.values import AudioChunk, Capturing, Frame, Interrupt, Typed
from assistant.reply import PATIENCE
from tests.web.line import House, Page, picture, scene, sound


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
