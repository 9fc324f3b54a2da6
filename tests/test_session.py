"""One conversation, on a clock that jumps: a turn, its reply, and what is said when something fails."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from assistant.core import events
from assistant.core.values import (
    Capturing,
    Dictated,
    Interrupt,
    PlayedText,
    Prompt,
    Transcript,
)
from memory.store import Store
from tests.scripted import ScriptedUser
from tests.talking import Hoarse, Hum, Words, play, sound, sure


def test_a_typed_question_is_answered_in_order() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        assert await user.ask("tell me about it") == "one two three. four five six. seven eight nine. "

    kinds = [type(event).__name__ for event in play(script).heard if not isinstance(event, events.ReplyText)]
    assert kinds == ["UserSaid", "ReplyStarted", "ReplyEnded"]


def test_a_spoken_question_is_answered_by_voice_and_says_where_the_time_went() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.8))

    user = play(script, heard=[sure("tell me about it")], voice=Hum())
    assert [said.text for said in user.all(events.UserSaid)] == ["tell me about it"]
    assert next(line.text for line in user.all(events.Sentence)).startswith("one two three")
    timing = user.all(events.ReplyEnded)[0].timing
    assert timing.transcript is not None
    assert timing.first_token is not None
    assert timing.first_sound is not None
    assert timing.transcript <= timing.first_token <= timing.first_sound < 0.4  # ears and sentence take 0.5


def test_an_unsure_transcript_is_shown_and_not_acted_on() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.speak(sound(0.8))
        assert (await user.until(events.Unsure)).text == "forget everything"

    user = play(script, heard=[Transcript("forget everything", "en", 0.4, sure=False)])
    assert user.all(events.UserSaid) == []


def test_speech_without_words_asks_for_typing_and_failing_ears_say_what_to_do() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(sound(0.8))
        await user.speak(sound(0.8))

    user = play(script, heard=[Transcript("", "en", 0.0)])
    assert "type" in user.all(events.NotUnderstood)[0].hint
    assert user.all(events.Failed) == [events.Failed("hearing", "The ears have stopped. Please type.")]


def test_words_the_browser_understood_count_as_spoken() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Dictated("tell me about it"))
        await user.reply()

    assert play(script).all(events.UserSaid)[0].spoken


def test_a_model_that_fails_in_the_middle_says_so_and_the_next_question_is_answered() -> None:
    engine = Words(failing=True)

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me about it")
        engine.failing = False
        await user.ask("and again")

    user = play(script, engine=engine)
    assert [ended.ending for ended in user.all(events.ReplyEnded)] == ["failed", "finished"]
    assert user.all(events.Failed) == [events.Failed("answer", "The model has stopped. Ask again.")]


def test_a_voice_that_fails_is_said_once_and_the_text_goes_on() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        assert (await user.ask("tell me about it")).endswith("nine. ")

    user = play(script, voice=Hoarse())
    assert [failed.stage for failed in user.all(events.Failed)] == ["voice"]
    assert user.all(events.ReplyEnded)[0].ending == "finished"


def test_a_page_that_plays_nothing_does_not_hold_the_reply_for_ever() -> None:
    class Deaf(ScriptedUser):
        async def _play(self, turn: int) -> None:
            return

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me about it")

    assert play(script, voice=Hum(), user=Deaf()).all(events.ReplyEnded)[0].ending == "finished"


def test_muting_in_the_middle_of_a_sentence_ends_it() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(sound(0.8), quiet=0)
        user.do(Capturing(microphone=False))
        await user.reply()

    assert play(script, heard=[sure("tell me about it")]).all(events.UserSaid)[0].spoken


def test_a_browsers_voice_that_waits_for_more_is_not_taken_to_have_finished() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(voice="browser"))
        first = asyncio.create_task(user.ask("tell me a story"))
        line = await user.until(events.Sentence)
        user.do(PlayedText(line.turn, line.index, len(line.text), finished=True))
        await user.until(events.Sentence, lambda line: line.index == 1)
        user.do(Interrupt())
        await first

    cut = play(script).all(events.ReplyEnded)[0]
    assert (cut.ending, cut.heard) == ("interrupted", "one two three.")


def test_a_bug_in_an_engine_ends_the_session_loudly() -> None:
    class Broken(Words):
        async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
            raise ZeroDivisionError
            yield ""

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me about it")

    with pytest.raises(ExceptionGroup):
        play(script, engine=Broken())
