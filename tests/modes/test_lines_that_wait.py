"""Lines that an interpreter has heard and not rendered yet: begun ahead, forgotten, or not wanted any more."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest

from assistant.core import events
from assistant.core.values import Forgot, Interrupt, Prompt, SetMode, Typed
from memory.store import Store
from tests.modes.house import QUIET, Translator, heard, texts
from tests.scripted import ScriptedUser
from tests.talking import Hum, play, sound

LONG = heard(" ".join(["on and on"] * 20) + ". And the end.")


async def two_lines(user: ScriptedUser) -> None:
    """The second is said while the first is still being rendered."""
    await user.ask("interpret between English and Chinese")
    user.speak(sound(0.8), 1.1)
    await user.until(events.ReplyText, which=lambda text: text.turn == 2)
    await user.speak(sound(0.8), 2.0)


def test_what_is_forgotten_while_it_waits_for_its_turn_is_never_rendered() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await two_lines(user)
        user.do(Forgot(everything=True))
        await asyncio.sleep(20)

    user = play(script, engine=engine, heard=[LONG, heard("我的密碼", "zh")], voice=Hum())
    assert "我的密碼" not in texts(user)
    assert len(user.all(events.ReplyStarted)) == 2


def test_a_rendering_that_was_begun_over_the_one_before_serves_when_that_has_ended() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        user.speak(sound(0.8), 1.1)
        await user.until(events.ReplyText, which=lambda text: text.turn == 2)
        user.speak(sound(0.8), QUIET)  # the first ends between the soft pause and the end of this one
        await user.until(events.ReplyEnded, which=lambda ended: ended.turn == 3)

    lines = [heard("please where is the old station"), heard("在左邊", "zh")]
    user = play(script, engine=engine, heard=lines, voice=Hum())
    assert [prompt.question for prompt in engine.prompts] == [line.text for line in lines]
    assert user.words(3) == "在左邊 in English. "


@dataclass
class Sluggish(Translator):
    """Takes half a second to stop."""

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        try:
            async for piece in super().answer(prompt):
                yield piece
        except asyncio.CancelledError:
            await asyncio.sleep(0.5)
            raise


@pytest.mark.parametrize("after", [0.4, 0.7, 1.0, 1.3])
def test_every_reply_that_has_begun_ends_though_it_is_cut_while_it_is_being_closed(after: float) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        user.speak(sound(0.8), 1.1)
        await user.until(events.ReplyText, which=lambda text: text.turn == 2)
        user.speak(sound(0.8), QUIET)
        await user.until(events.VoiceEnded, which=lambda ended: ended.turn == 2)
        await asyncio.sleep(after)
        user.do(Typed("next", "tell me about it"), Interrupt())
        await asyncio.sleep(0.1)
        user.do(Typed("last", "and what else"))
        await asyncio.sleep(20)

    lines = [heard("please where is the old station"), heard(" ".join(["在左邊"] * 30), "zh")]
    user = play(script, engine=Sluggish(), heard=lines, voice=Hum())
    ended = [event.turn for event in user.all(events.ReplyEnded)]
    assert ended == [event.turn for event in user.all(events.ReplyStarted)]


def test_lines_that_wait_are_not_rendered_into_the_mode_that_was_chosen_after_them() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await two_lines(user)
        user.do(SetMode("notes"))
        await asyncio.sleep(20)

    user = play(script, engine=Translator(), heard=[LONG, heard("在左邊", "zh")], voice=Hum())
    changed = user.heard.index(user.all(events.ModeChanged)[-1])
    assert user.all(events.ModeChanged)[-1].mode == "notes"
    assert (
        len([event for event in user.heard[changed:] if isinstance(event, events.ReplyStarted)]) == 1
    )  # the announcement
    assert "在左邊" not in texts(user)


@dataclass
class Pondering(Translator):
    """Takes half a second before its first word."""

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        await asyncio.sleep(0.5)
        async for piece in super().answer(prompt):
            yield piece


def test_a_line_that_waited_for_the_one_before_is_not_said_to_be_thought_about() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await two_lines(user)
        await user.speak(sound(0.8), QUIET)
        await asyncio.sleep(20)

    lines = [LONG, heard("在左邊", "zh"), heard("在右邊", "zh")]
    user = play(script, engine=Pondering(), heard=lines, voice=Hum())
    assert len(user.all(events.ReplyEnded)) == 4
    assert user.all(events.Thinking) == []
