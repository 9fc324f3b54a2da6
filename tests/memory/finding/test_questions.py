"""What a question asks for, and which of its words count."""

import pytest

from memory.finding.naming import normal
from memory.finding.questions import MARK, NOUN, THING, WEAK, asked


def words(question: str) -> list[str]:
    return ["".join(word.forms[0]) for word in asked(question)]


def thing(question: str) -> list[str]:
    return ["".join(word.forms[0]) for word in asked(question) if word.thing]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Where are my glasses?", ["glasses"]),
        ("where did I leave my phone?", ["phone"]),
        ("Have you seen the keys?", ["key"]),
        ("which room is the printer in?", ["printer"]),
        ("find the picture with the red bag", ["red", "bag"]),
        ("where's the picture frame", ["pictureframe"]),
        ("Where did I put my pair of scissors yesterday?", ["scissor"]),
        ("我的眼鏡放在哪裡？", ["眼镜"]),
        ("請問你有沒有看到我的紅色背包", ["红色", "背包"]),
        ("我的陀螺在哪裡", ["陀螺"]),
        ("我的iPad在哪", ["ipad"]),
        ("invoice 17", ["invoice", "17"]),
    ],
)
def test_words_that_ask_say_nothing(question: str, said: list[str]) -> None:
    assert words(question) == said


@pytest.mark.parametrize("question", ["", "where is it?", "?!", "在哪裡？", "what did I show you?"])
def test_a_question_about_nothing_has_no_words(question: str) -> None:
    assert asked(question) == []


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("where is the blue mug next to the desk lamp?", "mug"),
        ("where is the pillow with the face on it?", "pillow"),
        ("what is on the desk?", "desk"),
        ("紅色的杯子在桌子旁邊嗎", "杯子"),
    ],
)
def test_the_first_noun_is_what_it_is_about(question: str, about: str) -> None:
    assert thing(question) == [about]


def test_a_word_counts_for_what_it_does() -> None:
    weights = {word.forms[0]: word.weight for word in asked("the blue mug near the left window")}
    assert weights == {("blue",): MARK, ("mug",): THING, ("near",): WEAK, ("left",): WEAK, ("window",): NOUN}


def test_words_of_position_are_what_it_is_about_where_there_is_nothing_else() -> None:
    assert thing("what is in the corner?") == ["corner"]


def test_each_word_comes_with_the_other_words_for_it() -> None:
    red, bag = asked("the red bag")
    assert ("红",) in red.forms
    assert {normal("rucksack"), normal("背包")} <= set(bag.forms)
    assert normal("purse") in bag.loose
