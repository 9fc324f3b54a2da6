"""A session for trying the page out: it echoes, speaks a tone, cites what it saw, and stops when told to."""

import asyncio
import math
import struct
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.core.errors import RememberingError
from assistant.core.events import (
    Cited,
    Forgotten,
    RememberingChanged,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    Seen,
    Sentence,
    Silence,
    Timing,
    Unsure,
    UserSaid,
    Voice,
    VoiceEnded,
)
from assistant.core.ports import Transport
from assistant.core.values import (
    AudioChunk,
    Box,
    Dictated,
    Frame,
    Interrupt,
    Observation,
    Remembering,
    Stay,
    Taught,
    Typed,
)

RATE = 24_000


def tone(seconds: float) -> bytes:
    """440 Hz, a third of full scale, PCM16 at 24 kHz."""
    count = int(seconds * RATE)
    return struct.pack(f"<{count}h", *(int(11_000 * math.sin(440 * math.tau * i / RATE)) for i in range(count)))


class ListMemory:
    """A `Memory` in a list, enough for a page: nothing is taught."""

    def __init__(self, rows: Sequence[Observation] = ()) -> None:
        self.rows: list[Observation] = []
        self.pictures: dict[int, bytes] = {}
        self.large: dict[int, bytes] = {}
        self.full = False  # as a disk that nothing more fits on
        self._next = 1
        for row in rows:
            self._store(row)

    async def add(self, observation: Observation) -> Observation:
        return self._store(observation)

    async def update(self, observation: Observation) -> bool:
        found = await self.get(observation.id)
        if found is not None:
            self.rows[self.rows.index(found)] = replace(observation, picture=b"")
        return found is not None

    async def get(self, id: int) -> Observation | None:
        return next((row for row in self.rows if row.id == id), None)

    async def picture(self, id: int, *, large: bool = False) -> bytes | None:
        return self.large.get(id, self.pictures.get(id)) if large else self.pictures.get(id)

    async def embed(self, id: int, name: str, vector: NDArray[np.float32]) -> bool:
        return False

    async def unembedded(self, name: str, limit: int) -> list[int]:
        return []

    async def nearest(self, name: str, vector: NDArray[np.float32], limit: int) -> list[tuple[Observation, float]]:
        return []

    async def search(
        self, words: str, *, since: float = 0.0, until: float | None = None, limit: int = 20
    ) -> list[Observation]:
        rows = await self.recent(since=since, until=until, limit=1000)
        return [row for row in rows if words.lower() in f"{row.caption} {row.text}".lower()][:limit]

    async def recent(self, *, since: float = 0.0, until: float | None = None, limit: int = 50) -> list[Observation]:
        rows = [row for row in self.rows if since <= row.time and (until is None or row.time < until)]
        return sorted(rows, key=lambda row: -row.time)[:limit]

    async def recall(
        self,
        words: str,
        *,
        since: float = 0.0,
        until: float | None = None,
        limit: int = 5,
        near: tuple[str, NDArray[np.float32]] | None = None,
    ) -> list[Observation]:
        return await self.search(words, since=since, until=until, limit=limit)

    async def stays(self, thing: str, *, since: float = 0.0, until: float | None = None, limit: int = 20) -> list[Stay]:
        return []

    async def contents(
        self, place: str, *, since: float = 0.0, until: float | None = None, limit: int = 20
    ) -> list[Stay]:
        return []

    async def began(self) -> float | None:
        return min((row.time for row in self.rows), default=None)

    async def export(self, folder: Path) -> int:
        if self.full:
            raise RememberingError("The disk is full. Free some space, then try again.")
        lines = [f"{row.time:.0f} {row.source}: {row.caption}" for row in self.rows]
        (folder / "README.md").write_text("\n".join(lines))
        (folder / "pictures").mkdir()
        for id, jpeg in self.pictures.items():
            (folder / "pictures" / f"{id}.jpg").write_bytes(jpeg)
        return len(self.rows)

    async def forget(self, *, since: float | None = None, ids: Sequence[int] = (), thing: str = "") -> list[int]:
        gone = [row.id for row in self.rows if row.id in ids or (since is not None and row.time >= since)]
        self.rows = [row for row in self.rows if row.id not in gone]
        for id in gone:
            self.pictures.pop(id, None)
            self.large.pop(id, None)
        return gone

    async def forget_everything(self) -> None:
        self.rows.clear()
        self.pictures.clear()

    async def teach(self, taught: Taught) -> Taught:
        return taught

    async def things(self) -> tuple[Taught, ...]:
        return ()

    async def told(self) -> list[Observation]:
        return [row for row in self.rows if row.source == "told"]

    async def names(self, thing: str) -> tuple[str, ...]:
        return (thing.casefold(),)

    def _store(self, row: Observation) -> Observation:
        stored = replace(row, picture=b"", id=self._next)
        self._next += 1
        self.rows.append(stored)
        if row.picture:
            self.pictures[stored.id] = row.picture
        return stored


class Echo:
    """One conversation. "where" cites the newest picture, "hm" is unsure, anything else is said back with a tone."""

    def __init__(self, transport: Transport, memory: ListMemory) -> None:
        self.sound = 0.0
        self.frames = 0
        self._transport = transport
        self._memory = memory
        self._turn = 0
        self._reply: asyncio.Task[None] | None = None

    async def run(self) -> None:
        inputs: AsyncIterator[object] = self._transport.inputs()
        async for value in inputs:
            await self._take(value)

    async def _take(self, value: object) -> None:
        match value:
            case Typed(text=text, attachments=attachments):
                pictures = [await self._keep(one.jpeg, "upload", one.name) for one in attachments]
                await self._answer(text, spoken=False, pictures=tuple(pictures))
            case Dictated(text=text):
                await self._answer(text, spoken=True)
            case Interrupt():
                await self._interrupt()
            case Remembering(on=on):
                await self._transport.send(RememberingChanged(on))
            case AudioChunk():
                self.sound += value.seconds
            case Frame():
                self.frames += 1
                if self.frames % 20 == 3:
                    await self._keep(value.jpeg, "camera", f"What the camera saw, picture {self.frames}")
            case _:
                pass

    async def _keep(self, jpeg: bytes, source: object, caption: str) -> int:
        box = Box("thing", 0.1, 0.1, 0.3, 0.3)
        kind = "upload" if source == "upload" else "camera"
        seen = await self._memory.add(Observation(time.time(), kind, caption, boxes=(box,), picture=jpeg))  # type: ignore[arg-type]
        await self._transport.send(Seen(seen))
        return seen.id

    async def _answer(self, text: str, *, spoken: bool, pictures: tuple[int, ...] = ()) -> None:
        await self._interrupt()
        if text == "hm":
            await self._transport.send(Unsure("where is my notebook"))
            return
        self._turn += 1
        await self._transport.send(UserSaid(self._turn, text, spoken, pictures))
        self._reply = asyncio.create_task(self._speak(self._turn, text))

    async def _interrupt(self) -> None:
        if self._reply and not self._reply.done():
            self._reply.cancel()
            await self._transport.send(Silence(self._turn))
            await self._transport.send(ReplyEnded(self._turn, "interrupted", "", Timing(0.1, 0.2, 0.3)))

    async def _speak(self, turn: int, text: str) -> None:
        send = self._transport.send
        await send(ReplyStarted(turn, "echo"))
        if text == "forget":
            ids = await self._memory.forget(since=0)
            await send(Forgotten(tuple(ids)))
        if "where" in text.lower() and self._memory.rows:
            await send(Cited(turn, self._memory.rows[1]))
        words = f"You said: {text}. " + "This is one sentence more, so that there is something to hear. " * 3
        await send(Sentence(turn, 0, words, "en"))
        for index, word in enumerate(words.split(" ")):
            await send(ReplyText(turn, word + " "))
            await send(Voice(turn, AudioChunk(tone(0.1), RATE)))
            await asyncio.sleep(0.02 if index < 5 else 0.09)
        await send(VoiceEnded(turn))
        await send(ReplyEnded(turn, "finished", words, Timing(0.41, 0.52, 0.68)))
