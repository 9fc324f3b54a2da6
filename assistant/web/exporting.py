"""The whole memory as one zip of files that a person can read, made while it is sent."""

import io
import time
import zipfile
from collections.abc import Generator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.core.errors import RememberingError
from assistant.core.ports import Memory

PACKED = (".jpg", ".png")
PIECE = 256 * 1024  # bytes read at a time
PRIVATE = {"Cache-Control": "no-store"}


class Exported(Response):
    """The files lie in a folder of their own, in `folder`, until the last byte is sent or the page has gone."""

    def __init__(self, memory: Memory, folder: Path | None) -> None:
        super().__init__()
        self._memory = memory
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with TemporaryDirectory(prefix="export-", dir=self._folder) as made:
            try:
                await self._memory.export(Path(made))
            except RememberingError as error:
                await PlainTextResponse(str(error), 503, PRIVATE)(scope, receive, send)
                return
            name = time.strftime("keepsight-%Y-%m-%d")
            headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}.zip"'}
            with closing(zipped(Path(made), name)) as pieces:
                # Starlette takes the pieces of a plain generator in a thread, and waits for that when the page goes.
                await StreamingResponse(pieces, media_type="application/zip", headers=headers)(scope, receive, send)


def zipped(folder: Path, name: str) -> Generator[bytes, None, None]:
    """A zip of `folder`, as a folder called `name`, without what is forgotten and deleted there meanwhile."""
    out = _Pieces()
    with zipfile.ZipFile(out, "w", compresslevel=1) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            with suppress(FileNotFoundError), path.open("rb") as file:
                about = zipfile.ZipInfo.from_file(path, f"{name}/{path.relative_to(folder).as_posix()}")
                about.compress_type = zipfile.ZIP_STORED if path.suffix in PACKED else zipfile.ZIP_DEFLATED
                with archive.open(about, "w") as entry:
                    while read := file.read(PIECE):
                        entry.write(read)
                        yield out.taken()
    yield out.taken()


class _Pieces(io.RawIOBase):
    """Where a zip is written to that goes on at once: what came since the last look."""

    def __init__(self) -> None:
        self._since = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._since += data
        return len(data)

    def taken(self) -> bytes:
        since, self._since = bytes(self._since), bytearray()
        return since
