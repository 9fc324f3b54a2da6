"""English captions and told sentences, parsed into what is where, by word order and closed word lists (pure).

Two forms: "glasses: black, on the wooden desk", one thing a sentence, as captions are asked for; and free sentences,
read from left to right as noun phrases, verbs and place phrases.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from memory.naming import CJK, plain
from memory.nouns import DESCRIBING, DETERMINERS, OTHERS, Noun, english
from memory.places import ADVERBS


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ON = _set(
    "on in at under underneath beneath below inside onto into atop within over against above behind beside near by "
    "between around outside along across opposite among amongst alongside upon next through beyond"
)
_SIDES = _set(
    "left right top bottom center centre middle foreground background upper lower front corner far leftmost rightmost close adjacent partially"
)
_WITH = _set(
    "with holding wearing carrying holds hold has have had contains containing carries including includes featuring"
)
_FROM = _set("from off")
_BE = _set("is are was were be been being 's 're am")
_POSTURE = _set(
    "rest rests rested sit sits sat lie lies lay lain stand stands stood hang hangs hung lean leans leaned stay stays "
    "remain remains live lives belong belongs go goes appear appears can could may might must should will would seem "
    "seems rests placed left put located kept stored parked positioned situated visible seen found laid set propped "
    "stacked piled hidden tucked locked plugged stuck attached mounted dropped scattered"
)
_MOVES = _set(
    "put puts place places placed left leave leaves lay laid set sets store stored keep keeps kept hide hid hides drop "
    "dropped park parked hang hung move moved moves bring brought carry throw threw stick stuck pack packed forgot lock "
    "locked stash stashed take took takes got tucked returned return lent lend lends gave give gives loaned handed"
)
_GIVES = _set("lent lend lends gave give gives loaned handed returned return")
_SHOWS = _set(
    "show shows showing depict depicts see sees saw contain feature features display displays spot notice noticed"
)
_AGENTS = _set("i we you he she they it someone somebody there here who which that this")
_NOT = _set("not no never nothing without isn't aren't wasn't weren't can't cannot neither nor none")
_SKIP = _set(
    "still now also just currently probably maybe apparently always usually only very quite rather so too then please "
    "remember back away again already partly both up down out neatly there's here's as well"
)
_SCENE = _set(
    "image picture photo photograph scene view frame shot camera screenshot video close-up closeup text caption objects"
)
_JOIN = {"and", "or", "but", "while", "plus", "&", "as"}
_STOPS = (
    _ON
    | _WITH
    | _FROM
    | _BE
    | _POSTURE
    | _MOVES
    | _SHOWS
    | _AGENTS
    | _NOT
    | _SKIP
    | _JOIN
    | {"of", "to", "for", "about", "like"}
)
_NOUNS_IN_ING = _set(
    "earring ring string building painting clothing ceiling wedding king thing wing spring evening morning drawing "
    "something anything nothing everything stocking pudding bedding wiring lining covering"
)
_LABEL = re.compile(r"^\W*((?:[\w'’-]+[ ]?){1,6}?)\s*(?::|\s[-–—]\s)\s*(.*)$", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|‘[^’\n]*’(?!\w)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|[;\n]+")
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)?|[^\W_{CJK}]+(?:['’](?=\w)[^\W_{CJK}]+)*|[,:]")
_COUNTED = re.compile(r"\b(pair|set|bunch|piece|couple|stack|pile)s? of ")
_UNSEEN = re.compile(r"^\W*(?:none|not? (?:visible|seen|there|in view|present|clearly)|n/?a|unknown|absent|missing)\b")


@dataclass(frozen=True, slots=True)
class Said:
    """`place` as it was written; `absent`: it is said not to be there."""

    thing: Noun
    place: str
    absent: bool = False


@dataclass(slots=True)
class _Clause:
    """What has been read of one clause: its things, those with them, and where the place begins and ends."""

    things: list[Noun] = field(default_factory=list)
    companions: list[Noun] = field(default_factory=list)
    beside: list[Noun] = field(default_factory=list)
    start: int = -1
    end: int = -1
    on_it: str = ""
    denied: bool = False
    given: bool = False
    verb: bool = False


def parse(text: str) -> Iterator[Said]:
    written = _QUOTED.sub(lambda quote: " " * len(quote[0]), text)
    for sentence in _SENTENCE.split(written):
        if re.search(r"[a-zA-Z]", sentence):
            yield from _labelled(sentence) if _is_label(sentence) else _free(sentence)


def _is_label(sentence: str) -> bool:
    found = _LABEL.match(sentence)
    words = _TOKEN.findall(plain(found[1])) if found else []
    if not words or any(word in _STOPS for word in words):
        return False
    return words[-1] not in _SCENE


def _labelled(sentence: str) -> Iterator[Said]:
    found = _LABEL.match(sentence)
    assert found
    thing = english(_TOKEN.findall(_hyphens(plain(found[1]))), found[1].strip())
    rest = found[2].strip().rstrip(".!?,")
    if not thing or _UNSEEN.match(rest.lower()):
        return
    start = _place_start(rest)
    described = _TOKEN.findall(_hyphens(plain(rest[:start])))
    marks = {word for word in described if word in DESCRIBING}
    denied = any(word in _NOT for word in described)
    place = rest[start:].strip(" ,")
    yield Said(replace(thing, marks=thing.marks | marks), place, denied)
    for landmark in _clauses(_tokens(place), place):
        for noun in landmark.beside:
            yield Said(noun, "")


def _place_start(rest: str) -> int:
    """Where in the words after the colon the place begins; their end where there is none."""
    words = list(_TOKEN.finditer(rest.lower()))
    for number, word in enumerate(words):
        following = words[number + 1][0] if number + 1 < len(words) else ""
        if word[0] in _ON or word[0] in ADVERBS or (word[0] == "to" and following == "the"):
            return word.start()
        if word[0] in _SIDES and (word[0] not in ("partially", "close", "far") or following in ("left", "right", "to")):
            return word.start()
    return len(rest)


def _free(sentence: str) -> Iterator[Said]:
    sentence = sentence.strip().rstrip(".!?")
    for clause in _clauses(_tokens(sentence), sentence):
        yield from _told_by(clause, sentence)


def _told_by(clause: _Clause, sentence: str) -> Iterator[Said]:
    place = sentence[clause.start : clause.end].strip(" ,") if clause.start >= 0 else ""
    if clause.given and place.lower().startswith("to "):
        place = f"with {place[3:]}"
    for thing in clause.things:
        yield Said(thing, place, clause.denied)
    if clause.things and not place:
        place = f"{clause.on_it or 'with'} {_article(clause.things[0].name)}"
    for thing in clause.companions:
        yield Said(thing, place, clause.denied)
    for thing in clause.beside:
        yield Said(thing, "")


def _article(name: str) -> str:
    return name if name[:1].isupper() else f"the {name}"


def _hyphens(text: str) -> str:
    return re.sub(r"(?<=\w)-(?=\w)", " ", text)


def _tokens(sentence: str) -> list[tuple[str, int, int]]:
    """Each word in lower case, with where it stands. Hyphens part words; "a pair of" is left out."""
    lower = _hyphens(sentence.casefold() if len(sentence.casefold()) == len(sentence) else sentence.lower())
    lower = _COUNTED.sub(lambda found: " " * len(found[0]), lower)
    return [(found[0].replace("’", "'"), found.start(), found.end()) for found in _TOKEN.finditer(lower)]


def _clauses(tokens: Sequence[tuple[str, int, int]], sentence: str) -> Iterator[_Clause]:
    reader = _Reader(tokens, sentence)
    reader.read()
    yield from reader.done


class _Reader:
    """Goes through the words of one sentence once, from left to right."""

    def __init__(self, tokens: Sequence[tuple[str, int, int]], sentence: str) -> None:
        self._tokens = tokens
        self._sentence = sentence
        self._at = 0
        self._clause = _Clause()
        self._relation = ""  # the preposition whose noun is awaited, or "with"
        self._last = ""  # the kind of the last phrase: "thing", "place", "with", "verb"
        self._inverted = False
        self.done: list[_Clause] = []

    def read(self) -> None:
        while self._at < len(self._tokens):
            word = self._word()
            if self._is_place(word):
                self._place()
            elif word in _WITH and (self._clause.things or self._inverted):
                self._with(word)
            elif self._is_verb(word):
                self._verb(word)
            elif word in _NOT:
                self._clause.denied = self._clause.denied or word != "without"
                self._relation = "without" if word == "without" else self._relation
                self._at += 1
            elif word in _STOPS or word in (",", ":"):
                self._joint(word)
            else:
                self._noun()
        self._flush()

    def _word(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at][0] if 0 <= at < len(self._tokens) else ""

    def _is_place(self, word: str) -> bool:
        if word == "left" and self._word(1) not in ("of", "side", "edge", "corner", "hand", "", ",", "and"):
            return False
        if word == "to":
            return bool(self._clause.things) and (self._clause.verb or self._word(1) == "the")
        if word == "back" or word == "front":
            return False
        return (
            word in _ON
            or (word in _SIDES and self._word(1) in ("of", "side", "", ",", "left", "right", "edge", "corner", "to"))
            or (word in ADVERBS and bool(self._clause.things) and word not in ("here", "there"))
        )

    def _is_verb(self, word: str) -> bool:
        if word in _BE or word in _POSTURE or word in _SHOWS or word in _MOVES:
            return True
        named = self._last == "thing"
        return (
            named
            and len(word) > 4
            and word.endswith(("ing", "ed"))
            and word not in _NOUNS_IN_ING
            and word not in DESCRIBING
        )

    def _place(self) -> None:
        clause = self._clause
        if clause.start < 0:
            clause.start = self._tokens[self._at][1]
            self._inverted = not clause.things and not clause.verb
        clause.end = self._tokens[self._at][2]
        self._relation = self._word()
        self._last = "place"
        self._at += 1

    def _with(self, word: str) -> None:
        self._relation = "with"
        self._last = "with"
        self._at += 1

    def _verb(self, word: str) -> None:
        clause = self._clause
        if word in _MOVES and (clause.things or self._word(-1) in _AGENTS or not self._at):
            clause.things.clear()
            clause.given = word in _GIVES
        if word in _SHOWS:
            clause.things.clear()
        if self._inverted and self._last == "place":
            self._relation = ""
        clause.verb = True
        self._relation = "" if self._relation != "without" else self._relation
        self._last = "verb"
        self._at += 1

    def _joint(self, word: str) -> None:
        if word == "of":
            self._relation = "of" if self._last == "thing" else self._relation
        if word in (",", ":", "there") and self._inverted and not self._clause.things:
            self._last = "verb"
            self._relation = ""
        if word in ("while", "but"):
            self._flush()
        if word in _FROM:
            self._relation = "from"
        self._at += 1

    def _noun(self) -> None:
        start = self._at
        words: list[str] = []
        while self._at < len(self._tokens) and self._goes_on(words):
            words.append(self._word())
            self._at += 1
        if self._at == start:
            self._at += 1
            return
        end = self._tokens[self._at - 1][2]
        self._take(words, self._tokens[start][1], end)

    def _goes_on(self, words: list[str]) -> bool:
        word = self._word()
        if word in _STOPS or word in (",", ":"):
            return False
        if self._is_place(word) and words:
            return False
        named = any(one not in DETERMINERS and one not in DESCRIBING and not one.endswith("'s") for one in words)
        verb = len(word) > 4 and word.endswith(("ing", "ed")) and word not in _NOUNS_IN_ING and word not in DESCRIBING
        return not (named and (verb or word in DETERMINERS or word in OTHERS))

    def _take(self, words: list[str], start: int, end: int) -> None:
        found = english(words, _bare(self._sentence[start:end]))
        clause = self._clause
        relation = self._relation
        if relation in ("of", "from", "without"):
            self._relation = ""
            clause.end = end if self._last == "place" else clause.end
            return
        if found is None:
            clause.end = end if self._last == "place" else clause.end
            return
        if self._last == "place" and relation:
            clause.end = end
            self._relation = "" if relation not in ("between", "next", "beside", "near", "by") else relation
            self._landmark(found, words)
        elif self._last == "place" and not self._inverted:
            self._flush()
            self._add(found)
        elif self._last == "with":
            clause.companions.append(found)
        else:
            self._add(found)

    def _landmark(self, found: Noun, words: list[str]) -> None:
        if words[0] in ("it", "them"):
            return
        if found.head not in _SCENE and not any(word in _SIDES for word in words):
            self._clause.beside.append(found)

    def _add(self, found: Noun) -> None:
        if found.head not in _SCENE:
            self._clause.things.append(found)
            self._last = "thing"

    def _flush(self) -> None:
        if self._clause.things or self._clause.companions or self._clause.beside:
            self.done.append(self._clause)
        self._clause = _Clause()
        self._relation = self._last = ""
        self._inverted = False


def _bare(name: str) -> str:
    """Without a, the, my at its beginning."""
    words = _COUNTED.sub("", name).split()
    while len(words) > 1 and words[0].lower() in DETERMINERS:
        words.pop(0)
    return " ".join(words)
