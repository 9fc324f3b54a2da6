"""Ears, and a voice."""

from collections.abc import AsyncGenerator
from typing import Protocol, runtime_checkable

from assistant.core.values import AudioChunk, Language, Transcript, Utterance


class VoiceDetector(Protocol):
    """Stateful, one per session, cheap enough to run on the event loop."""

    def speech_probability(self, chunk: AudioChunk) -> float:
        """0..1 for one window of exactly 512 samples at 16 kHz (32 ms)."""
        ...


class SpeechToText(Protocol):
    async def transcribe(self, utterance: Utterance) -> Transcript:
        """An empty text means that no words were understood. Raises HearingError."""
        ...


@runtime_checkable
class PartialSpeechToText(Protocol):
    """Ears that are fast enough to be asked again and again while the user speaks."""

    async def partial(self, utterance: Utterance) -> Transcript:
        """A quick first understanding of speech that goes on. Raises HearingError."""
        ...


@runtime_checkable
class GrammarBound(Protocol):
    """Ears that may understand the questions they know and nothing else."""

    @property
    def grammar_bound(self) -> bool:
        """Whether the ears that are in use now are such."""
        ...


@runtime_checkable
class TurnDetector(Protocol):
    """Hears whether somebody has finished, by more than the silence after it."""

    async def over(self, utterance: Utterance) -> float:
        """0..1: the probability that the turn is over with the pause that `utterance` ends in. Raises HearingError."""
        ...


class TextToSpeech(Protocol):
    def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        """24 kHz sound, the first of it as early as possible. Raises VoiceError."""
        ...
