"""One worker thread for one blocking model, so that the event loop never waits for it.

Urgent calls (a reply) go before the others (a caption). A cancelled call that has not begun never begins; one
that runs is told to stop through the `threading.Event` it was given, and the lane is free again when it returns.
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


class Lane:
    """Blocking work, one piece at a time. `name` labels its thread."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._busy = False

    async def call(self, work: Callable[[threading.Event], T], *, urgent: bool = False) -> T:
        """Runs `work(stop)` in the lane's thread. On cancellation `stop` is set."""
        await self._enter(urgent)
        stop = threading.Event()
        running = asyncio.get_running_loop().run_in_executor(self._pool, work, stop)
        running.add_done_callback(self._leave)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            stop.set()
            raise

    async def stream(
        self, work: Callable[[threading.Event], Generator[T, None, None]], *, urgent: bool = True
    ) -> AsyncGenerator[T, None]:
        """Yields what the blocking generator `work(stop)` yields; closing this stops it at its next yield."""
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[T | object] = asyncio.Queue()

        def pump(stop: threading.Event) -> None:
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

    async def _enter(self, urgent: bool) -> None:
        if not self._busy:
            self._busy = True
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (not urgent, next(self._order), turn))
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

    def _next(self) -> None:
        while self._waiting:
            turn = heappop(self._waiting)[2]
            if not turn.done():
                turn.set_result(None)
                return
        self._busy = False
