"""What is done with an utterance in each mode: answered, interpreted, taken down, or passed over."""

from collections.abc import AsyncGenerator
from dataclasses import replace

from assistant.core.events import Event, Failed, Partial, ReplyEnded, Resumed, SpeechStarted, Unsure
from assistant.core.intents import BeQuiet, Converse, FindText, Intent, Open, SetsMode
from assistant.core.streams import Channel
from assistant.core.values import Forgot, Language, Mode, Transcript
from assistant.modes import wording
from assistant.modes.around import Around
from assistant.modes.calling import Calling, addressed
from assistant.modes.interpreting import Interpreter
from assistant.modes.noting import UNSURE, Notes
from assistant.modes.switching import Switch
from assistant.turn import Task, Turn
from assistant.turns.bargein import needs_no_answer
from assistant.turns.following import Hypothesis
from assistant.turns.listening import Spoken
from assistant.understanding import understand
from assistant.understanding.modes import ends, subject, sums_up

UNCONFIRMED = 60.0  # seconds for which what the user is asked to confirm need not be said by name
WAITING = 100  # utterances that may wait to be interpreted: ten minutes of talk


class Modes:
    """`waiting` are utterances to be interpreted, one after the other: nothing that is said meanwhile is lost."""

    def __init__(self, around: Around) -> None:
        self.waiting: Channel[Turn] = Channel(WAITING)
        self._around = around
        self._calling = Calling(around.clock)
        self._interpreter = Interpreter(around.engine.answerer, around.history, around.clock)
        self._notes = Notes(around.memory, around.watch, around.send, around.clock)
        self._switch = Switch(around, self._interpreter, self._notes, self._changed)

    @property
    def mode(self) -> Mode:
        return self._switch.mode

    @property
    def meant(self) -> bool:
        """Whether speech that goes on is taken to be meant for it, before its words are known."""
        return self.mode == "conversation" or (self.mode == "called" and self._calling.open)

    def intent(self, text: str) -> Intent:
        """What a text asks for, in this mode."""
        intent = understand(text)
        if ends(text, self.mode):
            return Converse()
        if isinstance(intent, Open) and needs_no_answer(text, by_model=self._switch.thinks):
            return BeQuiet()
        if isinstance(intent, Converse) and sums_up(text):
            return Converse(again=True) if self._notes.lines or self.mode != "conversation" else Open()
        if self.mode != "conversation":
            return intent
        if isinstance(intent, Open) and not self._switch.thinks and (words := subject(text)):
            return FindText(words)
        return intent

    def told_in(self, intent: SetsMode, user: Language) -> tuple[Language, bool]:
        """The language of what is said about a change of mode, and whether it is only written."""
        return self._switch.told_in(intent, user)

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
                self._switch.begun()
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
        try:
            return await self._hear(self._switch.mode_of(spoken), spoken, over=over)
        finally:
            self._switch.understood()

    async def _hear(self, mode: Mode, spoken: Spoken, *, over: bool) -> Spoken | None:
        match mode:
            case "conversation":
                return spoken
            case "called":
                meant = self._meant(spoken, over=over)
            case "interpreter":
                meant = await self._interpret(spoken, over=over) if mode == self.mode else None
            case "notes":
                meant = await self._note(spoken)
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

    async def switch(self, intent: SetsMode, user: Language) -> AsyncGenerator[str, None]:
        """Changes the mode at once; what it returns streams what to say about it, and raises AnswerError."""
        return await self._switch.to(intent, user)

    def forget(self, forgot: Forgot) -> None:
        self._notes.forget(forgot)
        since = float("-inf") if forgot.everything else forgot.since
        self.waiting.drop(lambda turn: since is not None and turn.began >= since)

    def _meant(self, spoken: Spoken, *, over: bool) -> Spoken | None:
        text = spoken.transcript.text
        if not text and self._calling.open and not over:
            return spoken  # it has asked, and is to say that it did not understand
        words = self._calling.said(text, spoken.began)
        if words:
            return replace(spoken, transcript=replace(spoken.transcript, text=words))
        ending = isinstance(understand(text), Converse) and spoken.transcript.sure
        return spoken if ending or (over and isinstance(understand(text), BeQuiet)) else None

    async def _interpret(self, spoken: Spoken, *, over: bool) -> Spoken | None:
        said = spoken.transcript
        if not said.text:
            return None if over else spoken  # of what is no words the rendering is not cut either
        if over and isinstance(understand(said.text), BeQuiet):
            return spoken
        ending = said.sure and isinstance(self.intent(said.text), Converse)
        shown = said.text if said.sure else said.text + UNSURE
        turn = Turn(
            shown, spoken.began, spoken.asked, spoken=True, task=None if ending else self._interpreter.task(said)
        )
        if not self.waiting.put(turn):
            await self._around.send(Failed("hearing", wording.crowded(self._interpreter.user)))
        return None

    async def _note(self, spoken: Spoken) -> Spoken | None:
        """An order to end notes that have ended by now changes nothing."""
        said = spoken.transcript
        if said.sure and (isinstance(self.intent(said.text), Converse) or ends(said.text, "notes")):
            return spoken if self.mode == "notes" else None
        if said.text:
            await self._notes.take(said, spoken.began)
        return None

    def _changed(self) -> None:
        if self.mode != "interpreter":  # who tells an interpreter to stop does not want to hear the rest
            self.waiting.drop(lambda turn: True)
        self._calling.close()
