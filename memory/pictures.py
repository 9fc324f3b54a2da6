"""Pictures beside the database: a small JPEG each, for an hour also one as it was taken. Deleting is deleting a file.

In the database they would make every forgetting copy all of them (2 GB; see `memory.database`).
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from cv2.typing import MatLike

from memory.jpeg import bare

LONG_SIDE = 640  # pixels: about 40 KB, 36 MB for an hour with an event every 4 s
LARGE_SIDE = 1920  # pixels: a page that is held up can be read
LARGE_SECONDS = 3600.0
QUALITY = 80
LARGE_QUALITY = 88  # text edges stay clean from about 85
_LARGE = ".large.jpg"
_LATEST = 2.0**33  # Unix seconds: later than any time that a file can be given everywhere


class Sizes(NamedTuple):
    """One picture as it is kept: JPEGs without metadata. `large` is empty where `small` is all there was."""

    small: bytes = b""
    large: bytes = b""


def sizes(jpeg: bytes) -> Sizes:
    """At most 640 and 1920 pixels on the long side; both empty where it is no picture.

    The large one keeps its bytes where it need not be made smaller: to encode 1280 x 720 again takes 6 ms.
    """
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
    if image is None:
        return Sizes()
    longest = max(image.shape[:2])
    small = _encoded(image, LONG_SIDE, QUALITY)
    if longest <= LONG_SIDE:
        return Sizes(small)
    as_taken = bare(jpeg) if longest <= LARGE_SIDE else None
    return Sizes(small, as_taken or _encoded(image, LARGE_SIDE, LARGE_QUALITY))


def _encoded(image: MatLike, most: int, quality: int) -> bytes:
    height, width = image.shape[:2]
    if (scale := most / max(height, width)) < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


class Pictures:
    """`<id>.jpg` and `<id>.large.jpg` in `folder`; None keeps them in memory. Raises OSError.

    The file of a large one has the time of its observation, Unix seconds, for the time of its change.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._held: dict[str, bytes] = {}
        self._large: dict[int, tuple[float, int]] = {}  # time and bytes of each
        if folder:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.scandir(folder) as files:
                large = [(file.name, file.stat()) for file in files if file.name.endswith(_LARGE)]
            numbered = [(name.removesuffix(_LARGE), found) for name, found in large]
            self._large = {int(id): (found.st_mtime, found.st_size) for id, found in numbered if id.isdecimal()}

    @property
    def large_bytes(self) -> int:
        """All large ones together."""
        return sum(size for _, size in self._large.values())

    def put(self, id: int, jpeg: bytes, large: bytes = b"", time: float = 0.0) -> None:
        """Both, in place of those that were there; without a `large` one there is none any more."""
        self._drop_large([id])
        self._write(f"{id}.jpg", jpeg)
        if large:
            time = min(max(time, 0.0), _LATEST)
            self._write(f"{id}{_LARGE}", large, time)
            self._large[id] = time, len(large)

    def get(self, id: int, *, large: bool = False) -> bytes | None:
        """The small one, too, where a large one is asked for and not kept."""
        taken = self._read(f"{id}{_LARGE}") if large and id in self._large else None
        return taken or self._read(f"{id}.jpg")

    def drop(self, ids: Iterable[int]) -> None:
        dropped = list(ids)
        self._drop_large(dropped)
        for id in dropped:
            self._unlink(f"{id}.jpg")

    def drop_large(self, before: float) -> None:
        """Those of observations from before a time, Unix seconds."""
        self._drop_large([id for id, (time, _) in self._large.items() if time < before])

    def keep_only(self, ids: set[int]) -> None:
        """Deletes all others, such as those a kill left behind between a picture and its row."""
        self._drop_large(self._large.keys() - ids)
        names = {f"{id}{ending}" for ending, kept in ((".jpg", ids), (_LARGE, self._large)) for id in kept}
        for name in self._held.keys() - names:
            del self._held[name]
        for file in self._folder.iterdir() if self._folder else ():
            if file.suffix == ".part" or (file.suffix == ".jpg" and file.name not in names):
                file.unlink(missing_ok=True)

    def _drop_large(self, ids: Iterable[int]) -> None:
        for id in list(ids):
            if id in self._large:
                self._unlink(f"{id}{_LARGE}")
                del self._large[id]

    def _write(self, name: str, jpeg: bytes, time: float | None = None) -> None:
        if self._folder is None:
            self._held[name] = jpeg
            return
        part = self._folder / f"{name}.part"
        try:
            part.write_bytes(jpeg)
            if time is not None:
                os.utime(part, (time, time))
            os.replace(part, self._folder / name)
        except OSError:
            part.unlink(missing_ok=True)
            raise

    def _read(self, name: str) -> bytes | None:
        if self._folder is None:
            return self._held.get(name)
        try:
            return (self._folder / name).read_bytes() or None
        except FileNotFoundError:
            return None

    def _unlink(self, name: str) -> None:
        self._held.pop(name, None)
        if self._folder:
            (self._folder / name).unlink(missing_ok=True)
