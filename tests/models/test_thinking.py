"""What is thought is not said, and what is said is not held back."""

from collections.abc import Sequence

import pytest

from models.thinking import spoken


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (["On the ", "desk."], "On the desk."),
        (["<think>It is", " red.</think>", "On the desk."], "On the desk."),
        (["<th", "ink>It is</thi", "nk>On", " the desk."], "On the desk."),
        (["<think>a</think>Write <think>", " and </think>."], "Write <think> and </think>."),
        (["<think>and so on, without an end"], ""),
        (["a < b and c <", "d"], "a < b and c <d"),
        (["<answer>On the desk.</answer>"], "On the desk."),
        (["<|begin_of_box|>42<|end_of", "_box|>"], "42"),
        (["<think>a</think>\n\n", "\nOn the desk."], "On the desk."),
        ([], ""),
    ],
)
def test_thoughts_and_marks_are_not_part_of_a_reply(pieces: Sequence[str], said: str) -> None:
    assert "".join(spoken(pieces)) == said


def test_a_thought_that_the_prompt_opened_is_not_part_of_a_reply() -> None:
    assert "".join(spoken(["It is red.</think>", "On the desk."], within=True)) == "On the desk."


def test_what_is_no_mark_is_not_held_back() -> None:
    assert list(spoken(["On ", "the ", "desk."])) == ["On ", "the ", "desk."]
