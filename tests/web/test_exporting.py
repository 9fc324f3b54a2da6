"""The export as ASGI sees it: a zip in pieces, and nothing left behind however it ends."""

import asyncio
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from assistant.core.values import Observation
from assistant.web.exporting import Exported
from tests.web.scripted import ListMemory

SEEN = [Observation(time, "camera", f"a cup, {time}", picture=bytes(300_000)) for time in range(5)]


class Download:
    """A page that takes an export; after `most` pieces it is gone, as servers of either ASGI version tell."""

    def __init__(self, folder: Path, memory: ListMemory, most: int = 1000, version: str = "2.3") -> None:
        self.pieces: list[bytes] = []
        self.start: dict[str, Any] = {}
        self.beheld: list[Path] = []
        self._folder, self._memory, self._most, self._version = folder, memory, most, version
        self._gone = asyncio.Event()

    async def take(self, meanwhile: Callable[[], object] = lambda: None) -> "Download":
        self._meanwhile = meanwhile
        scope = {"type": "http", "asgi": {"spec_version": self._version}}
        await Exported(self._memory, self._folder)(scope, self._receive, self._send)
        return self

    @property
    def archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(b"".join(self.pieces)))

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.beheld = list(self._folder.iterdir())
        self.pieces.append(message.get("body", b""))
        self._meanwhile()
        if len(self.pieces) >= self._most:
            self._gone.set()
            if self._version == "2.4":
                raise OSError("the page is gone")
            await asyncio.sleep(60)


def test_an_export_is_a_zip_of_all_files_in_a_folder_of_its_own(tmp_path: Path) -> None:
    memory = ListMemory(SEEN)
    taken = asyncio.run(Download(tmp_path, memory).take())
    headers = dict(taken.start["headers"])
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"content-disposition"].startswith(b'attachment; filename="keepsight-20')
    assert taken.archive.testzip() is None
    names = taken.archive.namelist()
    assert {name.partition("/")[2] for name in names} == {"README.md", *(f"pictures/{id}.jpg" for id in range(1, 6))}
    assert "a cup, 3" in taken.archive.read(names[0]).decode()
    assert len(taken.pieces) > 10
    assert taken.beheld
    assert list(tmp_path.iterdir()) == []


def test_a_download_that_is_cancelled_leaves_nothing_behind(tmp_path: Path) -> None:
    download = Download(tmp_path, ListMemory(SEEN), most=2)
    asyncio.run(asyncio.wait_for(download.take(), 10))
    assert len(download.pieces) == 2
    assert download.beheld
    assert list(tmp_path.iterdir()) == []


def test_nor_does_one_whose_page_is_gone_when_the_next_piece_is_sent(tmp_path: Path) -> None:
    download = Download(tmp_path, ListMemory(SEEN), most=2, version="2.4")
    with pytest.raises(ClientDisconnect):
        asyncio.run(download.take())
    assert download.beheld
    assert list(tmp_path.iterdir()) == []


def test_what_is_forgotten_during_an_export_is_left_out(tmp_path: Path) -> None:
    def forget() -> None:
        for path in tmp_path.rglob("5.jpg"):
            path.unlink()

    names = asyncio.run(Download(tmp_path, ListMemory(SEEN)).take(forget)).archive.namelist()
    assert [name.rpartition("/")[2] for name in names] == ["README.md", "1.jpg", "2.jpg", "3.jpg", "4.jpg"]


def test_a_full_disk_is_said_in_words_and_nothing_is_left_behind(tmp_path: Path) -> None:
    memory = ListMemory(SEEN)
    memory.full = True
    taken = asyncio.run(Download(tmp_path, memory).take())
    assert taken.start["status"] == 503
    assert b"The disk is full" in b"".join(taken.pieces)
    assert list(tmp_path.iterdir()) == []
