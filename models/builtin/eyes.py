"""What one session sees: each frame named, placed and read, as far as can be known without a model.

Work goes from cheap to dear, and looks at `stop` in between, so that a caption is dropped within a stage when the
user speaks.
"""

import threading
from collections.abc import Callable, Collection, Iterable

from assistant.core.labels import BARCODE, FACE, MOVEMENT, QR, TEXT, sentence
from assistant.core.lane import Lane
from assistant.core.ports import Memory
from assistant.core.values import Box, Description, Frame, Taught
from models.builtin.codes import codes
from models.builtin.faces import Facing, faces
from models.builtin.looks import Looks
from models.builtin.motion import Motion
from models.builtin.picture import Picture, decode
from models.builtin.quality import Quality, quality
from models.builtin.reading import Reader
from models.builtin.rereading import Rereader

NOTHING = Description(caption="", worth_keeping=False)
# A caption's words for pictures in which little or nothing can be seen.
UNSEEN: dict[Quality, str] = {
    "covered": "The lens is covered, or there is no light.",
    "dark": "The picture is dark.",
    "bright": "The picture is too bright.",
    "blurred": "The picture is blurred.",
}


class Eyes:
    """The captioner of one session: it remembers the last frames."""

    def __init__(self, lane: Lane, reader: Reader, looks: Looks, memory: Memory) -> None:
        self._lane, self._looks, self._memory = lane, looks, memory
        self._reader = reader
        self._begin()

    async def describe(self, frame: Frame) -> Description:
        """Raises SeeingError for bytes that are no picture, RememberingError where the taught things are unreadable."""
        things = await self._memory.things()
        return await self._lane.call(lambda stop: self._describe(frame, things, stop))

    async def labels(self) -> frozenset[str]:
        """Raises RememberingError."""
        taught = (thing.name for thing in await self._memory.things())
        return frozenset((TEXT, FACE, MOVEMENT, QR, BARCODE, *taught))

    async def forget(self) -> None:
        """The frame before. RapidOCR 3.10 and onnxruntime 1.32 keep nothing of a picture that they have read."""
        await self._lane.call(lambda stop: self._begin(), urgent=True)

    def _begin(self) -> None:
        """With no frame before."""
        self._rereader = Rereader(self._reader)
        self._motion, self._facing = Motion(), Facing()

    def _describe(self, frame: Frame, things: Collection[Taught], stop: threading.Event) -> Description:
        self._looks.keep_only(things)
        picture = decode(frame.jpeg)
        state = quality(picture)
        live = frame.source != "upload"
        moved = self._motion.moved(picture) if frame.source == "camera" else None
        if state == "covered":
            return Description(UNSEEN[state], worth_keeping=not live)
        found, said = _stages(
            stop,
            lambda: (self._looks.find(picture, things, stop), []),
            lambda: (self._people(picture, frame), []),
            lambda: _codes(picture),
        )
        text, where = ("", []) if stop.is_set() else self._rereader.read(picture, stop)
        if stop.is_set():
            return NOTHING
        boxes = (*found, *where, *([moved] if moved else []))
        caption = caption_of(boxes, state)
        return Description(caption, "\n".join(filter(None, (text, *said))), boxes, bool(boxes) or not live)

    def _people(self, picture: Picture, frame: Frame) -> list[Box]:
        if frame.source == "camera":
            return [seen] if (seen := self._facing.seen(picture)) else []
        return faces(picture)[:1] if frame.source == "upload" else []


def _codes(picture: Picture) -> tuple[list[Box], list[str]]:
    found = codes(picture)
    return [box for _, box in found], [words for words, _ in found]


def _stages(stop: threading.Event, *stages: Callable[[], tuple[list[Box], list[str]]]) -> tuple[list[Box], list[str]]:
    boxes: list[Box] = []
    said: list[str] = []
    for stage in stages:
        if stop.is_set():
            break
        more, words = stage()
        boxes += more
        said += words
    return boxes, said


def caption_of(boxes: Iterable[Box], state: Quality = "good") -> str:
    """Names everything but text, which is kept word for word, with its place, in English: "notebook: at the left …"."""
    sentences = [sentence(box) for box in boxes if box.label != TEXT]
    return " ".join([*sentences, *([UNSEEN[state]] if state in UNSEEN else [])])
