"""What a neural voice is given to read."""

import pytest

pytest.importorskip("wetext", reason="needs requirements-models.txt")

from models.voice.pronouncing import Pronouncing, in_words, pieces

DICTIONARY = frozenset(("keep", "sight", "sights", "see", "your", "glasses", "on", "the", "piano", "is", "in"))


def read(text: str) -> str:
    return Pronouncing(DICTIONARY)(text, "en")


def test_what_the_dictionary_holds_stays_as_it_is() -> None:
    assert read("See your glasses, on the piano.") == "See your glasses, on the piano."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Keepsight", "keep sight"),
        ("Keepsight's", "keep sights"),
        ("USB-C", "U S B-C"),
        ("PDFs", "P D F s"),
        ("xkeep", "x keep"),
        ("zq", "z q"),
    ],
)
def test_a_word_that_it_does_not_hold_is_put_together_from_those_it_does_or_spelled(written: str, said: str) -> None:
    assert read(written) == said


def test_the_fewest_pieces_are_taken_and_short_ones_never() -> None:
    assert pieces("keepsights", {"keep", "sight", "sights", "kee", "psi", "ghts", "s"}) == ["keep", "sights"]
    assert pieces("isin", DICTIONARY) == ["i", "s", "i", "n"]


def test_a_voice_without_english_words_gets_them_as_they_are() -> None:
    assert Pronouncing(frozenset())("你的 notebook", "zh-Hans") == "你的 notebook"


def test_traditional_characters_become_those_the_voice_was_trained_on() -> None:
    assert Pronouncing(DICTIONARY)("您的眼鏡在鋼琴上。", "zh-Hant") == "您的眼镜在钢琴上。"


def test_accents_and_wide_letters_are_read_over() -> None:
    assert read("Ｓéé") == "See"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("at 14:05", "at fourteen o five"),
        ("42 of 5,432", "forty two of five thousand four hundred and thirty two"),
        ("$3.50", "three point five dollars"),
        ("2.5 kg", "two point five kilograms"),
        ("10°C", "ten degrees Celsius"),
        ("50%", "fifty percent"),
        ("#3", "number three"),
        ("-4 or +5", "minus four or plus five"),
    ],
)
def test_numbers_become_english_words(written: str, said: str) -> None:
    assert in_words(written, "en") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("14:05", "十四点零五分"),
        ("42次", "四十二次"),
        ("2026年11月22日", "二零二六年十一月二十二日"),
        ("50%", "百分之五十"),
    ],
)
def test_numbers_become_chinese_words(written: str, said: str) -> None:
    assert in_words(written, "zh-Hans") == said


def test_no_digit_is_left_whatever_stands_around_it() -> None:
    odd = ["+1 (555) 123-4567", "#3#4", "1/2/3/4", "v2.0.1", "12x9=108", "٣ and 7", "0x7F", "3:2:1:0", "1e9", "№5"]
    for text in odd:
        for language in ("en", "zh-Hans"):
            said = Pronouncing(DICTIONARY)(text, language)
            assert not any(letter in "0123456789" for letter in said), text
