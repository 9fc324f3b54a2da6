"""Words as they are indexed and compared: case, plurals and Chinese scripts made one (pure)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from assistant.core.wording import to_simplified
from memory.words import Query, Term

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
_CHINESE = re.compile(f"[{CJK}]")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_DETERMINERS = {"a", "an", "the", "my", "our", "this", "that", "these", "those", "some"}
_CHINESE_DETERMINERS = re.compile(
    r"^(?:我们?家?的|咱们?的|[这那](?:[个副张本把只台条支串双部块顶件辆些])?|[一两](?:[个副张本把只台条支串双部块顶件辆些]))+"
)
# Their singular is another thing ("glass"), or no word.
_PLURAL_ONLY = {"glasses", "spectacles", "goods", "clothes", "news", "lens", "gas", "canvas", "atlas", "series"}
_IRREGULAR = {
    "knives": "knife",
    "scarves": "scarf",
    "shelves": "shelf",
    "leaves": "leaf",
    "mice": "mouse",
    "feet": "foot",
    "people": "person",
    "children": "child",
}
# A slip in a word of 8 letters scores 87.5 (one letter exchanged) or 94 (one left out). Shorter words one slip apart
# are mostly other things: car and card 86, jacket and racket 83, boat and coat 75.
_SLIP = 87.0
_SLIP_LETTERS = 8


def plain(text: str) -> str:
    """Lower case, simplified, compatible forms made one ("ＡＢ１" -> "ab1")."""
    if text.isascii():  # the same, without the steps that find nothing to do
        return text.lower()
    text = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode()).casefold()
    return text if text.isascii() else to_simplified(text)


def tokens(text: str) -> list[str]:
    """Words in the singular, and runs of Chinese characters, in order."""
    return [
        token if is_chinese(token) else singular(token) for token in _TOKEN.findall(without_possessive(plain(text)))
    ]


def without_possessive(text: str) -> str:
    return _POSSESSIVE.sub("", text)


def is_chinese(token: str) -> bool:
    return not token.isascii() and _CHINESE.match(token) is not None


def singular(word: str) -> str:
    """Only so far that one word in both numbers comes out the same: "cookie" and "cookies" are both "cooky"."""
    if word in _PLURAL_ONLY or len(word) < 4:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and (found := re.search(r"ies?$", word)):
        return word[: found.start()] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) or not word.endswith("s") else word[:-1]


def indexed(text: str) -> str:
    """What the full-text index holds: Chinese as bigrams and the last character, so that each begins a token."""
    return " ".join(
        part for token in tokens(text) for part in ((*_bigrams(token), token[-1]) if is_chinese(token) else (token,))
    )


def every_word(text: str, *, unfinished: bool = False) -> Query:
    """A query for all words of `text`; empty where there are none. `unfinished`: the last may go on."""
    terms = [_term(token) for token in tokens(text)]
    if unfinished and terms:
        terms[-1] = replace(terms[-1], unfinished=True)
    return [terms] if terms else []


def any_name(names: Iterable[Sequence[str]]) -> Query:
    """A query for texts that may hold one of the names, each in its normal form."""
    return [[_term(token) for token in name] for name in names]


def normal(name: str) -> tuple[str, ...]:
    """The name without a, the, my: its tokens in the singular; empty where nothing is left."""
    found = tokens(name)
    while len(found) > 1 and found[0] in _DETERMINERS:
        found = found[1:]
    if found and is_chinese(found[0]):
        bare = _CHINESE_DETERMINERS.sub("", found[0])
        found = [bare, *found[1:]] if bare else found
    return tuple(found)


def similar(asked: Sequence[str], known: Sequence[str]) -> bool:
    """Whether two normal forms name one thing: the same, written apart ("note book"), or a slip in a long word."""
    if "".join(asked) == "".join(known):
        return bool(asked)
    if len(asked) != len(known):
        return False
    unequal = [(one, other) for one, other in zip(asked, known, strict=True) if one != other]
    return len(unequal) == 1 and _slip(*unequal[0])


def _slip(one: str, other: str) -> bool:
    if (
        min(len(one), len(other)) < _SLIP_LETTERS
        or one[0] != other[0]
        or not (one + other).isalpha()
        or is_chinese(one)
    ):
        return False
    return fuzz.ratio(one, other) >= _SLIP


def _bigrams(run: str) -> list[str]:
    return [first + second for first, second in pairwise(run)]


def _term(token: str) -> Term:
    if not is_chinese(token):
        return Term((token,))
    return Term(tuple(_bigrams(token))) if len(token) > 1 else Term((token,), unfinished=True)
