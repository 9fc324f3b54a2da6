"""Models on their way in: started beside everything else, the newest of each told to all who listen, and in words."""

import asyncio
import logging
import shutil
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from assistant.core.ports import Report
from assistant.core.values import Progress

TENTH = 10  # percent between two lines where a line cannot be written over

log = logging.getLogger("keepsight.models")


@asynccontextmanager
async def loading(*loads: Callable[[], Coroutine[Any, Any, None]]) -> AsyncGenerator[None, None]:
    """They run as long as the block does. A bug in one is logged and ends that one alone."""
    tasks = [asyncio.create_task(load()) for load in loads]
    for task in tasks:
        task.add_done_callback(_bug)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


def _bug(done: "asyncio.Task[None]") -> None:
    if not done.cancelled() and (bug := done.exception()):
        log.error("a model was not loaded because of a bug", exc_info=bug)


class Board:
    """Made on the event loop; `report` may be called from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._newest: dict[str, Progress] = {}
        self._listeners: list[Report] = []

    @property
    def newest(self) -> tuple[Progress, ...]:
        """One for each part that was ever reported, in the order in which they were begun."""
        return tuple(self._newest.values())

    def coming(self) -> bool:
        """Whether a model that answers is on its way in."""
        answering = self._newest.get("vlm")
        return answering is not None and answering.state not in ("ready", "failed")

    def listen(self, listener: Report) -> None:
        """Called on the event loop with each progress from now on."""
        self._listeners.append(listener)

    def report(self, progress: Progress) -> None:
        self._loop.call_soon_threadsafe(self.note, progress)

    def note(self, progress: Progress) -> None:
        """As `report`, on the event loop."""
        if progress == self._newest.get(progress.role):
            return
        self._newest[progress.role] = progress
        for listener in self._listeners:
            listener(progress)


class Terminal:
    """Makes what is to be written to a terminal, as it is: one line that is written over, or lines where it is a file.

    Called with each progress in turn.
    """

    def __init__(self, *, is_tty: bool) -> None:
        self._is_tty = is_tty
        self._running: dict[str, str] = {}  # the line of each part that is under way
        self._last: dict[str, tuple[str, str, int]] = {}  # what was written last of each part

    def __call__(self, progress: Progress) -> str:
        text = line(progress)
        if not self._is_tty:
            return self._once(progress, text)
        if progress.state in ("ready", "failed"):
            self._running.pop(progress.role, None)
            return f"\r\x1b[K{text}\n{self._rest()}"
        self._running[progress.role] = text
        return f"\r\x1b[K{self._rest()}"

    def _rest(self) -> str:
        return " | ".join(self._running.values())[: shutil.get_terminal_size().columns - 1]

    def _once(self, progress: Progress, text: str) -> str:
        now = (progress.state, progress.message, percent(progress) // TENTH)
        if self._last.get(progress.role) == now:
            return ""
        self._last[progress.role] = now
        return f"{text}\n"


def line(progress: Progress) -> str:
    """`vlm owner/model: 412 MB of 1.0 GB (41 %), 8.2 MB/s, 1 min left`, or the sentence where there is one."""
    return f"{progress.role} {progress.name}: {progress.message or _numbers(progress) or progress.state}"


def percent(progress: Progress) -> int:
    """0..100; 0 where the whole is not known."""
    return 100 * progress.done // progress.total if progress.total else 0


def size(count: float) -> str:
    """Bytes as people read them: 640 kB, 412 MB, 1.0 GB."""
    for unit, one in (("GB", 1e9), ("MB", 1e6)):
        if count >= one * 0.9995:
            return f"{count / one:.1f} {unit}" if count < 10 * one else f"{count / one:.0f} {unit}"
    return f"{count / 1e3:.0f} kB"


def span(seconds: float) -> str:
    """A length of time, rounded up: 40 s, 3 min, 2 h."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{-(-seconds // 60):.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"


def _numbers(progress: Progress) -> str:
    if progress.state != "downloading" or progress.total is None:
        return ""
    parts = [f"{size(progress.done)} of {size(progress.total)} ({percent(progress)} %)"]
    if progress.speed is not None:
        parts.append(f"{size(progress.speed)}/s")
    if progress.left is not None:
        parts.append(f"{span(progress.left)} left")
    return ", ".join(parts)
