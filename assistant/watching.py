"""Frames in, memories out: the gate, the captioner and the memory in one background loop."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from assistant.core.errors import KeepsightError, PictureError, RememberingError
from assistant.core.events import Event, Failed, Look, Seen
from assistant.core.ports import Captioner, DeepCaptioner, Memory
from assistant.core.streams import Channel, Latest
from assistant.core.values import Attachment, Description, Frame, Observation
from assistant.pictures import glance
from assistant.seeing import Gate

LOOK = 0.8  # seconds a full-resolution picture is waited for before the newest frame has to do
FRESH = 5.0  # seconds: an older frame no longer shows what is before the camera
BEFORE = 4.0  # seconds: a frame older than this shows the scene as it was before a thing was held up
UPLOAD = 600.0  # seconds an uploaded picture stays what "that" means while nothing is captured
REST = 5.0  # seconds for which a slow caption leaves the machine to who speaks, and to the reply
KEPT_FRAMES = 30  # frames kept in mind, half a minute at one a second

Send = Callable[[Event], Awaitable[None]]


class Watch:
    """The eyes of one session. `remembering` off: it looks when asked, and keeps nothing."""

    def __init__(self, captioner: Captioner, memory: Memory, send: Send, clock: Callable[[], float]) -> None:
        self.remembering = True
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
        self._describing: set[asyncio.Task[Description]] = set()

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
        for task in self._describing:
            task.cancel()

    async def run(self) -> None:
        """Looks at the newest frame, again and again, until cancelled."""
        said = ""
        while True:
            frame = await self._latest.take()
            try:
                if await self._look_at(frame):
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
            frame, kept, described = item = await self._shallow.take()
            try:
                deeper = await self._giving_way(self._captioner.deepen(frame, described))
                if deeper is None:
                    await asyncio.sleep(REST)
                    self._shallow.offer(item)
                elif deeper != described:
                    await self._add_to(kept, deeper)
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
            await self._caption(frame, kept)

    def forget(self, since: float | None) -> None:
        """Drops the frames in mind that were taken at or after `since`, Unix seconds; all for None."""
        kept = [frame for frame in self._seen if since is not None and frame.time < since]
        self._seen = deque(kept, KEPT_FRAMES)
        self._uploads = [upload for upload in self._uploads if since is not None and upload.time < since]

    async def _caption(self, frame: Frame, kept: Observation) -> None:
        try:
            description = await self._captioner.describe(frame)
            caption = f"{kept.caption}. {description.caption}".removesuffix(". ")
            described = replace(description, caption=caption)
            await self._add_to(kept, described)
            if isinstance(self._captioner, DeepCaptioner):
                await self._add_to(kept, await self._captioner.deepen(frame, described))
        except KeepsightError as error:
            await self._send(Failed(error.stage, str(error)))

    async def _look_at(self, frame: Frame) -> bool:
        """Whether it was kept: only that shows that nothing fails any more."""
        if not self.remembering:
            return False
        gate = self._gates[frame.source]
        try:
            verdict = gate.judge(glance(frame.jpeg), frame.time)
        except PictureError:
            return False  # one torn frame of a stream: the next comes within a second
        if verdict not in ("changed", "heartbeat"):
            return False
        description = await self._giving_way(self._captioner.describe(frame))
        if description is None:
            gate.undo()
            return False
        if not self.remembering or not (verdict == "changed" or description.worth_keeping):
            return False
        await self._keep(frame, description)
        return True

    async def _giving_way(self, work: Coroutine[Any, Any, Description]) -> Description | None:
        """None where it was dropped for a reply."""
        task = asyncio.ensure_future(work)
        self._describing.add(task)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.cancelled():
                task.cancel()
                raise
            return None
        finally:
            self._describing.discard(task)

    async def _add_to(self, kept: Observation, description: Description) -> None:
        described = replace(kept, caption=description.caption, text=description.text, boxes=description.boxes)
        if await self._memory.update(described):
            await self._send(Seen(described))

    async def _keep(self, frame: Frame, description: Description) -> None:
        observation = Observation(
            time=frame.time,
            source=frame.source,
            caption=description.caption,
            text=description.text,
            boxes=description.boxes,
            picture=frame.jpeg,
        )
        kept = await self._memory.add(observation)
        await self._send(Seen(kept))
        self._shallow.put((frame, kept, description))
