"""Pages that leave a conversation, come back to it, or take it over."""

import asyncio
from contextlib import aclosing
from dataclasses import asdict

from assistant.core.events import (
    Awaiting,
    ReplyEnded,
    ReplyStarted,
    Sentence,
    Silence,
    Timing,
    Unsure,
    UserSaid,
    Voice,
)
from assistant.core.values import Awaited, Capturing, PushToTalk
from assistant.web.conversation import Conversation
from assistant.web.seat import MOVED, MOVED_AWAY
from tests.clock import run
from tests.web.hubs import hub_of, quiet
from tests.web.seated import IDLE, SOUND, alone, received, sent


def test_a_second_tab_takes_over_and_the_first_is_told() -> None:
    async def main() -> None:
        conversation = alone()
        first = conversation.attach("one")
        second = conversation.attach("two")
        assert await first.left == MOVED
        assert not second.left.done()
        conversation.detach(first)
        assert conversation.has_page

    run(main())


def test_another_device_that_takes_over_is_called_one() -> None:
    async def main() -> None:
        conversation = alone()
        first = conversation.attach("one", "laptop")
        second = conversation.attach("two", "laptop")
        conversation.attach("three", "phone")
        assert await first.left == MOVED
        assert await second.left == MOVED_AWAY

    run(main())


def test_a_page_that_vanishes_captures_nothing_and_holds_no_key_down() -> None:
    async def main() -> None:
        conversation = alone()
        seat = conversation.attach("one")
        conversation.receive(Capturing(camera=True, microphone=True))
        conversation.receive(PushToTalk(True))
        conversation.detach(seat)
        assert (await received(conversation))[2:] == [Capturing(), PushToTalk(False)]

    run(main())


def test_a_conversation_ends_half_an_hour_after_its_last_page_and_not_before() -> None:
    async def main() -> None:
        conversation = alone()
        conversation.detach(conversation.attach("one"))
        await asyncio.sleep(IDLE - 1)
        conversation.detach(conversation.attach("one"))
        reading = asyncio.create_task(received_until_end(conversation))
        await asyncio.sleep(IDLE - 1)
        assert not reading.done()
        await asyncio.sleep(2)
        assert reading.done()

    async def received_until_end(conversation: Conversation) -> None:
        async for _ in conversation.inputs():
            pass

    run(main())


def test_a_page_that_comes_back_hears_the_rest_of_the_reply_but_nothing_that_was_silenced() -> None:
    async def main() -> None:
        conversation = alone()
        conversation.detach(conversation.attach("one"))
        await conversation.send(Voice(1, SOUND))
        await conversation.send(Sentence(1, 0, "Hello.", "en"))
        await conversation.send(Silence(1))
        await conversation.send(Voice(2, SOUND))
        silence, voice = await sent(conversation, conversation.attach("one"))
        assert silence == {"type": "silence", "turn": 1}
        assert isinstance(voice, bytes)
        assert voice[2:4] == b"\x02\x00"

    run(main())


def test_a_page_that_was_reloaded_starts_silent() -> None:
    async def main() -> None:
        conversation = alone()
        conversation.detach(conversation.attach("one"))
        await conversation.send(Voice(1, SOUND))
        assert await sent(conversation, conversation.attach("reloaded")) == []

    run(main())


def test_a_page_is_welcomed_with_where_the_conversation_stands() -> None:
    async def main() -> None:
        conversation = alone()
        for event in (
            UserSaid(3, "hm", spoken=True),
            ReplyStarted(3, "builtin"),
            Silence(3),
            ReplyEnded(3, "interrupted", "", Timing(0.4, 0.5)),
            Unsure("where is my cup"),
        ):
            await conversation.send(event)
        assert conversation.welcome() == {
            "conversation": "key",
            "received": 0,
            "read": 0,
            "turn": 3,
            "silenced": 3,
            "remembering": True,
            "unsure": "where is my cup",
            "timing": {"transcript": 0.4, "first_token": 0.5, "first_sound": None},
            "mode": "conversation",
            "languages": [],
        }

    run(main())


def test_a_reload_finds_the_chat_again_and_ends_what_drew_it_before() -> None:
    async def main() -> None:
        conversation = alone()
        conversation.attach("one")
        await conversation.send(UserSaid(1, "hello", spoken=False))
        async with aclosing(conversation.chat("one")) as old:
            await anext(old)
            conversation.attach("two")
            async with aclosing(conversation.chat("two")) as new:
                assert await anext(new) == [{"role": "user", "content": "hello"}]
                assert [version async for version in old] == []

    run(main())


def test_a_page_is_welcomed_with_what_is_waited_for() -> None:
    async def main() -> None:
        conversation = hub_of(quiet).join("")
        assert conversation is not None
        await conversation.send(Awaiting((Awaited(2, "the kettle boils", 1e9),)))
        assert conversation.welcome()["awaited"] == [asdict(Awaited(2, "the kettle boils", 1e9))]
        conversation.end()

    run(main())
