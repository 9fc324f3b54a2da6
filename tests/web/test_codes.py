"""Codes for a second device: short, soon over, good for once. The clock is a number."""

import itertools
import re

import pytest

from assistant.web.codes import LENGTH, LETTERS, SECONDS, TRIES, Codes
from assistant.web.limits import Allowance

NOW = 1000.0


def test_a_code_is_six_letters_none_of_which_is_misread_for_another() -> None:
    code = Codes().make("talk", NOW)
    assert re.fullmatch(rf"[{LETTERS}]{{{LENGTH}}}", code)
    assert not set(LETTERS) & set("0OQ1IL2Z5S6G8BU")


def test_a_code_finds_its_conversation_once() -> None:
    codes = Codes()
    code = codes.make("talk", NOW)
    assert codes.use(code, NOW) == "talk"
    assert codes.use(code, NOW) is None


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1} {2}", "{1}-{2}"])
def test_a_code_is_taken_as_people_type_it(typed: str) -> None:
    codes = Codes()
    code = codes.make("talk", NOW).lower()
    assert codes.use(typed.format(code, code[:3], code[3:]), NOW) == "talk"


def test_a_code_is_over_after_five_minutes() -> None:
    codes = Codes()
    early, late = codes.make("one", NOW), codes.make("two", NOW)
    assert codes.use(early, NOW + SECONDS - 1) == "one"
    assert codes.use(late, NOW + SECONDS) is None


def test_a_new_code_replaces_the_one_before_and_leaves_other_conversations_theirs() -> None:
    codes = Codes()
    old, other, new = (codes.make(key, NOW) for key in ("talk", "other", "talk"))
    assert codes.use(old, NOW) is None
    assert codes.use(new, NOW) == "talk"
    assert codes.use(other, NOW) == "other"


@pytest.mark.parametrize("wrong", ["", "A", "AAAAAA", "ACDEFHJ", "é" * 6, "\udc80" * 6, "A" * 10_000])
def test_what_is_no_code_finds_nothing(wrong: str) -> None:
    letters = itertools.cycle("ACDEFH")
    codes = Codes(lambda _: next(letters))
    codes.make("talk", NOW)
    assert codes.use(wrong, NOW) is None


def test_guessing_through_the_life_of_a_code_is_hopeless() -> None:
    tries = Allowance(*TRIES)
    allowed = sum(tries.take(1, NOW + tenth / 10) for tenth in range(int(SECONDS * 10)))
    assert allowed <= 40
    assert 16 * allowed / len(LETTERS) ** LENGTH < 1e-5
