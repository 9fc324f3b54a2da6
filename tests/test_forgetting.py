"""Forgetting reaches what a session has in mind and what is under way: nothing comes back a moment later."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest

from assistant.core import events
from assistant.core.values import Description, Forgot, Frame, Prompt
from assistant.forgetting import UnderWay, covers
from assistant.watching import Watch
from memory.store import Store
from tests.clock import run
from tests.pictures import jpeg
from tests.scripted import ScriptedUser, clock
from tests.talking import Deep, Words, play

DESK = Description("passport: on the desk. cup: on the shelf.")


@dataclass
class Passport(Deep):
    """Sees a passport and a cup; whatever it has read is in `held`."""

    held: int = 0

    async def describe(self, frame: Frame) -> Description:
        self.held += 1
        await asyncio.sleep(0.5)
        return DESK

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        self.held += 1
        async for word in super().answer(prompt):
            yield word

    async def forget(self) -> None:
        self.held = 0


def test_a_picture_that_is_being_described_when_its_minute_is_forgotten_is_not_kept() -> None:
    engine = Passport()

    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Frame(jpeg("desk"), clock(), "camera"))
        await asyncio.sleep(0.2)
        assert engine.held == 1
        user.do(Forgot(since=clock() - 60))
        await asyncio.sleep(100)
        assert await memory.recent() == []

    assert play(script, engine=engine).all(events.Seen) == []
    assert engine.held == 0


def test_what_a_slow_model_sees_in_a_forgotten_picture_is_not_added_and_its_work_ends() -> None:
    engine = Passport()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.show(jpeg("desk"), 2)
        kept = (await user.until(events.Seen)).observation
        await asyncio.sleep(10)
        user.do(Forgot(ids=tuple(await memory.forget(ids=[kept.id]))))
        await asyncio.sleep(1)
        assert engine.dropped == 1
        await asyncio.sleep(100)
        assert await memory.recent() == []

    assert len(play(script, engine=engine).all(events.Seen)) == 1


def test_a_thing_that_was_forgotten_elsewhere_does_not_come_back_with_what_a_slow_model_adds() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.show(jpeg("desk"), 2)
        kept = (await user.until(events.Seen)).observation
        await asyncio.sleep(10)
        assert await memory.forget(thing="passport") == [kept.id]
        await asyncio.sleep(100)
        assert [one.caption for one in await memory.recent()] == ["cup: on the shelf."]

    play(script, engine=Passport())


def test_an_upload_that_is_forgotten_before_it_is_described_is_never_looked_at() -> None:
    engine = Passport()

    async def script(user: ScriptedUser, memory: Store) -> None:
        asking = asyncio.create_task(user.ask("tell me about it", jpeg("desk")))
        await user.until(events.ReplyText)
        await memory.forget(ids=[1])
        user.do(Forgot(ids=(1,)))
        await asking
        await asyncio.sleep(100)
        assert await memory.recent() == []

    play(script, engine=engine)
    assert engine.held == 0


def test_a_reply_that_may_rest_on_what_was_forgotten_is_cut_and_not_remembered() -> None:
    engine = Passport(" ".join(f"word{n}." for n in range(30)))

    async def script(user: ScriptedUser, memory: Store) -> None:
        asking = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.ReplyText)
        user.do(Forgot(everything=True))
        await asking
        await asyncio.sleep(1)
        assert engine.held == 0
        await user.ask("go on")

    user = play(script, engine=engine)
    assert user.all(events.ReplyEnded)[0].ending == "interrupted"
    assert "story" not in str(engine.prompts[1].messages)
    assert "word3" not in str(engine.prompts[1].messages)


@pytest.mark.parametrize("command", ["forget the last minute", "forget my passport", "forget everything"])
def test_every_spoken_command_has_the_models_forget(command: str) -> None:
    engine = Passport()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("remember that my passport is in the drawer")
        await user.ask("tell me about it")
        assert engine.held == 1
        assert "Forgotten" in await user.ask(command)
        assert engine.held == 0
        assert await memory.told() == []

    play(script, engine=engine)


def test_the_picture_that_was_shown_last_is_forgotten_and_what_was_said_of_it() -> None:
    engine = Passport()

    async def script(user: ScriptedUser, memory: Store) -> None:
        assert "Which picture" in await user.ask("forget this picture")
        await user.ask("tell me about it", jpeg("desk"))
        assert "1 memory" in await user.ask("forget this picture")
        assert await memory.recent() == []
        await user.ask("and now")

    user = play(script, engine=engine)
    assert user.all(events.Forgotten)[0].ids == (1,)
    assert "tell me about it" not in str(engine.prompts[-1].messages)
    assert not any(message.frames for message in engine.prompts[-1].messages)


def test_nothing_is_written_while_something_is_forgotten() -> None:
    """A frame of before may not be kept a moment after its minute is gone."""

    async def scene() -> None:
        memory = Store.open(None)
        watch = Watch(Passport(), memory, ScriptedUser().send, clock)
        watching = asyncio.create_task(watch.run())
        watch.see(Frame(jpeg("desk"), clock(), "camera"))
        await asyncio.sleep(0.4)
        async with watch.writing:
            await memory.forget(since=0.0)
            await asyncio.sleep(5)  # whoever could write now would
            await watch.forget(Forgot(since=clock() - 60))
        await asyncio.sleep(10)
        assert await memory.recent() == []
        watching.cancel()
        await asyncio.wait([watching])
        memory.close()

    run(scene())


def test_what_is_covered_by_what_was_forgotten() -> None:
    assert covers(Forgot(everything=True), 1.0, 7)
    assert [covers(Forgot(since=5.0), time) for time in (4.9, 5.0, 9.0)] == [False, True, True]
    assert covers(Forgot((7,), since=5.0), 1.0, 7)
    assert [covers(Forgot((7,)), 1.0, id) for id in (7, 8, 0)] == [True, False, True]
    assert not covers(Forgot(), 1.0)


def test_what_is_dropped_ends_and_gives_nothing_and_the_rest_goes_on() -> None:
    async def scene() -> None:
        under_way = UnderWay()
        works = [asyncio.create_task(under_way.run(asyncio.sleep(1, id), 0.0, id)) for id in (1, 2)]
        await asyncio.sleep(0.5)
        under_way.drop(lambda time, id: id == 1)
        assert [await work for work in works] == [None, 2]

    run(scene())


def test_who_waits_for_what_is_under_way_ends_it_by_being_cancelled() -> None:
    async def scene() -> None:
        ended = asyncio.Event()

        async def work() -> None:
            try:
                await asyncio.sleep(1000)
            finally:
                ended.set()

        waiting = asyncio.create_task(UnderWay().run(work()))
        await asyncio.sleep(0.5)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await ended.wait()

    run(scene())


def test_an_engine_that_keeps_nothing_need_not_forget() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        assert "Forgotten" in await user.ask("forget everything")

    play(script, engine=Words())
