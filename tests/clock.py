"""An event loop whose clock jumps: it never sleeps, and time stands still while a worker thread works."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar

T = TypeVar("T")


class JumpingLoop(asyncio.SelectorEventLoop):
    """`time()` advances to the next timer as soon as nothing else is to be done."""

    def __init__(self) -> None:
        self._now = 0.0
        self._in_threads = 0
        self._real = selectors.DefaultSelector()
        super().__init__(self._real)
        self._select = self._real.select
        self._real.select = self._jump  # type: ignore[method-assign]

    def time(self) -> float:
        return self._now

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> "asyncio.Future[Any]":
        self._in_threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._returned)
        return future

    def _returned(self, _: object) -> None:
        self._in_threads -= 1

    def _jump(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = self._select(0)
        if ready or timeout == 0:
            return ready
        if self._in_threads:
            return self._select(60)
        if timeout is None:
            woken = self._select(10)
            if not woken:
                raise RuntimeError("nothing is left that could ever wake this test up")
            return woken
        self._now += timeout
        return []


def run(main: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` on a clock that starts at 0 and jumps."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(main)
