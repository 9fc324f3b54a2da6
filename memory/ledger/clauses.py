"""The phrases of one English sentence -> its clauses: the things, those with them, and the words for where (pure).

Read once from left to right, by word order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from memory.ledger.nouns import COUNTED, DESCRIBING, DETERMINERS, Noun, english, word_set
from memory.ledger.phrases import Phrase

SCENE = word_set(
    "image picture photo photograph scene view frame shot screenshot video close-up closeup up text caption object "
    "objects thing item items setting set foreground background"
)
_OBJECTS = ("it", "them", "him", "her", "me", "us", "there", "here")


@dataclass(slots=True)
class Clause:
    """What has been read of one clause: its things, those with them, and the stretches of words that say the place."""

    things: list[Noun] = field(default_factory=list)
    companions: list[Noun] = field(default_factory=list)
    landmarks: list[tuple[Noun, bool]] = field(default_factory=list)  # and whether the thing is only beside it
    places: list[tuple[int, int, bool]] = field(default_factory=list)  # start, end, whether it is only beside
    denied: bool = False
    given: bool = False
    inverted: bool = False
    put: bool = False
    at: str = ""  # the place where it was said before: "the desk, where …"
    left: tuple[int, int] | None = None  # the words for where it is no more
    it: Noun | None = None  # what "it" stands for


def clauses(parts: Sequence[Phrase], sentence: str, it: Noun | None = None) -> list[Clause]:
    """it: what "it" and "one" stand for."""
    return _Reader(parts, sentence, it).read()


def article(name: str) -> str:
    return name if name[:1].isupper() else f"the {name}"


def bare(name: str) -> str:
    """Without a, the, my at its beginning."""
    words = COUNTED.sub("", name.strip()).split()
    while len(words) > 1 and words[0].lower() in DETERMINERS:
        words.pop(0)
    return " ".join(words)


class _Reader:
    """What has been read so far, and what the next phrase may belong to."""

    def __init__(self, parts: Sequence[Phrase], sentence: str, it: Noun | None) -> None:
        self._parts = parts
        self._sentence = sentence
        self._it = it
        self._clause = Clause(it=it)
        self._awaits = ""  # what the next thing belongs to: "at", "beside", "with", "of", "from", or nothing
        self._last = ""  # what the last phrase of any weight was: "thing", "with", "at", "beside", "is", "put"
        self._done: list[Clause] = []

    def read(self) -> list[Clause]:
        for number, part in enumerate(self._parts):
            match part.kind:
                case "thing":
                    self._thing(part, number)
                case "at" | "beside" | "place":
                    if self._clause.inverted and self._clause.things and self._parts[number - 1].kind == "and":
                        self._flush()  # "on the desk a mug and on the shelf a plate"
                    self._where(part)
                case "with":
                    if self._clause.companions and self._parts[number - 1].words[0] in ("that", "which", "who"):
                        self._go_on_with(self._clause.companions[-1])
                    self._with(part)
                case "of":
                    self._awaits = "of"
                case "from":
                    self._from(part)
                case "put" | "gave" | "is" | "shows":
                    self._verb(part, number)
                case "who":
                    self._who(part)
                case _:
                    self._joint(part)
        self._flush()
        return self._done

    def _thing(self, part: Phrase, number: int) -> None:
        found = self._noun(part)
        awaits, self._awaits = self._awaits, ""
        if awaits in ("at", "beside") or (awaits == "of" and self._last in ("at", "beside")):
            self._extend(part.end)
        if awaits == "from" and self._last == "put":
            self._clause.left = part.start, part.end
        if found is None or awaits in ("of", "from"):
            return
        if awaits in ("at", "beside"):
            self._clause.landmarks += [] if found.head in SCENE else [(found, awaits == "beside")]
            self._last = awaits
        elif awaits == "with" or (self._last == "with" and not self._begins(number)):
            self._clause.companions.append(found)
            self._last = "with"
        elif self._last == "beside" and not self._begins(number):  # "next to a mug and a pen"
            self._extend(part.end)
            self._clause.landmarks.append((found, True))
        else:
            self._add(found)

    def _noun(self, part: Phrase) -> Noun | None:
        """ "A red one" is one of what was named last."""
        name = bare(self._sentence[part.start : part.end])
        if part.words[-1] in ("one", "ones") and len(part.words) > 1 and self._it:
            name = f"{' '.join(name.split()[:-1])} {self._it.head}"
            return english([*part.words[:-1], self._it.head], name)
        return english(part.words, name)

    def _add(self, found: Noun) -> None:
        clause = self._clause
        if clause.companions or (clause.things and clause.places and not clause.inverted):
            self._flush()
        if found.head not in SCENE and found.head not in DESCRIBING:
            self._clause.things.append(found)
            self._last = "thing"

    def _begins(self, number: int) -> bool:
        """Whether a clause begins with this thing: a verb or a place follows it, or others that it is listed with."""
        following = (part.kind for part in self._parts[number + 1 :])
        kind = next((kind for kind in following if kind not in ("thing", "and", ",", "of")), "")
        return kind == "is" or (kind in ("at", "beside", "place", "put") and self._last != "with")

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
        """ "The dog is with Anna" says where the dog is, "a dog with a ball" where the ball is."""
        if part.words == ("with",) and self._last == "be" and self._clause.things and not self._clause.places:
            self._where(replace(part, kind="at"))
        else:
            self._awaits = "with" if self._clause.things else ""

    def _go_on_with(self, thing: Noun) -> None:
        """ "A room with a shelf that holds books": the books are at the shelf."""
        self._flush()
        self._clause.things.append(thing)

    def _from(self, part: Phrase) -> None:
        """ "Hangs from a hook" is a place, "took it from the shelf" is where it is no more."""
        if self._last == "is":
            self._where(replace(part, kind="at"))
        else:
            self._awaits = "from"
            self._last = "put" if self._clause.put else self._last

    def _verb(self, part: Phrase, number: int) -> None:
        """ "Tom put the keys on the desk": what follows is what is there; in "the keys put there" it stood before."""
        following = self._parts[number + 1].kind if number + 1 < len(self._parts) else ""
        clause = self._clause
        if part.kind == "shows" or (part.kind in ("put", "gave") and following == "thing"):
            clause.things.clear()
        clause.put = clause.put or part.kind in ("put", "gave")
        clause.given = clause.given or part.kind == "gave"
        self._awaits = ""
        if not (self._last == "at" and clause.inverted):
            self._last = "put" if clause.put else "be" if part.words[0] in ("is", "are", "was", "were") else "is"

    def _who(self, part: Phrase) -> None:
        if part.words[0] in _OBJECTS and self._awaits in ("at", "beside"):
            self._extend(part.end)
        elif part.words[0] in ("it", "them") and self._clause.put and self._it and not self._clause.things:
            self._clause.things.append(self._it)
        self._awaits = ""

    def _joint(self, part: Phrase) -> None:
        clause = self._clause
        if part.kind == "not":
            clause.denied = True
        elif part.kind == "but" or (part.kind == ":" and clause.things and not clause.places):
            self._flush()
        elif part.kind == "where" and clause.things and not clause.places:  # "the desk, where a mug stands"
            where = f"at {article(clause.things[-1].name)}"
            self._flush()
            self._clause.at, self._clause.inverted = where, True
        elif part.kind == "," and self._awaits in ("of", "from"):
            self._awaits = ""

    def _flush(self) -> None:
        if self._clause.things or self._clause.companions or self._clause.landmarks:
            self._done.append(self._clause)
            self._it = next(reversed(self._clause.things), self._it)
        self._clause = Clause(it=self._it)
        self._awaits = self._last = ""
