"""A process to be killed at any moment: forked from one that has imported everything, so that it is there in 10 ms."""

import contextlib
import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.memory.warmed", "tests.memory.test_killed", "tests.memory.test_forgotten"])


@contextlib.contextmanager
def forked(work: Callable[..., None], *arguments: Any) -> Iterator[tuple[ForkServerProcess, "Connection[Any, Any]"]]:
    """Runs `work(pipe, *arguments)`; gives the process and the pipe's other end. It is killed here at the latest."""
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=work, args=(theirs, *arguments))
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
