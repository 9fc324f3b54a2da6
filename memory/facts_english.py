"""English captions and told sentences, parsed into what is where, by word order (pure).

Two forms: "glasses: black, on the wooden desk", one thing a sentence, as captions are asked for; and free sentences,
read from left to right, phrase by phrase (`memory.phrases`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from memory.nouns import DESCRIBING, DETERMINERS, Noun, english
from memory.phrases import Phrase, phrases

_SCENE = frozenset(
    "image picture photo photograph scene view frame shot camera screenshot video close-up closeup up text caption object "
    "objects thing item items setting set foreground background".split()  # noqa: SIM905
)
_LABEL = re.compile(r"^\W*((?:[\w'’-]+[ ]?){1,6}?)(?:\s*:|\s[-–—]\s)\s*(.*)$", re.DOTALL)
_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]*)\)\s*(.*)$", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|‘[^’\n]*’(?!\w)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|[;\n]+|(?<=[\u3400-\u9fff])[^\x00-\x7f]+")
_UNSEEN = re.compile(
    r"^\W*(?:none|not? (?:visible|seen|there|in view|present|clearly|found)|n/?a|unknown|absent|missing)\b"
)
_IT = re.compile(r"^(.*?)\s*\b(?:it|them|top)$")
_LISTED = ("beside",)  # "next to a mug and a pen", but not "on the desk and a pen"


@dataclass(frozen=True, slots=True)
class Said:
    """`place` as it was written; `absent`: it is said not to be there."""

    thing: Noun
    place: str
    absent: bool = False


@dataclass(slots=True)
class _Clause:
    """What has been read of one clause: its things, those with them, and the stretches of words that say the place."""

    things: list[Noun] = field(default_factory=list)
    companions: list[Noun] = field(default_factory=list)
    landmarks: list[tuple[Noun, bool]] = field(default_factory=list)  # and whether the thing is only beside it
    places: list[tuple[int, int, bool]] = field(default_factory=list)  # start, end, whether it is only beside
    denied: bool = False
    given: bool = False
    inverted: bool = False
    at: str = ""  # the place where it was said before: "the desk, where …"


def parse(text: str) -> Iterator[Said]:
    written = _QUOTED.sub(lambda quote: " " * len(quote[0]), text)
    for sentence in _SENTENCE.split(written):
        sentence = sentence.strip().rstrip(".!?")
        if re.search(r"[a-zA-Z]", sentence):
            yield from _labelled(sentence) if _is_label(sentence) else _free(sentence)


def _is_label(sentence: str) -> bool:
    found = _LABEL.match(sentence)
    parts = phrases(found[1]) if found else []
    return len(parts) == 1 and parts[0].kind == "thing" and parts[0].words[-1] not in _SCENE


def _labelled(sentence: str) -> Iterator[Said]:
    found = _LABEL.match(sentence)
    assert found
    name = _BRACKETS.sub(r"\1", found[1])
    thing = english(phrases(name)[0].words, _bare(name))
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
    for clause in _Reader(parts[at:], rest).read():
        yield from _landmarks(clause, rest)


def _free(sentence: str) -> Iterator[Said]:
    for clause in _Reader(phrases(sentence), sentence).read():
        yield from _told_by(clause, sentence)


def _told_by(clause: _Clause, sentence: str) -> Iterator[Said]:
    place = _place(clause, sentence)
    on_it = _IT.match(place)
    for thing in clause.things:
        yield Said(thing, "" if on_it and clause.companions else place, clause.denied)
    if clause.things and (on_it or not place):
        place = f"{on_it[1] if on_it else 'with'} {_article(clause.things[0].name)}"
    for thing in clause.companions:
        yield Said(thing, place, clause.denied)
    yield from _landmarks(clause, sentence)


def _landmarks(clause: _Clause, sentence: str) -> Iterator[Said]:
    """What a thing is beside is on the same surface, where one is named."""
    carried = [sentence[start:end] for start, end, beside in clause.places if not beside]
    for noun, beside in clause.landmarks:
        yield Said(noun, carried[0] if beside and carried else "")


def _place(clause: _Clause, sentence: str) -> str:
    """The words as they stand, with a comma between those that do not stand together."""
    joined: list[tuple[int, int]] = []
    for start, end, _ in clause.places:
        if joined and not sentence[joined[-1][1] : start].strip(" ,"):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    words = ", ".join(filter(None, [clause.at, *(sentence[start:end].strip(" ,") for start, end in joined)]))
    return f"with {words[3:]}" if clause.given and words.lower().startswith("to ") else words


def _article(name: str) -> str:
    return name if name[:1].isupper() else f"the {name}"


class _Reader:
    """Goes through the phrases of one sentence once, from left to right."""

    def __init__(self, parts: Sequence[Phrase], sentence: str) -> None:
        self._parts = parts
        self._sentence = sentence
        self._clause = _Clause()
        self._awaits = ""  # what the next thing belongs to: "at", "beside", "with", "of", or nothing
        self._last = ""  # what the last thing was: "thing", "with", "at", "beside"
        self._done: list[_Clause] = []

    def read(self) -> list[_Clause]:
        for number, part in enumerate(self._parts):
            match part.kind:
                case "thing":
                    self._thing(part, number)
                case "at" | "beside" | "place":
                    self._where(part)
                case "with":
                    self._with(part)
                case "of":
                    self._awaits = "of"
                case "from":
                    self._awaits = "from"
                case "is":
                    self._awaits = ""
                    self._last = "is" if self._last != "at" or not self._clause.inverted else self._last
                case "put" | "gave":
                    self._put(part, number)
                case "shows":
                    self._clause.things.clear()
                case "not":
                    self._clause.denied = True
                case "who":
                    self._who(part)
                case "where":
                    self._there()
                case "but":
                    self._flush()
                case ",":
                    self._awaits = "" if self._awaits in ("of", "from") else self._awaits
                case _:
                    pass
        self._flush()
        return self._done

    def _thing(self, part: Phrase, number: int) -> None:
        found = english(part.words, _bare(self._sentence[part.start : part.end]))
        awaits, self._awaits = self._awaits, ""
        if awaits in ("at", "beside") or (awaits == "of" and self._last in ("at", "beside")):
            self._extend(part.end)
        if found is None or awaits in ("of", "from"):
            return
        if awaits in ("at", "beside") and found.head in _SCENE:
            self._last = awaits
        elif awaits in ("at", "beside"):
            self._clause.landmarks.append((found, awaits == "beside"))
            self._last = awaits
        elif awaits == "with" or (self._last == "with" and not self._begins(number)):
            self._clause.companions.append(found)
            self._last = "with"
        elif self._last in _LISTED and not self._begins(number):
            self._extend(part.end)
            self._clause.landmarks.append((found, True))
        else:
            self._add(found)

    def _add(self, found: Noun) -> None:
        clause = self._clause
        if clause.places and not (clause.inverted and self._last != "is_over") and (clause.things or clause.companions):
            self._flush()
        if found.head not in _SCENE:
            self._clause.things.append(found)
            self._last = "thing"

    def _begins(self, number: int) -> bool:
        """Whether a clause begins with this thing: a verb or a place follows it, behind others it is listed with."""
        following = [part.kind for part in self._parts[number + 1 :]]
        kind = next((kind for kind in following if kind not in ("thing", "and", ",", "of")), "")
        return kind in ("is", "at", "beside", "place", "put") and self._last != "with" or kind == "is"

    def _where(self, part: Phrase) -> None:
        clause = self._clause
        if not clause.places and not clause.at:
            clause.inverted = not (clause.things or clause.companions)
        beside = part.kind == "beside"
        clause.places.append((part.start, part.end, beside))
        self._awaits = "" if part.kind == "place" else part.kind
        self._last = "beside" if beside else "at"

    def _extend(self, end: int) -> None:
        if self._clause.places:
            start, _, beside = self._clause.places[-1]
            self._clause.places[-1] = start, end, beside

    def _with(self, part: Phrase) -> None:
        """ "the dog is with Anna" says where the dog is, "a dog with a ball" where the ball is."""
        if part.words == ("with",) and self._last == "is" and self._clause.things and not self._clause.places:
            self._where(replace(part, kind="at"))
        else:
            self._awaits = "with" if self._clause.things else ""

    def _put(self, part: Phrase, number: int) -> None:
        """ "Tom put the keys on the desk": what follows is what is there; in "the keys put there" it stood before."""
        following = self._parts[number + 1].kind if number + 1 < len(self._parts) else ""
        if following == "thing":
            self._clause.things.clear()
        self._clause.given = part.kind == "gave"
        self._awaits = ""

    def _who(self, part: Phrase) -> None:
        if self._awaits in ("at", "beside") and part.words[0] in (
            "it",
            "them",
            "him",
            "her",
            "me",
            "us",
            "there",
            "here",
        ):
            self._extend(part.end)
        self._awaits = ""

    def _there(self) -> None:
        """ "the desk, where a mug stands": what was a thing is the place now."""
        before = self._clause
        if before.things and not before.places:
            where = f"at {_article(before.things[-1].name)}"
            self._flush()
            self._clause.at, self._clause.inverted = where, True

    def _flush(self) -> None:
        if self._clause.things or self._clause.companions or self._clause.landmarks:
            self._done.append(self._clause)
        self._clause = _Clause()
        self._awaits = self._last = ""


def _bare(name: str) -> str:
    """Without a, the, my at its beginning."""
    words = re.sub(r"\b(?:pair|set|bunch|piece)s? of ", "", name.strip()).split()
    while len(words) > 1 and words[0].lower() in DETERMINERS:
        words.pop(0)
    return " ".join(words)
