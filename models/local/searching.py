"""The embedder of this machine: in a process of its own, fetched and loaded beside the conversation."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.core.errors import KeepsightError, SeeingError
from assistant.core.ports import Backend, Embedder
from assistant.core.values import Frame, Progress
from models.hub import fetch
from models.local.embedding import EmbedPictures, EmbedWords
from models.local.process import Host
from models.wants import Wants

# Apache-2.0, 375 million numbers in bfloat16 would be half of it: 1.5 GB; it reads Chinese, which CLIP does not.
DEFAULT = "google/siglip2-base-patch16-224"


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


def create(source: str, wants: Wants) -> Backend[Callable[[], Embedder | None]]:
    """`source`: a hub id or folder of CLIP, SigLIP or SigLIP 2. There is no embedder until it is loaded."""
    hosts: list[Host] = []
    ready: list[Embedder] = []

    async def load() -> None:
        try:
            folder = await fetch(source, "embedder", wants)
            wants.report(Progress("embedder", source, "loading"))
            hosts.append(host := Host("embedder", "models.local.embedding:open_embedding", folder))
            await host.start()
        except KeepsightError as error:
            wants.report(Progress("embedder", source, "failed", str(error)))
            return
        ready.append(LocalEmbedder(source, host))
        wants.report(Progress("embedder", source, "ready"))

    def close() -> None:
        for host in hosts:
            host.close()

    return Backend(lambda: ready[0] if ready else None, load, close)
