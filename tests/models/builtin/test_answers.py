"""The built-in engine's answers about what is in view, and a plain no to what it cannot know."""

import numpy as np
import pytest
from PIL import Image

from assistant.core.errors import AnswerError
from assistant.core.intents import (
    AnyoneThere,
    HowIsPicture,
    Intent,
    Open,
    ReadThat,
    ScanCode,
    WhatCanYouDo,
    WhatColour,
    WhatIsThis,
    WhatMoved,
    WhatSeen,
    WhatShown,
    WhatTime,
    WhereIs,
)
from assistant.core.values import Frame, Language
from assistant.core.wording import language_of
from models.builtin.reading import Reader
from tests.models.builtin.played import NOON, Desk, play
from tests.models.builtin.scenes import frame, needs_font, screen
from tests.models.builtin.test_seeing import qr
from tests.pictures import cover, desk, on_desk, page


def test_a_page_before_the_camera_is_read_line_by_line(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        pieces = await desk.pieces(ReadThat(), frame(page("Dentist on Friday", "at half past nine")))
        assert "".join(pieces) == "It says:\n\nDentist on Friday\nat half past nine\n"
        assert len(pieces) == 3

    play(reader, scene)


@needs_font
def test_chinese_is_read_letter_for_letter_whatever_the_language_of_the_answer(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        said = await desk.ask(ReadThat(), frame(screen("鑰匙放在門口的藍色盒子裡面", letters=32)), language="zh-Hans")
        assert said.strip() == "文字如下：\n\n鑰匙放在門口的藍色盒子裡面"

    play(reader, scene)


@pytest.mark.parametrize("intent", [ReadThat(), ScanCode(), WhatColour(), AnyoneThere(), HowIsPicture()])
def test_with_nothing_in_view_it_says_what_to_do(reader: Reader, intent: Intent) -> None:
    async def scene(desk: Desk) -> None:
        assert "Press Start" in await desk.ask(intent)

    play(reader, scene)


def test_where_no_text_is_found_it_says_so_and_why(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        dark = Image.fromarray((np.asarray(on_desk(cover("atlas"), (200, 100))) * 0.22).astype(np.uint8))
        assert "no text" in await desk.ask(ReadThat(), frame(dark))
        assert "more light" in await desk.ask(ReadThat(), frame(dark))

    play(reader, scene)


def test_a_broken_picture_is_refused_in_words(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        with pytest.raises(AnswerError, match="send it again"):
            await desk.ask(ReadThat(), Frame(b"no picture", NOON, "upload"))

    play(reader, scene)


def test_codes_colours_and_the_state_of_the_picture_are_told(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        code = frame(on_desk(qr("Shelf 7, box 12"), (300, 120)))
        assert "says: Shelf 7, box 12" in await desk.ask(ScanCode(), code)
        assert "looks mostly orange" in await desk.ask(WhatColour(), frame(Image.new("RGB", (64, 48), (250, 130, 20))))
        assert "bright and sharp" in await desk.ask(HowIsPicture(), frame(page("In focus", "and bright")))
        assert "lens is covered" in await desk.ask(HowIsPicture(), frame(Image.new("RGB", (64, 48), (8, 8, 8))))
        assert "no face" in await desk.ask(AnyoneThere(), frame(page("Nobody is here")))

    play(reader, scene)


def test_a_taught_thing_in_view_is_pointed_at(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        await desk.teach("notebook")
        there = frame(on_desk(cover("notebook"), (20, 100)))
        said = await desk.ask(WhereIs("note book"), there)
        assert said == "It is in view: I match the look of your notebook at the left of the picture."

    play(reader, scene)


def test_an_open_question_is_declined_in_one_sentence_that_says_how_to_get_a_model(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        said = await desk.ask(Open(), frame(page("A page in view")))
        assert said.count(". ") == 0
        assert "--vlm openai:http://localhost:11434/v1#MODEL" in said

    play(reader, scene)


def test_text_in_an_attached_picture_is_offered_though_the_question_is_declined(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        said = await desk.ask(Open(), frame(page("Rent due", "on the first"), source="upload"))
        assert said.startswith("That needs a model")
        assert said.endswith("I can read this in it:\n\nRent due\non the first\n")

    play(reader, scene)


def test_an_attached_picture_without_text_adds_nothing_to_the_no(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        given = frame(on_desk(cover("atlas"), (200, 100)), source="upload")
        assert await desk.ask(Open(), given) == await desk.ask(Open())

    play(reader, scene)


def test_the_clock_and_the_help_need_nothing(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        assert await desk.ask(WhatTime()) == "It is 12:00."
        assert "this is my notebook" in await desk.ask(WhatCanYouDo())

    play(reader, scene)


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_every_answer_is_in_the_language_of_the_question(reader: Reader, language: Language) -> None:
    async def scene(desk_: Desk) -> None:
        view = frame(desk())
        for intent in (
            *(WhatCanYouDo(), WhatColour(), AnyoneThere(), HowIsPicture(), ScanCode(), ReadThat()),
            *(WhatMoved(60), WhatShown(), WhatSeen(60), Open()),
        ):
            assert language_of(await desk_.ask(intent, view, language=language), language) == language, intent

    play(reader, scene)


def test_what_is_held_up_is_told_as_far_as_it_was_taught_and_can_be_read(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        await desk.teach("notebook")
        answer = await desk.ask(WhatIsThis(), frame(on_desk(cover("notebook"), (200, 100))))
        assert "I match the look of your notebook in the middle of the picture." in answer
        assert "without a model" in answer
        assert "I read “Field notes”." in await desk.ask(WhatIsThis(), frame(page("Field notes")))

    play(reader, scene)


def test_what_was_never_taught_and_says_nothing_is_declined_in_one_sentence(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        answer = await desk.ask(WhatIsThis(), frame(on_desk(cover("notebook"), (200, 100))))
        assert answer.startswith("That needs a model")
        assert "Press Start" in await desk.ask(WhatIsThis())

    play(reader, scene)
