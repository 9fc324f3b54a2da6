"""Who answers what: commands to the memory, questions about the past, and the rest, which the engine answers."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

from assistant.asking import Asking
from assistant.core.events import Event
from assistant.core.intents import AboutThePast, BeQuiet, Intent
from assistant.core.ports import Embedder, Engine, Forgetful, Memory, SpeechToText
from assistant.core.values import Box, Forgot, Frame, Language
from assistant.core.wording import language_of
from assistant.drafting import Draft
from assistant.keeping import Command, Keeper, obey
from assistant.listening import Spawn
from assistant.recalling import Recalling, Sources
from assistant.understanding import understand
from assistant.watching import Watch


class Answering:
    """The answers of one session; one of them may be drafted before the turn is over."""

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
    ) -> None:
        self._engine = engine
        self._ears = ears
        self._memory = memory
        self._embedder = embedder
        self._watch = watch
        self._asking = asking
        self._send = send
        self._clock = clock
        self._spawn = spawn
        self._sources = Sources(memory, engine.witness, embedder)
        self._recalling = Recalling(self._sources)
        self._draft: Draft | None = None

    @property
    def engine(self) -> str:
        """What the status line calls who answers now."""
        return self._engine.answerer.name

    def mark(self, id: int) -> Box | None:
        """Where in the picture of a cited observation is what the newest answer is about."""
        return self._sources.marks.get(id)

    async def words(
        self, text: str, intent: Intent, uploads: Sequence[Frame], began: float, language: Language
    ) -> AsyncGenerator[str, None]:
        """What to say; `began` in Unix seconds is when the user began to speak or type."""
        if (draft := self._draft) and draft.text == text and not uploads:
            await draft.asked()
            self._draft = None
            return draft.words()
        await self.drop()
        if isinstance(intent, Command):
            shown = self._asking.history.newest_ids
            keeper = Keeper(
                self._memory, self._engine.teacher, self._watch, self._send, self.forget, shown, self._embedder()
            )
            return obey(intent, keeper, uploads, language, self._clock())
        if isinstance(intent, AboutThePast):
            return self._recalling.answer(intent, await self._asking.about_the_past(text, began, language))
        return await self._asking.answer(text, intent, uploads, began, language)

    async def draft(self, text: str, began: float, language: Language) -> None:
        """Begins the answer to what may be all that is said. Only what leaves no trace: a command is never drafted."""
        await self.drop()
        intent = understand(text)
        if isinstance(intent, Command | AboutThePast | BeQuiet):
            return
        self._asking.stop_reading()
        self._watch.give_way()
        asked = language_of(text, language)
        self._draft = Draft(text, lambda: self._asking.answer(text, intent, (), began, asked), self._spawn)

    async def drop(self) -> None:
        """Speech went on: the draft never was."""
        draft, self._draft = self._draft, None
        if draft:
            await draft.discard()

    async def forget(self, forgot: Forgot) -> None:
        """Drops what the session and the models have in mind of what the memory has forgotten."""
        await self.drop()
        self._asking.forget(forgot)
        self._recalling.forget()
        await self._watch.forget(forgot)
        for part in (self._engine.answerer, self._ears):
            if isinstance(part, Forgetful):
                await part.forget()
