"""What a reply is made of: whole characters, and no thoughts."""

from collections.abc import Sequence
from typing import Any

import pytest

from models.local.generating import spoken, texts
from tests.tiny.tokens import byte_level


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (["On the ", "desk."], "On the desk."),
        (["<think>It is", " red.</think>", "On the desk."], "On the desk."),
        (["<th", "ink>It is</thi", "nk>On", " the desk."], "On the desk."),
        (["<think>a</think>One.<think>b</think> Two."], "One. Two."),
        (["<think>and so on, without an end"], ""),
        (["a < b and c <", "d"], "a < b and c <d"),
        (["<answer>On the desk.</answer>"], "On the desk."),
        (["<|begin_of_box|>42<|end_of", "_box|>"], "42"),
        ([], ""),
    ],
)
def test_thoughts_and_marks_are_not_part_of_a_reply(pieces: Sequence[str], said: str) -> None:
    assert "".join(spoken(pieces)) == said


def test_a_thought_that_the_prompt_opened_is_not_part_of_a_reply() -> None:
    assert "".join(spoken(["It is red.</think>", "On the desk."], thinking=True)) == "On the desk."


def test_what_is_no_mark_is_not_held_back() -> None:
    assert list(spoken(["On ", "the ", "desk."])) == ["On ", "the ", "desk."]


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return byte_level([], eos="<|end|>", pad="<|pad|>")


@pytest.mark.parametrize("said", ["The red cup is on the desk.", "紅色的杯子在桌上。", "Ünï 👩‍👩‍👧 done", "a\n\n b  c"])
def test_pieces_hold_whole_characters_and_together_the_text(tokenizer: Any, said: str) -> None:
    pieces = list(texts(tokenizer(said)["input_ids"], tokenizer))
    assert "".join(pieces) == said
    assert not any("\ufffd" in piece for piece in pieces)
    assert len(pieces) > 3


def test_bytes_that_are_no_characters_do_not_hold_up_the_rest(tokenizer: Any) -> None:
    broken = tokenizer.convert_tokens_to_ids(["Ã"] * 40)
    pieces = list(texts([*broken, *tokenizer("desk")["input_ids"]], tokenizer))
    assert len(pieces) > 3
    assert pieces[-1].endswith("k")
