"""What a page may send, how long it may be silent or not read, and how many may come."""

import asyncio

import pytest

from assistant.core.events import Voice
from assistant.core.ports import Transport
from assistant.core.values import AudioChunk, Capturing
from tests.clock import run
from tests.web.line import House, picture, scene, sound


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
