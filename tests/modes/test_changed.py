"""A mode is changed while somebody speaks, while a line is understood or rendered, or while it is being announced."""

import asyncio
from dataclasses import dataclass

import pytest

from assistant.core import events
from assistant.core.values import Forgot, Interrupt, SetMode, Transcript, Typed, Utterance
from memory.store import Store
from tests.modes.house import QUIET, Translator, answered, heard, said, texts
from tests.scripted import ScriptedUser
from tests.speech import clip
from tests.talking import Ears, Hum, Words, play, sound


@dataclass
class SlowEars(Ears):
    """Need a second for what was said."""

    async def transcribe(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(0.8)
        return await super().transcribe(utterance)


async def ended(user: ScriptedUser, count: int) -> None:
    """Speaks until the utterance has ended; its words are not known yet."""
    user.speak(sound(0.8), QUIET)
    while len(user.all(events.SpeechEnded)) < count:
        await user.until(events.SpeechEnded, after=len(user.heard))


def test_the_last_words_before_notes_are_ended_belong_to_them_and_to_their_summary() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await said(user)
        await ended(user, 2)
        user.do(SetMode("conversation"))
        await user.reply()
        await asyncio.sleep(5)

    ears = SlowEars([heard("The budget is 40,000 euros."), heard("Who books the room?")])
    user = play(script, engine=engine, ears=ears, voice=Hum())
    assert [line.text for line in user.all(events.Noted)] == ["The budget is 40,000 euros.", "Who books the room?"]
    assert texts(user) == ["take notes"]
    assert "Who books the room?" in engine.prompts[-1].messages[1].text
    assert user.words(2).startswith("The notes are closed: 2 lines")


def test_the_only_words_before_notes_are_ended_are_summed_up() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await ended(user, 1)
        user.do(SetMode("conversation"))
        assert "1 line" in await user.reply()

    play(script, engine=Translator(), ears=SlowEars([heard("The budget is 40,000 euros.")]))


def test_notes_that_are_ended_twice_are_summed_up_once() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await said(user)
        await ended(user, 2)
        user.do(SetMode("conversation"))
        await user.reply()
        await asyncio.sleep(5)

    user = play(script, engine=Translator(), ears=SlowEars([heard("It rains."), heard("stop taking notes")]))
    assert len(user.all(events.ReplyStarted)) == 2
    assert [line.text for line in user.all(events.Noted)] == ["It rains."]


def test_words_to_the_interpreter_that_are_understood_when_it_has_ended_are_neither_rendered_nor_answered() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        await ended(user, 1)
        user.do(SetMode("conversation"))
        await asyncio.sleep(10)

    user = play(script, engine=engine, ears=SlowEars([heard("where is the station")]))
    assert texts(user) == ["interpret between English and Chinese"]
    assert user.all(events.ReplyEnded)[-1].ending == "finished"


@pytest.mark.parametrize("mode", ["called", "notes"])
def test_a_question_that_was_asked_before_is_answered_though_it_is_understood_after(mode: str) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await ended(user, 1)
        user.do(SetMode("called" if mode == "called" else "notes"))
        await asyncio.sleep(10)

    user = play(script, engine=Translator(), ears=SlowEars([heard("what is the weather like in Rome")]))
    assert texts(user) == ["what is the weather like in Rome"]
    assert not user.all(events.Noted)


def test_who_is_speaking_when_notes_begin_is_taken_down_and_not_answered() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.speak(sound(2.0), QUIET)
        await asyncio.sleep(1.0)
        user.do(SetMode("notes"))
        await asyncio.sleep(10)

    user = play(script, engine=Translator(), ears=SlowEars([heard("so we meet on Friday")]))
    assert texts(user) == []
    assert [line.text for line in user.all(events.Noted)] == ["so we meet on Friday"]


@pytest.mark.parametrize("order", [SetMode("conversation"), Typed("end", "stop taking notes")])
def test_notes_are_closed_in_the_language_that_most_of_them_are_in(order: SetMode | Typed) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await said(user)
        await said(user)
        user.do(order)
        assert (await user.reply()).startswith("筆記結束")

    lines = [heard("我們決定四月上市新的水壺。", "zh"), heard("小王負責寄合約。", "zh")]
    user = play(script, engine=Translator(), heard=lines, voice=Hum())
    assert {event.turn: event.language for event in user.all(events.Sentence)} == {1: "en", 2: "zh-Hant"}


def test_a_summary_in_a_language_without_a_voice_is_only_written() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await said(user)
        user.do(SetMode("conversation"))
        await user.reply()

    user = play(script, engine=Translator(), heard=[heard("Wir treffen uns am Freitag.", "de")], voice=Hum())
    assert {event.turn for event in user.all(events.Sentence)} == {1}
    assert "Freitag" in user.words(2)


def test_notes_that_another_mode_follows_upon_are_said_to_wait_and_can_be_summed_up() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await said(user)
        user.do(SetMode("called"))
        assert "not summed up yet" in await user.reply()
        user.do(SetMode("conversation"))
        assert await user.reply() == "We talk as usual again."
        assert "1 line" in await user.ask("summarise the notes")

    play(script, engine=Translator(), heard=[heard("It rains.")])


def test_to_talk_as_usual_again_brings_no_notes_of_earlier() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await said(user)
        await user.ask("stop taking notes")
        assert await user.ask("talk normally again") == "We are talking as usual."
        assert len(await memory.search("Summary")) == 1

    play(script, engine=Translator(), heard=[heard("It rains.")])


def test_a_mode_stays_chosen_though_its_announcement_is_cut_at_once() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(SetMode("called"), Typed("now", "what is the weather like"))
        await user.reply()

    user = play(script, engine=Translator(), voice=Hum())
    assert [event.mode for event in user.all(events.ModeChanged)] == ["called"]


def test_notes_whose_summary_is_cut_at_once_are_closed_all_the_same_and_can_be_summed_up() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await said(user)
        user.do(SetMode("conversation"), Interrupt())
        await asyncio.sleep(3)
        assert "1 line" in await user.ask("summarise the notes")

    user = play(script, engine=Translator(), heard=[heard("It rains.")])
    assert [event.mode for event in user.all(events.ModeChanged)] == ["notes", "conversation", "conversation"]


def test_what_was_said_to_the_notes_before_all_was_forgotten_is_not_taken_down_after() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await ended(user, 1)
        user.do(Forgot(everything=True))
        await asyncio.sleep(3)
        await said(user)
        assert [one.text for one in await memory.recent()] == ["It rains."]
        assert "1 line" in await user.ask("stop taking notes")

    user = play(script, engine=Translator(), ears=SlowEars([heard("My password is swordfish."), heard("It rains.")]))
    assert [line.text for line in user.all(events.Noted)] == ["It rains."]


def test_what_nobody_understood_over_a_rendering_does_not_cut_it() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        await user.speak(sound(0.8), 2.0)
        await user.until(events.Voice, lambda event: event.turn == 2)
        await user.speak(clip("en_harvard_spk1_snt1")[:48_000], QUIET)
        await asyncio.sleep(20)

    user = play(script, engine=Translator(), heard=[heard("one. " * 30), *[heard("")] * 3], voice=Hum())
    assert [event.ending for event in user.all(events.ReplyEnded)] == ["finished", "finished"]
    assert not user.all(events.NotUnderstood)


def test_an_answer_to_its_own_question_that_was_not_understood_is_asked_for_again() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("only answer when I call you")
        await answered(user)
        await said(user)

    engine = Words("Do you mean the red one?")
    user = play(script, engine=engine, heard=[heard("Keepsight, tell me a story."), *[heard("")] * 3])
    assert user.all(events.NotUnderstood)
