"""What the built-in eyes make of a frame, and how they give way."""

import threading

from PIL import Image

from assistant.core.values import Description
from memory.store import Store
from models.builtin.engine import create
from models.builtin.eyes import Eyes
from models.builtin.looks import Looks
from models.builtin.reading import Reader
from tests.clock import run
from tests.models.builtin.played import Desk, play
from tests.models.builtin.scenes import array, frame, taught_views
from tests.models.builtin.test_seeing import qr
from tests.pictures import cover, desk, on_desk, page


def test_a_caption_names_each_thing_with_its_place(reader: Reader) -> None:
    async def scene(desk_: Desk) -> None:
        await desk_.teach("notebook")
        eyes = Eyes(desk_.sight.lane, reader, Looks(), desk_.memory)
        assert not (await eyes.describe(frame(desk()))).worth_keeping

        seen = await eyes.describe(frame(on_desk(cover("notebook"), (20, 100)), 1.0))

        assert seen.caption == "notebook: at the left of the picture. Something moved at the left of the picture."
        assert [found.label for found in seen.boxes] == ["notebook", "movement"]
        assert seen.worth_keeping

    play(reader, scene)


def test_a_page_and_a_code_are_kept_as_text(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        eyes = Eyes(desk.sight.lane, reader, Looks(), desk.memory)
        both = on_desk(qr("Shelf 7", 4), (420, 280), scene=page("Spare keys", letters=40))

        seen = await eyes.describe(frame(both))

        assert seen.text == "Spare keys\nShelf 7"
        assert {found.label for found in seen.boxes} == {"text", "QR code"}

    play(reader, scene)


def test_a_covered_lens_is_not_worth_keeping(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        eyes = Eyes(desk.sight.lane, reader, Looks(), desk.memory)
        assert not (await eyes.describe(frame(Image.new("RGB", (640, 480), (6, 6, 6))))).worth_keeping

    play(reader, scene)


def test_a_caption_in_the_making_gives_way_to_a_reply(reader: Reader) -> None:
    stop = threading.Event()
    stop.set()

    async def scene(desk: Desk) -> None:
        eyes = Eyes(desk.sight.lane, reader, Looks(), desk.memory)
        dropped = eyes._describe(frame(page("Never read")), (), stop)
        assert dropped == Description("", worth_keeping=False)
        assert (await eyes.describe(frame(page("Read later")))).text == "Read later"

    play(reader, scene)


def test_an_engine_is_there_at_once_and_learns_in_its_lane() -> None:
    async def act() -> None:
        memory = Store.open(None)
        engine = create(memory, warm=False)
        try:
            assert engine.answerer.name == "builtin"
            assert engine.captioner() is not engine.captioner()
            taught = await engine.teacher.learn("notebook", *taught_views())
            assert Looks().find(array(on_desk(cover("notebook"), (200, 100))), [taught])
        finally:
            engine.close()
            memory.close()

    run(act())
