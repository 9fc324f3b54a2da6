"""A model in a process of its own: it may use all of a core and hold the interpreter's lock without holding up sound.

Replies go before background work, which is stopped for them at once and begun again after them. The process is
started again when it dies, ends with the app however that ends, and never sees Ctrl-C. When something is forgotten,
what it was asked before is not answered any more, and what it keeps of it is dropped, or ends with it.
"""

import asyncio
import contextlib
import itertools
import logging
import sys
import threading
from collections import deque
from collections.abc import AsyncGenerator, Generator, Iterator
from pathlib import Path
from typing import Any

from assistant.core.errors import KeepsightError, ModelError
from assistant.core.lane import Lane, Stop
from models.process.child import Child, Died
from models.process.wire import Build, Crashed, Done, Failed, Forget, Halt, Peak, Run, Value, receive, send

FAILURES = 3  # in a row, after which only a question starts the process again: captions would every second
PATIENCE = 60.0  # seconds for a halt to take effect; one step of a model takes less on any machine
FORGOTTEN = 1.0  # seconds after which nothing that was to be forgotten may be left: what is not done by then is ended
_WORKER = [sys.executable, "-X", "faulthandler", "-m", "models.process.worker"]
_ROOT = Path(__file__).parents[2]

Error = type[KeepsightError]

log = logging.getLogger("keepsight.models")


class Host:
    """Runs what `factory`, "module:function", makes of `arguments` there: a `worker.Hosted`. One request at a time.

    All errors that the object expects arrive as they are; where it breaks down, the one that was asked for.
    """

    def __init__(self, name: str, factory: str, *arguments: object) -> None:
        self.peak = Peak()  # as of the last request
        self._name = name
        self._build = Build(factory, arguments)
        self._lane = Lane(name)
        self._numbers = itertools.count(1)
        self._failures = 0
        self._closed = False
        self._child: Child | None = None
        self._fed: Child | None = None  # the last that was asked anything: only that has something to forget
        self._forgets = 0
        self._under_way: Stop | None = None

    async def start(self) -> None:
        """Waits until the object is made. Raises what the factory does, and ModelError."""

        def work(_: Stop) -> None:
            with self._explained(ModelError):
                self._running()

        await self._lane.call(work, urgent=True)

    def stream(self, request: object, *, error: Error = ModelError) -> AsyncGenerator[Any, None]:
        """What the object yields; urgent. Closing this stops it within one step; `forget` does with an `error`."""
        asked = self._forgets
        return self._lane.stream(lambda stop: self._exchange(request, stop, error, asked))

    async def call(self, request: object, *, urgent: bool = False, error: Error = ModelError) -> Any:
        """The last that the object yields, None where it yields nothing. Cancelling this stops it within one step.

        `forget` breaks it off: with `error` where it is urgent, else it has yielded nothing.
        """
        asked = self._forgets

        def work(stop: Stop) -> Any:
            if not urgent and self._failures >= FAILURES:
                raise error(f"{self._name} keeps breaking down. Choose a smaller model and start again.")
            values = deque(self._exchange(request, stop, error, asked), maxlen=1)
            return values[0] if values else None

        try:
            return await self._lane.call(work, urgent=urgent, again=not urgent)
        except KeepsightError:
            if not urgent and asked != self._forgets:
                return None
            raise

    async def forget(self) -> None:
        """Breaks off what is under way or waits, since it may be about what is forgotten, and has the object forget.

        A process that has not done so within a second is ended, and started again for the next request.
        """
        self._forgets += 1
        child, under_way = self._fed, self._under_way
        if child is None or not child.alive:
            return
        if under_way:
            under_way.set()
        now = self._forgets
        try:
            async with asyncio.timeout(FORGOTTEN):
                await self._lane.call(lambda stop: deque(self._exchange(Forget(), stop, ModelError, now)), urgent=True)
        except (TimeoutError, KeepsightError):
            if now == self._forgets:  # else another forgets at this moment, and sees to it
                log.warning("%s did not forget in time and was ended; it is started again when needed", self._name)
                await asyncio.to_thread(child.close)

    def close(self) -> None:
        """Ends the process at once, in the middle of its work too."""
        self._closed = True
        self._lane.close()
        if child := self._child:
            child.close()

    def _exchange(self, request: object, stop: Stop, error: Error, asked: int) -> Generator[Any, None, None]:
        """asked: how often something had been forgotten when this was asked."""
        self._under_way = stop
        self._check_wanted(asked, error)
        with self._explained(error):
            child, number = self._running(), next(self._numbers)
            self._fed = child
            self._check_wanted(asked, error)
            if stop.is_set():
                return
            send(child.write, Run(number, request))
            values = self._values(child, number)
            with _halting(child, number, stop):
                try:
                    for value in values:
                        if not stop.is_set():
                            yield value
                except GeneratorExit:
                    stop.set()
                    raise
                finally:
                    for _ in values:  # the next request finds the process idle
                        pass
            self._failures = 0

    def _check_wanted(self, asked: int, error: Error) -> None:
        if asked != self._forgets:
            raise error(f"{self._name} has forgotten what this was about. Ask again.")

    def _running(self) -> Child:
        if self._closed:
            raise Died
        if self._child is None or not self._child.alive:
            if self._child:
                self._child.close()
            self._child = Child(_WORKER, _ROOT, loud=True)
            if self._closed:  # in between
                raise Died
            send(self._child.write, self._build)
            try:
                for _ in self._values(self._child, 0):
                    pass
            except (KeepsightError, _Bug):
                self._failures += 1
                self._child.close()
                raise
        return self._child

    def _values(self, child: Child, number: int) -> Generator[Any, None, None]:
        failure: Exception | None = None
        while not isinstance(message := receive(child.read), Done):
            match message:
                case Value(_, value):
                    yield value
                case Failed(_, failure):
                    pass
                case Crashed(_, kind, trace):
                    log.error("%s: %s\n%s", self._name, kind, trace)
                    failure = _Bug(kind)
        self.peak = message.peak
        if failure:
            raise failure

    @contextlib.contextmanager
    def _explained(self, error: Error) -> Iterator[None]:
        try:
            yield
        except Died:
            if self._child:
                self._child.close()
                self._child = None  # it may still be on its way out, and pass for alive
            if self._closed:
                raise error(f"{self._name} was put away. Ask again.") from None
            self._failures += 1
            raise error(
                f"{self._name} broke down in the middle of its work, most likely for want of memory. It is started "
                "again for the next question; if that does not help, choose a smaller model."
            ) from None
        except _Bug as bug:
            raise error(f"{self._name} met with an unexpected {bug}; the log says where. Ask again.") from None


class _Bug(Exception):
    """Something that nobody expected was raised there; the log has it."""


@contextlib.contextmanager
def _halting(child: Child, number: int, stop: Stop) -> Iterator[None]:
    """Passes `stop` on to the process, and ends it where it does not stop."""
    hung = threading.Timer(PATIENCE, child.close)
    hung.daemon = True

    def halt() -> None:
        hung.start()
        with contextlib.suppress(Died):
            send(child.write, Halt(number))

    stop.then(halt)
    try:
        yield
    finally:
        hung.cancel()
