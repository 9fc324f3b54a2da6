"""What an observation says of things: what is where, whose it is, what it looks like (pure).

A caption and a told sentence are parsed by word order and closed word lists; labelled boxes add where in the picture.
Text that was read in a picture says nothing: a page that says "car" shows no car.
"""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.core.labels import BARCODE, FACE, MOVEMENT, QR, TEXT
from assistant.core.values import Box, Observation
from assistant.core.wording import place as place_in_picture
from memory.finding.naming import normal
from memory.ledger import chinese as facts_chinese
from memory.ledger import english as facts_english
from memory.ledger.nouns import Noun, compound, noun

Kind = Literal["told", "look", "seen", "absent"]
_NO_THINGS = {TEXT, FACE, MOVEMENT, QR.casefold(), BARCODE}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing at one place. `place`: in the words that were written; empty where only the picture shows it.

    "look": a box of that name was found in the picture. "absent": it is said not to be at `place`.
    """

    thing: Noun
    place: str
    kind: Kind
    box: Box | None = None


def facts(observation: Observation) -> list[Fact]:
    """Each thing once, as it is said of first; one with words for its place wins over one without."""
    told = observation.source == "told"
    found: list[Fact] = []
    for fact in (*_said(observation.caption, told=told), *_boxed(observation.boxes)):
        at = [number for number, known in enumerate(found) if _is_same(known, fact)]
        if len(at) == 1:
            found[at[0]] = _merged(found[at[0]], fact)
        else:
            found.append(fact)
    return [fact for fact in found if fact.place or not told]


def _is_same(known: Fact, fact: Fact) -> bool:
    """A box says less than the words: "notebook" is the red notebook of the caption, where that is the only one."""
    one, other = known.thing, fact.thing
    alike = one.marks == other.marks if fact.kind != "look" else compound(one.marks) == compound(other.marks)
    return (
        (one.head, one.owner) == (other.head, other.owner)
        and alike
        and (known.kind == "absent") == (fact.kind == "absent")
    )


@functools.lru_cache(4_096)
def told_names(sentence: str) -> tuple[tuple[str, ...], ...]:
    """The things that a told sentence says the place of, in normal form."""
    said = [fact.thing for fact in _said(sentence, told=True) if fact.place]
    return tuple(name for thing in said if (name := normal(thing.name)))


def _said(caption: str, *, told: bool) -> Iterator[Fact]:
    for said in (*facts_english.parse(caption), *facts_chinese.parse(caption)):
        kind: Kind = "absent" if said.absent else "told" if told else "seen"
        yield Fact(said.thing, said.place, kind)


def _boxed(boxes: Iterable[Box]) -> Iterator[Fact]:
    for box in boxes:
        if box.label.casefold() not in _NO_THINGS and (thing := noun(box.label)):
            yield Fact(thing, place_in_picture(box, "en"), "look", box)


def _merged(first: Fact, second: Fact) -> Fact:
    """What is said and what is drawn are one; of two that are said the first counts."""
    if second.kind != "look":
        return first if first.place or not second.place else replace(first, place=second.place)
    return replace(first, kind="look", box=first.box or second.box, place=first.place or second.place)
