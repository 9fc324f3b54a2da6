"""Frames in, memories out: the gate, the captioner and the memory in one background loop."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

from assistant.core.errors import KeepsightError, PictureError, RememberingError
from assistant.core.events import Event, Failed, Look, Seen
from assistant.core.ports import Captioner, DeepCaptioner, Forgetful, Memory, QuickCaptioner
from assistant.core.streams import Channel, Latest
from assistant.core.values import Attachment, Description, Forgot, Frame, Observation
from assistant.forgetting import UnderWay, covers
from assistant.pictures import glance
from assistant.seeing import Gate, Glance

LOOK = 0.8  # seconds a full-resolution picture is waited for before the newest frame has to do
FRESH = 5.0  # seconds: an older frame no longer shows what is before the camera
BEFORE = 4.0  # seconds: a frame older than this shows the scene as it was before a thing was held up
UPLOAD = 600.0  # seconds an uploaded picture stays what "that" means while nothing is captured
REST = 5.0  # seconds for which a slow caption leaves the machine to who speaks, and to the reply
KEPT_FRAMES = 30  # frames kept in mind, half a minute at one a second

T = TypeVar("T")
Send = Callable[[Event], Awaitable[None]]


class Watch:
    """The eyes of one session. `remembering` off: it looks when asked, and keeps nothing.

    Who forgets holds `writing` until it has called `forget`: then nothing is written of what it forgot.
    """

    def __init__(self, captioner: Captioner, memory: Memory, send: Send, clock: Callable[[], float]) -> None:
        self.remembering = True
        self.looked_out = False  # somebody waits for what may be seen, and looks at every frame besides
        self.glimpsed: Latest[tuple[Frame, Glance]] = Latest()
        self.writing = asyncio.Lock()
        self._captioner = captioner
        self._memory = memory
        self._send = send
        self._clock = clock
        self.look_again()
        self._latest: Latest[Frame] = Latest()
        self._stills: Latest[Frame] = Latest()
        self._seen: deque[Frame] = deque(maxlen=KEPT_FRAMES)
        self._uploads: Sequence[Frame] = ()
        self._uncaptioned: Channel[tuple[Frame, Observation]] = Channel(bound=100)
        self._shallow: Latest[tuple[Frame, Observation, Description]] = Latest()
        self._describing, self._keeping = UnderWay(), UnderWay()

    def see(self, frame: Frame) -> None:
        """A frame has arrived; one that nobody has looked at yet is replaced."""
        self._seen.append(frame)
        (self._stills if frame.still else self._latest).put(frame)

    def look_again(self) -> None:
        """The next frame passes the gate even if nothing has changed: there is something new to know it by."""
        self._gates = {"camera": Gate(), "screen": Gate()}

    def newest(self) -> Frame | None:
        """What is before the camera or on the screen now, if anything is."""
        newest = self._seen[-1] if self._seen else None
        return newest if newest and self._clock() - newest.time < FRESH else None

    def before(self) -> Sequence[Frame]:
        """Older frames, oldest first: the scene without what is held up now."""
        return [frame for frame in self._seen if self._clock() - frame.time > BEFORE]

    def last(self, count: int) -> Sequence[Frame]:
        """The newest frames, oldest first; none where nothing is captured now."""
        return list(self._seen)[-count:] if self.newest() else ()

    def close_eyes(self) -> None:
        """Capturing has ended: nothing is before the camera any more."""
        self._seen.clear()

    async def in_view(self) -> Sequence[Frame]:
        """What "that" means: what is captured now, else the pictures uploaded last; empty where there is neither."""
        frame = await self.look()
        if frame is not None:
            return (frame,)
        return [upload for upload in self._uploads if self._clock() - upload.time < UPLOAD]

    async def look(self) -> Frame | None:
        """A fresh full-resolution picture; the newest frame where none comes in time; None when nothing is captured."""
        if self.newest() is None:
            return None
        self._stills = Latest()
        await self._send(Look())
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK):
                return await self._stills.take()
        return self.newest()

    def give_way(self) -> None:
        """A reply is about to be made: captions in the making are dropped, and made later."""
        self._describing.drop()

    async def beneath(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Work that gives way to replies as a caption does: None where it had to."""
        return await self._describing.run(work)

    async def keep(self, frame: Frame, describe: Callable[[], Awaitable[Description]]) -> Observation | None:
        """None where nothing is remembered now, or this was forgotten while it was described."""

        async def kept() -> Observation | None:
            description = await describe()
            return await self._keep(frame, description) if self.remembering else None

        return await self._keeping.run(kept(), frame.time) if self.remembering else None

    async def run(self) -> None:
        """Looks at the newest frame, again and again, until cancelled."""
        said = ""
        while True:
            frame = await self._latest.take()
            try:
                if await self._keeping.run(self._look_at(frame), frame.time):
                    said = ""
            except KeepsightError as error:
                if str(error) != said:  # a full disk fails with every frame, and is said once
                    said = str(error)
                    await self._send(Failed(error.stage, said))

    async def deepen(self) -> None:
        """What a slow model sees in what was kept, the newest first, again and again, until cancelled.

        It is kept before that: a model on a CPU may take a minute for a caption.
        """
        said = ""
        while isinstance(self._captioner, DeepCaptioner):
            item = await self._shallow.take()
            try:
                await self._keeping.run(self._deepen(self._captioner, *item), item[0].time, item[1].id)
                said = ""
            except KeepsightError as error:
                if str(error) != said:
                    said = str(error)
                    await self._send(Failed(error.stage, said))

    async def take_uploads(self, attachments: Sequence[Attachment]) -> tuple[Sequence[Frame], Sequence[Observation]]:
        """The pictures given with a message, stored at once; what they show is added by `caption_uploads`."""
        now = self._clock()
        frames = [Frame(attachment.jpeg, now, "upload") for attachment in attachments]
        kept = []
        self._uploads = frames or self._uploads
        try:
            for attachment in attachments if self.remembering else ():
                shown = Observation(now, "upload", f"picture {attachment.name}", picture=attachment.jpeg)
                kept.append(await self._memory.add(shown))
                await self._send(Seen(kept[-1]))
        except RememberingError as error:  # a full disk: what is asked about the pictures is answered all the same
            await self._send(Failed(error.stage, str(error)))
        return frames, kept

    def caption_later(self, frames: Sequence[Frame], kept: Sequence[Observation]) -> None:
        """Uploads are described when the reply about them is over, which needs the same model."""
        for pair in zip(frames, kept, strict=False):
            self._uncaptioned.put(pair)

    async def caption_uploads(self) -> None:
        """Again and again, until cancelled."""
        async for frame, kept in self._uncaptioned:
            try:
                await self._keeping.run(self._caption(frame, kept), frame.time, kept.id)
            except KeepsightError as error:
                await self._send(Failed(error.stage, str(error)))

    async def forget(self, forgot: Forgot) -> None:
        """Drops the pictures in mind that are forgotten, and what was about to be kept of them.

        The gates stay: 576 grey values of the last picture, and what a detector named in it, without which the same
        scene would be kept a second later.
        """
        self._seen = deque((frame for frame in self._seen if not covers(forgot, frame.time)), KEPT_FRAMES)
        self._uploads = [upload for upload in self._uploads if not covers(forgot, upload.time)]
        for waiting in (self._latest, self._stills):
            waiting.drop(lambda frame: covers(forgot, frame.time))
        self._shallow.drop(lambda item: covers(forgot, item[0].time, item[1].id))
        self.glimpsed.drop(lambda pair: covers(forgot, pair[0].time))
        self._uncaptioned.drop(lambda pair: covers(forgot, pair[0].time, pair[1].id))
        self._keeping.drop(lambda time, id: covers(forgot, time, id))
        if isinstance(self._captioner, Forgetful):
            await self._captioner.forget()

    async def _caption(self, frame: Frame, kept: Observation) -> None:
        if not await self._is_as(kept):
            return
        description = await self._captioner.describe(frame)
        caption = f"{kept.caption}. {description.caption}".removesuffix(". ")
        described = replace(description, caption=caption)
        shown = await self._add_to(kept, described)
        if shown and isinstance(self._captioner, DeepCaptioner):
            await self._add_to(shown, await self._captioner.deepen(frame, described))

    async def _deepen(self, captioner: DeepCaptioner, frame: Frame, kept: Observation, described: Description) -> None:
        if not await self._is_as(kept):
            return
        deeper = await self._describing.run(captioner.deepen(frame, described))
        if deeper is None:
            await asyncio.sleep(REST)
            self._shallow.offer((frame, kept, described))
        elif deeper != described:
            await self._add_to(kept, deeper)

    async def _look_at(self, frame: Frame) -> bool:
        """Whether it was kept: only that shows that nothing fails any more."""
        if not (self.remembering or self.looked_out):
            return False
        gate = self._gates[frame.source]
        try:
            seen = glance(frame.jpeg)
        except PictureError:
            return False  # one torn frame of a stream: the next comes within a second
        things = await self._captioner.notice(frame) if isinstance(self._captioner, QuickCaptioner) else None
        seen = replace(seen, things=things)
        if self.looked_out:
            self.glimpsed.put((frame, seen))
        if not self.remembering:
            return False
        verdict = gate.judge(seen, frame.time)
        if verdict not in ("changed", "heartbeat"):
            return False
        description = await self._describing.run(self._captioner.describe(frame))
        if description is None:
            gate.undo()
            return False
        if not self.remembering or not (verdict == "changed" or description.worth_keeping):
            return False
        await self._keep(frame, description)
        return True

    async def _is_as(self, kept: Observation) -> bool:
        """Whether the memory still holds all that was kept: what was forgotten of it is neither seen nor said again."""
        now = await self._memory.get(kept.id)
        return now is not None and now.caption == kept.caption

    async def _add_to(self, kept: Observation, description: Description) -> Observation | None:
        """With what was described; None where something of it was forgotten meanwhile."""
        described = replace(kept, caption=description.caption, text=description.text, boxes=description.boxes)
        async with self.writing:
            if not await self._is_as(kept) or not await self._memory.update(described):
                return None
        await self._send(Seen(described))
        return described

    async def _keep(self, frame: Frame, description: Description) -> Observation:
        observation = Observation(
            time=frame.time,
            source=frame.source,
            caption=description.caption,
            text=description.text,
            boxes=description.boxes,
            picture=frame.jpeg,
        )
        async with self.writing:
            kept = await self._memory.add(observation)
        await self._send(Seen(kept))
        self._shallow.put((frame, kept, description))
        return kept
