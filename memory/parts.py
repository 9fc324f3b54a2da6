"""What a store is made of, wherever it lies: rows, the index over their words, vectors, pictures, news of others."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.core.values import Forgot
from memory.database import Value
from memory.words import Match, Query

Vector = NDArray[np.float32]


class Database(Protocol):
    """SQL that both SQLite and PostgreSQL understand, with `?` for values. Raises RememberingError."""

    def execute(self, sql: str, values: tuple[Value, ...] = ()) -> list[Any]: ...

    def rows(self, sql: str, values: tuple[Value, ...] = ()) -> Iterator[Any]: ...

    def for_each(self, sql: str, ids: Iterable[int]) -> None:
        """`sql` takes one id; what it gives is not looked at."""
        ...

    def insert(self, sql: str, values: tuple[Value, ...]) -> int:
        """Returns the id of the new row."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """One at a time, all or nothing; whoever is killed inside leaves what was there before."""
        ...

    def used_bytes(self) -> int:
        """Of everything but the pictures."""
        ...

    def leaving_no_trace(self) -> AbstractContextManager[None]:
        """What is deleted inside can be read in no file of the database afterwards."""
        ...

    @property
    def has_traces(self) -> bool:
        """Something was forgotten whose bytes could not be cleaned out yet."""
        ...

    def wipe(self) -> None:
        """Begins anew, empty and without traces; ids go on where they were."""
        ...

    def explained(self) -> AbstractContextManager[None]:
        """Turns what fails inside into a RememberingError that says what to do."""
        ...

    def close(self) -> None: ...


class Words(Protocol):
    """The full-text index. Call `put` and `drop` inside a transaction."""

    def put(self, id: int, caption: str, labels: str, body: str) -> None: ...

    def drop(self, ids: Iterable[int]) -> None: ...

    def match(self, query: Query, *, seen: bool = False) -> Match: ...


class Vectors(Protocol):
    """Call `put` and `drop` inside a transaction. For what they promise see `memory.vectors`."""

    def put(self, id: int, name: str, vector: Vector) -> bool: ...

    def drop(self, ids: Iterable[int]) -> None: ...

    def missing(self, name: str, limit: int) -> list[int]: ...

    def nearest(self, name: str, vector: Vector, limit: int) -> list[tuple[int, float]]: ...


class Pictures(Protocol):
    """For what they promise see `memory.pictures`."""

    @property
    def large_bytes(self) -> int: ...

    def put(self, id: int, jpeg: bytes, large: bytes = b"", time: float = 0.0) -> None: ...

    def get(self, id: int, *, large: bool = False) -> bytes | None: ...

    def drop(self, ids: Iterable[int]) -> None: ...

    def drop_large(self, before: float) -> None: ...

    def keep_only(self, ids: set[int]) -> None: ...


class News(Protocol):
    """What one process forgets, told to the others that share the memory."""

    def tell(self, forgot: Forgot) -> None:
        """Inside a transaction: heard when that is committed."""
        ...

    def listen(self, hear: Callable[[Forgot], None]) -> None:
        """`hear` is called from a thread of its own, for what others forgot."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    database: Database
    words: Words
    vectors: Vectors
    pictures: Pictures
    news: News | None = None  # None: this process has the memory for itself
