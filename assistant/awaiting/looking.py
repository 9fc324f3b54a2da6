"""Looks at what changes while something is waited for: at a glance, more closely, or with a model's eyes.

Only changed frames are looked at closely, and those that follow within `LINGER`, for a change comes before what came of
it. A glance is free: what a detector names in every frame the memory asks for anyway.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from assistant.awaiting.kinds import PERSON, Kind, Thing
from assistant.awaiting.places import PLACE
from assistant.awaiting.seeing import Look
from assistant.awaiting.watcher import Means, Watcher, means_of
from assistant.core.errors import PictureError
from assistant.core.ports import Captioner, Forgetful, Judge, Memory, Namer, QuickCaptioner, Witness
from assistant.core.streams import Latest
from assistant.core.values import Box, Description, Frame, Source
from assistant.pictures import glance
from assistant.seeing import Glance, alike, difference, overall
from assistant.watching import Watch

CHANGED = 0.03  # difference of two thumbnails from which on a frame is looked at: half of what the gate calls a change
LINGER = 5.0  # seconds for which the frames after a change are looked at too
PRIMED = 4  # frames of before the question that are looked at
APART = 10.0  # seconds between two frames from which on they are not compared: the camera was off, or nobody waited
PATIENCE = 8.0  # seconds that an answer waits for a model to look whether it is so already


@dataclass(frozen=True, slots=True)
class Before:
    """What was looked at last; times in Unix seconds. changed: when something last did."""

    glance: Glance
    time: float
    changed: float


class Looking:
    """Of one session, with eyes of its own: those of the memory have seen other frames before."""

    def __init__(
        self, eyes: Captioner, witness: Witness | None, watch: Watch, silence: Callable[[float], Awaitable[None]]
    ) -> None:
        self._eyes = eyes
        self._witness = witness
        self._watch = watch
        self._silence = silence
        self._before: dict[Source, Before] = {}
        self._judged: Frame | None = None
        self._to_judge: Latest[Frame] = Latest()
        self._rest = 0.0
        self._names: dict[str, tuple[str, ...]] = {}

    @property
    def judges(self) -> bool:
        return isinstance(self._witness, Judge) and self._witness.judges

    async def names(self, memory: Memory) -> dict[str, tuple[str, ...]]:
        """What boxes may be called, and what each of that goes by. Raises RememberingError."""
        labels = sorted(await self._eyes.labels()) if isinstance(self._eyes, Namer) else ()
        for label in labels:
            if label not in self._names:
                self._names[label] = await memory.names(label) or (label,)
        return {label: self._names[label] for label in labels}

    async def means(self, kind: Kind, memory: Memory) -> Means | None:
        """How an event of this kind would be recognised here; None where it cannot be. Raises RememberingError."""
        asked = await memory.names(kind.thing) if isinstance(kind, Thing) and kind.thing != PERSON else ()
        return means_of(kind, await self.names(memory), asked, self.judges)

    async def glimpse(self, watchers: Callable[[], Sequence[Watcher]]) -> tuple[Frame, Look]:
        """The next frame that the watch glimpses, as closely as is needed. Raises SeeingError, RememberingError."""
        frame, seen = await self._watch.glimpsed.take()
        return frame, await self._look(frame, seen, watchers(), self._before)

    async def earlier(self, watcher: Watcher) -> list[Look]:
        """What was in view just before. Raises SeeingError, RememberingError."""
        looks, before = list[Look](), dict[Source, Before]()
        for frame in self._watch.last(PRIMED):
            with suppress(PictureError):
                things = await self._eyes.notice(frame) if isinstance(self._eyes, QuickCaptioner) else None
                looks.append(await self._look(frame, replace(glance(frame.jpeg), things=things), [watcher], before))
        return looks

    async def judged(self, watcher: Watcher, frame: Frame) -> Look:
        """What a model says of one frame, beside the one it saw before. Raises AnswerError, ModelError."""
        assert isinstance(self._witness, Judge), "only a judge is asked"
        before = self._judged if self._judged and self._judged.time < frame.time else None
        verdict = await self._witness.judge(watcher.awaited.event, frame, before)
        self._judged = frame
        return Look(frame.time, judged=verdict.seen)

    async def now(self, watcher: Watcher) -> list[Look]:
        """What a model says of what is in view, if it can in time. Where nothing changes it is not asked again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                looks = [await self.judged(watcher, frame) for frame in self._watch.last(1)]
                return [replace(look, judged="clearly") if look.judged == "yes" else look for look in looks]
        return []

    async def judgement(self, watchers: Callable[[], Sequence[Watcher]]) -> tuple[Frame, list[tuple[Watcher, Look]]]:
        """What a model says of the newest changed frame. It looks at most half of the time, and while nobody talks.

        Raises AnswerError, ModelError.
        """
        frame = await self._to_judge.take()
        await self._silence(0.0)
        begun, looks = asyncio.get_running_loop().time(), list[tuple[Watcher, Look]]()
        for watcher in [one for one in watchers() if one.means.judged]:
            if (look := await self._watch.beneath(self.judged(watcher, frame))) is None:
                self._to_judge.offer(frame)
                break
            looks.append((watcher, look))
        self._rest = asyncio.get_running_loop().time() - begun
        return frame, looks

    async def rest(self) -> None:
        """As long as the last looks of the model took."""
        await asyncio.sleep(self._rest)

    async def description(self, frame: Frame) -> Description:
        """Raises SeeingError, RememberingError."""
        return await self._watch.beneath(self._eyes.describe(frame)) or Description("")

    async def forget(self) -> None:
        self._before.clear()
        self._judged = None
        self._names.clear()
        self._to_judge.drop(lambda frame: True)
        if isinstance(self._eyes, Forgetful):
            await self._eyes.forget()

    async def _look(
        self, frame: Frame, seen: Glance, watchers: Sequence[Watcher], befores: dict[Source, Before]
    ) -> Look:
        before = befores.get(frame.source)
        if before and frame.time - before.time > APART:
            before = None
        change = difference(before.glance.grey, seen.grey) if before else 0.0
        same = before is not None and change < CHANGED and alike(before.glance.things, seen.things, PLACE)
        changed = before.changed if before and same else frame.time
        befores[frame.source] = Before(seen, frame.time, changed)
        near = frame.time - changed < LINGER or any(one.confirming.undecided for one in watchers)
        if near and any(one.means.judged for one in watchers):
            self._to_judge.put(frame)
        look = Look(
            *(frame.time, seen.things, None, change),
            overall=overall(before.glance.grey, seen.grey) if before else 0.0,
            calm=frame.time - changed >= LINGER,
            grey=seen.grey,
        )
        closer = any(one.means.closer or (one.means.labels and seen.things is None) for one in watchers)
        if not (closer and near):
            return look
        described = await self._watch.beneath(self._eyes.describe(frame))
        return _closer(look, described) if described else look


def _closer(look: Look, described: Description) -> Look:
    boxes: tuple[Box, ...] = (*(look.boxes or ()), *described.boxes)
    return replace(look, boxes=boxes, text=described.text)
