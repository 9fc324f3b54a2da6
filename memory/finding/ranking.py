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
from memory.finding.naming import is_chinese, plain, tokens
from memory.finding.questions import STOP, WEAK, Asked
from memory.finding.synonyms import Name

T = TypeVar("T", bound=Hashable)
K = 60  # reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009
IN_NAME, IN_SENTENCE, ELSEWHERE = 1.0, 0.45, 0.3  # chosen on the tune half of benchmarks/where_is.py, as are these:
SAME, LOOSE = 0.9, 0.4  # another word for it; something it may be called at a stretch
WHOLE = 0.5  # the sentence is about just this thing
SURPLUS = 0.15  # for each word of a name that was not asked for: "coffee table" for "table"
FAINT = 0.5  # of the best score

_SENTENCES = re.compile(r"(?<=[.!?])\s+|[。！？;；\n]+")
_LABEL = re.compile(r"\s*([^:：]{1,80})[:：](?=\D|$)")
_PLACE = re.compile(
    r"\b(?:is|are|was|were|lies?|sits?|stands?|hangs?|rests?|in|on|at|under|near|beside|behind|between|inside|above|below|"
    r"next to|to the|with|holding|wearing)\b|(?<=.)(?:[放摆挂躺停靠留忘]?在|位于|靠近|就在)"
)
_THERE = re.compile(r"^\s*(?:there (?:is|are)|i (?:see|can see)|this is|these are|my|our|a|an|the)\b\s*")
_NOUN_ENDS = re.compile(r"(?<=.)\b(?:with|without|of|that|which|in|on|at|by|for|from|to|about|containing|showing)\b.*")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|e)$")


@dataclass(frozen=True, slots=True)
class Ranked:
    """`says`: what of the observation answers, a thing and its place in normal form; near-duplicates have the same.

    whole: one of its sentences says all that is asked for, of the thing that is asked about.
    """

    observation: Observation
    score: float
    says: tuple[str, str]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    """In normal form. noun: the name without what follows its noun, "pillow" of "pillow with a face"."""

    name: str
    noun: str
    place: str


@dataclass(frozen=True, slots=True)
class Sought:
    """One word of a question, made ready to be looked for in many texts (see `_text`).

    levels: what it is worth, with the ways to write it that are worth it, dearest first. noun: what it ends a name as.
    """

    length: int
    thing: bool
    weak: bool
    levels: tuple[tuple[float, tuple[str, ...]], ...]
    noun: tuple[str, ...]

    @classmethod
    def of(cls, word: Asked, rarity: float) -> "Sought":
        kinds = ((1.0, word.forms[:1]), (SAME, word.forms[1:]), (LOOSE, word.loose))
        levels = tuple((share * word.weight * rarity, tuple(map(_written, names))) for share, names in kinds)
        nouns = tuple(f"{form}\n" for _, forms in levels for form in forms)
        return cls(len(word.forms[0]), word.thing, word.weight <= WEAK, levels, nouns)

    def value(self, text: str) -> float:
        return next((value for value, forms in self.levels if _holds(text, forms)), 0.0)

    def said_in(self, sentence: _Sentence) -> bool:
        """By its own name or another for the same, and where it is the thing asked about, of that thing."""
        least = self.levels[1][0]
        return self.value(sentence.name) >= least or (not self.thing and self.value(sentence.place) >= least)


def ranked(question: Sequence[Sought], found: Iterable[Observation]) -> list[Ranked]:
    """Best first, newest among equals."""
    return sorted((scored(question, one) for one in found), key=_order, reverse=True)


def _order(one: Ranked) -> tuple[float, float, int]:
    return round(one.score, 4), one.observation.time, one.observation.id


def scored(question: Sequence[Sought], one: Observation) -> Ranked:
    """By its best sentence or box."""
    parts = [(name, place, _text(f"{name} {place}")) for name, place in _sentences(one)]
    seen = "".join(text for _, _, text in parts)
    base = [word.value(seen) for word in question]
    if one.text and not all(base):
        read = _text(one.text)
        base = [value or word.value(read) for word, value in zip(question, base, strict=True)]
    best = Ranked(one, ELSEWHERE * sum(base), ("", ""))
    for sentence in (
        _sentence(name, place) for name, place, text in parts if any(word.value(text) for word in question)
    ):
        if (score := _fits(question, base, sentence)) > best.score:
            whole = all(word.said_in(sentence) for word in question if not word.weak)
            best = Ranked(one, score, (sentence.name, sentence.place), whole)
    return best


def _fits(question: Sequence[Sought], base: Sequence[float], sentence: _Sentence) -> float:
    score, named = 0.0, 0
    for word, anywhere in zip(question, base, strict=True):
        if not anywhere:
            continue
        here = word.value(sentence.name)
        score += max(IN_NAME * here, IN_SENTENCE * word.value(sentence.place), ELSEWHERE * anywhere)
        named += word.length if here else 0
        if word.thing and here and _holds(sentence.noun, word.noun):
            score += WHOLE * here
    surplus = sum(word not in STOP for word in sentence.name.split()) - named
    return score - SURPLUS * min(3, max(0, surplus)) * bool(named)


def ordered(by_words: Sequence[Ranked], by_looks: Sequence[Ranked] | None = None) -> list[Observation]:
    """Best first, the best of those that say the same. by_looks: the same question's other order.

    Captions that say all that is asked for come first, whatever looks like it more; then both orders fused, without
    what fits the words less than half as well as the best.
    """
    if by_looks is not None:
        by_words = [one for one in by_words if one.score >= FAINT * by_words[0].score]
    best = {_same(one): one for one in reversed((*by_words, *(by_looks or ())))}
    orders = [list(dict.fromkeys(map(_same, order))) for order in (by_words, by_looks or ())]
    sure = [key for key in orders[0] if best[key].whole]
    return [best[key].observation for key in dict.fromkeys([*sure, *fused(*orders)])]


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
    """What near-duplicates have in common: thing and place, else all their words. Each upload is one of its own."""
    seen = one.observation
    if seen.source == "upload":
        return seen.id
    return one.says if one.says[1].strip() else (seen.caption, seen.text)


def _sentences(one: Observation) -> Iterator[tuple[str, str]]:
    """What each sentence, or box, is about, and what is said of it."""
    for sentence in _SENTENCES.split(plain(one.caption)):
        if label := _LABEL.match(sentence):
            yield label[1], sentence[label.end() :]
        elif sentence.strip():
            sentence = _THERE.sub("", sentence)
            place = _PLACE.search(sentence)
            yield (sentence[: place.start()], sentence[place.start() :]) if place else (sentence, "")
    yield from ((plain(label), "") for label in {box.label for box in one.boxes})


def _sentence(name: str, place: str) -> _Sentence:
    noun = _NOUN_ENDS.sub("", name)
    written = _text(name)
    return _Sentence(written, written if noun == name else _text(noun), _text(place))


def _text(text: str) -> str:
    """Words in normal form: " glasses on the desk \n眼镜在桌上", made to look names up in."""
    words = tokens(text)
    chinese = " ".join(filter(is_chinese, words))
    return f" {' '.join(_stem(word) for word in words if not is_chinese(word))} \n{chinese}\n"


def _written(name: Name) -> str:
    return name[-1] if is_chinese(name[-1]) else f" {' '.join(map(_stem, name))} "


def _holds(text: str, forms: Iterable[str]) -> bool:
    return any(form in text for form in forms)


def _stem(word: str) -> str:
    """So far that most forms of one verb come out the same: "hanging", "hanged", "hang"; "drive", "driving"."""
    return _ENDING.sub("", word) if word[-1:] in ("g", "d", "e") else word
