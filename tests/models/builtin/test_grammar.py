"""The speech grammar is made of questions, names and household nouns, all of words that can be pronounced."""

import pytest

from assistant.core.questions import QUESTIONS
from models.builtin.grammar import NOUNS, grammar, is_complete, pronunciation, spoken_name

PHONES = {"fruit": "F R UW T", "bowl": "B OW L", "scarf": "S K AA R F", "cat": "K AE T"}


def rule(text: str, name: str) -> str:
    (line,) = [line for line in text.splitlines() if line.removeprefix("public ").startswith(f"<{name}> =")]
    return line.partition("= ")[2].rstrip(";")


def test_all_questions_are_listened_for_when_all_words_are_known() -> None:
    made = rule(grammar(QUESTIONS, [], lambda word: True), "question")
    assert all(f"({question})" in made for question in QUESTIONS)


def test_taught_names_are_likelier_than_household_nouns_and_stand_there_once() -> None:
    things = rule(grammar(QUESTIONS, ["Red Mug", "notebook"], lambda word: True), "thing").split(" | ")
    assert things[:2] == ["/20/ red mug", "/20/ notebook"]
    assert things[2] == f"/1/ {NOUNS[0]}"
    assert "/1/ notebook" not in things


def test_what_cannot_be_pronounced_is_left_out() -> None:
    made = grammar(
        ["where is my <thing>", "what is this"], ["zyxgrok", "筆記本"], lambda word: word not in ("zyxgrok", "this")
    )
    assert "zyxgrok" not in made
    assert rule(made, "question") == "(where is my <thing>)"
    assert len(rule(made, "thing").split(" | ")) == len(NOUNS)


def test_thousands_of_names_do_not_make_the_grammar_unbounded() -> None:
    names = [f"{a}{b}{c}" for a in "abcdefgh" for b in "abcdefgh" for c in "abcdefghij"]
    assert rule(grammar(QUESTIONS, names, lambda word: True), "thing").count("/20/") == 200


@pytest.mark.parametrize(
    ("name", "spoken"),
    [("Anna's scarf!", "anna's scarf"), ("USB-stick", "usb stick"), ("筆記本", ""), ("<evil> | x;", "evil x")],
)
def test_a_name_is_written_as_it_is_spoken(name: str, spoken: str) -> None:
    assert spoken_name(name) == spoken


@pytest.mark.parametrize(
    "heard",
    [
        "where are my reading glasses",
        "remember my keys are in the kitchen",
        "remember that my keys are next to the kitchen table",
        "what did you see in the last ten minutes",
        "what does it say",
        "hello",
    ],
)
def test_a_whole_question_is_complete(heard: str) -> None:
    assert is_complete(heard, QUESTIONS)


@pytest.mark.parametrize(
    "heard", ["", "where are my", "what does the label", "i can't find", "what happened in the last ten"]
)
def test_the_beginning_of_a_question_is_not(heard: str) -> None:
    assert not is_complete(heard, QUESTIONS)


def test_a_word_made_of_known_words_is_pronounced_like_them() -> None:
    assert pronunciation("fruitbowl", PHONES.get) == "F R UW T B OW L"
    assert pronunciation("scarfs", PHONES.get) == "S K AA R F Z"
    assert pronunciation("cat's", PHONES.get) == "K AE T Z"
    assert pronunciation("zyxgrok", PHONES.get) is None
