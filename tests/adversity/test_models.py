"""A session whose models misbehave, on a clock that jumps."""

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest

from assistant.core import events
from assistant.core.errors import SeeingError
from assistant.core.values import Attachment, Capturing, Description, Frame, Interrupt, Prompt, Typed
from memory.store import Store
from tests.pictures import jpeg
from tests.scripted import ScriptedUser
from tests.talking import Words, play


@dataclass
class Blind(Words):
    """Fails with every picture."""

    async def describe(self, frame: Frame) -> Description:
        raise SeeingError("The model that looks does not answer. Start it again.")


@dataclass
class Mute(Words):
    """Thinks for ever."""

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        await asyncio.Event().wait()
        yield ""


@dataclass
class Endless(Words):
    """Says the same for ever, `size` characters at a time, without a pause in between."""

    size: int = 4

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        while True:
            yield "word " * (self.size // 5) or "word"


def test_a_model_that_fails_with_every_frame_says_so_once_and_questions_are_answered() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.start(jpeg("desk"))
        for view in range(8):
            await user.show(jpeg(f"desk {view}"), 4)
        assert [failed.message for failed in user.all(events.Failed)] == [
            "The model that looks does not answer. Start it again."
        ]
        assert await user.ask("hello")

    play(script, engine=Blind())


def test_esc_ends_a_reply_that_never_begins_and_the_next_question_is_heard() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Typed("1", "hello"))
        await user.until(events.ReplyStarted)
        user.do(Interrupt())
        assert (await user.until(events.ReplyEnded)).ending == "interrupted"
        user.do(Typed("2", "hello again"))
        assert (await user.until(events.ReplyStarted, lambda started: started.turn == 2)).turn == 2

    play(script, engine=Mute())


@pytest.mark.parametrize("size", [4, 1_000_000])
def test_a_reply_without_an_end_is_cut_off_in_words_and_keeps_nobody_waiting(size: int) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(voice="off"), Typed("1", "hello"))
        ended = await user.until(events.ReplyEnded)
        assert ended.ending == "failed"
        assert 100_000 <= len(user.words(1)) < 100_030  # what may be a citation is held back
        assert "Ask for a shorter one" in user.all(events.Failed)[0].message

    began = time.process_time()
    play(script, engine=Endless(size=size))
    assert time.process_time() - began < 20


def test_a_page_hears_of_others_while_a_model_talks_without_taking_breath() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(voice="off"), Typed("1", "hello"))
        await user.until(events.ReplyText)
        user.do(Interrupt())
        assert (await user.until(events.ReplyEnded)).ending == "interrupted"
        assert len(user.words(1)) < 1000

    play(script, engine=Endless())


def test_messages_typed_in_one_breath_all_stay_in_the_chat_and_the_last_is_answered() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        picture = Attachment("desk.png", jpeg("desk"))
        user.do(Typed("1", "first"), Typed("2", "second", (picture,)), Typed("3", "third"))
        await user.until(events.ReplyEnded, lambda ended: ended.ending == "finished")
        assert [said.text for said in user.all(events.UserSaid)] == ["first", "second", "third"]
        assert [one.source for one in await memory.recent()] == ["upload"]

    play(script)
