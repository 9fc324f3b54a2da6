"""A part that works at once, and a better one in its place as soon as it is there, between two turns.

Each call uses the part that is current when it begins, to its end. A part that was replaced is closed when its last
call has ended; the one that a session began with stays, for the better one may rest on it (the built-in engine
remembers for all models). What is forgotten, all of them forget.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from assistant.core.errors import SeeingError
from assistant.core.ports import (
    Captioner,
    DeepCaptioner,
    Engine,
    Forgetful,
    GrammarBound,
    Judge,
    Namer,
    PartialSpeechToText,
    QuickCaptioner,
    SpeechToText,
    TextToSpeech,
    Warmable,
)
from assistant.core.values import (
    AudioChunk,
    Box,
    Description,
    Frame,
    Language,
    Prompt,
    Taught,
    Transcript,
    Utterance,
    Verdict,
)

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Held(Generic[T]):
    part: T
    close: Callable[[], None]
    calls: int = 0
    replaced: bool = False


class Slot(Generic[T]):
    """Holds one part, the first or a better one. `close` ends what is in it."""

    def __init__(self, first: T, close: Callable[[], None]) -> None:
        self._first = self._held = _Held(first, close)
        self._replaced: list[_Held[T]] = []  # and still in use
        self._closed = False

    @property
    def part(self) -> T:
        return self._held.part

    @property
    def parts(self) -> list[T]:
        """All that were not closed yet."""
        return [held.part for held in dict.fromkeys((self._first, *self._replaced, self._held))]

    @contextmanager
    def use(self) -> Iterator[T]:
        """The part that is current now, which is not closed before the block ends."""
        held = self._held
        held.calls += 1
        try:
            yield held.part
        finally:
            held.calls -= 1
            self._release(held)

    def put(self, part: T, close: Callable[[], None]) -> None:
        """From now on `part` is current. One that comes when everything is over is closed at once."""
        if self._closed:
            close()
            return
        before, self._held = self._held, _Held(part, close)
        before.replaced = True
        self._replaced.append(before)
        self._release(before)

    def close(self) -> None:
        """At the end of everything: nobody is waited for."""
        self._closed = True
        self._held.close()
        if self._held is not self._first:
            self._first.close()

    def _release(self, held: _Held[T]) -> None:
        if held.replaced and not held.calls and held is not self._first:
            self._replaced.remove(held)
            held.close()


def swapping_engine(slot: Slot[Engine]) -> Engine:
    """The engine that is in the slot, whichever that is by then."""
    return Engine(
        _Answerer(slot), lambda: _Captioner(slot), _Teacher(slot), slot.close, _Grounder(slot), _Witness(slot)
    )


class _Answerer:
    """Reads ahead where the current one can."""

    def __init__(self, slot: Slot[Engine]) -> None:
        self._slot = slot

    @property
    def name(self) -> str:
        return self._slot.part.answerer.name

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        with self._slot.use() as engine:
            async with aclosing(engine.answerer.answer(prompt)) as pieces:
                async for piece in pieces:
                    yield piece

    async def prepare(self, prompt: Prompt) -> None:
        with self._slot.use() as engine:
            if isinstance(engine.answerer, Warmable):
                await engine.answerer.prepare(prompt)

    async def forget(self) -> None:
        answerers = [engine.answerer for engine in self._slot.parts]
        await asyncio.gather(*(answerer.forget() for answerer in answerers if isinstance(answerer, Forgetful)))


class _Captioner:
    """One session's: it follows the swap, and then begins to see anew."""

    def __init__(self, slot: Slot[Engine]) -> None:
        self._slot = slot
        self._engine = slot.part
        self._captioner: Captioner = self._engine.captioner()

    async def describe(self, frame: Frame) -> Description:
        with self._current() as captioner:
            return await captioner.describe(frame)

    async def notice(self, frame: Frame) -> tuple[Box, ...] | None:
        with self._current() as captioner:
            return await captioner.notice(frame) if isinstance(captioner, QuickCaptioner) else None

    async def labels(self) -> frozenset[str]:
        with self._current() as captioner:
            return await captioner.labels() if isinstance(captioner, Namer) else frozenset()

    async def deepen(self, frame: Frame, described: Description) -> Description:
        with self._slot.use():
            captioner = self._captioner
            return await captioner.deepen(frame, described) if isinstance(captioner, DeepCaptioner) else described

    async def forget(self) -> None:
        if isinstance(self._captioner, Forgetful):
            await self._captioner.forget()

    @contextmanager
    def _current(self) -> Iterator[Captioner]:
        with self._slot.use() as engine:
            if engine is not self._engine:
                self._engine, self._captioner = engine, engine.captioner()
            yield self._captioner


class _Grounder:
    def __init__(self, slot: Slot[Engine]) -> None:
        self._slot = slot

    async def locate(self, frame: Frame, phrase: str) -> list[Box]:
        """Raises SeeingError where the engine in use cannot point."""
        with self._slot.use() as engine:
            if engine.grounder is None:
                raise SeeingError(
                    f"{engine.answerer.name} cannot point at things; a model that can is chosen by --vlm."
                )
            return await engine.grounder.locate(frame, phrase)


class _Witness:
    def __init__(self, slot: Slot[Engine]) -> None:
        self._slot = slot

    async def examine(self, thing: str, question: str, frame: Frame) -> Verdict:
        """Unsure where the engine in use cannot look again."""
        with self._slot.use() as engine:
            return await engine.witness.examine(thing, question, frame) if engine.witness else Verdict("unsure")

    @property
    def judges(self) -> bool:
        witness = self._slot.part.witness
        return isinstance(witness, Judge) and witness.judges

    async def judge(self, event: str, frame: Frame, before: Frame | None) -> Verdict:
        """Unsure where the engine in use cannot."""
        with self._slot.use() as engine:
            witness = engine.witness
            return await witness.judge(event, frame, before) if isinstance(witness, Judge) else Verdict("unsure")


class _Teacher:
    def __init__(self, slot: Slot[Engine]) -> None:
        self._slot = slot

    async def learn(self, name: str, views: Sequence[Frame], background: Sequence[Frame]) -> Taught:
        with self._slot.use() as engine:
            return await engine.teacher.learn(name, views, background)


class SwappingEars:
    """The ears in the slot. Those that cannot be asked while the user speaks understand nothing before the end."""

    def __init__(self, slot: Slot[SpeechToText]) -> None:
        self._slot = slot

    async def transcribe(self, utterance: Utterance) -> Transcript:
        with self._slot.use() as ears:
            return await ears.transcribe(utterance)

    async def partial(self, utterance: Utterance) -> Transcript:
        with self._slot.use() as ears:
            return await ears.partial(utterance) if isinstance(ears, PartialSpeechToText) else Transcript("", "", 0.0)

    @property
    def grammar_bound(self) -> bool:
        return isinstance(self._slot.part, GrammarBound) and self._slot.part.grammar_bound

    async def forget(self) -> None:
        await asyncio.gather(*(ears.forget() for ears in self._slot.parts if isinstance(ears, Forgetful)))


class SwappingVoice:
    """The voice in the slot."""

    def __init__(self, slot: Slot[TextToSpeech]) -> None:
        self._slot = slot

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        with self._slot.use() as voice:
            async with aclosing(voice.speak(sentence, language)) as sound:
                async for chunk in sound:
                    yield chunk
