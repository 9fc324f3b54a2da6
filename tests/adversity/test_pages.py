"""Pages that go away in the middle of something, and more than one of them."""

import asyncio
import contextlib

from websockets.exceptions import ConnectionClosed

from tests.adversity.house import House, page
from tests.pictures import cover, desk, encode, on_desk
from tests.pictures import page as sheet
from tests.speech import flite

NOTEBOOK = encode(on_desk(cover("notebook"), (220, 100)))


def test_twenty_pages_that_vanish_leave_neither_threads_nor_children_nor_a_full_house(house: House) -> None:
    async def opened() -> None:
        async with contextlib.AsyncExitStack() as pages:
            for number in range(20):
                with contextlib.suppress(ConnectionClosed):  # the seventeenth finds sixteen pages in use
                    (await pages.enter_async_context(page(house, name=str(number)))).vanish()

    threads, children = house.process.num_threads(), len(house.process.children(recursive=True))
    asyncio.run(opened())
    asyncio.run(opened())
    assert house.process.num_threads() <= threads + 8
    assert len(house.process.children(recursive=True)) <= children + 1  # the voice, where it had not been needed yet

    async def another() -> None:
        async with page(house) as one:
            assert (await one.ask("what time is it?")).startswith("It is")

    asyncio.run(another())


def test_a_page_that_closes_in_the_middle_of_anything_leaves_the_next_one_answered_at_once(house: House) -> None:
    async def script() -> None:
        speech = flite("where is my notebook")
        async with page(house) as reading:
            await reading.say("capturing", screen=True)
            await reading.show(encode(sheet(*["many words on one line"] * 8, size=(1280, 720))), flags=1)
            await reading.say("typed", id="1", text="read that")
            await reading.until("reply_started")
        async with page(house) as teaching:
            await teaching.say("capturing", camera=True)
            await teaching.show(encode(desk()))
            await teaching.show(NOTEBOOK)
            await teaching.say("typed", id="1", text="this is my notebook")
            await teaching.until("look")
            teaching.vanish()
        async with page(house) as speaking:
            await speaking.say("capturing", microphone=True)
            for at in range(0, len(speech) // 2, 640):
                await speaking.speak(speech[at : at + 640].ljust(640, b"\0"))
            await speaking.until("speech_started")
            speaking.vanish()
        async with page(house) as good, asyncio.timeout(5):
            assert (await good.ask("what time is it?")).startswith("It is")
        async with page(house, speaking.conversation) as back:
            # What was said up to the lost connection waits for the page, and is over where that hears nothing any more.
            await back.say("capturing")
            await back.until("speech_ended", "not_understood", "unsure", "user_said")

    asyncio.run(script())


def test_a_second_tab_takes_the_conversation_over_and_the_first_is_told(house: House) -> None:
    async def script() -> None:
        async with page(house, name="one") as first:
            await first.ask("what time is it?")
            async with page(house, first.conversation, name="two") as second:
                assert await first.closed() == (4410, "This conversation moved to another tab.")
                assert (await second.ask("what time is it?")).startswith("It is")

    asyncio.run(script())


def test_two_conversations_get_their_own_replies_and_share_what_is_remembered(house: House) -> None:
    async def script() -> None:
        async with page(house, name="one") as one, page(house, name="two") as two:
            answers = await asyncio.gather(one.ask("remember that my hat is in the attic"), two.ask("what time is it?"))
            assert "attic" in answers[0]
            assert answers[1].startswith("It is")
            if not [event for event in two.events if event["type"] == "seen"]:
                await two.until("seen")
            assert "attic" in await two.ask("where is my hat?")
            assert not any(
                "attic" in event.get("text", "")
                for event in one.events
                if event["type"] == "user_said" and event["turn"] > 1
            )
            await two.ask("forget my hat")
            if not [event for event in one.events if event["type"] == "forgotten"]:
                await one.until("forgotten")
            assert "attic" not in await one.ask("where is my hat?")

    asyncio.run(script())
