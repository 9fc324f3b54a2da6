"""A memory with a past, and somebody who asks about it at noon."""

from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from assistant.core.intents import AboutThePast
from assistant.core.values import Box, Frame, Language, Observation, Source, Verdict
from assistant.recalling import Asked, Recalling, Sources
from assistant.understanding import understand
from memory.store import Store
from tests.clock import run
from tests.pictures import jpeg

NOON = datetime(2026, 3, 9, 12, 0).timestamp()
MINUTE, HOUR = 60.0, 3600.0


@dataclass
class Looker:
    """Sees in a picture what it is told is there: verdicts by the time of the picture, "yes" for the others."""

    verdicts: dict[float, Verdict] = field(default_factory=dict)
    looked: list[float] = field(default_factory=list)

    async def examine(self, thing: str, question: str, frame: Frame) -> Verdict:
        self.looked.append(frame.time)
        return self.verdicts.get(frame.time, Verdict("yes"))


@dataclass
class Past:
    memory: Store
    witness: Looker | None = None

    def __post_init__(self) -> None:
        self.sources = Sources(self.memory, self.witness)
        self._recalling = Recalling(self.sources)

    async def keep(
        self, before: float, caption: str, *boxes: Box, text: str = "", source: Source = "camera"
    ) -> Observation:
        """Remembers something of `before` seconds ago, with a picture unless it was told."""
        picture = b"" if source == "told" else jpeg(f"scene {before}")
        return await self.memory.add(Observation(NOON - before, source, caption, text, boxes, picture))

    async def ask(self, question: str, *view: Frame, language: Language = "en") -> str:
        intent = understand(question)
        assert isinstance(intent, AboutThePast), intent
        asked = Asked(question, language, NOON, view)
        async with aclosing(self._recalling.answer(intent, asked)) as pieces:
            return "".join([piece async for piece in pieces])


Scene = Callable[[Past], Coroutine[None, None, None]]


def play(scene: Scene, witness: Looker | None = None) -> None:
    async def act() -> None:
        async with _past(witness) as past:
            await scene(past)

    run(act())


@asynccontextmanager
async def _past(witness: Looker | None) -> AsyncGenerator[Past, None]:
    memory = Store.open(None)
    try:
        yield Past(memory, witness)
    finally:
        memory.close()
