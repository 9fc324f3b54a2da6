"""Parts as a backend brings them."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from assistant.core.ports.answering import Answerer
from assistant.core.ports.eyes import Captioner, Grounder, Teacher, Witness
from assistant.core.values import Progress

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Engine:
    """What one vision-language backend brings. `captioner` makes one per session: it may remember the frame before."""

    answerer: Answerer
    captioner: Callable[[], Captioner]
    teacher: Teacher
    close: Callable[[], None]
    grounder: Grounder | None = None
    witness: Witness | None = None


async def nothing_to_load() -> None:
    """What is there from the start."""


@dataclass(frozen=True, slots=True)
class Backend(Generic[T_co]):
    """A part that works at once. `load` runs beside it, as long as it takes, and may put a better one in its place."""

    part: T_co
    load: Callable[[], Coroutine[Any, Any, None]] = nothing_to_load
    close: Callable[[], None] = lambda: None


Report = Callable[[Progress], None]
