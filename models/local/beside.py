"""The embedder and the detector of this machine: in processes of their own, fetched and loaded beside the conversation.

Until they are there, and where they cannot be had, nothing is found by looks and nothing is pointed at.
"""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.core.errors import KeepsightError, SeeingError
from assistant.core.ports import Backend, Embedder, Grounder
from assistant.core.values import Box, Frame, Progress
from models.auto import check_packages
from models.fetching.hub import Part, fetch
from models.local.beginning import PACKAGES
from models.local.embedding import EmbedPictures, EmbedWords
from models.local.hosted import Locate
from models.local.survey import this_machine
from models.process.host import Host
from models.wants import Wants

# Apache-2.0, 1.5 GB, and it reads Chinese, which CLIP and OWLv2 do not.
EMBEDDER = "google/siglip2-base-patch16-224"
ROOM = 12e9  # bytes of free memory from which on it does not get into the way of a vision-language model


class LocalEmbedder:
    """`name` tells which vectors are comparable: it is the model's own."""

    def __init__(self, name: str, host: Host) -> None:
        self.name = name
        self._host = host

    async def embed(self, items: Sequence[str] | Sequence[Frame]) -> NDArray[np.float32]:
        """Words are what somebody waits for; pictures give way to them. Raises SeeingError."""
        words = [item for item in items if isinstance(item, str)]
        jpegs = [item.jpeg for item in items if isinstance(item, Frame)]
        request = EmbedWords(tuple(words)) if words else EmbedPictures(tuple(jpegs))
        vectors: NDArray[np.float32] = await self._host.call(request, urgent=bool(words), error=SeeingError)
        return vectors


class LocalDetector:
    def __init__(self, ready: Callable[[], Host | None]) -> None:
        self._ready = ready

    async def locate(self, frame: Frame, phrase: str) -> list[Box]:
        """Best first. Raises SeeingError."""
        if (host := self._ready()) is None:
            return []
        boxes: list[Box] = await host.call(Locate(frame.jpeg, phrase), urgent=True, error=SeeingError)
        return boxes


def embedder(source: str, wants: Wants) -> Backend[Callable[[], Embedder | None]]:
    """`source`: a hub id or folder of CLIP, SigLIP or SigLIP 2; empty for the last where the machine has room."""
    arriving = Arriving("embedder", source or EMBEDDER, "models.local.embedding:open_embedding", wants)

    def current() -> Embedder | None:
        return LocalEmbedder(source or EMBEDDER, arriving.host) if arriving.host else None

    async def load() -> None:
        if source or await _has_room():
            await arriving.load()

    return Backend(current, load, arriving.close)


async def _has_room() -> bool:
    if find_spec("torch") is None:
        return False
    machine = await this_machine()
    return bool(machine.accelerators) or machine.free_ram_bytes >= ROOM


def grounder(source: str, wants: Wants) -> Backend[Grounder | None]:
    """`source`: a hub id or folder of OWLv2 or Grounding DINO."""
    arriving = Arriving("grounder", source, "models.local.detecting:open_detector", wants)
    return Backend(LocalDetector(lambda: arriving.host), arriving.load, arriving.close)


class Arriving:
    """A model on its way: `host` is None until it can be asked. Never fetched is said in `wants.report`, not raised."""

    def __init__(self, part: Part, source: str, factory: str, wants: Wants) -> None:
        self.host: Host | None = None
        self._part, self._source, self._factory, self._wants = part, source, factory, wants
        self._made: Host | None = None

    async def load(self) -> None:
        try:
            check_packages(PACKAGES)
            folder = await fetch(self._source, self._part, self._wants)
            self._tell("loading")
            self._made = Host(self._part, self._factory, folder.resolve())
            await self._made.start()
        except KeepsightError as error:
            self._tell("failed", str(error))
            return
        self.host = self._made
        self._tell("ready")

    def close(self) -> None:
        if self._made:
            self._made.close()

    def _tell(self, state: Literal["loading", "ready", "failed"], message: str = "") -> None:
        self._wants.report(Progress(self._part, self._source, state, message))
