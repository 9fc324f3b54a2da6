"""Words as the memory compares them."""

import pytest

from memory.finding.naming import every_word, indexed, normal, similar
from memory.words import Term


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("my Notebook", "the notebooks"),
        ("A Knife", "knives"),
        ("cookies", "cookie"),
        ("boxes", "box"),
        ("dresses", "dress"),
        ("我的眼鏡", "眼镜"),
        ("那副眼鏡", "眼鏡"),
        ("Anna's cup", "Anna cup"),
    ],
)
def test_one_thing_has_one_normal_form(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"), [("glasses", "glass"), ("his cup", "cup"), ("box 1", "box 2"), ("bus", "bu")]
)
def test_two_things_have_two_normal_forms(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize("name", ["", "  ", "?!", "。"])
def test_no_name_has_no_normal_form(name: str) -> None:
    assert normal(name) == ()
    assert not similar(normal(name), normal(name))


@pytest.mark.parametrize(
    ("asked", "known"),
    [("note book", "notebook"), ("headphons", "headphones"), ("blue screwdriwer", "blue screwdriver")],
)
def test_a_name_written_apart_or_with_a_slip_in_a_long_word_is_known(asked: str, known: str) -> None:
    assert similar(normal(asked), normal(known))


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("car", "card"),
        ("jacket", "racket"),
        ("boat key", "coat key"),
        ("glasses", "glass"),
        ("hairbrush", "airbrush"),
        ("earphone", "headphone"),
        ("cupboard", "clipboard"),
        ("folder 12345678", "folder 12345679"),
        ("my keys of the car", "my glasses"),
        ("筆記本", "筆記"),
        ("眼鏡", "眼睛"),
        ("red notebook", "blue notebook"),
    ],
)
def test_another_thing_is_not_taken_for_it(asked: str, known: str) -> None:
    assert not similar(normal(asked), normal(known))


def test_chinese_is_indexed_so_that_every_character_begins_a_token() -> None:
    assert indexed("我的USB線") == "我的 的 usb 线"


def test_a_query_holds_every_word_and_no_syntax() -> None:
    (terms,) = every_word('cups OR "眼鏡" 琴')
    assert terms == [Term(("cup",)), Term(("or",)), Term(("眼镜",)), Term(("琴",), unfinished=True)]
    assert every_word("''") == []
    assert every_word("my note", unfinished=True) == [[Term(("my",)), Term(("note",), unfinished=True)]]
