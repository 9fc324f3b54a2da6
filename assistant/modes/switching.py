"""The mode of one session: what changes it, and what is said about that."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from assistant.core.events import ModeChanged
from assistant.core.intents import Converse, Interpret, OnlyWhenCalled, SetsMode, TakeNotes
from assistant.core.ports import GrammarBound
from assistant.core.values import Language, Mode
from assistant.modes import interpreting, wording
from assistant.modes.around import Around
from assistant.modes.interpreting import Interpreter
from assistant.modes.noting import Notes
from assistant.modes.summing import Summing, closing
from assistant.tongues import has_voice
from assistant.turns.listening import Spoken

BUILTIN = "builtin"  # the answerer that is no model: it cannot interpret, nor sum up
LAST = 2.0  # seconds for which the end of notes waits for words that were begun before: slow ears need one


class Switch:
    """`changed` is called when the mode has been set, before anybody is told."""

    def __init__(self, around: Around, interpreter: Interpreter, notes: Notes, changed: Callable[[], None]) -> None:
        self.mode: Mode = "conversation"
        self._around = around
        self._interpreter = interpreter
        self._notes = notes
        self._changed = changed
        self._before: Mode = "conversation"
        self._since = self._since_here = 0.0  # when it became what it is: Unix seconds, and the loop's time
        self._heard = asyncio.Event()  # nothing that was begun to be said waits to be understood
        self._heard.set()

    @property
    def thinks(self) -> bool:
        return self._around.engine.answerer.name != BUILTIN

    async def to(self, intent: SetsMode, user: Language) -> AsyncGenerator[str, None]:
        """Changes the mode at once; what it returns streams what to say about it, and raises AnswerError."""
        language, _ = self.told_in(intent, user)
        match intent:
            case Interpret(languages):
                return _told(await self._begin_interpreting(languages, language))
            case TakeNotes() if self.mode == "notes":
                return _told(wording.still_noting(language))
            case TakeNotes():
                self._notes.begin()
                await self._set("notes")
                return _told(
                    wording.noting(language, remembering=self._around.watch.remembering) + self._ears(language)
                )
            case OnlyWhenCalled():
                waiting = self._unsummed(language)
                await self._set("called")
                return _told(wording.called(language) + waiting + self._ears(language))
            case Converse():
                return await self._end(intent, language)

    def told_in(self, intent: SetsMode, user: Language) -> tuple[Language, bool]:
        """The language of what is said about a change of mode, and whether it is only written.

        Notes are closed in the language that most of them are in, which no voice here may speak.
        """
        if not (self._sums_up(intent) and self._notes.lines):
            return user, False
        voiced = has_voice(self._notes.code)
        return voiced or user, voiced is None

    def mode_of(self, spoken: Spoken) -> Mode:
        """What ended before the mode was changed, and is understood only now, belongs to the one before.

        So does what was begun before and to somebody else: it is not to be answered.
        """
        began, ended = spoken.began < self._since, spoken.asked <= self._since_here
        return self._before if began and (ended or self.mode == "conversation") else self.mode

    def begun(self) -> None:
        """Somebody begins to say something."""
        self._heard.clear()

    def understood(self) -> None:
        """And it was dealt with."""
        self._heard.set()

    async def _begin_interpreting(self, wished: tuple[str, ...], language: Language) -> str:
        pair = interpreting.paired(wished, language)
        if self.thinks and not isinstance(pair, str):
            self._interpreter.pair, self._interpreter.user = pair, language
            waiting = self._unsummed(language)
            await self._set("interpreter")
            return interpreting.began(pair, language) + waiting + self._ears(language)
        if self.mode != "notes":  # whose lines a page begins to count anew when it is told so
            await self._set(self.mode)  # a page that asked for it shows what is true
        if self.thinks and isinstance(pair, str):
            return interpreting.refused(pair, language)
        return interpreting.unable(language, coming=self._around.coming())

    async def _end(self, intent: Converse, language: Language) -> AsyncGenerator[str, None]:
        before, sums_up = self.mode, self._sums_up(intent)
        await self._set("conversation")
        if sums_up:
            return self._close(language)
        return _told(wording.as_usual(language) if before == "conversation" else wording.ended(language))

    async def _close(self, language: Language) -> AsyncGenerator[str, None]:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST):
                await self._heard.wait()
        if not self._notes.lines:
            yield wording.nothing_noted(language)
            return
        model = self._around.engine.answerer if self.thinks else None
        async with aclosing(closing(self._notes, Summing(model, self._around.clock(), language))) as pieces:
            async for piece in pieces:
                yield piece

    def _sums_up(self, intent: SetsMode) -> bool:
        """Whether it closes notes, or asks for the summary of those that are closed."""
        return isinstance(intent, Converse) and (self.mode == "notes" or (intent.again and bool(self._notes.lines)))

    def _unsummed(self, language: Language) -> str:
        return wording.notes_wait(language) if self.mode == "notes" and self._notes.lines else ""

    async def _set(self, mode: Mode) -> None:
        if mode != self.mode:
            self._before, self.mode = self.mode, mode
            self._since, self._since_here = self._around.clock(), asyncio.get_running_loop().time()
        self._changed()
        await self._around.send(ModeChanged(mode, self._interpreter.pair or () if mode == "interpreter" else ()))

    def _ears(self, language: Language) -> str:
        ears = self._around.ears
        return wording.few_words(language) if isinstance(ears, GrammarBound) and ears.grammar_bound else ""


async def _told(words: str) -> AsyncGenerator[str, None]:
    yield words
