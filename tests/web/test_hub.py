"""All conversations of a server: found again, told of each other, ended."""

import asyncio

import pytest

from assistant.core.events import (
    Event,
    Failed,
    Forgotten,
    ReplyText,
    Seen,
    Unsure,
)
from assistant.core.ports import Transport
from assistant.core.values import Forgot, Input, Observation, Typed
from assistant.web.hub import BROKEN
from assistant.web.seat import OVER
from tests.clock import run
from tests.web.hubs import hub_of, quiet
from tests.web.seated import sent


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
