"""Notes, with the real session: what is taken down, summed up, kept and forgotten."""

import asyncio

from assistant.core import events
from assistant.core.values import (
    Dictated,
    Forgot,
    Remembering,
)
from memory.store import Store
from tests.modes.house import Translator, answered, heard, said, texts
from tests.scripted import ScriptedUser
from tests.talking import Hum, Words, play, sure

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
