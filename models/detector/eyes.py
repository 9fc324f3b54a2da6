"""The eyes of one session with a detector beside them: what it names joins what they see.

A name of a detector's is no match of a taught look: what was taught is known by its look alone, so boxes of that name
are left out.
"""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import replace

from assistant.core.boxes import SURE
from assistant.core.labels import sentence
from assistant.core.ports import Captioner, Detector, Engine, Forgetful, Memory, Namer
from assistant.core.values import Box, Description, Frame
from assistant.core.wording import place
from models.builtin.eyes import UNSEEN
from models.composing import merged

NEWEST = 8  # frames of which it is known: one or two for each of a few sessions
MOST = 30  # boxes of one frame that are told, the surest: a caption of more is read by nobody


def beside(engine: Engine, detector: Detector, memory: Memory) -> Engine:
    """The engine, the eyes of whose sessions have the detector beside them: it looks at each frame once."""
    once = Once(detector)
    return replace(engine, captioner=lambda: NamingEyes(engine.captioner(), once, memory))


class Once:
    """A detector that knows what it named in the newest frames.

    A frame is noticed first and then described, and by two pairs of eyes where something is waited for.
    """

    def __init__(self, detector: Detector) -> None:
        self.names, self.quick = detector.names, detector.quick
        self._detector = detector
        self._newest: deque[tuple[Frame, tuple[Box, ...]]] = deque(maxlen=NEWEST)

    async def detect(self, frame: Frame) -> tuple[Box, ...]:
        """Raises SeeingError."""
        for seen, boxes in self._newest:
            if seen is frame:
                return boxes
        boxes = await self._detector.detect(frame)
        self._newest.append((frame, boxes))
        return boxes

    async def forget(self) -> None:
        self._newest.clear()


class NamingEyes:
    """A captioner."""

    def __init__(self, eyes: Captioner, detector: Detector, memory: Memory) -> None:
        self._eyes, self._detector, self._memory = eyes, detector, memory

    async def notice(self, frame: Frame) -> tuple[Box, ...] | None:
        """None where the detector is too slow for every frame. Raises SeeingError."""
        return await self._detector.detect(frame) if self._detector.quick else None

    async def describe(self, frame: Frame) -> Description:
        """Raises SeeingError, RememberingError."""
        known = await self._eyes.describe(frame)
        if known.caption == UNSEEN["covered"]:
            return known
        taught = [thing.name for thing in await self._memory.things()]
        return merged(known, named(await self._detector.detect(frame), taught), taught)

    async def labels(self) -> frozenset[str]:
        """Raises RememberingError."""
        beside = await self._eyes.labels() if isinstance(self._eyes, Namer) else frozenset[str]()
        return beside.union(self._detector.names)

    async def forget(self) -> None:
        for part in (self._eyes, self._detector):
            if isinstance(part, Forgetful):
                await part.forget()


def named(boxes: Iterable[Box], taught: Iterable[str] = ()) -> Description:
    """What a detector is sure of, each with its place: "bottle: at the left of the picture." (pure).

    Alike things at one place are counted: "chair: 3 at the right of the picture.". Nothing of a name in `taught`.
    """
    names = {name.casefold() for name in taught}
    sure = [box for box in boxes if box.score >= SURE and box.label.casefold() not in names][:MOST]
    alike = Counter((box.label, place(box, "en")) for box in sure)
    said = {(box.label, place(box, "en")): sentence(box) for box in sure}
    told = [one if alike[key] == 1 else f"{key[0]}: {alike[key]} {key[1]}." for key, one in said.items()]
    return Description(" ".join(told), boxes=tuple(sure), worth_keeping=bool(sure))
