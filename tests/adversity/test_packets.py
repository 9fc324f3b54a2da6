"""Packets that no page would send, at the socket of the running application."""

import asyncio
import contextlib
import json
import random
import time

import pytest
from websockets.exceptions import ConnectionClosed

from tests.adversity.house import SILENCE, House, Page, narrow, page, picture, sound
from tests.pictures import jpeg

PACKETS = 3000
DICE = random.Random(7)
BOMBS = [
    "[" * 60_000,
    '{"type":' * 10_000,
    '{"type":"played","turn":' + "9" * 5000 + ',"seconds":1}',
    '{"type":"played","turn":1e999,"seconds":-1e999}',
    '{"type":"typed","id":"' + "\\ud800" * 90 + '","text":"\\udfff"}',
    '{"type":"\\ud800"}',
    '{"type":"capturing","voice":[]}',
    "NaN",
    "\0",
]
MESSAGES = ["typed", "dictated", "interrupt", "push_to_talk", "played", "played_text", "capturing", "remembering"]
FIELDS = ["id", "text", "pressed", "turn", "seconds", "finished", "sentence", "characters", "camera", "voice", "on"]
VALUES: list[object] = [None, True, -1, 0, 2**31, 2**70, 1.5, "", "x", "x" * 20_000, [], {}, [[]], {"a": {}}]


def mutated() -> bytes | str:
    """A packet that is nearly right."""
    kind = DICE.random()
    if kind < 0.4:
        fields = {name: DICE.choice(VALUES) for name in DICE.sample(FIELDS, DICE.randint(0, 5))}
        return json.dumps({"type": DICE.choice(MESSAGES), **fields})
    if kind < 0.45:
        return DICE.choice(BOMBS)
    packet = bytearray(
        DICE.choice([sound(DICE.randrange(99)), picture(jpeg("desk"))])[: DICE.choice([9, 17, 700, 9999])]
    )
    for _ in range(DICE.randint(0, 8)):
        packet[DICE.randrange(len(packet))] = DICE.randrange(256)
    return bytes(packet) if kind < 0.95 else packet.decode("latin-1")


async def pelt(house: House, seconds: float) -> tuple[int, set[int]]:
    """Sends mutated packets, and connects anew when it is thrown out; how many were sent, and the codes of closing."""
    sent, codes, end = 0, set[int](), time.monotonic() + seconds
    while sent < PACKETS and time.monotonic() < end:
        async with page(house) as thrower:
            try:
                for _ in range(PACKETS):
                    await thrower.socket.send(mutated())
                    sent += 1
            except ConnectionClosed:
                codes.add((await thrower.closed())[0])
    return sent, codes


async def until(stop: asyncio.Task[object], good: Page) -> list[float]:
    """Asks again and again; seconds that each answer took."""
    times = []
    while not stop.done():
        asked = time.monotonic()
        assert (await good.ask("what time is it?")).startswith("It is")
        times.append(time.monotonic() - asked)
        await good.speak()
        await asyncio.sleep(0.02)  # the pace at which a page sends sound: nobody asks faster
    return times


def test_thousands_of_broken_packets_cost_the_next_conversation_nothing(house: House) -> None:
    async def script() -> None:
        async with page(house, name="good") as good:
            throwing = asyncio.ensure_future(pelt(house, 20))
            times = await until(throwing, good)
            sent, codes = throwing.result()
            assert sent >= PACKETS
            assert codes <= {4400, 4429}
            assert sorted(times)[len(times) // 2] < 0.25
            assert good.failures() == []

    with house.peak() as grown:
        asyncio.run(script())
    assert grown[0] < 200


@pytest.mark.parametrize("bomb", BOMBS, ids=range(len(BOMBS)))
def test_a_message_that_is_a_bomb_is_refused_in_words_and_the_page_goes_on(house: House, bomb: str) -> None:
    async def script() -> None:
        async with page(house) as bad:
            await bad.socket.send(bomb)
            failed = await bad.until("failed", "user_said")
            assert failed["type"] == "user_said" or failed["stage"] == "transport"
            assert (await bad.ask("what time is it?")).startswith("It is")

    asyncio.run(script())


def test_sound_that_is_replayed_is_left_out_and_a_gap_is_nothing(house: House) -> None:
    async def script() -> None:
        async with page(house) as bad:
            for sequence in (0, 1, 900_000, 900_001):
                await bad.socket.send(sound(sequence))
            await bad.socket.send(sound(5))
            assert "out of order" in (await bad.until("failed"))["message"]
            assert len(bad.failures()) == 1

    asyncio.run(script())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x01", "shorter than its header"),
        (sound(0, SILENCE[:-1]), "no whole number"),
        (sound(0, bytes(6402)), "more than 200 ms"),
        (b"\x63" + bytes(15), "unknown kind 99"),
        (picture(b"GIF89a"), "no JPEG"),
        (picture(b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff" + bytes(900)), "more than 2048 pixels"),
    ],
    ids=range(6),  # the time is in them
)
def test_each_broken_packet_gets_its_own_words_and_the_page_goes_on(house: House, data: bytes, says: str) -> None:
    async def script() -> None:
        async with page(house) as bad:
            await bad.socket.send(data)
            assert says in (await bad.until("failed"))["message"]
            assert (await bad.ask("what time is it?")).startswith("It is")

    asyncio.run(script())


def test_a_message_larger_than_any_packet_closes_the_socket_and_the_conversation_goes_on(house: House) -> None:
    async def script() -> None:
        async with page(house) as bad:
            await bad.ask("what time is it?")
            await bad.socket.send(bytes(3_000_000))
            assert (await bad.closed())[0] == 1009
        async with page(house, bad.conversation) as back:
            assert back.conversation == bad.conversation

    with house.peak() as grown:
        asyncio.run(script())
    assert grown[0] < 100


async def flood(bad: Page) -> None:
    while True:
        await bad.speak(bytes(6400))


def test_a_page_that_floods_is_closed_and_comes_back_to_what_it_said(house: House) -> None:
    async def script() -> None:
        async with page(house) as bad:
            await bad.ask("remember that my keys are in the blue bowl")
            with contextlib.suppress(ConnectionClosed):
                async with asyncio.timeout(3):
                    await flood(bad)
            assert (await bad.closed())[0] == 4429
        async with page(house, bad.conversation) as back:
            assert back.conversation == bad.conversation
            assert "blue bowl" in await back.ask("where are my keys?")

    with house.peak() as grown:
        asyncio.run(script())
    assert grown[0] < 100


def test_a_page_that_never_reads_is_closed_and_comes_back_to_what_it_said(house: House) -> None:
    async def script() -> None:
        async with page(house, name="good") as good, page(house, sock=narrow(house)) as bad:
            await bad.ask("remember that my wallet is in the red coat")
            bad.socket.transport.pause_reading()
            for number in range(400):
                await bad.say("typed", id=str(number), text="what can you do? " + "x" * 9000)
                if number % 10 == 0:
                    await good.ask("what time is it?")
            slow = asyncio.create_task(asyncio.sleep(11))
            assert sorted(await until(slow, good))[-1] < 2
            bad.socket.transport.resume_reading()
            # For not reading, or, where the machine is slow, for having sent more than could be taken meanwhile.
            assert (await bad.closed())[0] in (4408, 4400)
        async with page(house, bad.conversation) as back:
            assert back.conversation == bad.conversation
            assert "red coat" in await back.ask("where is my wallet?")

    with house.peak() as grown:
        asyncio.run(script())
    assert grown[0] < 150
