"""The memory."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from assistant.core.values import Forgot, Observation, Stay, Taught


class Memory(Protocol):
    """What was seen and told. Every method raises RememberingError when the store fails."""

    async def add(self, observation: Observation) -> Observation:
        """Stores it and returns it with its id, without the picture."""
        ...

    async def update(self, observation: Observation) -> bool:
        """Replaces caption, text and boxes of the observation with this id; False where it is gone already."""
        ...

    async def get(self, id: int) -> Observation | None: ...

    async def picture(self, id: int, *, large: bool = False) -> bytes | None:
        """The JPEG kept with an observation; None when there is none.

        large: as it was taken, where that is still kept (for an hour); the small one otherwise.
        """
        ...

    async def search(
        self, words: str, *, since: float = 0.0, until: float | None = None, limit: int = 20
    ) -> list[Observation]:
        """Observations that mention all of `words`, newest first; times in Unix seconds."""
        ...

    async def recent(self, *, since: float = 0.0, until: float | None = None, limit: int = 50) -> list[Observation]:
        """Newest first; `until` is exclusive."""
        ...

    async def recall(
        self,
        words: str,
        *,
        since: float = 0.0,
        until: float | None = None,
        limit: int = 5,
        near: tuple[str, NDArray[np.float32]] | None = None,
    ) -> list[Observation]:
        """Observations that best fit what is asked in `words`, best first, one of several near-duplicates.

        near: an embedder's name and its vector of the words, where there is one; the two orders are fused.
        """
        ...

    async def stays(self, thing: str, *, since: float = 0.0, until: float | None = None, limit: int = 20) -> list[Stay]:
        """Where `thing` was, newest first: the object ledger. A single sighting among many others counts for little.

        Known by its name, other words for it, a description, its owner; "keys" is not Anna's keys.
        """
        ...

    async def contents(
        self, place: str, *, since: float = 0.0, until: float | None = None, limit: int = 20
    ) -> list[Stay]:
        """What was seen at `place`, each thing once, newest first."""
        ...

    async def began(self) -> float | None:
        """When the oldest thing that is still remembered was seen or told, Unix seconds; None for an empty memory."""
        ...

    async def export(self, folder: Path) -> int:
        """Writes all of it into `folder` so that a person can read it; returns how many observations."""
        ...

    async def forget(self, *, since: float | None = None, ids: Sequence[int] = (), thing: str = "") -> list[int]:
        """Removes what happened at or after `since`, the given ids, and all about `thing`.

        Returns the ids of what is gone, or holds less than before because it also told of other things.
        """
        ...

    async def forget_everything(self) -> None: ...

    async def teach(self, taught: Taught) -> Taught:
        """Stores a taught thing and returns it with its id; a thing of the same name is replaced."""
        ...

    async def embed(self, id: int, name: str, vector: NDArray[np.float32]) -> bool:
        """Keeps the unit vector, float32[d], of an observation's picture, as the embedder `name` made it.

        False where there is no such picture any more.
        """
        ...

    async def unembedded(self, name: str, limit: int) -> list[int]:
        """Observations whose picture has no vector of the embedder `name`, newest first."""
        ...

    async def nearest(self, name: str, vector: NDArray[np.float32], limit: int) -> list[tuple[Observation, float]]:
        """Pictures most like `vector`, of the same embedder, with their cosines, best first."""
        ...

    async def things(self) -> tuple[Taught, ...]:
        """All taught things; cheap, it may be called for every frame."""
        ...

    async def told(self) -> list[Observation]:
        """Everything told, newest first, at most 50."""
        ...

    async def names(self, thing: str) -> tuple[str, ...]:
        """What `thing` goes by, in lower case, the singular and simplified characters: itself first, then other words.

        "mobiles" -> "mobile", "cell phone", 手机, and what was taught under such a name.
        """
        ...


@runtime_checkable
class Shared(Protocol):
    """A memory that other processes may have as well."""

    def listen(self, hear: Callable[[Forgot], None]) -> None:
        """`hear` is called with what another process forgot, from a thread of its own."""
        ...
