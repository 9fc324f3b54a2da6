"""One worker thread for one blocking model, so that the event loop never waits for it.

Urgent calls (a reply) go before the others (a caption). A cancelled call that has not begun never begins; one
that runs is told to stop through the `Stop` it was given, and the lane is free again when it returns. A call that
may be begun again also stops for an urgent one, and is begun again after it.
"""

import asyncio
import contextlib
import itertools
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from heapq import heappop, heappush
from typing import TypeVar

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


class Lane:
    """Blocking work, one piece at a time. `name` labels its thread."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._busy = False
        self._yielding: Stop | None = None  # what runs now and would stop for something urgent

    async def call(self, work: Callable[[Stop], T], *, urgent: bool = False, again: bool = False) -> T:
        """Runs `work(stop)` in the lane's thread. On cancellation `stop` is set.

        again: the work may be stopped for something urgent, and is then begun again; what it returned or raised
        when it was stopped is not looked at.
        """
        order = next(self._order)
        while True:
            await self._enter(urgent, order)
            stop = Stop()
            if again:
                self._yielding = stop
                if self._urgent_waits():
                    stop.set()
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
            try:
                with contextlib.closing(work(stop)) as values:
                    for value in values:
                        if stop.is_set():
                            return
                        loop.call_soon_threadsafe(queue.put_nowait, value)
            finally:
                loop.call_soon_threadsafe(queue.put_nowait, _DONE)

        task = asyncio.ensure_future(self.call(pump, urgent=urgent))
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

    async def _enter(self, urgent: bool, order: int) -> None:
        if not self._busy:
            self._busy = True
            return
        if urgent and self._yielding:
            self._yielding.set()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (not urgent, order, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._next()
            raise

    def _leave(self, running: "asyncio.Future[T]") -> None:
        if not running.cancelled():
            running.exception()
        self._next()

    def _urgent_waits(self) -> bool:
        return any(not background and not turn.done() for background, _, turn in self._waiting)

    def _next(self) -> None:
        self._yielding = None
        while self._waiting:
            turn = heappop(self._waiting)[2]
            if not turn.done():
                turn.set_result(None)
                return
        self._busy = False
