"""Who answers what: commands to the memory, questions about the past, and the rest, which the engine answers."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from functools import partial

from assistant.asking import Asking
from assistant.awaiting import AboutAwaited, Awaiting
from assistant.core.events import Event
from assistant.core.intents import (
    AboutThePast,
    AboutTheView,
    Intent,
    Interpret,
    ReadThat,
    SetsMode,
    WhatCanYouDo,
    WhatTime,
)
from assistant.core.ports import Embedder, Engine, Forgetful, Memory, SpeechToText
from assistant.core.values import Box, Forgot, Frame, Language
from assistant.core.wording import language_of
from assistant.drafting import Draft, Question
from assistant.keeping import Command, Keeper, obey
from assistant.modes import Modes
from assistant.recalling import Recalling, Sources
from assistant.turn import Task
from assistant.turns.following import Hypothesis
from assistant.turns.listening import Spawn
from assistant.turns.partials import may_be_all, same_words
from assistant.voice.ahead import Ahead
from assistant.watching import Watch

Traceless = AboutTheView | AboutThePast | WhatCanYouDo | WhatTime  # what may be answered before it is surely asked


class Answering:
    """The answers of one session; one of them may be drafted before the turn is over.

    `aloud` is the voice that an answer will be spoken with; None where nothing is to be made for it.
    """

    def __init__(
        self,
        engine: Engine,
        memory: Memory,
        embedder: Callable[[], Embedder | None],
        watch: Watch,
        asking: Asking,
        send: Callable[[Event], Awaitable[None]],
        clock: Callable[[], float],
        spawn: Spawn,
        ears: SpeechToText,
        awaiting: Awaiting,
        modes: Modes,
        aloud: Callable[[], Ahead | None],
    ) -> None:
        self._engine = engine
        self._ears = ears
        self._awaiting = awaiting
        self._memory = memory
        self._embedder = embedder
        self._watch = watch
        self._asking = asking
        self._send = send
        self._clock = clock
        self._spawn = spawn
        self._modes = modes
        self._aloud = aloud
        self._recalling = Recalling(Sources(memory, engine.witness, embedder))
        self._draft: Draft | None = None
        self._served: Draft | None = None  # what the reply that is under way is read from
        self._drafted_from = self._recalling
        self._drafting = asyncio.Lock()

    @property
    def engine(self) -> str:
        """What the status line calls who answers now."""
        return self._engine.answerer.name

    def mark(self, id: int) -> Box | None:
        """Where in the picture of a cited observation is what the newest answer is about."""
        return self._recalling.marks.get(id)

    def intent(self, text: str) -> Intent:
        """What it asks for; a picture given without a word is to be read."""
        return self._modes.intent(text) if text else ReadThat()

    def only_written(self, intent: Intent) -> bool:
        """Whether the answer is not to be spoken."""
        return self._modes.only_written(intent)

    def told_in(self, intent: Intent, user: Language) -> tuple[Language, bool]:
        """The language of the answer, and whether no voice here speaks it."""
        return self._modes.told_in(intent, user) if isinstance(intent, SetsMode) else (user, False)

    async def words(
        self, text: str, intent: Intent, uploads: Sequence[Frame], began: float, language: Language
    ) -> AsyncGenerator[str, None]:
        """What to say; `began` in Unix seconds is when the user began to speak or type."""
        async with self._drafting:
            if not uploads and (draft := await self._serving(Question(text, intent, language))):
                self._recalling = self._drafted_from
                return self._serve(draft)
            await self._drop()
        if isinstance(intent, SetsMode):
            return await self._modes.switch(intent, language)
        if isinstance(intent, Command):
            shown = self._asking.history.newest_ids
            keeper = Keeper(
                self._memory, self._engine.teacher, self._watch, self._send, self.forget, shown, self._embedder()
            )
            return obey(intent, keeper, uploads, language, self._clock())
        if isinstance(intent, AboutAwaited):
            return self._awaiting.answer(intent, language)
        return await self._answer(Question(text, intent, language), began, self._recalling, uploads)

    async def follow(self, newest: Hypothesis, began: float, language: Language) -> None:
        """Words of a sentence that goes on: once they may be all of it, what is made of them is begun.

        What is being read ahead is read to its end first: every draft begins with the same.
        """
        expected = self._modes.foresees(newest)
        if expected is None:
            return
        question = self._question(expected, language)
        async with self._drafting:
            if self._draft and not self._draft.lost and same_words(self._draft.question.text, question.text):
                return
            await self._drop()
            if may_be_all(newest.before, newest.text) and not self._asking.reading:
                self._draft = self._begun(question, expected, began, early=True)

    async def draft(self, expected: Task | str, began: float, language: Language) -> None:
        """Begins what is `expected` of words that may be all that is said, unless that is what is drafted already."""
        async with self._drafting:
            question = self._question(expected, language)
            if await self._serving(question) is None:
                await self._drop()
                self._draft = self._begun(question, expected, began)

    async def done(self, task: Task) -> AsyncGenerator[str, None]:
        """What is made of a text that is not to be answered."""
        async with self._drafting:
            if draft := await self._serving(_done(task)):
                return self._serve(draft)
            await self._drop()
        return await task.make()

    async def drop(self) -> None:
        """Speech went on, or the answer is not wanted any more: the draft never was."""
        async with self._drafting:
            await self._drop()

    async def over(self, *, cut: bool) -> None:
        """A reply has ended: nothing is left of what was begun for it.

        An interpreter may have begun the next line by now; that is wanted still, unless the reply was `cut`.
        """
        served, self._served = self._served, None
        if served:
            await served.discard()
        if cut or self._modes.mode != "interpreter":
            await self.drop()

    async def forget(self, forgot: Forgot) -> None:
        """Drops what the session and the models have in mind of what the memory has forgotten."""
        await self.drop()
        self._asking.forget(forgot)
        self._modes.forget(forgot)
        self._recalling.forget()
        await self._watch.forget(forgot)
        await self._awaiting.forget(forgot)
        for part in (self._engine.answerer, self._ears):
            if isinstance(part, Forgetful):
                await part.forget()

    async def _answer(
        self,
        question: Question,
        began: float,
        recalling: Recalling,
        uploads: Sequence[Frame] = (),
        *,
        early: bool = False,
    ) -> AsyncGenerator[str, None]:
        text, intent, language = question.text, question.intent, question.language
        if isinstance(intent, AboutThePast):
            return recalling.answer(intent, await self._asking.about_the_past(text, began, language))
        return await self._asking.answer(text, intent, uploads, began, language, early=early)

    def _begun(self, question: Question, expected: Task | str, began: float, *, early: bool = False) -> Draft | None:
        """What is expected, begun where that leaves no trace. early: the user still speaks."""
        voice = self._aloud()
        if isinstance(expected, Task):
            make, voice = expected.make, None if expected.written else voice
        elif isinstance(question.intent, Traceless):
            recalling = self._drafted_from = self._recalling.ahead()
            make = partial(self._answer, question, began, recalling, early=early)
        else:
            return None
        self._asking.stop_reading()
        self._watch.give_way()
        return Draft(question, make, self._spawn, voice)

    async def _serving(self, question: Question) -> Draft | None:
        """The draft, where it answers this, was shown what is in view, and has not given way to another's reply."""
        draft = self._draft
        if draft is None or draft.lost or not draft.question.same(question):
            return None
        await draft.prompted()
        return draft if not draft.lost and self._asking.still_shows(question.intent) else None

    def _serve(self, draft: Draft) -> AsyncGenerator[str, None]:
        self._draft, self._served = None, draft
        return draft.words()

    async def _drop(self) -> None:
        draft, self._draft = self._draft, None
        if draft:
            await draft.discard()

    def _question(self, expected: Task | str, language: Language) -> Question:
        """`language`: of the turn before, where the words do not tell."""
        if isinstance(expected, Task):
            return _done(expected)
        return Question(expected, self.intent(expected), language_of(expected, language))


def _done(task: Task) -> Question:
    """As the history will tell it: a line rendered into the other language is another."""
    return Question(task.kept, Interpret(), task.language)
