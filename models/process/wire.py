"""What a host and its process say to each other: pickled values, the arrays in them beside the pickle, uncopied."""

import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.core.errors import KeepsightError


@dataclass(frozen=True, slots=True)
class Build:
    """The first message down: `factory` is "module:function"; what it returns does the work. Answered with number 0."""

    factory: str
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Run:
    number: int
    request: object


@dataclass(frozen=True, slots=True)
class Halt:
    """Request `number` is not wanted any more."""

    number: int


@dataclass(frozen=True, slots=True)
class Value:
    number: int
    value: object


@dataclass(frozen=True, slots=True)
class Peak:
    """The most memory the process has had, bytes: of the machine, and of the accelerator."""

    machine: int = 0
    accelerator: int = 0

    def __str__(self) -> str:
        beside = f", {self.accelerator / 1e9:.2f} GB of the accelerator" if self.accelerator else ""
        return f"at most {self.machine / 1e9:.2f} GB of memory{beside}"


@dataclass(frozen=True, slots=True)
class Done:
    """Always the last word about a request."""

    number: int
    peak: Peak


@dataclass(frozen=True, slots=True)
class Failed:
    """An expected error, as it was raised."""

    number: int
    error: KeepsightError


@dataclass(frozen=True, slots=True)
class Crashed:
    """A bug: the kind of error and where it arose. Its message is left out where it may hold what a user said."""

    number: int
    kind: str
    trace: str


@dataclass(frozen=True, slots=True)
class Forget:
    """The request to drop all that was kept of earlier ones; answered with nothing."""


Down = Build | Run | Halt
Up = Value | Done | Failed | Crashed


def send(write: Callable[[bytes], object], message: Down | Up) -> None:
    """`write` takes any buffer."""
    beside: list[pickle.PickleBuffer] = []
    body = pickle.dumps(message, protocol=5, buffer_callback=beside.append)
    parts: list[Any] = [body, *(buffer.raw() for buffer in beside)]
    write(struct.pack(f"<I{len(parts)}Q", len(parts), *(memoryview(part).nbytes for part in parts)))
    for part in parts:
        write(part)


def receive(read: Callable[[int], bytes]) -> Any:
    """One message; `read` gives exactly as many bytes as it is asked for."""
    (count,) = struct.unpack("<I", read(4))
    body, *beside = [read(size) for size in struct.unpack(f"<{count}Q", read(8 * count))]
    return pickle.loads(body, buffers=[bytearray(part) for part in beside])
