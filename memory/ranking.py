"""The order in which observations answer a question: the thing asked about first, then what is said of it (pure).

"Where is the microwave?" is answered by "microwave: above the stove" before "book: on the microwave". A word counts in
full where a sentence begins with it as the name of its thing, less in what is said of that thing, less elsewhere.
"""

import math
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.core.values import Observation
from memory.naming import is_chinese, plain, tokens
from memory.questions import Asked
from memory.synonyms import Name

T = TypeVar("T", bound=Hashable)
K = 60  # reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009
IN_NAME, IN_SENTENCE, ELSEWHERE = 1.0, 0.45, 0.3  # chosen on the tune half of benchmarks/where_is.py, as are these:
SAME, LOOSE = 0.9, 0.4  # another word for it; something it may be called at a stretch
WHOLE = 0.5  # the sentence is about just this thing
SURPLUS = 0.15  # for each word of a name that was not asked for: "coffee table" for "table"
FAINT = 0.5  # of the best score
MINUTES = 600.0  # seconds within which the same caption is one observation

_SENTENCES = re.compile(r"(?<=[.!?])\s+|[。！？;；\n]+")
_LABEL = re.compile(r"\s*([^:：]{1,80})[:：](?=\D|$)")
_PLACE = re.compile(
    r"\b(?:is|are|was|were|lies?|sits?|stands?|hangs?|rests?|in|on|at|under|near|beside|behind|between|inside|above|below|"
    r"next to|to the|with|holding|wearing)\b|(?<=.)(?:[放摆挂躺停靠留忘]?在|位于|靠近|就在)"
)
_THERE = re.compile(r"^\s*(?:there (?:is|are)|i (?:see|can see)|this is|these are|my|our|a|an|the)\b\s*")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|e)$")


@dataclass(frozen=True, slots=True)
class Ranked:
    """`says`: what of the observation answers, a thing and its place in normal form; near-duplicates have the same."""

    observation: Observation
    score: float
    says: tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Text:
    """Words in normal form, between blanks, with Chinese run together: made to look names up in."""

    spaced: str
    chinese: str
    count: int

    def holds(self, name: Name) -> bool:
        if is_chinese(name[-1]):
            return name[-1] in self.chinese
        return _spaced(name) in self.spaced


def ranked(question: Sequence[Asked], rarity: Sequence[float], found: Iterable[Observation]) -> list[Ranked]:
    """Best first, newest among equals. rarity: for each word of the question, 0..1, 1 for the rarest."""
    all_of_them = (scored(question, rarity, one) for one in found)
    return sorted(
        all_of_them, key=lambda one: (round(one.score, 4), one.observation.time, one.observation.id), reverse=True
    )


def ordered(by_words: Sequence[Ranked], by_looks: Sequence[Ranked] | None = None) -> list[Observation]:
    """Best first, one of those that say the same: the newest. by_looks: the same question's other order, fused.

    Where there are two orders, what fits the words less than half as well as the best is left to its looks.
    """
    if by_looks is not None:
        by_words = [one for one in by_words if one.score >= FAINT * by_words[0].score]
    newest: dict[Hashable, Ranked] = {}
    for one in (*by_words, *(by_looks or ())):
        known = newest.setdefault(_same(one), one)
        if one.observation.time > known.observation.time:
            newest[_same(one)] = one
    orders = [list(dict.fromkeys(map(_same, order))) for order in (by_words, by_looks or ())]
    return [newest[key].observation for key in fused(*orders)]


def fused(*orders: Sequence[T]) -> list[T]:
    """Reciprocal rank fusion; among equals what the first order has first."""
    scores: dict[T, float] = {}
    for order in orders:
        for rank, one in enumerate(order, 1):
            scores[one] = scores.get(one, 0.0) + 1 / (K + rank)
    return sorted(scores, key=lambda one: -scores[one])


def rarity(share: float, total: int) -> float:
    """0..1 for a word in `share` (0..1) of `total` observations: 1 where it is in one of them, or in none."""
    least = 1 / max(2, total)
    return max(0.1, math.log1p(1 / max(share, least)) / math.log1p(1 / least))


def _same(one: Ranked) -> Hashable:
    """What near-duplicates have in common: thing and place, else the caption within minutes."""
    return one.says if one.says[1] else (one.observation.caption, one.observation.time // MINUTES)


def _order(one: Ranked) -> tuple[float, float, int]:
    return round(one.score, 4), one.observation.time, one.observation.id


def scored(question: Sequence[Asked], rarity: Sequence[float], one: Observation) -> Ranked:
    """By its best sentence or box."""
    weights = [word.weight * rare for word, rare in zip(question, rarity, strict=True)]
    all_of_it = _text(one.caption)
    read = _text(one.text) if one.text else _text("")
    base = [
        ELSEWHERE * weight * max(_match(word, all_of_it), _match(word, read))
        for word, weight in zip(question, weights, strict=True)
    ]
    best, says = sum(base), ("", frozenset[str]())
    for name, place in _sentences(one):
        score = _sentence(question, weights, base, _text(name), _text(place))
        if score > best:
            best, says = score, (" ".join(tokens(name)), frozenset(tokens(place)))
    return Ranked(one, best, says)


def _sentence(
    question: Sequence[Asked], weights: Sequence[float], base: Sequence[float], name: _Text, place: _Text
) -> float:
    score, named = 0.0, 0
    for word, weight, elsewhere in zip(question, weights, base, strict=True):
        here = _match(word, name)
        score += max(IN_NAME * weight * here, IN_SENTENCE * weight * _match(word, place), elsewhere)
        named += len(word.forms[0]) if here else 0
        if word.thing and here:
            score += WHOLE * weight * here * _ends_with(word, name)
    return score - SURPLUS * min(3, max(0, name.count - named)) * bool(named)


def _match(word: Asked, text: _Text) -> float:
    if not text.count:
        return 0.0
    if text.holds(word.forms[0]):
        return 1.0
    if any(text.holds(form) for form in word.forms[1:]):
        return SAME
    return LOOSE if any(text.holds(form) for form in word.loose) else 0.0


def _ends_with(word: Asked, name: _Text) -> bool:
    """Whether it is the noun of the name: "table" is of "coffee table", not of "table lamp"."""
    forms = (*word.forms, *word.loose)
    return any(
        name.chinese.endswith(form[-1]) if is_chinese(form[-1]) else name.spaced.endswith(_spaced(form))
        for form in forms
    )


def _sentences(one: Observation) -> Iterator[tuple[str, str]]:
    """What each sentence, and each box, is about, and what is said of it."""
    for sentence in _SENTENCES.split(plain(one.caption)):
        if label := _LABEL.match(sentence):
            yield label[1], sentence[label.end() :]
        elif sentence.strip():
            sentence = _THERE.sub("", sentence)
            place = _PLACE.search(sentence)
            yield (sentence[: place.start()], sentence[place.start() :]) if place else (sentence, "")
    yield from ((plain(label), "") for label in {box.label for box in one.boxes})


def _text(text: str) -> _Text:
    words = tokens(text)
    ascii_words = [_stem(word) for word in words if not is_chinese(word)]
    return _Text(f" {' '.join(ascii_words)} ", " ".join(filter(is_chinese, words)), len(words))


def _spaced(name: Name) -> str:
    return f" {' '.join(map(_stem, name))} "


def _stem(word: str) -> str:
    """So far that most forms of one verb come out the same: "hanging", "hanged", "hang"; "drive", "driving"."""
    return _ENDING.sub("", word)
