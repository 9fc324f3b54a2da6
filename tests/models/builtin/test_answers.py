"""The built-in engine's answers: what is in view, what is remembered with its proof, and a plain no to the rest."""

import threading
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pytest
from PIL import Image

from assistant.core.errors import AnswerError
from assistant.core.intents import (
    AboutThePast,
    AnyoneThere,
    FindText,
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
from assistant.core.lane import Lane
from assistant.core.values import Box, Description, Frame, Language, Observation, Prompt, Source
from assistant.core.wording import language_of
from assistant.recalling import Asked, Recalling, Sources
from memory.store import Store
from models.builtin.answering import Answering
from models.builtin.engine import create
from models.builtin.eyes import Eyes
from models.builtin.looking import Sight
from models.builtin.looks import Looks
from models.builtin.reading import Reader
from models.builtin.witness import LookWitness
from tests.clock import run
from tests.models.builtin.scenes import array, frame, needs_font, screen, taught, taught_views
from tests.models.builtin.test_seeing import qr
from tests.pictures import cover, desk, on_desk, page

NOON = datetime(2026, 3, 9, 12, 0).timestamp()


@dataclass(frozen=True, slots=True)
class Desk:
    """A built-in engine with a memory of its own."""

    reader: Reader
    sight: Sight
    memory: Store

    async def ask(
        self, intent: Intent, *frames: Frame, language: Language = "en", recent: tuple[Observation, ...] = ()
    ) -> str:
        return "".join(await self.pieces(intent, *frames, language=language, recent=recent))

    async def pieces(
        self, intent: Intent, *frames: Frame, language: Language = "en", recent: tuple[Observation, ...] = ()
    ) -> list[str]:
        async with aclosing(self._answer(intent, frames, language, recent)) as pieces:
            return [piece async for piece in pieces]

    def _answer(
        self, intent: Intent, frames: tuple[Frame, ...], language: Language, recent: tuple[Observation, ...]
    ) -> AsyncGenerator[str, None]:
        """As the session does it: the past is answered from the memory."""
        if isinstance(intent, AboutThePast):
            sources = Sources(self.memory, LookWitness(self.sight, self.memory))
            return Recalling(sources).answer(intent, Asked("", language, NOON, frames, recent))
        return Answering(self.sight, self.memory).answer(Prompt((), intent, language, NOON, frames, recent))

    async def keep(
        self, before: float, caption: str, *boxes: Box, text: str = "", source: Source = "camera"
    ) -> Observation:
        """Remembers something of `before` seconds ago."""
        return await self.memory.add(Observation(NOON - before, source, caption, text, boxes))

    async def teach(self, name: str, before: float = 600) -> None:
        await self.memory.teach(replace(taught(name), time=NOON - before))


Scene = Callable[[Desk], Coroutine[None, None, None]]


def play(reader: Reader, scene: Scene) -> None:
    async def act() -> None:
        async with _desk(reader) as desk:
            await scene(desk)

    run(act())


@asynccontextmanager
async def _desk(reader: Reader) -> AsyncGenerator[Desk, None]:
    lane, memory = Lane("test"), Store.open(None)
    try:
        yield Desk(reader, Sight(lane, reader, Looks()), memory)
    finally:
        lane.close()
        memory.close()


def box(label: str, left: float, top: float, right: float, bottom: float) -> Box:
    return Box(label, left, top, right, bottom, 0.8)


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


def test_where_a_taught_thing_was_last_matched_is_told_with_place_time_and_proof(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        await desk.teach("notebook")
        await desk.keep(500, "notebook: at the left of the picture.", box("notebook", 0, 0.4, 0.2, 0.6))
        seen = await desk.keep(240, "notebook: …", box("notebook", 0.7, 0.7, 0.95, 0.95))
        said = await desk.ask(WhereIs("notebook"), frame(on_desk(cover("mug"), (100, 100))))
        assert said == (
            "I last matched the look of your notebook at 11:56 (4 minutes ago), at the bottom right of the picture. "
            f"[#{seen.id}]"
        )

    play(reader, scene)


def test_a_taught_thing_never_seen_again_is_not_invented(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        await desk.teach("notebook", before=1800)
        said = await desk.ask(WhereIs("notebook"), frame(on_desk(cover("mug"), (100, 100))))
        assert said == "I have not seen your notebook since you showed it to me at 11:30."

    play(reader, scene)


def test_having_been_taught_is_its_only_sighting_until_the_next(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        await desk.teach("notebook", before=1800)
        shown = await desk.keep(1803, "notebook: held before the camera.")
        said = await desk.ask(WhereIs("notebook"))
        assert said == f"I have not seen your notebook since you showed it to me at 11:30. [#{shown.id}]"

    play(reader, scene)


def test_a_told_thing_is_given_back_in_the_users_own_words_in_chinese_too(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        told = await desk.keep(180, "my glasses are on the piano", source="told")
        said = await desk.ask(WhereIs("glasses"))
        assert said == f"You told me at 11:57 (3 minutes ago): “my glasses are on the piano” [#{told.id}]"
        assert await desk.ask(WhereIs("glasses"), language="zh-Hant") == (
            f"你在11:57（3 分鐘前）告訴我：「my glasses are on the piano」 [#{told.id}]"
        )

    play(reader, scene)


def test_an_unknown_thing_gets_an_honest_no_and_the_way_to_teach_it(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        said = await desk.ask(WhereIs("umbrella"))
        assert said.startswith("I have not seen your umbrella: I remember nothing yet.")
        assert "this is my umbrella" in said
        assert "[#" not in said

    play(reader, scene)


def test_what_was_read_is_found_again_with_its_line_and_proof(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        kept = await desk.keep(60, "text: in the middle.", text="Flight LX 318\nboards at gate B42\nhave a good trip")
        said = await desk.ask(FindText("gate"))
        assert said == f"I read it at 11:59 (1 minute ago): “boards at gate B42” [#{kept.id}]\n"
        assert await desk.ask(FindText("passport")) == "I have not read that: “passport”"

    play(reader, scene)


def test_what_moved_is_told_with_its_place_and_how_often(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        first = await desk.keep(100, "Something moved.", box("movement", 0, 0, 0.1, 0.1))
        last = await desk.keep(20, "Something moved again.", box("movement", 0.8, 0.4, 1, 0.6))
        assert await desk.ask(WhatMoved(300)) == (
            f"Something moved at 11:59 (20 seconds ago), at the right of the picture. [#{last.id}]"
            f" That was the last of 2 times in the last 5 minutes, the first at 11:58. [#{first.id}]"
        )
        assert await desk.ask(WhatMoved(5)) == "I have nothing that moved in the last 5 seconds."

    play(reader, scene)


def test_what_was_just_shown_is_the_last_minute_newest_first(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        older = await desk.keep(50, "notebook: at the left of the picture.", box("notebook", 0, 0.4, 0.2, 0.6))
        newer = await desk.keep(10, "", text="Dentist on Friday")
        said = await desk.ask(WhatShown(), recent=(older, newer))
        assert said.splitlines() == [
            f"11:59 (10 seconds ago): the text “Dentist on Friday” [#{newer.id}]",
            f"11:59 (50 seconds ago): notebook at the left of the picture [#{older.id}]",
        ]

    play(reader, scene)


MODEL = (
    "notebook: at the left of the picture. glasses: black, on the desk, left of the keyboard. mug: white, on a plate."
)


def test_the_words_of_a_model_are_retold_beside_what_was_matched_and_read(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        kept = await desk.keep(50, MODEL, box("notebook", 0, 0.4, 0.2, 0.6), text="Anna")
        assert await desk.ask(WhatShown(), recent=(kept,)) == (
            "11:59 (50 seconds ago): notebook at the left of the picture; glasses: black, on the desk, left of the "
            f"keyboard. mug: white, on a plate; the text “Anna” [#{kept.id}]\n"
        )

    play(reader, scene)


def test_of_a_model_s_many_words_those_about_the_thing_are_told(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        kept = await desk.keep(300, MODEL)
        assert await desk.ask(WhereIs("glasses")) == (
            f"I last noted your glasses at 11:55 (5 minutes ago): on the desk, left of the keyboard. [#{kept.id}]"
        )

    play(reader, scene)


def test_where_a_model_drew_a_box_no_look_was_matched(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        kept = await desk.keep(300, "", box("mug", 0, 0.4, 0.2, 0.6))
        said = await desk.ask(WhereIs("mug"))
        assert said.startswith("I last saw what looks like your mug at 11:55 (5 minutes ago), at the left")
        assert f"[#{kept.id}]" in said

    play(reader, scene)


def test_what_was_seen_lately_is_listed_with_a_proof_for_every_line(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        await desk.keep(900, "notebook: at the left of the picture.", box("notebook", 0, 0.4, 0.2, 0.6))
        someone = "Someone is facing the camera, in the middle of the picture."
        for before in (200, 100):
            await desk.keep(before, someone, box("face", 0.4, 0.2, 0.6, 0.5))
        await desk.keep(50, "", text="Dentist on Friday")
        head, *lines = (await desk.ask(WhatSeen(300), language="zh-Hant")).splitlines()
        assert head == "最近5 分鐘，由新到舊："
        assert [line.split("：")[1].split(" [#")[0] for line in lines] == ["文字「Dentist on Friday」", "有人面向鏡頭"]
        assert all(line.endswith("]") and "[#" in line for line in lines)

    play(reader, scene)


def test_with_an_empty_memory_there_is_nothing_to_tell(reader: Reader) -> None:
    async def scene(desk: Desk) -> None:
        assert await desk.ask(WhatShown()) == "I have seen nothing yet."
        assert await desk.ask(WhatSeen(60)) == "I kept nothing in the last 1 minute."

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


@pytest.mark.parametrize(("asked", "known"), [("car", False), ("note", False), ("card", True)])
def test_a_thing_with_a_similar_name_is_another_thing(reader: Reader, asked: str, known: bool) -> None:
    async def scene(desk: Desk) -> None:
        await desk.teach("card")
        await desk.teach("notebook")
        await desk.keep(60, "card: at the left of the picture.", box("card", 0, 0.4, 0.2, 0.6))
        assert ("matched" in await desk.ask(WhereIs(asked))) == known

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
