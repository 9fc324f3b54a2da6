"""A model's files, fetched beside the conversation: resumed after a break, cancelled at once, never on a hunch.

huggingface_hub knows names, keys, the cache and its layout, and writes it. The bytes are taken here: since it gives
each download a file of its own (its pull request 4228), what was fetched is thrown away whenever it gives up, six
seconds after the network went; and a call of it can neither be cancelled nor kept from retrying for minutes.
"""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import filelock
import httpx
from huggingface_hub import snapshot_download
from huggingface_hub.errors import LocalEntryNotFoundError
from huggingface_hub.utils import disable_progress_bars

from assistant.core.errors import ModelError
from assistant.core.ports import Report
from assistant.core.values import Progress
from models.fetching.answers import PATIENCE, Answers, File, Lost
from models.fetching.files import SAFETENSORS, Needs
from models.fetching.pace import Pace
from models.fetching.sources import Hub, folder_of
from models.wants import Wants

__all__ = ["Hub", "fetch"]

Part = Literal["vlm", "stt", "tts", "embedder", "grounder"]

LOOK = 5.0  # seconds between two looks for a network or for another program: they ask this machine alone
PIECE = 1 << 18  # bytes written at a time: all that a cut costs
TELL = 0.5  # seconds between two reports
ROOM = 200_000_000  # bytes that stay free on the disk: the memory writes there too


async def fetch(source: str, part: Part, wants: Wants, needs: Needs = SAFETENSORS, hub: Hub | None = None) -> Path:
    """The folder that holds the model `source`, a folder or a hub id. What is not in the cache is fetched.

    Tells `wants.report` how far it is. May be cancelled; what came so far is used the next time.
    Raises SettingsError for what is neither a folder nor a hub id, ModelError where it cannot be had.
    """
    if folder := folder_of(source):
        return folder
    hub = hub or Hub()
    if kept := await asyncio.to_thread(hub.kept, source, needs):
        return kept
    if wants.offline:
        raise ModelError(f"{source} was never fetched, and Keepsight is offline: start it once without --offline.")
    return await Fetching(source, part, needs, hub, wants.report).run()


@dataclass(slots=True)
class Fetching:
    """The model `id` on its way into the cache. `done` and `total` in bytes, of all files that are needed."""

    id: str
    part: Part
    needs: Needs
    hub: Hub
    report: Report
    done: int = 0
    total: int | None = None
    _pace: Pace = field(default_factory=Pace)
    _told: float = -TELL

    async def run(self) -> Path:
        """The folder of the model. Raises ModelError."""
        try:
            async with self._alone():
                return await self._until_it_is_there()
        except OSError as error:
            raise ModelError(
                f"{self.id} cannot be written to {self.hub.cache}: {error.strerror}. Make room there, or name another "
                "folder with HF_HUB_CACHE, and start Keepsight again; what was fetched is kept."
            ) from error

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[None, None]:
        """Two programs that write one file would spoil it."""
        path = self.hub.cache / ".locks" / self.hub.folder(self.id).name / "keepsight.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(path, timeout=0, thread_local=False)
        while True:
            try:
                lock.acquire()
                break
            except filelock.Timeout:
                await self._wait(LOOK, "Another Keepsight on this machine is fetching it.")
        try:
            yield
        finally:
            lock.release()

    async def _until_it_is_there(self) -> Path:
        failures = 0
        while True:
            while not self.hub.may_be_reached():
                await self._wait(LOOK, "There is no network. It is fetched as soon as there is one.")
            before = self.done
            try:
                async with await asyncio.to_thread(_client) as client:
                    return await self._all(Answers(self.hub.endpoint, self.id, client))
            except Lost as lost:
                failures = 1 if self.done > before else failures + 1
                if failures > len(self.hub.waits):
                    raise ModelError(
                        f"{self.id} cannot be fetched: {lost}. Check the network and start Keepsight again; what was "
                        "fetched is kept."
                    ) from None
                wait = self.hub.waits[failures - 1]
                await self._wait(wait, f"Trying again in {wait:.0f} s: {lost}.")

    async def _all(self, answers: Answers) -> Path:
        files = await answers.files(self.needs)
        blobs = self.hub.folder(self.id) / "blobs"
        missing = [file for file in files if not (blobs / file.blob).exists()]
        self.total = sum(file.size for file in files)
        self.done = self.total - sum(file.size - _size(_begun(blobs, file)) for file in missing)
        self._make_room()
        self._say("downloading")
        for file in missing:
            await self._take(answers, file, blobs)
        return await asyncio.to_thread(self._link, [file.name for file in files])

    def _make_room(self) -> None:
        needed, free = (self.total or 0) - self.done, self.hub.free(self.hub.cache)
        if needed and needed + ROOM > free:
            raise ModelError(
                f"{self.id} needs {(needed + ROOM) / 1e9:.1f} GB on the disk of {self.hub.cache}, and {free / 1e9:.1f} "
                "GB are free. Make room, or name another folder with HF_HUB_CACHE, and start Keepsight again."
            )

    async def _take(self, answers: Answers, file: File, blobs: Path) -> None:
        """One file, from where the last try stopped."""
        path = _begun(blobs, file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        if (begun := _size(path)) < file.size:
            async with answers.content(file, begun) as answer:
                if answer.status_code != httpx.codes.PARTIAL_CONTENT:  # all of it comes, from its beginning
                    self.done, begun = self.done - begun, 0
                await self._write(answer, path, begun)
        if not await asyncio.to_thread(_is_whole, path, file):
            self.done -= _size(path)
            path.unlink()
            raise Lost(f"{file.name} arrived damaged")
        path.replace(blobs / file.blob)

    async def _write(self, answer: httpx.Response, path: Path, begun: int) -> None:
        with path.open("ab") as out:
            out.truncate(begun)
            async for piece in answer.aiter_raw(PIECE):
                await asyncio.to_thread(out.write, piece)
                self.done += len(piece)
                self._tell()

    def _link(self, names: list[str]) -> Path:
        """Has the library put in place what is there already."""
        disable_progress_bars()
        where = {"cache_dir": self.hub.cache, "endpoint": self.hub.endpoint}
        try:
            return Path(snapshot_download(self.id, allow_patterns=names, etag_timeout=5, max_workers=1, **where))
        except LocalEntryNotFoundError as error:
            raise Lost("the network went at the last moment") from error

    async def _wait(self, seconds: float, why: str) -> None:
        self._say("waiting", why)
        await asyncio.sleep(seconds)

    def _tell(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._told >= TELL:
            self._told = now
            self._pace.note(now, self.done)
            self._say("downloading", speed=self._pace.speed, left=self._pace.left(self.total or 0))

    def _say(
        self,
        state: Literal["waiting", "downloading"],
        message: str = "",
        speed: float | None = None,
        left: float | None = None,
    ) -> None:
        self.report(Progress(self.part, self.id, state, message, self.done, self.total, speed, left))


def _client() -> httpx.AsyncClient:
    """Reading the certificates takes 30 to 300 ms."""
    return httpx.AsyncClient(timeout=PATIENCE, follow_redirects=True)


def _begun(blobs: Path, file: File) -> Path:
    return blobs / f"{file.blob}.incomplete"


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _is_whole(path: Path, file: File) -> bool:
    if _size(path) != file.size or not file.large:
        return _size(path) == file.size
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == file.blob
