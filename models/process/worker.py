"""The process behind a `Host`, run as `python -m models.process.worker`.

Messages of `wire` come in on stdin and go out on what was stdout. It ends when stdin does, whatever it is doing, so
that it never outlives the app. One thread reads, so that a halt is seen while the other works.
"""

import contextlib
import ctypes
import gc
import importlib
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable, Generator
from io import FileIO
from typing import Protocol

from assistant.core.errors import KeepsightError
from models.process import pipes
from models.process.wire import Build, Crashed, Done, Failed, Forget, Halt, Peak, Run, Up, Value, receive, send

NICE = 10  # of 19: the page and the sound are waited for by a person, and take little


class Hosted(Protocol):
    def handle(self, request: object, stop: threading.Event) -> Generator[object, None, None]:
        """Answers one request; ends soon after `stop` is set."""
        ...


class Worker:
    def __init__(self, requests: FileIO, answers: FileIO) -> None:
        self._requests, self._answers = requests, answers
        self._waiting: queue.SimpleQueue[Run] = queue.SimpleQueue()
        self._stops: dict[int, threading.Event] = {}

    def work(self) -> None:
        """Until the process ends."""
        build: Build = receive(self._read)
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        made: list[Hosted] = []
        self._answer(0, lambda: made.append(_make(build)))
        while made:
            run = self._waiting.get()
            self._answer(run.number, lambda run=run: self._handle(made[0], run))  # type: ignore[misc]
            del self._stops[run.number]

    def _answer(self, number: int, act: Callable[[], None]) -> None:
        try:
            act()
        except KeepsightError as error:
            self._send(Failed(number, error))
        except Exception as error:
            # The end of this process is the end of a model that took minutes to load; what is wrong is told there.
            told = traceback.format_tb(error.__traceback__) if number else traceback.format_exception(error)
            trace = "".join(told)
            self._send(Crashed(number, type(error).__qualname__, trace))
        self._send(Done(number, peak()))

    def _handle(self, hosted: Hosted, run: Run) -> None:
        stop = self._stops[run.number]
        with contextlib.closing(hosted.handle(run.request, stop)) as values:
            for value in values:
                if stop.is_set():
                    return
                self._send(Value(run.number, value))
        if isinstance(run.request, Forget):
            give_back()

    def _listen(self) -> None:
        with contextlib.suppress(EOFError):
            while True:
                match receive(self._read):
                    case Run(number) as run:
                        self._stops[number] = threading.Event()
                        self._waiting.put(run)
                    case Halt(number):
                        if stop := self._stops.get(number):
                            stop.set()
        os._exit(0)

    def _read(self, size: int) -> bytes:
        data = pipes.read(self._requests, size)
        if len(data) < size:
            raise EOFError
        return data

    def _send(self, message: Up) -> None:
        send(lambda data: pipes.write(self._answers, data), message)


def _make(build: Build) -> Hosted:
    module, _, function = build.factory.partition(":")
    hosted: Hosted = getattr(importlib.import_module(module), function)(*build.arguments)
    return hosted


def give_back() -> None:
    """What is freed goes back to the system, where it can be read no more: Python and its C library would keep it."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch and torch.cuda.is_initialized():
        torch.cuda.empty_cache()
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # musl has none
            ctypes.CDLL(None).malloc_trim(0)


def peak() -> Peak:
    """What this process took at most, so far."""
    torch = sys.modules.get("torch")
    cuda = torch.cuda.max_memory_allocated() if torch and torch.cuda.is_initialized() else 0
    return Peak(_peak_of_machine(), cuda)


def _peak_of_machine() -> int:
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    # Whatever a library prints must not get between the answers.
    os.dup2(2, 1)
    if sys.platform != "win32":
        os.nice(NICE)
    Worker(os.fdopen(os.dup(0), "rb", buffering=0), answers).work()
    os._exit(1)


if __name__ == "__main__":
    main()
