"""Pictures beside the database: one small JPEG each, so that deleting one is deleting a file.

In the database they would make every forgetting copy all of them (2 GB; see `memory.database`).
"""

import os
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

LONG_SIDE = 640  # pixels: about 40 KB, 36 MB for an hour with an event every 4 s
QUALITY = 80


def small(jpeg: bytes) -> bytes:
    """At most 640 pixels on its long side, re-encoded, so without metadata; empty where it is no picture."""
    if not jpeg:
        return b""
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        return b""
    height, width = image.shape[:2]
    if (scale := LONG_SIDE / max(height, width)) < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1])


class Pictures:
    """`<id>.jpg` in `folder`; None keeps them in memory. Raises OSError."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._held: dict[int, bytes] = {}
        if folder:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, id: int, jpeg: bytes) -> None:
        if self._folder is None:
            self._held[id] = jpeg
            return
        part = self._folder / f"{id}.part"
        try:
            part.write_bytes(jpeg)
            os.replace(part, self._folder / f"{id}.jpg")
        except OSError:
            part.unlink(missing_ok=True)
            raise

    def get(self, id: int) -> bytes | None:
        if self._folder is None:
            return self._held.get(id)
        try:
            return (self._folder / f"{id}.jpg").read_bytes() or None
        except FileNotFoundError:
            return None

    def drop(self, ids: Iterable[int]) -> None:
        for id in ids:
            self._held.pop(id, None)
            if self._folder:
                (self._folder / f"{id}.jpg").unlink(missing_ok=True)

    def keep_only(self, ids: set[int]) -> None:
        """Deletes all others, such as those a kill left behind between a picture and its row."""
        for id in self._held.keys() - ids:
            del self._held[id]
        names = {f"{id}.jpg" for id in ids}
        for file in self._folder.iterdir() if self._folder else ():
            if file.suffix == ".part" or (file.suffix == ".jpg" and file.name not in names):
                file.unlink(missing_ok=True)
