"""Notes that are summed up: cut into parts that fit, and without a model an extract of what tells most."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from assistant.core.values import Language, Prompt
from assistant.modes.extracting import extract
from assistant.modes.noting import Line
from assistant.modes.summing import PART, Summing, in_parts, summed, tokens

NOW = 1_700_000_000.0


def lines(*texts: str) -> list[Line]:
    return [Line(NOW + 30 * n, text) for n, text in enumerate(texts)]


@pytest.mark.parametrize("line", ["the budget is discussed again. ", "我們再討論一次預算。"])
def test_parts_fit_a_small_context_and_lose_nothing(line: str) -> None:
    texts = [f"{n} {line * 12}" for n in range(200)] + [line * 2_000]
    parts = in_parts(texts)
    assert max(map(tokens, parts)) <= PART
    assert "".join(parts).replace("\n", "") == "".join(texts)
    assert len(parts) < 1.5 * sum(map(tokens, texts)) / PART + 5


MEETING = lines(
    "Good morning everyone, nice weather today.",
    "The launch is the main point, the launch of the new kettle.",
    "Marketing wants the launch in March, the factory wants May.",
    "We agreed that the launch is on 12 April.",
    "Tom will send the contract to the factory by Friday.",
    "Well, you know, okay.",
    "How much does the factory ask for the first thousand?",
    "My dog is ill, by the way.",
)


def told(extracted: str, title: str) -> str:
    return extracted.partition(f"**{title}**")[2].partition("**")[0]


def test_decisions_things_to_do_and_questions_are_told_by_their_words() -> None:
    found = extract(MEETING, "en", NOW)
    assert "12 April" in told(found, "Decisions")
    assert "Tom will send the contract" in told(found, "To do")
    assert "How much does the factory ask" in told(found, "Questions")
    assert "launch" in told(found, "Besides")
    assert "okay" not in found


def test_of_the_rest_the_sentences_are_told_that_the_talk_comes_back_to() -> None:
    besides = told(extract(MEETING, "en", NOW), "Besides")
    assert "Marketing wants the launch in March" in besides
    assert "my dog" not in besides.lower()
    assert besides.index("main point") < besides.index("Marketing")


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_a_chinese_talk_is_extracted_too(language: Language) -> None:
    found = extract(
        lines("大家好。", "我們決定四月十二號上市新的水壺。", "小王負責星期五之前寄合約給工廠。", "第一千個要多少錢？"),
        language,
        NOW,
    )
    assert "四月十二號" in told(found, "決定" if language == "zh-Hant" else "决定")
    assert "小王" in told(found, "待辦" if language == "zh-Hant" else "待办")
    assert "多少錢" in told(found, "問題" if language == "zh-Hant" else "问题")


def test_words_that_were_hard_to_hear_are_not_extracted() -> None:
    assert extract([Line(NOW, "We decided to launch on 40 April.", sure=False)], "en", NOW) == ""


class Verbose:
    """A model behind a server that answers in one piece, and says more than it was given."""

    name = "verbose"

    def __init__(self) -> None:
        self.asked = 0

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        self.asked += 1
        assert self.asked < 50, "there is no end to it"
        yield f"{prompt.messages[-1].text} 然後"


@pytest.mark.parametrize("line", ["the budget is discussed again. ", "我們再討論一次預算。"])
def test_a_model_that_makes_no_part_shorter_does_not_go_on_for_ever(line: str) -> None:
    async def sum_up(model: Verbose) -> str:
        notes = lines(*[f"{n} {line * 30}" for n in range(60)])
        return "".join([piece async for piece in summed(notes, Summing(model, NOW, "en"))])

    model = Verbose()
    assert asyncio.run(sum_up(model))
    assert model.asked < 20


def test_a_number_with_a_point_is_not_cut_in_two() -> None:
    found = extract(lines("We agreed on 12.5 percent for keepsight.example. Okay."), "en", NOW)
    assert "We agreed on 12.5 percent for keepsight.example.\n" in f"{found}\n"
