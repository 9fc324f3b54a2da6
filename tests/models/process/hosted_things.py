"""What the tests of `Host` run in a process of its own: small, and as badly behaved as a library can be."""

import os
import sys
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.core.errors import ModelError, SeeingError
from models.process.wire import Forget


@dataclass(frozen=True, slots=True)
class Count:
    """Counts from 0, a hundred numbers a second."""

    to: int


@dataclass(frozen=True, slots=True)
class Caption:
    """Touches `begun` and then reads for ever, unless somebody has counted before."""

    begun: Path


@dataclass(frozen=True, slots=True)
class Array:
    values: object


@dataclass(frozen=True, slots=True)
class Trouble:
    kind: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pid: ...


@dataclass(frozen=True, slots=True)
class Counted:
    """How far was counted, each time, since it was made or forgot."""


class Thing:
    """`given` is what it was built with."""

    def __init__(self, given: str) -> None:
        self._given = given
        self._counted: list[int] = []

    def handle(self, request: object, stop: threading.Event) -> Generator[object, None, None]:
        match request:
            case Count(to):
                yield from self._count(to, stop)
            case Caption(begun):
                begun.touch()
                if not self._counted:
                    stop.wait()
                yield f"a desk, {self._given}, after {self._counted}"
            case Array(values):
                assert isinstance(values, np.ndarray)
                values += 1  # what arrives may be written to
                yield values
            case Trouble(kind, words):
                yield from trouble(kind, words)
            case Pid():
                yield os.getpid()
            case Counted():
                yield list(self._counted)
            case Forget():
                self._counted.clear()

    def _count(self, to: int, stop: threading.Event) -> Generator[int, None, None]:
        counted = 0
        try:
            for counted in range(to):
                yield counted
                if stop.wait(0.01):
                    return
        finally:
            self._counted.append(counted)


def trouble(kind: str, words: str) -> Generator[object, None, None]:
    yield "begun"
    match kind:
        case "expected":
            raise SeeingError(words)
        case "bug":
            raise ValueError(words)
        case "killed":
            os.kill(os.getpid(), 9)
        case "chatty":
            sys.stdout.write(words * 10_000)
            sys.stdout.flush()
            os.write(1, words.encode())
        case "deaf":
            time.sleep(3600)
        case "unspeakable":
            yield lambda: words  # cannot be pickled


def refuse(given: str) -> Thing:
    raise ModelError(f"{given} does not fit: 8 GB are needed, 2 GB are free.")
