"""The engine that needs no download, put together: it reads, matches, measures and remembers, and guesses nothing."""

import os
import threading
from collections.abc import Sequence

from assistant.core.lane import Lane
from assistant.core.ports import Engine, Memory
from assistant.core.values import Frame, Taught
from models.builtin.answering import Answering
from models.builtin.eyes import Eyes
from models.builtin.looking import Sight
from models.builtin.looks import Looks
from models.builtin.reading import Reader
from models.builtin.teaching import learn
from models.builtin.witness import LookWitness


def create(memory: Memory, *, warm: bool = True) -> Engine:
    """Ready at once: the model that reads loads in the background (`warm`), or when it is first needed."""
    lane, reader, looks = Lane("builtin"), Reader(threads()), Looks()
    if warm:
        # No daemon: the process would be aborted (SIGABRT) where it ends while the model is still loading.
        threading.Thread(target=reader.load, name="builtin-warm").start()
    sight = Sight(lane, reader, looks)
    return Engine(
        answerer=Answering(sight, memory),
        captioner=lambda: Eyes(lane, reader, looks, memory),
        teacher=Teaching(lane),
        close=lane.close,
        witness=LookWitness(sight, memory),
    )


def threads() -> int:
    """Half the cores, at least one: sound and the page must not wait for a picture."""
    return max(1, (os.cpu_count() or 2) // 2)


class Teaching:
    """The teacher, in the engine's lane."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane

    async def learn(self, name: str, views: Sequence[Frame], background: Sequence[Frame]) -> Taught:
        """Raises SeeingError when nothing can be told apart from the background."""
        return await self._lane.call(lambda stop: learn(name, views, background, stop), urgent=True)
