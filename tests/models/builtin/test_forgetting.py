"""What the built-in engine keeps from frame to frame, and that it lets go of it."""

import asyncio

from assistant.core.ports import Forgetful
from assistant.core.values import Frame
from memory.store import Store
from models.builtin.answering import Answering
from models.builtin.eyes import Eyes
from models.builtin.looking import Sight
from tests.models.builtin.scenes import taught
from tests.pictures import encode, page

PAGE = Frame(encode(page("Field notes", "Tuesday")), 1000.0, "camera")


def test_lines_looks_and_movement_of_the_frame_before_are_forgotten_and_seen_anew(sight: Sight) -> None:
    async def scene() -> None:
        memory = Store.open(None)
        await memory.teach(taught("notebook"))
        eyes, answerer = Eyes(sight.lane, sight.reader, sight.looks, memory), Answering(sight, memory)
        before = await eyes.describe(PAGE)
        assert before.text == "Field notes\nTuesday"
        assert eyes._rereader._known
        assert eyes._motion._before is not None
        assert eyes._facing._before
        assert sight.looks._kept
        for part in (eyes, answerer):
            assert isinstance(part, Forgetful)
            await part.forget()
        assert not eyes._rereader._known
        assert eyes._motion._before is None
        assert not eyes._facing._before
        assert not sight.looks._kept
        assert await eyes.describe(PAGE) == before
        memory.close()

    asyncio.run(scene())
