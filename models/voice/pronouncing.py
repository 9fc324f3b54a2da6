"""What is written -> words that a voice's dictionary holds: sherpa-onnx leaves out what it does not find there.

Numbers, dates, units and signs become words (WeTextProcessing), traditional characters simplified ones (OpenCC), and
English words that no dictionary knows are put together from those that it does: "Keepsight" is read "keep sight".
"""

import contextlib
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from assistant.core.values import Language
from assistant.core.wording import to_simplified

_SHORTEST = 3  # letters of a piece: with two, any word falls into "an", "in", "is" and is not known again by ear
_LETTER = 2.0  # what a letter that is spelled costs, in pieces
_SPELLED = 5  # capitals of an abbreviation at most: USB, HTTPS; a longer one is a word that is shouted
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
_NUMERIC = re.compile(r"[0-9°%$€£¥&@±×÷]")
_BEFORE_NUMBER = {"#": "number ", "+": "plus ", "-": "minus "}
_SIGNED = re.compile(r"(?<![\w.])[#+-](?=\d)")
_DIGITS = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "zh": tuple("零一二三四五六七八九"),
}


class Pronouncing:
    """words: the dictionary's English ones, in small letters; empty where the voice reads none."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = words

    def __call__(self, text: str, language: Language) -> str:
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
        if _NUMERIC.search(text):
            text = in_words(text, language)
        return _WORD.sub(lambda word: self._known(word[0]), to_simplified(_unaccented(text)))

    def _known(self, word: str) -> str:
        if word.lower() in self._words or not self._words:
            return word
        letters = word.replace("'", "")
        if letters.removesuffix("s").isupper() and len(letters) <= _SPELLED:
            return " ".join(letters)
        return " ".join(pieces(letters.lower(), self._words))


def pieces(word: str, words: Collection[str]) -> list[str]:
    """The fewest known words that `word` is made of, long ones at its end, with letters between where it must be."""
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(word) + 1):
        options = [(best[end - 1][0] + _LETTER, [*best[end - 1][1], word[end - 1]])]
        for start in range(end - _SHORTEST + 1):
            if word[start:end] in words:
                options.append((best[start][0] + 1, [*best[start][1], word[start:end]]))
        best.append(min(options, key=lambda option: (option[0], -len(option[1][-1]))))
    return best[-1][1]


def in_words(text: str, language: Language) -> str:
    """Numbers, dates, times, money, units and signs as they are said."""
    tongue = language.partition("-")[0]
    if tongue == "en":
        text = _SIGNED.sub(lambda sign: _BEFORE_NUMBER[sign[0]], text)
    with contextlib.suppress(AssertionError):  # so wetext 0.1 says that its grammar cannot read the whole of a text
        text = str(_normalizer(tongue).normalize(text))
    return re.sub(r"[0-9]", lambda digit: f" {_DIGITS[tongue][int(digit[0])]} ", text)


def _unaccented(text: str) -> str:
    """é -> e: dictionaries of English words have no accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


@lru_cache
def _normalizer(tongue: str) -> Any:
    from wetext import Normalizer

    return Normalizer(lang=tongue, operator="tn")
