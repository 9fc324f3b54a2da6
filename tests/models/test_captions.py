"""What is made of a chat model's answer to the one question that captions are asked with."""

import pytest

from assistant.core.values import Description, Observation
from memory.ledger.facts import facts
from models.captions import LINES, LONGEST, read


def test_one_sentence_an_object_whatever_the_model_puts_around_it() -> None:
    answer = """Sure! Here are the objects in the picture:

    1. **glasses**: black, on the wooden desk, left of the keyboard
    - mug: white, at the right edge.
    * `keyboard`: grey, in the middle,
    """
    assert read(answer).caption == (
        "glasses: black, on the wooden desk, left of the keyboard. mug: white, at the right edge. "
        "keyboard: grey, in the middle."
    )


def test_a_caption_read_this_way_is_found_by_the_names_in_it() -> None:
    caption = read("glasses: black, on the desk, left of the keyboard\nmug: white, on a plate").caption
    found = {fact.thing.head: fact.place for fact in facts(Observation(1, "camera", caption))}
    assert found == {
        "glasses": "on the desk, left of the keyboard",
        "keyboard": "on the desk",
        "mug": "on a plate",
        "desk": "",
        "plate": "",
    }


def test_a_model_that_says_the_same_again_and_again_is_quoted_once() -> None:
    assert read("cup: on the table\n" * 50).caption == "cup: on the table."


def test_a_model_that_runs_on_is_cut_between_two_objects() -> None:
    caption = read("\n".join(f"thing {n}: {'very ' * 20}far to the left" for n in range(40))).caption
    assert len(caption) <= LONGEST
    assert caption.endswith("far to the left.")
    assert read("\n".join(f"thing {n}: left" for n in range(40))).caption.count("left.") == LINES


@pytest.mark.parametrize("thought", ["<think>a cup? no.</think>\n", "a cup? no.</think>", "<think>\n\n</think>"])
def test_what_a_model_thinks_to_itself_is_not_kept(thought: str) -> None:
    assert read(f"{thought}book: on the shelf<|im_end|>").caption == "book: on the shelf."


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "  \n",
        "I'm sorry, I can't see that.",
        "None.",
        "I cannot describe this picture.",
        "<think>never ends",
        "...",
    ],
)
def test_nothing_said_is_nothing_worth_keeping(answer: str) -> None:
    assert read(answer) == Description("", worth_keeping=False)


def test_what_is_no_character_leaves_no_trace() -> None:
    assert read("cup:\x00 white\ufffd\x1b").caption == "cup: white."


def test_text_that_a_model_reads_out_stays_apart_from_what_it_sees() -> None:
    described = read('sign: above the door\nText: "EXIT"\nText: none')
    assert (described.caption, described.text) == ("sign: above the door.", "EXIT")


def test_a_chat_answer_never_makes_a_box() -> None:
    assert read('[{"bbox_2d": [1, 2, 3, 4], "label": "cup"}]').boxes == ()
