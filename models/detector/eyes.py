"""The eyes of one session with a detector beside them: what it names joins what they see.

A name of a detector's is no match of a taught look: what was taught is known by its look alone, so boxes of that name
are left out.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from assistant.core.boxes import SURE
from assistant.core.labels import sentence
from assistant.core.ports import Captioner, Detector, Engine, Forgetful, Memory, Namer
from assistant.core.values import Box, Description, Frame
from assistant.core.wording import place
from models.builtin.eyes import UNSEEN
from models.composing import merged

MOST = 30  # boxes of one frame that are told, the surest: a caption of more is read by nobody


def beside(engine: Engine, detector: Detector, memory: Memory) -> Engine:
    """The engine, the eyes of whose sessions have the detector beside them."""
    return replace(engine, captioner=lambda: NamingEyes(engine.captioner(), detector, memory))


class NamingEyes:
    """A captioner. Of the last frame it keeps what was detected: it is noticed first, and then described."""

    def __init__(self, eyes: Captioner, detector: Detector, memory: Memory) -> None:
        self._eyes, self._detector, self._memory = eyes, detector, memory
        self._last: tuple[Frame, tuple[Box, ...]] | None = None

    async def notice(self, frame: Frame) -> tuple[Box, ...] | None:
        """None where the detector is too slow for every frame. Raises SeeingError."""
        return await self._detected(frame) if self._detector.quick else None

    async def describe(self, frame: Frame) -> Description:
        """Raises SeeingError, RememberingError."""
        known = await self._eyes.describe(frame)
        if known.caption == UNSEEN["covered"]:
            return known
        taught = [thing.name for thing in await self._memory.things()]
        return merged(known, named(await self._detected(frame), taught), taught)

    async def labels(self) -> frozenset[str]:
        """Raises RememberingError."""
        beside = await self._eyes.labels() if isinstance(self._eyes, Namer) else frozenset[str]()
        return beside.union(self._detector.names)

    async def forget(self) -> None:
        self._last = None
        if isinstance(self._eyes, Forgetful):
            await self._eyes.forget()

    async def _detected(self, frame: Frame) -> tuple[Box, ...]:
        if self._last is None or self._last[0] is not frame:
            self._last = frame, await self._detector.detect(frame)
        return self._last[1]


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
