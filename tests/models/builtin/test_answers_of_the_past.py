"""The built-in engine's answers about what is remembered, each with its proof."""

import pytest

from assistant.core.intents import (
    FindText,
    WhatMoved,
    WhatSeen,
    WhatShown,
    WhereIs,
)
from models.builtin.reading import Reader
from tests.models.builtin.played import Desk, box, play
from tests.models.builtin.scenes import frame
from tests.pictures import cover, on_desk


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


@pytest.mark.parametrize(("asked", "known"), [("car", False), ("note", False), ("card", True)])
def test_a_thing_with_a_similar_name_is_another_thing(reader: Reader, asked: str, known: bool) -> None:
    async def scene(desk: Desk) -> None:
        await desk.teach("card")
        await desk.teach("notebook")
        await desk.keep(60, "card: at the left of the picture.", box("card", 0, 0.4, 0.2, 0.6))
        assert ("matched" in await desk.ask(WhereIs(asked))) == known

    play(reader, scene)
