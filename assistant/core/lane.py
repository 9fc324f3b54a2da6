"""One worker thread for one blocking model, so that the event loop never waits for it.

Urgent calls (a reply) go before the others (a caption). A cancelled call that has not begun never begins; one
that runs is told to stop through the `Stop` it was given, and the lane is free again when it returns. A call that
may be begun again also stops for an urgent one, and is begun again after it. What is urgent but nobody wants yet, a
draft, goes after what somebody waits for, and is given up for it; once it is wanted it keeps its place.
"""

import asyncio
import contextlib
import itertools
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from assistant.core.tentative import Tentative, unwanted

T = TypeVar("T")
_DONE = object()


class Stop(threading.Event):
    """An event that can also wake up what does not look at events, for example a process."""

    def __init__(self) -> None:
        super().__init__()
        self._acts: list[Callable[[], object]] = []
        self._acting = threading.Lock()

    def then(self, act: Callable[[], object]) -> None:
        """`act` is called when this is set, by the thread that sets it; at once where it is set already."""
        with self._acting:
            if not self.is_set():
                self._acts.append(act)
                return
        act()

    def set(self) -> None:
        with self._acting:
            super().set()
            acts, self._acts = self._acts, []
        for act in acts:
            act()


@dataclass(slots=True)
class _Call:
    """order: of asking. work: what it is part of and nobody wanted when it was asked; None for all else."""

    order: int
    urgent: bool
    work: Tentative | None
    turn: asyncio.Future[None] | None = None  # while it waits
    stop: Stop | None = None  # while it runs and would stop for something urgent

    @property
    def place(self) -> tuple[bool, bool, int]:
        """Urgent before background, wanted before unwanted, early before late."""
        return not self.urgent, self.work is not None and not self.work.wanted, self.order

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for it."""
        return not any(self.place[:2])


class Lane:
    """Blocking work, one piece at a time. `name` labels its thread."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting: list[_Call] = []
        self._order = itertools.count()
        self._current: _Call | None = None

    async def call(self, work: Callable[[Stop], T], *, urgent: bool = False, again: bool = False) -> T:
        """Runs `work(stop)` in the lane's thread. On cancellation `stop` is set.

        again: the work may be stopped for something urgent, and is then begun again; what it returned or raised
        when it was stopped is not looked at.
        """
        call = _Call(next(self._order), urgent, unwanted() if urgent else None)
        while True:
            await self._enter(call)
            stop = Stop()
            if again:
                call.stop = stop
                self._make_way()
            running = asyncio.get_running_loop().run_in_executor(self._pool, work, stop)
            running.add_done_callback(self._leave)
            try:
                await asyncio.wait([running])
            except asyncio.CancelledError:
                stop.set()
                raise
            if not stop.is_set():
                return running.result()

    async def stream(
        self, work: Callable[[Stop], Generator[T, None, None]], *, urgent: bool = True
    ) -> AsyncGenerator[T, None]:
        """Yields what the blocking generator `work(stop)` yields; closing this stops it at its next yield."""
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[T | object] = asyncio.Queue()

        def pump(stop: Stop) -> None:
            with contextlib.closing(work(stop)) as values:
                for value in values:
                    if stop.is_set():
                        return
                    loop.call_soon_threadsafe(queue.put_nowait, value)

        task = asyncio.ensure_future(self.call(pump, urgent=urgent))
        task.add_done_callback(lambda _: queue.put_nowait(_DONE))  # also where the lane was closed and nothing ran
        try:
            while (value := await queue.get()) is not _DONE:
                yield value  # type: ignore[misc]
            await task
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _enter(self, call: _Call) -> None:
        if self._current is None:
            self._current = call
            return
        call.turn = turn = asyncio.get_running_loop().create_future()
        self._waiting.append(call)
        if call.work:
            call.work.when_wanted(self._make_way)
        self._make_way()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._next()
            raise

    def _make_way(self) -> None:
        """What runs stops for what is more urgent, where it can."""
        waiting = [call for call in self._waiting if call.turn and not call.turn.done()]
        if self._current and self._current.stop and any(call.urgent for call in waiting):
            self._current.stop.set()
        if self._current and self._current.work and any(call.awaited for call in waiting):
            self._current.work.give_way()

    def _leave(self, running: "asyncio.Future[T]") -> None:
        if not running.cancelled():
            running.exception()
        self._next()

    def _next(self) -> None:
        waiting = [call for call in self._waiting if call.turn and not call.turn.done()]
        self._current = min(waiting, key=lambda call: call.place, default=None)
        self._waiting = [call for call in waiting if call is not self._current]
        if self._current and self._current.turn:
            self._current.turn.set_result(None)
