"""A better part takes over between two turns: who is being answered notices nothing, nothing is closed in use."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import pytest

from assistant.core import events
from assistant.core.errors import ModelError, SeeingError
from assistant.core.intents import Open
from assistant.core.ports import Engine, Forgetful, Judge, Namer, PartialSpeechToText, SpeechToText, TextToSpeech
from assistant.core.values import (
    AudioChunk,
    Box,
    Description,
    Frame,
    Language,
    Message,
    Prompt,
    Transcript,
    Typed,
    Utterance,
    Verdict,
)
from memory.store import Store
from models.auto import warmed
from models.swapping import Slot, SwappingEars, SwappingVoice, swapping_engine
from tests.clock import run
from tests.pictures import jpeg
from tests.scripted import ScriptedUser
from tests.talking import QuickEars, Reader, Words, play, sure

FRAME = Frame(b"jpeg", 0.0, "camera")
PROMPT = Prompt((Message("user", "hello"),), Open(), "en", 0.0)


@dataclass
class Swap(Words):
    """What a session is given: `first`, until `second` is put into its place."""

    first: Words = field(default_factory=lambda: Words("one two three. four five six.", name="first"))
    second: Words = field(default_factory=lambda: Words("seven eight. nine.", name="second"))
    closed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.slot: Slot[Engine] = Slot(self.first.engine(), lambda: self.closed.append("first"))

    def engine(self) -> Engine:
        return swapping_engine(self.slot)

    def swap(self) -> None:
        self.slot.put(self.second.engine(), lambda: self.closed.append("second"))


def test_the_reply_that_runs_keeps_its_engine_and_the_next_has_the_new_one() -> None:
    swap = Swap()

    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Typed("1", "tell me about it"))
        await user.until(events.ReplyText)
        swap.swap()
        await user.until(events.ReplyEnded)
        await user.ask("and now?")

    user = play(script, engine=swap)
    assert [user.words(1), user.words(2)] == ["one two three. four five six. ", "seven eight. nine. "]
    assert [started.engine for started in user.all(events.ReplyStarted)] == ["first", "second"]
    assert [len(swap.first.prompts), len(swap.second.prompts)] == [1, 1]


@dataclass
class Keeping(Words):
    """An engine that keeps what it was asked, until it forgets."""

    kept: int = 0

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        self.kept += 1
        async with aclosing(super().answer(prompt)) as words:
            async for word in words:
                yield word

    async def forget(self) -> None:
        self.kept = 0


def test_what_is_forgotten_is_forgotten_by_the_first_one_those_in_use_and_the_newest() -> None:
    async def main() -> None:
        first, second, third = Keeping(), Keeping(), Keeping()
        slot: Slot[Engine] = Slot(first.engine(), lambda: None)
        engine = swapping_engine(slot)
        ended: list[str] = []
        slot.put(second.engine(), lambda: ended.append("second"))
        async with aclosing(engine.answerer.answer(PROMPT)) as words:
            await anext(words)
            slot.put(third.engine(), lambda: None)
            assert isinstance(engine.answerer, Forgetful)
            first.kept = third.kept = second.kept
            assert second.kept == 1
            await engine.answerer.forget()
            assert [first.kept, second.kept, third.kept] == [0, 0, 0]
            assert not ended
        assert ended == ["second"]
        second.kept = 1
        await engine.answerer.forget()
        assert second.kept == 1  # it is closed

    run(main())


def test_the_second_engine_knows_what_was_said_to_the_first() -> None:
    swap = Swap()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("my name is Ann")
        swap.swap()
        await user.ask("what is my name?")

    play(script, engine=swap)
    assert "my name is Ann" in "".join(message.text for message in swap.second.prompts[0].messages)


def test_what_is_seen_is_described_by_the_new_engine_in_the_same_session() -> None:
    @dataclass
    class Better(Words):
        async def describe(self, frame: Frame) -> Description:
            return Description("a desk with a red cup")

    swap = Swap(second=Better(name="second"))

    async def script(user: ScriptedUser, memory: Store) -> None:
        user.start(jpeg("desk"))
        await user.show(jpeg("desk"), 3)
        swap.swap()
        await user.show(jpeg("page"), 5)
        assert [seen.caption for seen in await memory.recent()] == ["a desk with a red cup", "a scene"]

    play(script, engine=swap)


def test_the_first_engine_stays_open_for_what_rests_on_it_until_all_is_over() -> None:
    swap = Swap()
    engine = swap.engine()
    swap.swap()
    assert swap.closed == []
    engine.close()
    assert swap.closed == ["second", "first"]


def test_a_part_that_is_replaced_twice_is_closed_behind_its_last_call() -> None:
    closed: list[str] = []
    slot = Slot("first", lambda: closed.append("first"))
    slot.put("second", lambda: closed.append("second"))
    with slot.use() as used:
        slot.put("third", lambda: closed.append("third"))
        assert (used, slot.part, closed) == ("second", "third", [])
    assert closed == ["second"]


def test_what_comes_when_everything_is_over_is_closed_at_once() -> None:
    closed: list[str] = []
    slot = Slot("first", lambda: closed.append("first"))
    slot.close()
    slot.put("second", lambda: closed.append("second"))
    assert (slot.part, closed) == ("first", ["first", "second"])


def test_a_reply_that_is_closed_early_frees_its_engine() -> None:
    closed: list[str] = []

    async def main() -> None:
        slot: Slot[TextToSpeech] = Slot(Silence(), lambda: None)
        slot.put(Silence(), lambda: closed.append("second"))
        async with aclosing(SwappingVoice(slot).speak("Hello.", "en")) as sound:
            await anext(sound)
            slot.put(Silence(), lambda: None)
            assert closed == []
        assert closed == ["second"]

    run(main())


class Silence:
    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        while True:
            yield AudioChunk(bytes(480), 24_000)


def test_reading_ahead_and_pointing_are_there_as_soon_as_the_engine_in_use_can() -> None:
    class Pointing(Reader):
        async def locate(self, frame: Frame, phrase: str) -> list[Box]:
            return [Box(phrase, 0.0, 0.0, 0.5, 0.5)]

        def engine(self) -> Engine:
            return Engine(self, lambda: self, self, lambda: None, self)

    async def main() -> None:
        swap = Swap(second=Pointing(name="second"))
        engine = swap.engine()
        assert engine.grounder
        with pytest.raises(SeeingError, match="first cannot point"):
            await engine.grounder.locate(FRAME, "cup")
        swap.swap()
        assert [box.label for box in await engine.grounder.locate(FRAME, "cup")] == ["cup"]

    run(main())


def test_ears_understand_while_one_speaks_as_soon_as_those_in_use_can() -> None:
    @dataclass
    class Slow:
        async def transcribe(self, utterance: Utterance) -> Transcript:
            return sure("slow")

    async def main() -> None:
        slot: Slot[SpeechToText] = Slot(Slow(), lambda: None)
        ears = SwappingEars(slot)
        assert isinstance(ears, PartialSpeechToText)
        utterance = Utterance(bytes(3200), 0.0)
        assert [(await ears.partial(utterance)).text, (await ears.transcribe(utterance)).text] == ["", "slow"]
        slot.put(QuickEars([sure("quick")]), lambda: None)
        assert [(await ears.partial(utterance)).text, (await ears.transcribe(utterance)).text] == ["where", "quick"]

    run(main())


def test_a_model_is_tried_out_with_one_word_about_a_picture() -> None:
    async def main() -> None:
        words = Words()
        await warmed(words.engine())
        (prompt,) = words.prompts
        assert prompt.frames
        assert asyncio.get_running_loop().time() == 0.0  # it was closed behind the first word

    run(main())


def test_a_model_that_does_not_answer_is_not_taken() -> None:
    with pytest.raises(ModelError, match="words was loaded, but does not answer: The model has stopped"):
        run(warmed(Words("", failing=True).engine()))


class Judging(Words):
    """An engine whose witness sees that it is so."""

    judges = True

    async def labels(self) -> frozenset[str]:
        return frozenset({"cup"})

    async def examine(self, thing: str, question: str, frame: Frame) -> Verdict:
        return Verdict("unsure")

    async def judge(self, event: str, frame: Frame, before: Frame | None) -> Verdict:
        return Verdict("yes")

    def engine(self) -> Engine:
        return replace(super().engine(), witness=self)


def test_whether_anybody_can_tell_what_happens_follows_the_swap() -> None:
    async def main() -> None:
        swap = Swap(second=Judging())
        engine = swap.engine()
        captioner = engine.captioner()
        assert isinstance(engine.witness, Judge)
        assert isinstance(captioner, Namer)
        assert not engine.witness.judges
        assert await captioner.labels() == frozenset()
        assert await engine.witness.judge("it rains", FRAME, None) == Verdict("unsure")
        swap.swap()
        assert engine.witness.judges
        assert await captioner.labels() == {"cup"}
        assert await engine.witness.judge("it rains", FRAME, None) == Verdict("yes")

    run(main())
