"""A session with an engine, ears and a voice that do as they are told, and a script for who talks to it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.core.errors import AnswerError, HearingError, SeeingError, VoiceError
from assistant.core.ports import Engine, TextToSpeech
from assistant.core.values import (
    AudioChunk,
    Description,
    Frame,
    Language,
    Prompt,
    Taught,
    Transcript,
    Utterance,
)
from assistant.session import Parts, Session
from memory.store import Store
from tests.clock import run
from tests.scripted import ScriptedUser, clock

LOUD = (np.random.default_rng(1).normal(0, 8000, 32_000).clip(-32_000, 32_000)).astype("<i2").tobytes()


def sound(seconds: float) -> bytes:
    """Speech, as far as the detector of these tests is concerned."""
    return LOUD[: int(seconds * 32_000) // 2 * 2]


class Loudness:
    """A voice detector for which everything loud is speech."""

    def speech_probability(self, chunk: AudioChunk) -> float:
        return 1.0 if np.abs(np.frombuffer(chunk.pcm, "<i2").astype(np.int32)).mean() > 500 else 0.0


@dataclass
class Words:
    """An engine that says the same words to everything, one each 0.1 s, and keeps the prompts it was given."""

    words: str = "one two three. four five six. seven eight nine."
    prompts: list[Prompt] = field(default_factory=list)
    name: str = "words"
    failing: bool = False

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        self.prompts.append(prompt)
        for word in self.words.split():
            yield word + " "
            await asyncio.sleep(0.1)
        if self.failing:
            raise AnswerError("The model has stopped. Ask again.")

    async def describe(self, frame: Frame) -> Description:
        await asyncio.sleep(0.2)
        return Description("a scene")

    async def learn(self, name: str, views: Sequence[Frame], background: Sequence[Frame]) -> Taught:
        return Taught(name, tuple(view.jpeg for view in views), 300, views[0].time)

    def engine(self) -> Engine:
        return Engine(self, lambda: self, self, lambda: None)


@dataclass
class Ears:
    """Hears these transcripts, one after the other."""

    transcripts: list[Transcript]

    async def transcribe(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(0.2)
        if not self.transcripts:
            raise HearingError("The ears have stopped. Please type.")
        return self.transcripts.pop(0)


@dataclass
class QuickEars(Ears):
    """Understands one more word with each time it is asked, and notes how many seconds it was given."""

    words: str = "where is my red notebook"
    takes: float = 0.1
    given: list[float] = field(default_factory=list)
    failing: bool = False

    async def partial(self, utterance: Utterance) -> Transcript:
        self.given.append(round(len(utterance.pcm) / 32_000, 2))
        await asyncio.sleep(self.takes)
        if self.failing:
            raise HearingError("The ears have stopped. Please type.")
        return sure(" ".join(self.words.split()[: len(self.given)]))


@dataclass
class Reader(Words):
    """An engine that reads ahead: what it was given, and what became of it."""

    takes: float = 0.5
    read: list[Prompt] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)

    async def prepare(self, prompt: Prompt) -> None:
        self.read.append(prompt)
        try:
            await asyncio.sleep(self.takes)
        except asyncio.CancelledError:
            self.outcomes.append("cancelled")
            raise
        self.outcomes.append("read")
        if self.failing:
            raise AnswerError("The model has stopped. Ask again.")


@dataclass
class Deep(Words):
    """A captioner that sees a scene at once, and after a minute what is in it."""

    takes: float = 60.0
    dropped: int = 0

    async def deepen(self, frame: Frame, described: Description) -> Description:
        try:
            await asyncio.sleep(self.takes)
        except asyncio.CancelledError:
            self.dropped += 1
            raise
        if self.failing:
            raise SeeingError("The model has stopped. Show it again.")
        return Description(f"{described.caption} with a cup")


class Hum:
    """A voice that takes 0.5 s for each sentence."""

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        for _ in range(10):
            yield AudioChunk(bytes(2400), 24_000)
            await asyncio.sleep(0.001)


class Hoarse:
    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        raise VoiceError("No voice: install one.")
        yield AudioChunk(b"", 24_000)


Script = Callable[[ScriptedUser, Store], Awaitable[None]]


def play(
    script: Script,
    *,
    engine: Words | None = None,
    heard: Sequence[Transcript] = (),
    ears: Ears | None = None,
    voice: TextToSpeech | None = None,
    user: ScriptedUser | None = None,
) -> ScriptedUser:
    """Runs a script against a session; returns the user with all that was heard."""
    user = user or ScriptedUser("server" if voice else "off")

    async def scene() -> None:
        memory = Store.open(None)
        parts = Parts((engine or Words()).engine(), Loudness(), ears or Ears(list(heard)), voice, memory, clock)
        session = asyncio.create_task(Session("test", parts, user).run())
        user.start()
        await asyncio.wait(
            [session, script_task := asyncio.ensure_future(script(user, memory))], return_when="FIRST_COMPLETED"
        )
        if session.done():
            session.result()
        await script_task
        user.leave()
        await session
        memory.close()

    run(scene())
    return user


def sure(text: str) -> Transcript:
    return Transcript(text, "en", 0.9)
