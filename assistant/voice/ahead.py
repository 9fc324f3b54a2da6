"""The voice of a session, which can begin before it is asked: the first sentence of a draft is made, held and dropped,
or is there at once when the reply comes to it.
"""

from collections.abc import AsyncGenerator

from assistant.citing import Citations
from assistant.core.ports import TextToSpeech
from assistant.core.values import AudioChunk, Language
from assistant.holding import Held
from assistant.turns.listening import Spawn
from assistant.voice.speaking import Sentences


class Ahead:
    """Speaks like `voice`. Holds the sound of one sentence at most; one that failed is spoken afresh, unmentioned."""

    def __init__(self, voice: TextToSpeech, spawn: Spawn) -> None:
        self._voice = voice
        self._spawn = spawn
        self._sentence: tuple[str, Language] | None = None
        self._held: Held[AudioChunk] | None = None

    def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        """24 kHz sound; the one that is held where it is of the same words. Raises VoiceError."""
        held = self._held
        if held is None or held.failed or self._sentence != (sentence, language):
            return self._voice.speak(sentence, language)
        self._held = None
        return held.read()

    def begin(self, sentence: str, language: Language) -> Held[AudioChunk] | None:
        """Makes the sound of `sentence`; None where another is held."""
        if self._held is not None and not self._held.failed:
            return None
        self._sentence = sentence, language
        self._held = Held(self._voice.speak(sentence, language), self._spawn)
        return self._held

    def drop(self, begun: Held[AudioChunk]) -> None:
        """It will not be spoken; where it is being spoken already nothing changes."""
        if begun is self._held:
            self._held = None
            begun.stop()


class Opening:
    """The first sentence of a reply in `language`, as soon as it is written: cut and worded as the reply does it."""

    def __init__(self, language: Language) -> None:
        self._citations = Citations()
        self._sentences = Sentences(language)

    def feed(self, piece: str) -> str:
        """The next words of the reply; returns the sentence they complete, or nothing yet."""
        return self._first(self._citations.feed(piece))

    def finish(self) -> str:
        """The reply is over; returns what was left of it."""
        first = self._first(self._citations.flush())
        return first or next((piece.said for piece in self._sentences.finish()), "")

    def _first(self, parts: list[str | int]) -> str:
        words = "".join(part for part in parts if isinstance(part, str))
        return next((piece.said for piece in self._sentences.feed(words)), "")
