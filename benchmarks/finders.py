"""Ways to find a memory by a question: the recall of the app, bm25 alone, vectors alone; vectors of letters alone."""

import hashlib
import io
import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assistant.core.ports import Embedder
from assistant.core.values import Observation
from memory.store import Store

DIMENSIONS = 1024  # of the lexical vectors

Ask = Callable[[str, float | None], Awaitable[list[int]]]  # question, asked when; None: when all is remembered


def trigrams(texts: Iterable[str]) -> NDArray[np.float32]:
    """float32[n, DIMENSIONS], unit vectors: how often each hashed character trigram occurs."""
    vectors = np.full((len(texts := list(texts)), DIMENSIONS), 1e-6, np.float32)
    for vector, text in zip(vectors, texts, strict=True):
        padded = f"  {' '.join(re.findall(r'[a-z0-9]+', text.lower()))}  "
        for at in range(len(padded) - 2):
            vector[
                int.from_bytes(hashlib.blake2b(padded[at : at + 3].encode(), digest_size=4).digest()) % DIMENSIONS
            ] += 1
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


class Trigrams:
    name = "lexical vectors"

    async def embed(self, items: Sequence[object]) -> NDArray[np.float32]:
        return trigrams(str(item) for item in items)


class Known:
    """What an embedder makes of each text, asked for once: the runs share questions and many captions."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    async def embed(self, items: Sequence[object]) -> NDArray[np.float32]:
        texts = [str(item) for item in items]
        if new := [text for text in dict.fromkeys(texts) if text not in self._vectors]:
            self._vectors |= zip(new, await self._embedder.embed(new), strict=True)
        return np.array([self._vectors[text] for text in texts], np.float32)


def bm25(written: Sequence[str], times: Sequence[float]) -> tuple[Ask, Callable[[], None]]:
    """Any of the question's words, no stop words, no word forms; newest first among equals."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5 (caption, time UNINDEXED)")
    database.executemany("INSERT INTO words (caption, time) VALUES (?, ?)", zip(written, times, strict=True))

    async def ask(question: str, now: float | None) -> list[int]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        sql = "SELECT rowid FROM words WHERE words MATCH ? AND time < ? ORDER BY bm25(words), rowid DESC LIMIT 5"
        return [id for (id,) in database.execute(sql, (words, now or 1e12))]

    return ask, database.close


def grey() -> bytes:
    """A picture for a vector to belong to."""
    out = io.BytesIO()
    Image.new("RGB", (16, 12)).save(out, "JPEG")
    return out.getvalue()


async def remembered(written: Sequence[str], times: Sequence[float], embedder: Embedder | None) -> Store:
    """Row n has id n + 1."""
    memory = Store.open(None)
    seen = (Observation(time, "camera", words, picture=grey()) for words, time in zip(written, times, strict=True))
    await memory.load(seen)
    if embedder:
        for id, vector in enumerate(await embedder.embed(list(written)), 1):
            await memory.embed(id, embedder.name, vector)
    return memory


def recalled(memory: Store, embedder: Embedder | None) -> Ask:
    async def ask(question: str, now: float | None) -> list[int]:
        near = (embedder.name, (await embedder.embed([question]))[0]) if embedder else None
        return [one.id for one in await memory.recall(question, until=now, limit=5, near=near)]

    return ask


def nearest(memory: Store, embedder: Embedder) -> Ask:
    async def ask(question: str, now: float | None) -> list[int]:
        (vector,) = await embedder.embed([question])
        found = await memory.nearest(embedder.name, vector, 1000)
        return [one.id for one, _ in found if now is None or one.time < now][:5]

    return ask
