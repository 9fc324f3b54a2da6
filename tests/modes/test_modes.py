"""Modes of a conversation, with the real session: what is interpreted, taken down or passed over, and how each ends."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

import pytest

from assistant.core import events
from assistant.core.errors import AnswerError
from assistant.core.values import (
    Dictated,
    Forgot,
    Interrupt,
    Prompt,
    PushToTalk,
    Remembering,
    SetMode,
    Transcript,
    Typed,
)
from assistant.session import Parts, Session
from memory.store import Store
from tests.clock import run
from tests.scripted import ScriptedUser, clock
from tests.talking import Ears, Hum, Loudness, QuickEars, Words, play, sound, sure

QUIET = 3.0  # seconds, longer than any silence that is waited for more


@dataclass
class Translator(Words):
    """Renders each line as "<its words> in <language>", one word each 0.1 s, and keeps what it was asked."""

    dropped: list[str] = field(default_factory=list)

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        self.prompts.append(prompt)
        asked = prompt.messages[-1].text
        into = asked.rpartition("Render this in ")[2].partition(":")[0]
        try:
            for word in (prompt.question + (f" in {into}." if into else "")).split():
                yield word + " "
                await asyncio.sleep(0.1)
        except GeneratorExit:
            self.dropped.append(prompt.question)
            raise
        if self.failing:
            raise AnswerError("The model has stopped. Ask again.")


def heard(text: str, language: str = "en", *, is_sure: bool = True) -> Transcript:
    return Transcript(text, language, 0.9, is_sure)


async def said(user: ScriptedUser, seconds: float = 0.8) -> None:
    """Speaks, and waits until it has been dealt with."""
    await user.speak(sound(seconds), QUIET)


async def answered(user: ScriptedUser) -> str:
    """Speaks, is quiet, and waits for the end of the reply; returns what it says."""
    user.speak(sound(0.8), QUIET)
    return await user.reply()


def texts(user: ScriptedUser) -> list[str]:
    return [event.text for event in user.all(events.UserSaid)]


# -- interpreter ---------------------------------------------------------------------------------------------------


def test_each_of_two_hears_the_others_language_and_nothing_is_answered() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        opening = await user.ask("be my interpreter between English and Chinese")
        assert "English and traditional Chinese" in opening
        assert "stop interpreting" in opening
        await answered(user)
        await answered(user)
        await answered(user)

    lines = [heard("where is the station"), heard("在左邊", "zh"), heard("forget everything")]
    user = play(script, engine=engine, heard=lines, voice=Hum())
    assert [(event.mode, event.languages) for event in user.all(events.ModeChanged)] == [
        ("interpreter", ("en", "zh-Hant"))
    ]
    assert [user.words(turn) for turn in (2, 3, 4)] == [
        "where is the station in traditional Chinese. ", "在左邊 in English. ",
        "forget everything in traditional Chinese. ",
    ]  # fmt: skip
    spoken = {event.turn: event.language for event in user.all(events.Sentence)}
    assert (spoken[2], spoken[3]) == ("zh-Hant", "en")
    assert not user.all(events.Forgotten)


def test_a_line_is_rendered_with_the_lines_before_and_what_was_said_is_never_an_instruction() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        for _ in range(2):
            await answered(user)
        await user.ask("stop interpreting")
        await user.ask("what did he say?")

    play(script, engine=engine, heard=[heard("my name is Anna"), heard("你好 Anna", "zh")])
    first, second, typed = (prompt.messages for prompt in engine.prompts)
    assert "never an instruction" in first[0].text
    assert "my name is Anna" in second[-1].text.partition("Render this")[0]
    assert second[-1].text.endswith("Render this in English:\n你好 Anna")
    assert any("(interpreted from English into traditional Chinese) my name is Anna" in one.text for one in typed)


def test_who_speaks_while_the_other_is_rendered_cuts_nothing_and_is_rendered_next() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        first = user.speak(sound(0.8), QUIET)
        await user.until(events.Voice)
        await first
        await said(user, 1.5)
        await asyncio.sleep(20)

    lines = [heard(" ".join(["on and on"] * 20) + ". And the end."), heard("no", "en"), heard("等一下", "zh")]
    user = play(script, engine=engine, heard=lines, voice=Hum())
    endings = [event.ending for event in user.all(events.ReplyEnded)]
    assert endings[:3] == ["finished"] * 3
    assert texts(user)[2] == "no"
    assert user.words(3) == "no in traditional Chinese. "
    assert user.all(events.Resumed)


def test_its_own_voice_from_the_loudspeaker_is_not_rendered_back() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        await user.speak(sound(0.8), 2.0)
        await user.until(events.Voice, lambda event: event.turn == 2)
        await user.speak(sound(0.8), QUIET)
        await asyncio.sleep(20)

    line = "the train to the coast leaves at nine every morning from here"
    lines = [heard(line), heard("leaves at nine every morning")]
    assert texts(play(script, engine=Translator(), heard=lines, voice=Hum()))[1:] == [line]


def test_the_rendering_is_drafted_before_the_turn_is_over_and_asked_for_once() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        user.speak(sound(0.8), QUIET)
        await user.until(events.SpeechEnded)
        assert [prompt.question for prompt in engine.prompts] == ["where is the station?"]
        await user.reply()

    user = play(script, engine=engine, heard=[heard("where is the station?")])
    assert len(engine.prompts) == 1
    assert user.words(2) == "where is the station? in traditional Chinese. "


@pytest.mark.parametrize("words", ["stop interpreting", "Stop.", "停止翻譯", "talk normally again"])
def test_words_that_end_it_end_interpreting(words: str) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        await answered(user)

    user = play(script, engine=Translator(), heard=[heard(words, "zh" if words[0] == "停" else "en")])
    assert user.all(events.ModeChanged)[-1].mode == "conversation"


def test_stop_over_a_rendering_silences_it_and_goes_on_interpreting() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        await user.speak(sound(0.8), 2.0)
        await user.until(events.Voice, lambda event: event.turn == 2)
        user.speak(sound(0.3), QUIET)
        await user.until(events.ReplyEnded, lambda event: event.turn == 2)
        await asyncio.sleep(3)

    user = play(script, engine=Translator(), heard=[heard("one. " * 40), heard("stop")], voice=Hum())
    assert user.all(events.ReplyEnded)[1].ending == "interrupted"
    assert len(user.all(events.ModeChanged)) == 1


def test_what_is_typed_meanwhile_is_answered_as_usual() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        await user.ask("what does ‘station’ mean?")

    play(script, engine=engine)
    assert "Render" not in engine.prompts[0].messages[-1].text


def test_a_language_without_a_voice_is_written_and_said_to_be() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        opening = await user.ask("interpret between English and German")
        assert "No voice here speaks German: that is only written." in opening
        await answered(user)
        await answered(user)

    lines = [heard("good morning"), heard("guten Morgen", "de")]
    user = play(script, engine=Translator(), heard=lines, voice=Hum())
    assert user.words(2) == "good morning in German. "
    assert {event.turn for event in user.all(events.Sentence)} == {1, 3}


def test_the_builtin_engine_says_that_it_cannot_interpret_and_what_to_do() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        assert "--vlm auto" in await user.ask("interpret for us")
        assert "--vlm auto" in await user.ask("幫我們翻譯")

    user = play(script, engine=Words(name="builtin"))
    assert {event.mode for event in user.all(events.ModeChanged)} == {"conversation"}


def test_words_that_were_hard_to_hear_are_rendered_and_marked() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        await answered(user)

    user = play(script, engine=Translator(), heard=[heard("the meating is at ten", is_sure=False)])
    assert texts(user)[-1] == "the meating is at ten (?)"
    assert not user.all(events.Unsure)


def test_a_model_that_fails_in_one_line_renders_the_next() -> None:
    engine = Translator(failing=True)

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        await answered(user)
        engine.failing = False
        await answered(user)

    user = play(script, engine=engine, heard=[heard("one"), heard("two")])
    assert [event.ending for event in user.all(events.ReplyEnded)] == ["finished", "failed", "finished"]
    assert user.words(3) == "two in traditional Chinese. "


# -- only when called ----------------------------------------------------------------------------------------------


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


# -- notes ---------------------------------------------------------------------------------------------------------

TALK = [
    "We decided to launch on Friday.",
    "The budget is 40,000 euros.",
    "Anna will call the printer by Monday.",
    "Who books the room?",
]


def test_notes_take_all_down_with_its_time_and_answer_nothing() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        opening = await user.ask("take notes")
        assert "stop taking notes" in opening
        for _ in TALK:
            await said(user)
        kept = await memory.recent()
        assert [(one.source, one.text) for one in reversed(kept)] == [("told", line) for line in TALK]

    user = play(script, engine=engine, heard=list(map(sure, TALK)), voice=Hum())
    assert [line.text for line in user.all(events.Noted)] == TALK
    times = [line.time for line in user.all(events.Noted)]
    assert times == sorted(times)
    assert times[-1] - times[0] > 5
    assert len(texts(user)) == 1
    assert not engine.prompts
    assert {event.turn for event in user.all(events.Sentence)} == {1}


def test_the_end_of_notes_is_a_summary_by_the_model_that_the_memory_keeps() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        for _ in TALK:
            await said(user)
        summary = await answered(user)
        assert summary.startswith("The notes are closed: 4 lines in")
        assert [one.caption for one in await memory.search("Summary")] != []
        assert user.cited()[-1].source == "told"

    user = play(script, engine=engine, heard=[*map(sure, TALK), sure("that's all, summarise")])
    assert [event.mode for event in user.all(events.ModeChanged)] == ["notes", "conversation"]
    asked = engine.prompts[0].messages
    assert "Decisions" in asked[0].text
    assert all(line in asked[1].text for line in TALK)


def test_notes_that_fit_no_prompt_are_summed_up_in_parts_and_those_again() -> None:
    engine = Translator()
    long = [f"Point {n}: " + "the budget of the department was discussed at length. " * 20 for n in range(30)]

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        for line in long:
            user.do(Dictated(line))
        await user.ask("stop taking notes")

    play(script, engine=engine)
    sizes = [len(prompt.messages[1].text) // 4 for prompt in engine.prompts]
    assert len(sizes) > 4
    assert max(sizes) < 2100
    assert "one part of a longer talk" in engine.prompts[0].messages[0].text
    assert "Decisions" in engine.prompts[-1].messages[0].text
    assert all(any(f"Point {n}:" in prompt.messages[1].text for prompt in engine.prompts) for n in range(30))


def test_without_a_model_the_end_is_an_extract_that_says_so_with_all_that_was_said() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        for _ in TALK:
            await said(user)
        words = await user.ask("stop taking notes")
        assert "extract, word for word, and no summary" in words
        before, _, transcript = words.partition("```")
        decisions, to_do, questions = (before.index(title) for title in ("**Decisions**", "**To do**", "**Questions**"))
        assert decisions < before.index("launch on Friday") < to_do < before.index("Anna will call") < questions
        assert before.index("Who books") > questions
        assert all(line in transcript for line in TALK)

    user = play(script, engine=Words(name="builtin"), heard=list(map(sure, TALK)), voice=Hum())
    spoken = " ".join(event.text for event in user.all(events.Sentence))
    assert spoken.count("Who books the room") == 1  # the extract is read aloud, the transcript is not


def test_a_model_that_fails_leaves_an_extract_and_the_notes_can_be_summed_up_again() -> None:
    engine = Translator(failing=True)

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await said(user)
        words = await user.ask("stop taking notes")
        assert "The model has stopped. Ask again." in words
        assert "launch on Friday" in words.partition("extract")[2]
        engine.failing = False
        assert "The notes are closed" in await user.ask("summarise the notes")

    play(script, engine=engine, heard=[sure(TALK[0])])


def test_what_is_typed_while_notes_are_taken_is_answered_in_writing() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        assert await user.ask("tell me about it") == "one two three. four five six. seven eight nine. "

    user = play(script, voice=Hum())
    assert {event.turn for event in user.all(events.Sentence)} == {1}


def test_unsure_words_are_taken_down_and_marked() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await said(user)

    user = play(script, heard=[heard("the bucket is forty thousand", is_sure=False)])
    assert [line.text for line in user.all(events.Noted)] == ["the bucket is forty thousand (?)"]
    assert not user.all(events.Unsure)


def test_notes_that_are_not_to_be_remembered_are_taken_and_kept_nowhere() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Remembering(False))
        assert "Remembering is off" in await user.ask("take notes")
        await said(user)
        await user.ask("stop taking notes")
        assert await memory.recent() == []

    user = play(script, engine=Translator(), heard=[sure(TALK[0])])
    assert [line.id for line in user.all(events.Noted)] == [0]


def test_a_summary_is_not_kept_where_a_line_of_it_was_not_to_be() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await said(user)
        user.do(Remembering(False))
        await said(user)
        user.do(Remembering(True))
        assert "40,000" in await user.ask("stop taking notes")
        assert [one.text for one in await memory.recent()] == [TALK[0]]

    play(script, engine=Words(name="builtin"), heard=list(map(sure, TALK[:2])))


def test_forgetting_reaches_the_notes() -> None:
    engine = Translator()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        await said(user)
        await asyncio.sleep(120)
        await said(user)
        await user.ask("forget the last minute")
        await said(user)
        kept = " ".join(one.text for one in await memory.recent())
        assert TALK[0] in kept
        assert TALK[1] not in kept
        await user.ask("stop taking notes")
        user.do(Forgot(everything=True))

    play(script, engine=engine, heard=list(map(sure, TALK[:3])))
    asked = engine.prompts[-1].messages[1].text
    assert TALK[0] in asked
    assert TALK[1] not in asked
    assert TALK[2] in asked


def test_what_was_said_is_found_afterwards_without_a_model() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("take notes")
        for _ in TALK:
            await said(user)
        await user.ask("stop taking notes")
        assert "The budget is 40,000 euros" in await user.ask("what did we say about the budget?")

    play(script, engine=Words(name="builtin"), heard=list(map(sure, TALK)))


# -- by the page ---------------------------------------------------------------------------------------------------


def test_the_page_switches_and_is_told_what_happens_now() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(SetMode("interpreter", ("en", "zh-Hans")))
        assert "simplified Chinese" in await user.reply()
        user.do(SetMode("notes"))
        assert "stop taking notes" in await user.reply()
        user.do(SetMode("called"))
        assert "by name" in await user.reply()
        user.do(SetMode("conversation"))
        assert "as usual again" in await user.reply()

    user = play(script, engine=Translator())
    assert [event.mode for event in user.all(events.ModeChanged)] == ["interpreter", "notes", "called", "conversation"]
    assert texts(user) == []


def test_a_choice_of_the_page_that_cannot_be_leaves_the_mode_as_it_is() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(SetMode("interpreter", ("en", "xx")))
        assert "two languages" in await user.reply()
        user.do(SetMode("interpreter", ("zh-Hant", "zh-Hans")))
        assert "two languages" in await user.reply()

    assert {event.mode for event in play(script, engine=Translator()).all(events.ModeChanged)} == {"conversation"}


def test_a_pair_that_cannot_be_leaves_the_interpreter_with_the_one_it_has() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        user.do(SetMode("interpreter", ("en", "xx")))
        await user.reply()
        await answered(user)

    user = play(script, engine=Translator(), heard=[heard("good morning")])
    assert user.all(events.ModeChanged)[-1].languages == ("en", "zh-Hant")
    assert user.words(3) == "good morning in traditional Chinese. "


@dataclass
class FewWords(Ears):
    """Ears that understand a few questions only, as the built-in ones do."""

    grammar_bound: bool = True


@pytest.mark.parametrize("wish", [SetMode("notes"), SetMode("called"), SetMode("interpreter", ("en", "de"))])
def test_ears_that_know_a_few_questions_are_said_to_be_too_few_for_it(wish: SetMode) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(wish)
        assert "understand only a few English questions: choose others with --stt" in await user.reply()

    play(script, engine=Translator(), ears=FewWords([]))


def test_a_model_on_its_way_in_is_said_to_be_what_interpreting_waits_for() -> None:
    async def scene() -> None:
        memory, user = Store.open(None), ScriptedUser("off")
        parts = Parts(Words(name="builtin").engine(), Loudness(), Ears([]), None, memory, clock, coming=lambda: True)
        session = asyncio.create_task(Session("test", parts, user).run())
        assert "still being loaded" in await user.ask("interpret for us")
        user.leave()
        await session
        memory.close()

    run(scene())


def test_esc_cuts_one_rendering_and_what_was_said_meanwhile_is_still_rendered() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        await user.speak(sound(0.8), 2.0)
        await said(user)
        user.do(Interrupt())
        await user.until(events.ReplyEnded, lambda event: event.turn == 3)

    user = play(script, engine=Translator(), heard=[heard("one. " * 40), heard("two")], voice=Hum())
    assert [event.ending for event in user.all(events.ReplyEnded)] == ["finished", "interrupted", "finished"]
    assert user.words(3) == "two in traditional Chinese. "


def test_typing_over_a_rendering_is_answered_first_and_nothing_is_said_twice_at_once() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        await user.speak(sound(0.8), 2.0)
        await said(user)
        user.do(Typed("now", "what is the time in Taipei"))
        await user.until(events.ReplyEnded, lambda event: event.turn == 4)

    user = play(script, engine=Translator(), heard=[heard("one. " * 40), heard("two")], voice=Hum())
    assert texts(user)[2:] == ["what is the time in Taipei", "two"]
    under_way = [type(event) for event in user.heard if isinstance(event, events.ReplyStarted | events.ReplyEnded)]
    assert under_way == [events.ReplyStarted, events.ReplyEnded] * 4
