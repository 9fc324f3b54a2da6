"""Drafts on a model that several sessions share: what somebody waits for goes first, and nothing is lost or doubled."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import pytest

from assistant.core import events
from assistant.core.lane import Lane, Stop
from assistant.core.values import Prompt
from assistant.holding import Held
from assistant.session import Parts, Session
from memory.store import Store
from models.openai.giving_way import GivingWay
from tests.clock import run
from tests.scripted import ScriptedUser, clock
from tests.talking import Ears, Loudness, Words, sound, sure

OPEN_CLAUSE = "tell me a story about the"  # which is waited for longer than it takes to begin its draft
PIECES = ["one ", "two ", "three"]


class Model:
    """Blocking, behind a lane: notes the order of its requests, and which `long` ones were stopped in the middle."""

    def __init__(self) -> None:
        self.lane = Lane("model")
        self.order: list[str] = []
        self.stopped: list[str] = []

    def stream(self, name: str, *, long: bool = False) -> AsyncGenerator[str, None]:
        return self.lane.stream(lambda stop: self._say(name, long, stop))

    async def answer(self, name: str) -> list[str]:
        async with aclosing(self.stream(name)) as pieces:
            return [piece async for piece in pieces]

    def draft(self, name: str, *, long: bool = False) -> Held[str]:
        return Held(self.stream(name, long=long), _spawn)

    def _say(self, name: str, long: bool, stop: Stop) -> Generator[str, None, None]:
        self.order.append(name)
        yield PIECES[0]
        if long and stop.wait(0.3):
            self.stopped.append(name)
        yield from PIECES[1:]


def _spawn(work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    return asyncio.get_running_loop().create_task(work)


def play(scene: Callable[[Model], Awaitable[None]]) -> Model:
    async def act() -> Model:
        model = Model()
        async with asyncio.timeout(10):
            await scene(model)
        model.lane.close()
        return model

    return asyncio.run(act())


async def read(draft: Held[str]) -> list[str]:
    return [piece async for piece in draft.read()]


async def under_way(names: list[str]) -> None:
    """Until the thread has begun with something."""
    async with asyncio.timeout(5):
        while not names:
            await asyncio.to_thread(time.sleep, 0.001)


def test_a_draft_is_given_up_for_the_reply_of_somebody_else() -> None:
    async def scene(model: Model) -> None:
        draft = model.draft("draft", long=True)
        await under_way(model.order)
        assert await model.answer("reply") == PIECES
        assert draft.lost
        assert model.stopped == ["draft"]

    play(scene)


def test_a_draft_that_has_become_the_reply_keeps_its_place() -> None:
    async def scene(model: Model) -> None:
        draft = model.draft("draft", long=True)
        await under_way(model.order)
        reading = _spawn(read(draft))
        await asyncio.sleep(0)
        assert await model.answer("other") == PIECES
        assert await reading == PIECES
        assert model.stopped == []
        assert model.order == ["draft", "other"]

    play(scene)


def test_a_draft_that_waits_lets_replies_pass_until_it_is_wanted() -> None:
    async def scene(model: Model) -> None:
        first = _spawn(read(model.draft("first", long=True)))
        await under_way(model.order)
        wanted, unwanted = model.draft("wanted"), model.draft("unwanted")
        await asyncio.sleep(0.01)
        second = _spawn(model.answer("second"))
        await asyncio.sleep(0.01)
        reading = _spawn(read(wanted))
        assert await first == await reading == await second == PIECES
        assert not unwanted.lost
        assert await read(unwanted) == PIECES
        assert model.order == ["first", "wanted", "second", "unwanted"]

    play(scene)


def test_a_draft_that_is_wanted_while_it_waits_ends_the_one_before_it_that_nobody_wants() -> None:
    async def scene(model: Model) -> None:
        idle = model.draft("idle", long=True)
        await under_way(model.order)
        draft = model.draft("draft")
        await asyncio.sleep(0.01)
        assert not idle.lost
        assert await read(draft) == PIECES
        assert idle.lost

    play(scene)


def test_captions_give_way_to_drafts_as_they_do_to_replies() -> None:
    told: list[str] = []

    def caption(stop: Stop) -> str:
        told.append("caption")
        return "stopped" if len(told) == 1 and stop.wait(5) else "a desk"

    async def scene(model: Model) -> None:
        background = _spawn(model.lane.call(caption, again=True))
        await under_way(told)
        assert await read(model.draft("draft")) == PIECES
        assert await background == "a desk"
        assert told == ["caption", "caption"]

    play(scene)


@dataclass
class Shared(Words):
    """A server's model that several sessions share; keeps what each question came to."""

    turn: GivingWay = field(default_factory=GivingWay)
    outcomes: list[tuple[str, str]] = field(default_factory=list)

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        outcome = "stopped"
        try:
            with self.turn.reply():
                async with aclosing(super().answer(prompt)) as pieces:
                    async for piece in pieces:
                        yield piece
            outcome = "finished"
        finally:
            self.outcomes.append((prompt.question, outcome))


def beside(engine: Words, heard: str, script: Callable[[ScriptedUser, ScriptedUser], Awaitable[None]]) -> None:
    """Two users of one engine; the first is understood to say `heard`."""

    async def scene() -> None:
        memory, users = Store.open(None), (ScriptedUser("off"), ScriptedUser("off"))
        parts = [Parts(engine.engine(), Loudness(), Ears([sure(heard)]), None, memory, clock) for _ in users]
        sessions = [_spawn(Session("test", part, user).run()) for part, user in zip(parts, users, strict=True)]
        for user in users:
            user.start()
        await script(*users)
        for user in users:
            user.leave()
        await asyncio.gather(*sessions)
        memory.close()

    run(scene())


@pytest.mark.parametrize("pause", [0.5, 3.0])
def test_who_pauses_in_a_sentence_does_not_hold_up_the_reply_of_another_and_is_answered_whole(pause: float) -> None:
    engine = Shared()

    async def script(one: ScriptedUser, other: ScriptedUser) -> None:
        one.speak(sound(1.0), quiet=4.0)
        await asyncio.sleep(1.0 + pause)  # a draft is begun 0.3 s after the voice has paused, and takes 0.9 s
        asked = asyncio.get_running_loop().time()
        await other.ask("what is new")
        assert asyncio.get_running_loop().time() - asked == pytest.approx(0.9, abs=0.01)
        await one.until(events.ReplyEnded)
        assert one.words(1).strip() == engine.words

    beside(engine, OPEN_CLAUSE, script)
    assert engine.outcomes.count((OPEN_CLAUSE, "finished")) == 1
    assert engine.outcomes.count((OPEN_CLAUSE, "stopped")) == (pause < 1)
