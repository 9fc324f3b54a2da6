"""What a session may rely on, whether a browser or a script is at the other end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from assistant.core.events import Event, ReplyText, SpeechStarted
from assistant.core.ports import Transport
from assistant.core.values import AudioChunk, Dictated, Input, Interrupt, Typed
from assistant.web.conversation import Conversation
from tests.clock import run
from tests.scripted import ScriptedUser


@dataclass(frozen=True)
class End:
    """The far end of a transport: what the other side does to it."""

    transport: Transport
    say: Callable[[Input], None]
    leave: Callable[[], None]


def scripted() -> End:
    user = ScriptedUser()
    return End(user, user.do, user.leave)


def browser() -> End:
    def alone(event: Event, besides: Conversation) -> None:
        """There is no other conversation to tell."""

    page = Conversation("key", str, alone, idle_seconds=60)
    return End(page, page.receive, page.end)


@pytest.fixture(params=[scripted, browser], ids=["scripted", "browser"])
def end(request: pytest.FixtureRequest) -> Callable[[], End]:
    make: Callable[[], End] = request.param
    return make


SAID: tuple[Input, ...] = (
    AudioChunk(bytes(640), 16_000),
    Typed("a", "one"),
    AudioChunk(bytes(640), 16_000),
    Interrupt(),
    Dictated("two"),
)


def test_inputs_come_in_order_and_end_when_the_other_side_leaves(end: Callable[[], End]) -> None:
    async def scene() -> None:
        far = end()
        for value in SAID:
            far.say(value)
        far.leave()
        assert tuple([value async for value in far.transport.inputs()]) == SAID

    run(scene())


def test_inputs_are_waited_for(end: Callable[[], End]) -> None:
    async def scene() -> None:
        far = end()
        listening = asyncio.ensure_future(anext(far.transport.inputs()))
        await asyncio.sleep(3)
        assert not listening.done()
        far.say(Interrupt())
        assert await listening == Interrupt()

    run(scene())


def test_sending_does_not_wait_for_anybody_to_read(end: Callable[[], End]) -> None:
    async def scene() -> None:
        far = end()
        async with asyncio.timeout(1):
            await far.transport.send(SpeechStarted())
            for number in range(3_000):
                await far.transport.send(ReplyText(1, f"{number} "))

    run(scene())
