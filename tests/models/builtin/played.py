"""A built-in engine with a memory of its own, asked as a session asks it."""

from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.core.intents import (
    AboutThePast,
    Intent,
)
from assistant.core.lane import Lane
from assistant.core.values import Box, Frame, Language, Observation, Prompt, Source
from assistant.recalling import Asked, Recalling, Sources
from memory.store import Store
from models.builtin.answering import Answering
from models.builtin.looking import Sight
from models.builtin.looks import Looks
from models.builtin.reading import Reader
from models.builtin.witness import LookWitness
from tests.clock import run
from tests.models.builtin.scenes import taught

NOON = datetime(2026, 3, 9, 12, 0).timestamp()


@dataclass(frozen=True, slots=True)
class Desk:
    """A built-in engine with a memory of its own."""

    reader: Reader
    sight: Sight
    memory: Store

    async def ask(
        self, intent: Intent, *frames: Frame, language: Language = "en", recent: tuple[Observation, ...] = ()
    ) -> str:
        return "".join(await self.pieces(intent, *frames, language=language, recent=recent))

    async def pieces(
        self, intent: Intent, *frames: Frame, language: Language = "en", recent: tuple[Observation, ...] = ()
    ) -> list[str]:
        async with aclosing(self._answer(intent, frames, language, recent)) as pieces:
            return [piece async for piece in pieces]

    def _answer(
        self, intent: Intent, frames: tuple[Frame, ...], language: Language, recent: tuple[Observation, ...]
    ) -> AsyncGenerator[str, None]:
        """As the session does it: the past is answered from the memory."""
        if isinstance(intent, AboutThePast):
            sources = Sources(self.memory, LookWitness(self.sight, self.memory))
            return Recalling(sources).answer(intent, Asked("", language, NOON, frames, recent))
        return Answering(self.sight, self.memory).answer(Prompt((), intent, language, NOON, frames, recent))

    async def keep(
        self, before: float, caption: str, *boxes: Box, text: str = "", source: Source = "camera"
    ) -> Observation:
        """Remembers something of `before` seconds ago."""
        return await self.memory.add(Observation(NOON - before, source, caption, text, boxes))

    async def teach(self, name: str, before: float = 600) -> None:
        await self.memory.teach(replace(taught(name), time=NOON - before))


Scene = Callable[[Desk], Coroutine[None, None, None]]


def play(reader: Reader, scene: Scene) -> None:
    async def act() -> None:
        async with _desk(reader) as desk:
            await scene(desk)

    run(act())


@asynccontextmanager
async def _desk(reader: Reader) -> AsyncGenerator[Desk, None]:
    lane, memory = Lane("test"), Store.open(None)
    try:
        yield Desk(reader, Sight(lane, reader, Looks()), memory)
    finally:
        lane.close()
        memory.close()


def box(label: str, left: float, top: float, right: float, bottom: float) -> Box:
    return Box(label, left, top, right, bottom, 0.8)
