"""A session whose model is at the other end of a wire that fails, on a clock that jumps."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from assistant.core import events
from assistant.core.ports import Engine
from assistant.core.values import Interrupt, Typed
from memory.store import Store
from models.openai.address import parse
from models.openai.client import Client
from models.openai.giving_way import GivingWay
from models.openai.server import OpenAIAnswerer
from tests import served as wire
from tests.scripted import ScriptedUser
from tests.served import Answer, Served, delta, listen, plain, says, serve, stream
from tests.talking import Words, play


@dataclass
class Remote(Words):
    """Answers come from `client`; all else is the usual."""

    client: Client | None = None

    def engine(self) -> Engine:
        assert self.client is not None
        return replace(Words.engine(self), answerer=OpenAIAnswerer(self.client, GivingWay()))


class Wire:
    """A server at an address known before it runs, and who asks it."""

    def __init__(self, *answers: Answer) -> None:
        self._socket, self._answers = listen(), answers
        self.client = Client(parse(f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1#tiny", "--vlm"))

    def remote(self) -> Remote:
        return Remote(client=self.client)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[Served, None]:
        async with serve(*self._answers, listening=self._socket) as served:
            yield served
            self.client.close()


HALF = stream(delta("A red cup "), delta("on the "), end=False)
FAILING = {
    "dies in the middle": (HALF, "A red cup on the"),
    "ends too early": (stream(delta("A red cup ")), "A red cup"),
    "stops with an error": (stream(delta("A red "), wire.event({"error": {"message": "out of memory"}})), "A red"),
    "never says a word": (wire.is_silent, ""),
    "is a page for people": (plain(200, "<html>", "text/html"), ""),
    "wants a key": (plain(401), ""),
    "is busy": (plain(429, retry_after="7"), ""),
}


@pytest.mark.parametrize("case", FAILING)
def test_a_server_that_fails_is_told_in_the_chat_and_the_next_question_is_answered(case: str) -> None:
    bad, so_far = FAILING[case]
    line = Wire(bad, says("A cup."))

    async def script(user: ScriptedUser, memory: Store) -> None:
        async with line.running() as served:
            assert (await user.ask("tell me about it")).strip() == so_far
            (failed,) = user.all(events.Failed)
            assert failed.stage == "answer"
            assert failed.message.startswith(f"The model server at {served.address} ")
            ended = await user.until(events.ReplyEnded)
            assert (ended.ending, ended.heard) == ("failed", so_far)
            assert await user.ask("and now?") == "A cup."
            assert len(user.all(events.Failed)) == 1

    play(script, engine=line.remote())


def test_esc_hangs_up_on_a_server_that_thinks_for_long_and_the_next_question_is_answered() -> None:
    line = Wire(wire.is_silent, says("A cup."))

    async def script(user: ScriptedUser, memory: Store) -> None:
        async with line.running() as served:
            user.do(Typed("1", "tell me about it"))
            await served.asked.wait()
            user.do(Interrupt())
            assert (await user.until(events.ReplyEnded)).ending == "interrupted"
            await served.left.wait()
            assert asyncio.get_running_loop().time() < 1
            assert await user.ask("and now?") == "A cup."

    play(script, engine=line.remote())
