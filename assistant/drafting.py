"""An answer that is begun before the turn is surely over: held back, and dropped without a trace if speech goes on."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from assistant.core.intents import Intent
from assistant.core.values import AudioChunk, Language
from assistant.holding import Held
from assistant.turn import Make
from assistant.turns.listening import Spawn
from assistant.turns.partials import same_words
from assistant.voice.ahead import Ahead, Opening


@dataclass(frozen=True, slots=True)
class Question:
    """What may be all that is said, what it asks for, and the language that it is answered in."""

    text: str
    intent: Intent
    language: Language

    def same(self, other: "Question") -> bool:
        """Whether one answer fits both: transcripts of one sentence differ in case and punctuation."""
        alike = type(self.intent) is type(other.intent) and self.language == other.language
        return alike and same_words(self.text, other.text)


class Draft:
    """The answer to `question`, and where there is a `voice` the sound of its first sentence.

    Nothing of it leaves here before `words` is asked for: nothing is shown, spoken or kept. Until then it gives way
    to replies of other sessions, and is lost where one of them needs the model.
    """

    def __init__(self, question: Question, make: Make, spawn: Spawn, voice: Ahead | None = None) -> None:
        self.question = question
        self._voice = voice
        self._sound: Held[AudioChunk] | None = None
        self._prompted = asyncio.Event()
        self._held = Held(self._think(make), spawn)

    @property
    def lost(self) -> bool:
        """Whether it has given way: it is never finished, and nothing of it is to be read."""
        return self._held.lost

    async def prompted(self) -> None:
        """Returns when the answerer has its prompt: what is said from now on does not get into it."""
        await self._prompted.wait()

    def words(self) -> AsyncGenerator[str, None]:
        """What was held, then the rest as it is made. Raises what the answerer raises; closing it stops the work."""
        return self._held.read()

    async def discard(self) -> None:
        """Stops the work behind it and waits until it has stopped. Who is cancelled meanwhile leaves nothing behind."""
        self._held.stop()
        if self._voice and self._sound:
            self._voice.drop(self._sound)
        await self._held.drop()

    async def _think(self, make: Make) -> AsyncGenerator[str, None]:
        opening, voice = Opening(self.question.language), self._voice
        try:
            async with aclosing(await make()) as pieces:
                self._prompted.set()
                async for piece in pieces:
                    if voice and (first := opening.feed(piece)):
                        self._sound = voice.begin(first, self.question.language)
                        voice = None
                    yield piece
            if voice and (first := opening.finish()):
                self._sound = voice.begin(first, self.question.language)
        finally:
            self._prompted.set()
