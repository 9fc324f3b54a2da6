"""Frames in, memories out, with somebody who names the things in every frame."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from assistant.core.values import Box, Description, Frame, Observation
from assistant.watching import Watch
from memory.store import Store
from tests.clock import run
from tests.pictures import jpeg
from tests.scripted import ScriptedUser, clock

CUP = Box("cup", 0.1, 0.1, 0.3, 0.4)


@dataclass
class Named:
    """Eyes that name what a script says, a tuple a second; None where they cannot tell in time."""

    script: Sequence[tuple[Box, ...] | None]
    noticed: int = 0

    async def notice(self, frame: Frame) -> tuple[Box, ...] | None:
        self.noticed += 1
        return self.script[self.noticed - 1]

    async def describe(self, frame: Frame) -> Description:
        boxes = self.script[self.noticed - 1]
        if boxes is None:
            return Description(f"View {self.noticed}.")
        return Description(" ".join(f"{box.label}: here." for box in boxes), boxes=boxes)


def kept(eyes: Named, jpegs: Sequence[bytes]) -> list[Observation]:
    async def scene() -> list[Observation]:
        memory = Store.open(None)
        watch = Watch(eyes, memory, ScriptedUser().send, clock)
        watching = asyncio.ensure_future(watch.run())
        for picture in jpegs:
            watch.see(Frame(picture, clock(), "camera"))
            await asyncio.sleep(1.0)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        found = await memory.recent()
        memory.close()
        return found[::-1]

    return run(scene())


def test_a_thing_that_comes_into_a_picture_that_hardly_changes_is_remembered_once_and_so_is_that_it_went() -> None:
    eyes = Named([(), (), (CUP,), (CUP,), (CUP,), (), (), (), ()])
    captions = [observation.caption for observation in kept(eyes, [jpeg("desk")] * 9)]
    assert captions == ["", "cup: here.", ""]
    assert eyes.noticed == 9


def test_where_nobody_can_tell_in_time_the_picture_alone_decides() -> None:
    pictures = [jpeg("desk")] * 3 + [jpeg("sofa")] * 3
    captions = [observation.caption for observation in kept(Named([None] * 6), pictures)]
    assert captions == ["View 1.", "View 5."]


def test_a_torn_frame_is_not_shown_to_them() -> None:
    eyes = Named([(CUP,)] * 3)
    kept(eyes, [jpeg("desk"), b"torn", jpeg("desk")])
    assert eyes.noticed == 2
