"""Only when called, with the real session: what is said to others is nowhere."""

import asyncio

from assistant.core import events
from assistant.core.values import (
    PushToTalk,
)
from memory.store import Store
from tests.modes.house import QUIET, answered, heard, said, texts
from tests.scripted import ScriptedUser
from tests.talking import Hum, QuickEars, Words, play, sound, sure


def test_only_what_is_said_by_name_is_answered_and_the_rest_is_nowhere() -> None:
    engine = Words()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("only answer when I call you")
        for _ in range(2):
            await said(user)
        await answered(user)
        assert await memory.recent() == []

    ears = QuickEars([sure("my secret is safe with you"), sure("delete the file"), sure("keep site, tell me a joke")])
    ears.words = "my secret is safe with you"
    user = play(script, engine=engine, ears=ears)
    assert texts(user) == ["only answer when I call you", "tell me a joke"]
    assert not user.all(events.Partial)
    assert not any("secret" in message.text for prompt in engine.prompts for message in prompt.messages)
    assert len(user.all(events.Resumed)) == 2


def test_speech_without_the_name_does_not_cut_a_reply_but_stop_does() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("only answer when I call you")
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice, lambda event: event.turn == 2)
        user.speak(sound(1.5), QUIET)
        await asyncio.sleep(3)
        assert [event.turn for event in user.all(events.ReplyEnded)] == [1]
        user.speak(sound(0.3), QUIET)
        await first

    engine = Words(" ".join(f"word{n}." for n in range(60)))
    user = play(script, engine=engine, heard=[sure("shall we go home now"), sure("stop")], voice=Hum())
    assert user.all(events.ReplyEnded)[1].ending == "interrupted"
    assert len(texts(user)) == 2


def test_the_name_alone_is_for_what_follows_within_eight_seconds() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("only answer when I call you")
        await said(user)
        await asyncio.sleep(3)
        await answered(user)
        await said(user)
        await asyncio.sleep(20)
        await said(user)

    lines = [sure("Keepsight?"), sure("tell me a joke"), sure("Keepsight"), sure("never mind him")]
    assert texts(play(script, heard=lines))[1:] == ["tell me a joke"]


def test_its_own_question_needs_no_name_for_the_answer_and_any_other_reply_does() -> None:
    engine = Words("which one do you mean?")

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("only answer when I call you")
        await answered(user)
        engine.words = "it is on the desk."
        await answered(user)
        await said(user)

    lines = [sure("Keepsight, look at it"), sure("the red one"), sure("well there you go")]
    assert texts(play(script, engine=engine, heard=lines))[1:] == ["look at it", "the red one"]


def test_who_holds_the_key_speaks_to_it_without_the_name() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("only answer when I call you")
        user.do(PushToTalk(True))
        await user.speak(sound(0.8), quiet=0.2)
        user.do(PushToTalk(False))
        await user.reply()

    assert texts(play(script, heard=[sure("tell me a joke")]))[1:] == ["tell me a joke"]


def test_being_called_ends_without_the_name_too() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("叫你才回答")
        await answered(user)
        await answered(user)

    user = play(script, heard=[heard("恢復正常", "zh"), sure("tell me a joke")])
    assert [event.mode for event in user.all(events.ModeChanged)] == ["called", "conversation"]
    assert texts(user)[-1] == "tell me a joke"
