"""Who answers what, and what is kept of a frame, when a model and the built-in engine work together."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import pytest

from assistant.core.errors import SeeingError
from assistant.core.intents import Intent, Open, ReadThat, WhatColour, WhatIsThis
from assistant.core.ports import Warmable
from assistant.core.values import Box, Description, Frame, Language, Message, Prompt
from memory.store import Store
from models.composing import Composed, Together, merged
from tests.pictures import jpeg

VIEW = Frame(jpeg("desk"), 1000.0, "camera")


@dataclass
class Speaker:
    """Says who it is, and keeps what it was asked."""

    name: str
    asked: list[Prompt] = field(default_factory=list)

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        self.asked.append(prompt)
        yield self.name


@dataclass
class Reader(Speaker):
    """One that can read ahead."""

    async def prepare(self, prompt: Prompt) -> None:
        self.asked.append(prompt)


@dataclass
class Told:
    """Captions; None where it fails."""

    captions: list[Description | None]

    async def describe(self, frame: Frame) -> Description:
        told = self.captions.pop(0)
        if told is None:
            raise SeeingError("The model that looks was ended.")
        return told


def prompt(intent: Intent, *frames: Frame, question: str = "And?", language: Language = "en") -> Prompt:
    return Prompt((Message("user", question, frames),), intent, language, 1000.0, frames, question=question)


def ask(asked: Prompt, *, reads: bool = False) -> str:
    async def conversation() -> str:
        composed = Composed(Speaker("model"), Speaker("builtin"), reads)
        async with aclosing(composed.answer(asked)) as pieces:
            return "".join([piece async for piece in pieces])

    return asyncio.run(conversation())


@pytest.mark.parametrize(
    ("intent", "frames", "who"),
    [
        (Open(), (), "model"),
        (WhatIsThis(), (VIEW,), "model"),
        (WhatIsThis(), (), "builtin"),  # it says that nothing is in view; a model would describe something
        (ReadThat(), (VIEW,), "builtin"),
        (WhatColour(), (VIEW,), "builtin"),
    ],
)
def test_each_question_goes_to_the_one_who_can_know(intent: Intent, frames: tuple[Frame, ...], who: str) -> None:
    assert ask(prompt(intent, *frames)) == who


def test_a_model_that_reads_better_is_asked_to_read() -> None:
    assert ask(prompt(ReadThat(), VIEW), reads=True) == "model"
    assert ask(prompt(ReadThat()), reads=True) == "builtin"


def test_a_picture_sent_without_a_word_is_described_by_the_model() -> None:
    async def conversation() -> None:
        model = Speaker("model")
        composed = Composed(model, Speaker("builtin"), reads=False)
        assert [piece async for piece in composed.answer(prompt(ReadThat(), VIEW, question=""))] == ["model"]
        assert model.asked[0].messages[-1].text.startswith("Describe what this picture shows")
        assert model.asked[0].messages[-1].frames == (VIEW,)

    asyncio.run(conversation())


def test_reading_ahead_is_passed_on_to_a_model_that_can() -> None:
    async def conversation() -> None:
        for model, told in ((Reader("model"), 1), (Speaker("model"), 0)):
            composed = Composed(model, Speaker("builtin"), reads=False)
            assert isinstance(composed, Warmable)
            await composed.prepare(prompt(Open()))
            assert len(model.asked) == told

    asyncio.run(conversation())


KNOWN = Description("notebook: at the left of the picture.", "Anna", (Box("notebook", 0.0, 0.3, 0.2, 0.6, 0.9),))
MODEL = Description(
    "mug: white, beside a notebook.", "Arma", (Box("mug", 0.5, 0.5, 0.6, 0.6), Box("notebook", 0, 0, 1, 1))
)


def test_a_frame_is_told_by_both_and_read_by_one() -> None:
    both = merged(KNOWN, MODEL)
    assert both.caption == "notebook: at the left of the picture. mug: white, beside a notebook."
    assert both.text == "Anna"
    assert [box.label for box in both.boxes] == ["notebook", "mug", "notebook"]


def test_what_is_there_is_told_before_what_moved() -> None:
    moved = Box("movement", 0.0, 0.0, 0.1, 0.1)
    known = Description(
        "cup: at the right of the picture. Something moved at the top left of the picture.", boxes=(moved,)
    )
    assert merged(known, Description("mug: white.")).caption == (
        "cup: at the right of the picture. mug: white. Something moved at the top left of the picture."
    )


def test_only_the_look_of_a_taught_thing_makes_its_box() -> None:
    assert [box.label for box in merged(KNOWN, MODEL, ["Notebook"]).boxes] == ["notebook", "mug"]


def test_the_same_thing_in_the_same_place_is_boxed_once_and_what_is_unsure_not_at_all() -> None:
    again = replace(MODEL, boxes=(Box("Notebook", 0.0, 0.3, 0.2, 0.55), Box("mug", 0.5, 0.5, 0.6, 0.6, 0.1)))
    assert merged(KNOWN, again).boxes == KNOWN.boxes


@pytest.mark.parametrize("plain", [Description("", worth_keeping=False), KNOWN])
@pytest.mark.parametrize("told", [Description("", worth_keeping=False), MODEL])
def test_a_frame_is_worth_keeping_if_either_says_so(plain: Description, told: Description) -> None:
    assert merged(plain, told).worth_keeping == (plain is KNOWN or told is MODEL)


def test_a_covered_lens_is_not_shown_to_the_model() -> None:
    covered = Description("The lens is covered, or there is no light.", worth_keeping=False)

    async def watch() -> None:
        memory = Store.open(None)
        assert await Together(Told([covered]), Told([]), memory).deepen(VIEW, covered) == covered
        memory.close()

    asyncio.run(watch())


def test_what_the_built_in_eyes_see_does_not_wait_for_the_model() -> None:
    async def watch() -> None:
        memory = Store.open(None)
        eyes = Together(Told([KNOWN]), Told([None, MODEL]), memory)
        assert await eyes.describe(VIEW) == KNOWN
        with pytest.raises(SeeingError, match="was ended"):
            await eyes.deepen(VIEW, KNOWN)
        assert await eyes.deepen(VIEW, KNOWN) == merged(KNOWN, MODEL)
        memory.close()

    asyncio.run(watch())
