"""What of a session is among what was forgotten, and what is being done about it at that moment."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from assistant.core.values import Forgot

T = TypeVar("T")


def covers(forgot: Forgot, time: float, id: int = 0) -> bool:
    """Whether a picture of `time`, Unix seconds, or the memory `id` that was made of it, is forgotten (pure).

    Where single memories are forgotten, so is every picture that is none (`id` 0): nobody can tell what it shows.
    """
    if forgot.everything or (forgot.since is not None and time >= forgot.since):
        return True
    return id in forgot.ids if id else bool(forgot.ids)


class UnderWay:
    """Work on frames and memories that may be dropped: its result is then nobody's, and nothing is done with it."""

    def __init__(self) -> None:
        self._tasks: dict[asyncio.Task[Any], tuple[float, int]] = {}

    async def run(self, work: Coroutine[Any, Any, T], time: float = 0.0, id: int = 0) -> T | None:
        """None where it was dropped. `time` and `id` are what it is about, see `covers`."""
        task = asyncio.ensure_future(work)
        self._tasks[task] = time, id
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            waiting = asyncio.current_task()
            if not task.cancelled() or (waiting and waiting.cancelling()):  # who waits for it may be dropped as well
                task.cancel()
                raise
            return None
        finally:
            del self._tasks[task]

    def drop(self, which: Callable[[float, int], bool] = lambda time, id: True) -> None:
        for task, about in self._tasks.items():
            if which(*about):
                task.cancel()
