"""English captions and told sentences, parsed into what is where, by word order (pure).

Two forms: "glasses: black, on the wooden desk", one thing a sentence, as captions are asked for; and free sentences,
read from left to right, phrase by phrase (`memory.ledger.clauses`).
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from memory.ledger.clauses import SCENE, Clause, article, bare, clauses
from memory.ledger.nouns import DESCRIBING, PEOPLE, Noun, english
from memory.ledger.phrases import phrases

_LABEL = re.compile(r"^\W*([\w'’-]+(?: [\w'’-]+){0,5})(?:\s*:|\s[-–—]\s)\s*(.*)$", re.DOTALL)
_IN_BRACKETS = re.compile(r"^([^:()]{1,40}?)\s*\(([^()]*)\)\s*:")
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|‘[^’\n]*’(?!\w)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|[;\n]+|(?<=[\u3400-\u9fff])[^\x00-\x7f]+")
_UNSEEN = re.compile(
    r"^\W*(?:none|not? (?:visible|seen|there|in view|present|clearly|found)|n/?a|unknown|absent|missing)\b"
)
_REFERS = re.compile(r"\b(?:it|them|ones?)\b", re.IGNORECASE)
_IT = re.compile(r"^(.*?)\s*\b(?:it|them|top)$")


@dataclass(frozen=True, slots=True)
class Said:
    """`place` as it was written; `absent`: it is said not to be there."""

    thing: Noun
    place: str
    absent: bool = False


def parse(text: str) -> Iterator[Said]:
    written = _QUOTED.sub(lambda quote: " " * len(quote[0]), text)
    before: Noun | None = None
    for sentence in _sentences(written):
        said = _sentence(sentence, before if _REFERS.search(sentence) else None)
        yield from said
        before = next((one.thing for one in reversed(said) if one.place), said[-1].thing if said else before)


def _sentences(text: str) -> Iterator[str]:
    """ "remote: black. On the sofa." is one: what is only a place goes on with the label before it."""
    held = ""
    for part in _SENTENCE.split(text):
        sentence = _IN_BRACKETS.sub(r"\1: \2, ", part.strip().rstrip(".!?"))
        if held and _is_label(held) and _is_only_place(sentence):
            held = f"{held}, {sentence}"
        elif re.search(r"[a-zA-Z]", sentence):
            yield from filter(None, [held])
            held = sentence
    yield from filter(None, [held])


def _is_only_place(sentence: str) -> bool:
    parts = phrases(sentence)
    kinds = [part.kind for part in parts if part.kind not in ("is", "put")]
    if not kinds or kinds[0] not in ("at", "beside", "place"):
        return False
    return not any(clause.things or clause.companions for clause in clauses(parts, sentence))


@functools.lru_cache(4_096)
def _sentence(sentence: str, it: Noun | None) -> tuple[Said, ...]:
    """What one sentence says; the same scene is described in the same words again and again."""
    return tuple(_labelled(sentence) if _is_label(sentence) else _free(sentence, it))


def _is_label(sentence: str) -> bool:
    found = _LABEL.match(sentence)
    parts = phrases(found[1]) if found else []
    return len(parts) == 1 and parts[0].kind == "thing" and parts[0].words[-1] not in SCENE


def _labelled(sentence: str) -> Iterator[Said]:
    found = _LABEL.match(sentence)
    assert found
    name = found[1]
    thing = english(phrases(name)[0].words, bare(name))
    rest = found[2].rstrip(" .,")
    if not thing or _UNSEEN.match(rest.lower()):
        return
    parts = phrases(rest)
    at = next((number for number, part in enumerate(parts) if part.kind in ("at", "beside", "place")), len(parts))
    described = [word for part in parts[:at] for word in part.words]
    marks = thing.marks.union(word for word in described if word in DESCRIBING)
    place = rest[parts[at].start :] if at < len(parts) else ""
    denied = any(part.kind == "not" for part in parts)
    yield Said(replace(thing, marks=marks), place, denied)
    for clause in clauses(parts[at:], rest):
        yield from _landmarks(clause, rest)


def _free(sentence: str, it: Noun | None) -> Iterator[Said]:
    for clause in clauses(phrases(sentence), sentence, it):
        yield from _told_by(clause, sentence)


def _told_by(clause: Clause, sentence: str) -> Iterator[Said]:
    place = _place(clause, sentence)
    on_it = _IT.match(place)
    if on_it and clause.it and not clause.companions:
        place = f"{on_it[1]} {article(clause.it.name)}"
    for thing in clause.things:
        yield Said(thing, "" if on_it and clause.companions else place, clause.denied)
        if clause.left:
            yield Said(thing, sentence[slice(*clause.left)], absent=True)
    if clause.things and (on_it or not place):
        with_it = clause.things[0]
        place = f"{on_it[1] if on_it else 'with' if _is_somebody(with_it) else 'at'} {article(with_it.name)}"
    for thing in clause.companions:
        yield Said(thing, place, clause.denied)
    yield from _landmarks(clause, sentence)


def _landmarks(clause: Clause, sentence: str) -> Iterator[Said]:
    """What a thing is beside is on the same surface, where one is named."""
    carried = [sentence[start:end] for start, end, beside in clause.places if not beside]
    for noun, beside in clause.landmarks:
        yield Said(noun, carried[0] if beside and carried else "")


def _place(clause: Clause, sentence: str) -> str:
    """The words as they stand, with a comma between those that do not stand together."""
    joined: list[tuple[int, int]] = []
    for start, end, _ in clause.places:
        if joined and not sentence[joined[-1][1] : start].strip(" ,"):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    words = ", ".join(filter(None, [clause.at, *(sentence[start:end].strip(" ,") for start, end in joined)]))
    return f"with {words[3:]}" if clause.given and words.lower().startswith("to ") else words


def _is_somebody(thing: Noun) -> bool:
    return thing.head in PEOPLE or thing.name[:1].isupper()
