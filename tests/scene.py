"""A session behind the real socket: a page that can be cut off, ears that keep their sound, a voice that counts."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np

from assistant.core.ports import Transport, VoiceDetector
from assistant.core.values import AudioChunk, Language, Transcript, Utterance
from assistant.session import Parts, Session
from memory.store import Store
from tests.clock import run
from tests.scripted import clock
from tests.tab import IDLE, Tab, tab
from tests.talking import Loudness, Words, sure

CUT = 30.0  # seconds that a line is cut for


STORY = " ".join(f"This is sentence number {n} of a story." for n in range(8))


class Counting:
    """A voice whose samples count up: 2 s for each sentence, in packets of 0.1 s, so that none is lost or double."""

    def __init__(self) -> None:
        self.said = b""

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        for _ in range(20):
            packet = np.full(2_400, len(self.said) // 4_800, "<i2").tobytes()
            self.said += packet
            yield AudioChunk(packet, 24_000)
            await asyncio.sleep(0.01)


@dataclass
class Ears:
    """Understands `words`, one after the other, and keeps the sound."""

    words: list[str]
    heard: list[bytes] = field(default_factory=list)

    async def transcribe(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(0.2)
        self.heard.append(utterance.pcm)
        return sure(self.words.pop(0)) if self.words else Transcript("", "en", 0.0)


@dataclass
class Stage:
    """What a scene is played with."""

    engine: Words = field(default_factory=lambda: Words(STORY))
    ears: Ears = field(default_factory=lambda: Ears([]))
    voice: Counting = field(default_factory=Counting)
    detector: VoiceDetector = field(default_factory=Loudness)

    def play(self, script: Callable[[Tab], Awaitable[None]]) -> None:
        async def scene() -> None:
            memory = Store.open(None)

            async def session(transport: Transport) -> None:
                parts = Parts(self.engine.engine(), self.detector, self.ears, self.voice, memory, clock)
                await Session("test", parts, transport).run()

            async with asyncio.timeout(2 * IDLE), tab(session) as page:
                await script(page)
            memory.close()

        run(scene())


def speech(seconds: float, seed: int = 1) -> bytes:
    """Noise that is the same nowhere: sound that is lost, or comes twice, is not what was said."""
    dice = np.random.default_rng(seed)
    return dice.normal(0, 8000, int(seconds * 16_000) // 320 * 320).clip(-32_000, 32_000).astype("<i2").tobytes()


QUIET = bytes(32_000)
