"""The mode of one session: what is done with an utterance, and what is said when that changes."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from assistant.core.events import Event, Failed, ModeChanged, Partial, ReplyEnded, Resumed, SpeechStarted, Unsure
from assistant.core.intents import (
    BeQuiet,
    Converse,
    FindText,
    Intent,
    Interpret,
    OnlyWhenCalled,
    Open,
    SetsMode,
    TakeNotes,
)
from assistant.core.ports import GrammarBound
from assistant.core.streams import Channel
from assistant.core.values import Forgot, Language, Mode, Transcript
from assistant.modes import interpreting, wording
from assistant.modes.around import Around
from assistant.modes.calling import Calling, addressed
from assistant.modes.interpreting import Interpreter
from assistant.modes.noting import UNSURE, Notes
from assistant.modes.summing import Summing, closing
from assistant.turn import Task, Turn
from assistant.turns.bargein import needs_no_answer
from assistant.turns.following import Hypothesis
from assistant.turns.listening import Spoken
from assistant.understanding import understand
from assistant.understanding.modes import ends, subject, sums_up

BUILTIN = "builtin"  # the answerer that is no model: it cannot interpret, nor sum up
UNCONFIRMED = 60.0  # seconds for which what the user is asked to confirm need not be said by name
WAITING = 100  # utterances that may wait to be interpreted: ten minutes of talk


class Modes:
    """`waiting` are utterances to be interpreted, one after the other: nothing that is said meanwhile is lost."""

    def __init__(self, around: Around) -> None:
        self.mode: Mode = "conversation"
        self.waiting: Channel[Turn] = Channel(WAITING)
        self._around = around
        self._calling = Calling(around.clock)
        self._interpreter = Interpreter(around.engine.answerer, around.history, around.clock)
        self._notes = Notes(around.memory, around.watch, around.send, around.clock)

    @property
    def meant(self) -> bool:
        """Whether speech that goes on is taken to be meant for it, before its words are known."""
        return self.mode == "conversation" or (self.mode == "called" and self._calling.open)

    def intent(self, text: str) -> Intent:
        """What a text asks for, in this mode."""
        intent = understand(text)
        if ends(text, self.mode):
            return Converse()
        if isinstance(intent, Open) and needs_no_answer(text, by_model=self._thinks):
            return BeQuiet()
        if self.mode != "conversation":
            return intent
        if isinstance(intent, Converse) and sums_up(text) and not self._notes.lines:
            return Open()
        if isinstance(intent, Open) and not self._thinks and (words := subject(text)):
            return FindText(words)
        return intent

    def only_written(self, intent: Intent) -> bool:
        """Whether an answer is not spoken: nobody talks into a meeting that is being taken down."""
        return self.mode == "notes" and not isinstance(intent, SetsMode)

    def press(self, pressed: bool) -> None:
        """Whoever holds the key speaks to it, and need not call it."""
        self._calling.press(pressed)

    def lets_out(self, event: Event) -> bool:
        """Whether the page is told of it: what is said to others is not shown while it is being said."""
        match event:
            case SpeechStarted():
                self._calling.begin()
            case Unsure():
                self._calling.ask(seconds=UNCONFIRMED)
            case ReplyEnded(heard=heard) if heard.rstrip().endswith(("?", "？")):
                self._calling.ask()
            case Partial(text=text) if self.mode == "called":
                return self._calling.open or addressed(text) is not None
            case _:
                pass
        return True

    async def hear(self, spoken: Spoken, *, over: bool) -> Spoken | None:
        """What of an utterance is to be answered as usual; None where it was dealt with. over: a reply is under way."""
        match self.mode:
            case "conversation":
                return spoken
            case "called":
                meant = self._meant(spoken, over=over)
            case "interpreter":
                meant = await self._interpret(spoken, over=over)
            case "notes":
                meant = await self._note(spoken, over=over)
        if meant is None:
            await self._around.send(Resumed())  # whatever is being said was not cut by it
        return meant

    def expects(self, transcript: Transcript) -> Task | str | None:
        """What of words that may be all that is said can be made ahead: their rendering, or an answer to the text."""
        match self.mode:
            case "conversation":
                return transcript.text
            case "called":
                return transcript.text if self._calling.open else addressed(transcript.text) or None
            case "interpreter" if not isinstance(self.intent(transcript.text), Converse):
                return self._interpreter.task(transcript)
            case _:
                return None

    def foresees(self, newest: Hypothesis) -> Task | str | None:
        """The same of a sentence that goes on; nothing of what others may be saying to each other."""
        return None if self.mode == "called" else self.expects(Transcript(newest.text, newest.language, 1.0))

    def silences(self, text: str) -> str:
        """The words of an order to be silent are looked for in; empty where only the whole utterance may be one."""
        if self.mode in ("interpreter", "notes"):
            return ""
        return addressed(text) or text

    async def switch(self, intent: SetsMode, language: Language) -> AsyncGenerator[str, None]:
        """Changes the mode and streams what to say about it. Raises AnswerError."""
        match intent:
            case Interpret(languages):
                yield await self._begin_interpreting(languages, language)
            case TakeNotes() if self.mode == "notes":
                yield wording.still_noting(language)
            case TakeNotes():
                self._notes.begin()
                await self._set("notes")
                yield wording.noting(language, remembering=self._around.watch.remembering) + self._ears(language)
            case OnlyWhenCalled():
                await self._set("called")
                yield wording.called(language) + self._ears(language)
            case Converse():
                async with aclosing(self._end(language)) as pieces:
                    async for piece in pieces:
                        yield piece

    def forget(self, forgot: Forgot) -> None:
        self._notes.forget(forgot)
        since = float("-inf") if forgot.everything else forgot.since
        self.waiting.drop(lambda turn: since is not None and turn.began >= since)

    @property
    def _thinks(self) -> bool:
        return self._around.engine.answerer.name != BUILTIN

    def _meant(self, spoken: Spoken, *, over: bool) -> Spoken | None:
        text = spoken.transcript.text
        words = self._calling.said(text, spoken.began)
        if words:
            return replace(spoken, transcript=replace(spoken.transcript, text=words))
        ending = isinstance(understand(text), Converse) and spoken.transcript.sure
        return spoken if ending or (over and isinstance(understand(text), BeQuiet)) else None

    async def _interpret(self, spoken: Spoken, *, over: bool) -> Spoken | None:
        said = spoken.transcript
        if not said.text or (over and isinstance(understand(said.text), BeQuiet)):
            return spoken
        ending = said.sure and isinstance(self.intent(said.text), Converse)
        shown = said.text if said.sure else said.text + UNSURE
        turn = Turn(
            shown, spoken.began, spoken.asked, spoken=True, task=None if ending else self._interpreter.task(said)
        )
        if not self.waiting.put(turn):
            await self._around.send(Failed("hearing", wording.crowded(self._interpreter.user)))
        return None

    async def _note(self, spoken: Spoken, *, over: bool) -> Spoken | None:
        said = spoken.transcript
        if said.sure and isinstance(self.intent(said.text), Converse):
            return spoken
        if said.text:
            await self._notes.take(said, spoken.began)
        return None

    async def _begin_interpreting(self, wished: tuple[str, ...], language: Language) -> str:
        pair = interpreting.paired(wished, language)
        if self._thinks and not isinstance(pair, str):
            self._interpreter.pair, self._interpreter.user = pair, language
            await self._set("interpreter")
            return interpreting.began(pair, language) + self._ears(language)
        if self.mode != "notes":  # whose lines a page begins to count anew when it is told so
            await self._set(self.mode)  # a page that asked for it shows what is true
        if self._thinks and isinstance(pair, str):
            return interpreting.refused(pair, language)
        return interpreting.unable(language, coming=self._around.coming())

    async def _end(self, language: Language) -> AsyncGenerator[str, None]:
        before, notes = self.mode, self._notes
        await self._set("conversation")
        if before == "notes" and not notes.lines:
            yield wording.nothing_noted(language)
        elif notes.lines and before in ("notes", "conversation"):
            model = self._around.engine.answerer if self._thinks else None
            async with aclosing(closing(notes, Summing(model, self._around.clock(), language))) as pieces:
                async for piece in pieces:
                    yield piece
        else:
            yield wording.as_usual(language) if before == "conversation" else wording.ended(language)

    async def _set(self, mode: Mode) -> None:
        if mode != "interpreter":  # who tells an interpreter to stop does not want to hear the rest
            self.waiting.drop(lambda turn: True)
        self.mode = mode
        self._calling.close()
        await self._around.send(ModeChanged(mode, self._interpreter.pair or () if mode == "interpreter" else ()))

    def _ears(self, language: Language) -> str:
        ears = self._around.ears
        return wording.few_words(language) if isinstance(ears, GrammarBound) and ears.grammar_bound else ""
