"""Looking again: what a model says of a picture, what can be pointed at, and who is asked about taught things."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from assistant.core.errors import AnswerError, SeeingError
from assistant.core.ports import Grounder, Witness
from assistant.core.values import Box, Frame, Prompt, Verdict
from memory.store import Store
from models.witness import ModelWitness, read
from tests.models.builtin.scenes import taught
from tests.pictures import jpeg

VIEW = Frame(jpeg("desk"), 1000.0, "camera")
CUP = Box("cup", 0.7, 0.7, 0.9, 0.9, 0.8)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("yes: on the wooden desk, left of the keyboard.", Verdict("yes", "on the wooden desk, left of the keyboard")),
        ("Yes, it is on the shelf", Verdict("yes", "on the shelf")),
        ("**Yes**: under the lamp", Verdict("yes", "under the lamp")),
        ("Yes.", Verdict("yes")),
        ("有：在桌上，鍵盤左邊。", Verdict("yes", "桌上，鍵盤左邊")),
        ("no", Verdict("no")),
        ("No, there is only a glass.", Verdict("no")),
        ("沒有", Verdict("no")),
        ("没有看到", Verdict("no")),
        ("I don't see any glasses here.", Verdict("no")),
        ("unsure", Verdict("unsure")),
        ("不確定", Verdict("unsure")),
        ("The picture shows a desk.", Verdict("unsure")),
        ("yesterday it was there", Verdict("unsure")),
        ("Nothing can be said", Verdict("unsure")),
        ("", Verdict("unsure")),
    ],
)
def test_what_is_no_clear_yes_and_no_clear_no_is_unsure(words: str, verdict: Verdict) -> None:
    assert read(words) == verdict


@dataclass
class Model:
    """Says these words to everything."""

    words: str
    asked: list[Prompt] = field(default_factory=list)
    name: str = "model"

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        self.asked.append(prompt)
        for word in self.words.split(" "):
            yield word + " "


@dataclass
class Pointer:
    boxes: Sequence[Box] = ()
    broken: bool = False

    async def locate(self, frame: Frame, phrase: str) -> list[Box]:
        if self.broken:
            raise SeeingError("The model that looks was ended.")
        return list(self.boxes)


class Looks:
    """Knows the look of the taught thing."""

    async def examine(self, thing: str, question: str, frame: Frame) -> Verdict:
        return Verdict("yes", box=CUP)


def examine(
    model: Model, grounder: Grounder | None = None, looks: Witness | None = None, thing: str = "cup"
) -> Verdict:
    async def look() -> Verdict:
        memory = Store.open(None)
        if looks:
            await memory.teach(replace(taught("notebook"), id=0))
        verdict = await ModelWitness(model, memory, looks, grounder).examine(thing, "where is my cup?", VIEW)
        memory.close()
        return verdict

    return asyncio.run(look())


def test_the_model_sees_the_picture_with_the_question() -> None:
    model = Model("yes: on the desk")
    assert examine(model) == Verdict("yes", "on the desk")
    (message,) = model.asked[0].messages
    assert message.frames == (VIEW,)
    assert "where is my cup?" in message.text


def test_what_is_seen_is_pointed_at_where_something_can_point() -> None:
    faint = Box("cup", 0.1, 0.1, 0.2, 0.2, 0.4)
    assert examine(Model("yes: on the desk"), Pointer([faint, CUP])) == Verdict("yes", "on the desk", CUP)
    assert examine(Model("unsure"), Pointer([CUP])) == Verdict("yes", "", CUP)


@pytest.mark.parametrize("boxes", [[], [Box("cup", 0.1, 0.1, 0.2, 0.2, 0.05)]])
def test_a_yes_that_nothing_can_be_pointed_at_for_is_unsure(boxes: list[Box]) -> None:
    assert examine(Model("yes: on the desk"), Pointer(boxes)) == Verdict("unsure")


def test_a_no_of_the_model_is_a_no_whatever_looks_like_it() -> None:
    assert examine(Model("no"), Pointer([CUP])) == Verdict("no")


def test_a_taught_thing_is_known_by_its_look_and_not_by_its_kind() -> None:
    model = Model("no")
    assert examine(model, Pointer(), Looks(), "notebook") == Verdict("yes", box=CUP)
    assert model.asked == []
    assert examine(model, Pointer(), Looks(), "cup") == Verdict("no")


def test_a_model_that_talks_on_is_stopped() -> None:
    verdict = examine(Model("yes: on the desk " + "and so on " * 500))
    assert verdict.seen == "yes"
    assert len(verdict.place) < 130


def test_a_grounder_that_fails_is_an_expected_error_of_the_answer() -> None:
    with pytest.raises(AnswerError, match="was ended"):
        examine(Model("yes"), Pointer(broken=True))


def test_a_model_judges_what_happens_from_the_picture_of_now_and_one_of_earlier() -> None:
    async def judge(event: str, before: Frame | None) -> tuple[Verdict, Prompt]:
        memory, model = Store.open(None), Model("yes: steam comes out")
        verdict = await ModelWitness(model, memory, None, Pointer()).judge(event, VIEW, before)
        memory.close()
        return verdict, model.asked[0]

    earlier = replace(VIEW, time=990.0)
    verdict, prompt = asyncio.run(judge("the kettle boils", earlier))
    assert verdict == Verdict("yes", "steam comes out")
    assert prompt.frames == (earlier, VIEW)
    assert "“the kettle boils”. The first picture was taken earlier" in prompt.question
    verdict, prompt = asyncio.run(judge("水開了", None))
    assert prompt.frames == (VIEW,)
    assert prompt.language == "zh-Hant"
    assert "「水開了」" in prompt.question
