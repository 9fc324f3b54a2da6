"""A conversation and the hub, driven without a socket: the page is a seat, the session reads and sends."""

import asyncio
import json
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.core.events import (
    Awaiting,
    Cited,
    Event,
    Failed,
    Forgotten,
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
)
from assistant.core.ports import Transport
from assistant.core.values import AudioChunk, Awaited, Capturing, Forgot, Input, Observation, PushToTalk, Typed
from assistant.web.conversation import Conversation
from assistant.web.hub import BROKEN, Hub
from assistant.web.seat import MOVED, MOVED_AWAY, OVER, Seat
from tests.clock import run

SOUND = AudioChunk(bytes(480), 24_000)
IDLE = 1800.0


def alone() -> Conversation:
    return Conversation("key", str, lambda event, besides: None, IDLE)


async def sent(conversation: Conversation, seat: Seat | None = None) -> list[dict[str, Any] | bytes]:
    """All that waits for the page in its seat: JSON as dicts, sound as bytes."""
    messages: list[dict[str, Any] | bytes] = []
    while True:
        try:
            data = (await asyncio.wait_for(conversation.outbox.take(seat), 0.01)).data
        except TimeoutError:
            return messages
        messages.append(json.loads(data) if isinstance(data, str) else data)


async def received(conversation: Conversation) -> list[Input]:
    conversation.end()
    return [value async for value in conversation.inputs()]


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


def test_times_in_the_chat_are_told_by_the_pages_own_clock() -> None:
    async def main() -> None:
        conversation = alone()
        conversation.attach("one", zone=ZoneInfo("Asia/Taipei"))
        await conversation.send(ReplyText(1, "On the desk."))
        await conversation.send(Cited(1, Observation(0, "camera", "a cup", id=1, zone=480)))
        async with aclosing(conversation.chat("one")) as versions:
            assert "08:00 on 1 January 1970<" in (await anext(versions))[0]["content"]

    run(main())


def test_forgetting_a_span_in_the_panel_tells_every_session_since_when() -> None:
    async def main() -> None:
        heard: list[Input] = []

        async def session(transport: Transport) -> None:
            async for value in transport.inputs():
                heard.append(value)

        hub = hub_of(session)
        conversation = hub.join("")
        assert conversation is not None
        await conversation.send(Unsure("where is my cup"))
        hub.broadcast(Forgotten((4,), since=100.0))
        await asyncio.sleep(0.1)
        assert heard == [Forgot((4,), since=100.0)]
        assert conversation.welcome()["unsure"] == ""
        await hub.close()

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


def test_sound_that_a_standing_session_loses_is_said_to_the_page() -> None:
    async def main() -> None:
        conversation = alone()
        for _ in range(4000):
            conversation.receive(AudioChunk(bytes(640), 16_000))
        (failed,) = await sent(conversation)
        assert isinstance(failed, dict)
        assert "some was lost" in failed["message"]

    run(main())


def hub_of(session: Callable[[Transport], Any], most: int = 3) -> Hub:
    return Hub(session, str, IDLE, most)


async def quiet(transport: Transport) -> None:
    async for _ in transport.inputs():
        pass


def test_a_page_that_comes_back_finds_its_conversation() -> None:
    async def main() -> None:
        hub = hub_of(quiet)
        first = hub.join("")
        assert first is not None
        assert hub.join(first.key) is first
        assert hub.join("unknown") is not first
        await hub.close()

    run(main())


def test_what_is_forgotten_or_seen_in_one_conversation_is_told_to_the_others_once() -> None:
    async def main() -> None:
        hub = hub_of(quiet)
        here, there = hub.join(""), hub.join("")
        assert here is not None
        assert there is not None
        seats = [(here, here.attach("one")), (there, None)]
        await here.send(Seen(Observation(0, "camera", "a cup", id=1)))
        await here.send(Forgotten((1,)))
        await here.send(ReplyText(1, "Gone."))
        types = [[message["type"] for message in await sent(*at) if isinstance(message, dict)] for at in seats]
        assert types == [["seen", "forgotten", "reply_text"], ["forgotten"]]  # nothing waits for a page that is away
        await hub.close()

    run(main())


def test_a_bug_ends_its_own_conversation_loudly_and_no_other(caplog: pytest.LogCaptureFixture) -> None:
    async def session(transport: Transport) -> None:
        async for value in transport.inputs():
            if value == Typed("1", "boom"):
                raise ZeroDivisionError("a bug")

    async def main() -> None:
        hub = hub_of(session)
        broken, fine = hub.join(""), hub.join("")
        assert broken is not None
        assert fine is not None
        seat, other = broken.attach("one"), fine.attach("two")
        broken.receive(Typed("1", "boom"))
        assert await seat.left == BROKEN
        assert not other.left.done()
        assert hub.find(broken.key) is None
        assert hub.find(fine.key) is fine
        await hub.close()

    run(main())
    assert "ZeroDivisionError: a bug" in caplog.text


def test_when_too_many_are_open_the_one_without_a_page_makes_room_and_else_nobody() -> None:
    async def main() -> None:
        hub = hub_of(quiet, most=2)
        first, second = hub.join(""), hub.join("")
        assert first is not None
        assert second is not None
        first.attach("one")
        third = hub.join("")
        assert third is not None
        assert hub.find(second.key) is None
        third.attach("three")
        assert hub.join("") is None
        await hub.close()

    run(main())


def test_a_page_is_welcomed_with_what_is_waited_for() -> None:
    async def main() -> None:
        conversation = hub_of(quiet).join("")
        assert conversation is not None
        await conversation.send(Awaiting((Awaited(2, "the kettle boils", 1e9),)))
        assert conversation.welcome()["awaited"] == [asdict(Awaited(2, "the kettle boils", 1e9))]
        conversation.end()

    run(main())


def test_when_the_server_stops_every_session_is_over() -> None:
    async def main() -> None:
        over: list[Event | str] = []

        async def session(transport: Transport) -> None:
            try:
                await asyncio.Event().wait()
            finally:
                over.append("over")

        hub = hub_of(session)
        hub.join("")
        hub.join("")
        await asyncio.sleep(1)
        await hub.close()
        assert over == ["over", "over"]

    run(main())


def test_a_session_that_ends_by_itself_tells_its_page() -> None:
    async def main() -> None:
        async def session(transport: Transport) -> None:
            await transport.send(Failed("answer", "The engine is gone."))

        hub = hub_of(session)
        conversation = hub.join("")
        assert conversation is not None
        assert await conversation.attach("one").left == OVER

    run(main())
