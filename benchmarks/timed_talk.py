"""A conversation whose models are timers: who asks, what each stage takes, and what is known of the words by when.

The times, and what is measured with them, stand in `turns.py`.
"""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.core import events
from assistant.core.events import Event
from assistant.core.ports import Engine
from assistant.core.values import AudioChunk, Description, Frame, Language, Prompt, PushToTalk, Taught, Transcript
from assistant.core.values import Utterance as Sound
from assistant.session import Parts, Session
from assistant.turns.following import Hypothesis
from benchmarks.questions import RATE, spoken, understood
from memory.store import Store
from tests.scripted import PACKET, ScriptedUser, clock

END_OF_TURN, TRANSCRIPT, FIRST_TOKEN, FIRST_SOUND = 0.080, 0.024, 0.200, 0.200  # seconds
WINDOW = 1024  # bytes of sound that the voice detector hears at a time
LOUD = 500  # of 32768, the mean over a window
APART = 1.7  # seconds from the end of a question to the next: sooner, the session takes it for a pause inside a turn
REPLY = "That is a question I can answer. "

Silences = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Way:
    """known: share of a word that has to be heard, None where nothing is understood before the pause.

    silence: seconds after which the microphone is let go of; 0 for as long as the first way waits, None for never.
    """

    name: str
    known: float | None = None
    detector: bool = False
    drafts: bool = True
    silence: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Seconds from the last sample of the question: until its end was decided, and until the reply was heard."""

    silence: float
    heard: float


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation; `lost` are windows of sound that were sent and that the voice detector never heard."""

    turns: Sequence[Turn]
    lost: int


class Timers:
    """Every model of one conversation; `question` is what is being asked, `windows` how many the detector heard."""

    name = "timers"

    def __init__(self) -> None:
        self.question = ""
        self.windows = 0

    def speech_probability(self, chunk: AudioChunk) -> float:
        self.windows += 1
        return float(np.abs(np.frombuffer(chunk.pcm, "<i2").astype(np.int32)).mean() > LOUD)

    async def transcribe(self, utterance: Sound) -> Transcript:
        await asyncio.sleep(TRANSCRIPT)
        return Transcript(self.question, "en", 0.9)

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        await asyncio.sleep(FIRST_TOKEN)
        yield REPLY

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        await asyncio.sleep(FIRST_SOUND)
        yield AudioChunk(bytes(4800), 24_000)

    async def describe(self, frame: Frame) -> Description:
        return Description("a scene")

    async def learn(self, name: str, views: Sequence[Frame], background: Sequence[Frame]) -> Taught:
        return Taught(name, (), 0, 0.0)

    async def over(self, utterance: Sound) -> float:
        await asyncio.sleep(END_OF_TURN)
        return 0.95

    def parts(self, memory: Store, *, detector: bool) -> Parts:
        engine = Engine(self, lambda: self, self, lambda: None)
        return Parts(engine, self, self, self, memory, clock, turns=self if detector else None)


class Early(Timers):
    """Also understands what was said so far."""

    def __init__(self, known: float) -> None:
        super().__init__()
        self._known = known

    async def partial(self, utterance: Sound) -> Transcript:
        await asyncio.sleep(TRANSCRIPT)
        return Transcript(understood(self.question, utterance.pcm, self._known), "en", 0.9)


class Undrafted(Session):
    """Begins no answer before the turn is over; how long the silence must be is weighed as ever."""

    async def _so_far(self, newest: Hypothesis) -> None:
        return

    async def _perhaps_over(self, transcript: Transcript, began: float) -> None:
        self._listening.wait(transcript.text, began)


class Caller(ScriptedUser):
    """Asks at real-time pace, by an absolute schedule: a packet that is late makes no later one late."""

    def __init__(self, timers: Timers) -> None:
        super().__init__()
        self.sent = 0  # packets
        self._timers = timers
        self._ended = self._sounded = 0.0

    async def send(self, event: Event) -> None:
        now = asyncio.get_running_loop().time()
        if isinstance(event, events.SpeechEnded):
            self._ended = now
        elif isinstance(event, events.Voice):
            self._sounded = self._sounded or now
        await super().send(event)

    async def converse(self, asked: Sequence[str], silences: Silences) -> list[Turn]:
        """Where a silence is given, the microphone is held open, and let go of after that many seconds."""
        self.start()
        turns = [await self._turn(question, silence) for question, silence in zip(asked, silences, strict=True)]
        self.leave()
        return turns

    async def _turn(self, question: str, silence: float | None) -> Turn:
        loop = asyncio.get_running_loop()
        self._timers.question, self._sounded, past = question, 0.0, len(self.heard)
        voice = spoken(question)
        begun = loop.time()
        last = begun + len(voice) / 2 / RATE
        if silence is not None:
            self.do(PushToTalk(True))
            loop.call_at(last + silence, self.do, PushToTalk(False))
        await self._stream(voice + bytes(int(APART * RATE) * 2), begun)
        await self.until(events.ReplyEnded, after=past)
        return Turn(self._ended - last, self._sounded - last)

    async def _stream(self, pcm: bytes, begun: float) -> None:
        """Each packet when its last sample has been recorded."""
        loop = asyncio.get_running_loop()
        for number in range(len(pcm) // PACKET):
            await asyncio.sleep(max(0.0, begun + (number + 1) * 0.02 - loop.time()))
            self.do(AudioChunk(pcm[number * PACKET : (number + 1) * PACKET], RATE))
            self.sent += 1


async def talks(
    way: Way, asked: Sequence[Sequence[str]], silences: Silences, kind: type[Caller] = Caller
) -> list[Talk]:
    """One for each list of questions, all at once in this process, over one memory; `kind` is who asks them."""
    with tempfile.TemporaryDirectory() as folder:
        memory = Store.open(Path(folder))
        try:
            return await asyncio.gather(*(_talk(way, memory, questions, silences, kind) for questions in asked))
        finally:
            memory.close()


async def _talk(way: Way, memory: Store, asked: Sequence[str], silences: Silences, kind: type[Caller]) -> Talk:
    timers = Early(way.known) if way.known else Timers()
    caller = kind(timers)
    opened = Session if way.drafts else Undrafted
    session = asyncio.create_task(opened("bench", timers.parts(memory, detector=way.detector), caller).run())
    turns = await caller.converse(asked, silences)
    await session
    return Talk(turns, caller.sent * PACKET // WINDOW - timers.windows)
