"""`--detector onnx:FILE`: the file says what it takes and gives; onnxruntime runs it here, in a thread of its own."""

import ast
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Literal

import numpy as np

from assistant.core.errors import ModelError, SeeingError
from assistant.core.lane import Lane
from assistant.core.ports import Backend, Detector
from assistant.core.values import Box, Frame
from models.builtin.engine import threads
from models.builtin.picture import Picture
from models.builtin.picture import decode as decode_picture
from models.detector.decoding import Floats, Layout, decode, layout_of
from models.detector.letterbox import GREY, Letterbox
from models.detector.names import names_of
from models.onnx_session import asked, opened, takes

UNSURE = 0.25  # the least score that is told: below `SURE` it says only that a thing may still be there
QUICK = 0.25  # seconds a picture may take for every frame of one a second to be looked at: a quarter of the time
SIDE = 640  # pixels, where the file takes any size and does not say which it was trained with
SUPPORTED = (
    "Supported are YOLOX (output [1, n, 5 + classes], not put through NMS) and Ultralytics' YOLOv8 and YOLO11 for "
    "detection (output [1, 4 + classes, n], exported with nms=False), one picture of [1, 3, height, width] at a time."
)
_TYPES: dict[str, Literal["float32", "float16"]] = {"tensor(float)": "float32", "tensor(float16)": "float16"}


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file that has been tried out. seconds: what one picture takes."""

    session: Any
    square: Letterbox
    layout: Layout
    names: tuple[str, ...]
    seconds: float


class OnnxDetector:
    """One for all sessions: it remembers nothing. least: the score, 0..1, down to which boxes are told."""

    def __init__(self, file: Path, least: float = UNSURE) -> None:
        """Raises SettingsError, ModelError."""
        self._opened = _open(file)
        self._least = least
        self._lane = Lane("detector")

    @property
    def names(self) -> tuple[str, ...]:
        return self._opened.names

    @property
    def quick(self) -> bool:
        return self._opened.seconds <= QUICK

    async def detect(self, frame: Frame) -> tuple[Box, ...]:
        """Best first. Raises SeeingError."""
        return await self._lane.call(lambda stop: self._detect(frame.jpeg, stop))

    def close(self) -> None:
        self._lane.close()

    def _detect(self, jpeg: bytes, stop: Event) -> tuple[Box, ...]:
        """Looks at `stop` between the stages: what a cancelled call returns nobody sees."""
        picture = decode_picture(jpeg)
        taken = self._opened.square.fill(picture)
        if stop.is_set():
            return ()
        try:
            raw = asked(self._opened.session, taken)
        except ModelError as error:
            raise SeeingError(f"The detector failed: {error}") from error
        return () if stop.is_set() else self._boxes(raw, picture)

    def _boxes(self, raw: Floats, picture: Picture) -> tuple[Box, ...]:
        opened = self._opened
        found = decode(raw, opened.layout, opened.square, self._least)
        corners = opened.square.back(found.corners, picture.shape[1], picture.shape[0])
        rows = np.column_stack([corners, np.minimum(found.scores, 1.0)]).tolist()
        boxes = (Box(opened.names[number], *row) for number, row in zip(found.classes, rows, strict=True))
        return tuple(box for box in boxes if box.left < box.right and box.top < box.bottom)


def create(source: str) -> Backend[Detector | None]:
    """`source`: an ONNX file. Raises SettingsError where there is none, ModelError for one that is not supported."""
    detector = OnnxDetector(Path(source).expanduser())
    return Backend(detector, close=detector.close)


def _open(file: Path) -> _Opened:
    session = opened("--detector", file, threads(), SUPPORTED)
    square = _square(session, file)
    blank = np.full((64, 64, 3), GREY, np.uint8)
    raw = asked(session, square.fill(blank))
    found = layout_of(raw.shape, square.width, square.height) if len(session.get_outputs()) == 1 else None
    metadata = dict(session.get_modelmeta().custom_metadata_map)
    if found is None or metadata.get("task", "detect") != "detect":
        raise ModelError(f"{file.name} puts out {list(raw.shape)}, which is no layout known here. {SUPPORTED}")
    layout, count = found
    named = names_of(file, metadata, count)
    yolox = layout == "yolox"
    square = Letterbox(square.width, square.height, corner=yolox, rgb=not yolox, dtype=square.dtype)
    return _Opened(session, square, layout, named, _seconds(session, square.fill(blank)))


def _seconds(session: Any, taken: Any) -> float:
    """What one picture takes: the best of three tries, for the machine may be busy with a model on its way in."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        asked(session, taken)
        best = min(best, time.perf_counter() - begun)
        if best <= QUICK:
            break
    return best


def _square(session: Any, file: Path) -> Letterbox:
    """What it takes, as YOLOX takes it; which of the two it is, its output tells."""
    taken = session.get_inputs()
    shape = taken[0].shape if len(taken) == 1 else []
    if len(shape) != 4 or shape[1] != 3 or (isinstance(shape[0], int) and shape[0] != 1):
        raise ModelError(f"{file.name} takes {takes(session)}, which is no single picture. {SUPPORTED}")
    if taken[0].type not in _TYPES:
        raise ModelError(f"{file.name} takes {taken[0].type}; float and float16 are supported.")
    said = _size(session.get_modelmeta().custom_metadata_map)
    height, width = (side if isinstance(side, int) else own for side, own in zip(shape[2:], said, strict=True))
    return Letterbox(width, height, corner=True, rgb=False, dtype=_TYPES[taken[0].type])


def _size(metadata: Mapping[str, str]) -> tuple[int, int]:
    """Height and width, as Ultralytics writes them: imgsz [640, 640]."""
    try:
        height, width = ast.literal_eval(metadata.get("imgsz", ""))
        return int(height), int(width)
    except (ValueError, SyntaxError, TypeError):
        return SIDE, SIDE
