"""A conversation and the hub, driven without a socket: the page is a seat, the session reads and sends."""

from contextlib import aclosing
from zoneinfo import ZoneInfo

from assistant.core.events import (
    Cited,
    Forgotten,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    Sentence,
    Timing,
    Voice,
)
from assistant.core.values import AudioChunk, Observation, Typed
from tests.clock import run
from tests.web.hubs import hub_of, quiet
from tests.web.seated import SOUND, alone, received, sent


def test_what_the_page_sends_reaches_the_session_in_order() -> None:
    async def main() -> None:
        conversation = alone()
        for value in (SOUND, Typed("1", "hello"), SOUND):
            conversation.receive(value)
        assert await received(conversation) == [SOUND, Typed("1", "hello"), SOUND]

    run(main())


def test_a_message_that_is_sent_again_is_heard_once() -> None:
    async def main() -> None:
        conversation = alone()
        for id in ("1", "1", "2", "1"):
            conversation.receive(Typed(id, "hello"))
        assert await received(conversation) == [Typed("1", "hello"), Typed("2", "hello")]

    run(main())


def test_times_in_the_chat_are_told_by_the_pages_own_clock() -> None:
    async def main() -> None:
        conversation = alone()
        conversation.attach("one", zone=ZoneInfo("Asia/Taipei"))
        await conversation.send(ReplyText(1, "On the desk."))
        await conversation.send(Cited(1, Observation(0, "camera", "a cup", id=1, zone=480)))
        async with aclosing(conversation.chat("one")) as versions:
            assert "08:00 on 1 January 1970<" in (await anext(versions))[0]["content"]

    run(main())


def test_a_reply_that_was_under_way_when_something_was_forgotten_says_no_more_of_it() -> None:
    async def main() -> None:
        hub = hub_of(quiet)
        conversation = hub.join("")
        assert conversation is not None
        seat = conversation.attach("one")
        await conversation.send(ReplyStarted(1, "builtin"))
        await conversation.send(ReplyText(1, "The receipt "))
        hub.broadcast(Forgotten((1,), everything=True))
        for late in (ReplyText(1, "says 5107."), Sentence(1, 0, "It says 5107.", "en"), Voice(1, SOUND)):
            await conversation.send(late)
        await conversation.send(Cited(1, Observation(0, "upload", "5107", id=1)))
        await conversation.send(ReplyEnded(1, "interrupted", "The receipt says 5107.", Timing()))
        await conversation.send(ReplyStarted(2, "builtin"))
        await conversation.send(ReplyText(2, "It is noon."))
        told = await sent(conversation, seat)
        assert "5107" not in str(told)
        assert not any(isinstance(message, bytes) for message in told)
        async with aclosing(conversation.chat("one")) as versions:
            assert [entry["content"] for entry in await anext(versions)] == ["It is noon."]
        await hub.close()

    run(main())


def test_the_chat_is_drawn_again_when_it_changes_and_several_changes_at_once() -> None:
    async def main() -> None:
        conversation = alone()
        conversation.attach("one")
        async with aclosing(conversation.chat("one")) as versions:
            assert await anext(versions) == []
            for word in ("On ", "the ", "desk."):
                await conversation.send(ReplyText(1, word))
            assert await anext(versions) == [{"role": "assistant", "content": "On the desk."}]

    run(main())


def test_sound_that_a_standing_session_loses_is_said_to_the_page() -> None:
    async def main() -> None:
        conversation = alone()
        for _ in range(4000):
            conversation.receive(AudioChunk(bytes(640), 16_000))
        (failed,) = await sent(conversation)
        assert isinstance(failed, dict)
        assert "some was lost" in failed["message"]

    run(main())
