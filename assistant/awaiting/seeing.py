"""What one look says of an event: boxes, text and change against what is waited for (pure).

A thing that is taken or put down is told by places: where things of its name have stood for two looks, and whether one
stands there now. A camera that is carried moves all of them, so such looks say nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.awaiting.confirming import Rule, Seen
from assistant.awaiting.kinds import Anything, Change, Kind, Reads, Thing
from assistant.core.boxes import SURE, overlap
from assistant.core.values import Box
from assistant.core.wording import to_simplified

MOVED = 0.12  # difference of two thumbnails from which on something moved: up to 0.06 at rest, 0.18 and more for a hand
CARRIED = 0.1  # mean difference of all cells from which on the camera itself moves, see `assistant.seeing`
PLACE = 0.3  # overlap over union from which on a thing is where it was
STANDS = 0.6  # overlap from one look to the next from which on it stands
STEADY = 0.6  # share of looks that have to have been sure of a thing for it to be gone when it is not seen
MISSED = 3  # looks for which a thing that left its place counts as taken
AWAY = 8  # looks after which its place is forgotten


@dataclass(frozen=True, slots=True)
class Look:
    """One frame, looked at. `time` in Unix seconds.

    boxes: what was named, unsure ones too; None where nobody names things. text: what can be read in it; None where it
    was not read. change: how much the thumbnail differs from the look before, 0..1, at the cells that differ most;
    overall: at all of them. calm: nothing has changed for a while. judged: what a model said of the event.
    """

    time: float
    boxes: tuple[Box, ...] | None = None
    text: str | None = None
    change: float = 0.0
    overall: float = 0.0
    calm: bool = False
    judged: Seen = "unsure"


def rule_of(kind: Kind) -> Rule:
    """How many looks have to say so. To be put down is seen in two looks to begin with."""
    match kind:
        case Thing(what="put"):
            return Rule(need=1, of=1, clear=2, cool=3.0)
        case Thing(what="taken" | "moves"):
            return Rule(clear=2, cool=3.0)
        case Anything():
            return Rule(need=1, of=1, clear=1, cool=2.0)
        case Reads():
            return Rule(need=1, of=2)
        case _:
            return Rule()


class Eye:
    """Looks for one event. labels: what boxes of its thing are called; empty where a model is asked."""

    def __init__(self, kind: Kind, labels: Collection[str]) -> None:
        self._kind = kind
        self._labels = {label.casefold() for label in labels}
        self._places = Places()
        self._steady = -1.0  # share of the looks at it that were sure, the last ones most; below 0 before the first

    def see(self, look: Look) -> Seen:
        if (not self._labels and isinstance(self._kind, Thing)) or look.judged != "unsure":
            return look.judged
        match self._kind:
            case Anything():
                return "yes" if look.change >= MOVED and look.overall < CARRIED else "no"
            case Reads(words):
                return "unsure" if look.text is None else "yes" if _letters(words) in _letters(look.text) else "no"
            case Thing(what) if look.boxes is not None:
                seen = self._thing(what, [box for box in look.boxes if box.label.casefold() in self._labels], look)
                # Nothing comes or goes in a picture that does not change: the score of a small thing wavers.
                return "unsure" if seen == "yes" and look.calm else seen
            case _:
                return look.judged

    def _thing(self, what: Change, there: Sequence[Box], look: Look) -> Seen:
        sure = any(box.score >= SURE for box in there)
        if what == "appears":
            return "yes" if sure else "unsure" if there else "no"
        if what == "gone":
            return self._gone(sure, bool(there))
        if look.overall >= CARRIED:
            self._places = Places()
            return "unsure"
        taken, put = self._places.see(there)
        return "yes" if (taken and what != "put") or (put and what != "taken") else "no"

    def _gone(self, sure: bool, there: bool) -> Seen:
        """A thing that is seen now and then is not gone where it is not: it has to have been there for most looks."""
        if not there:
            return "yes" if self._steady >= STEADY else "unsure"
        self._steady = sure if self._steady < 0 else self._steady + 0.3 * (sure - self._steady)
        return "no"


@dataclass(frozen=True, slots=True)
class _Place:
    box: Box
    looks: int  # how often it was seen there in a row
    score: float  # the surest of them
    missed: int = 0  # how often in a row it was not


class Places:
    """Where things of one name stand."""

    def __init__(self) -> None:
        self._places: list[_Place] = []
        self._begun = False

    def see(self, there: Sequence[Box]) -> tuple[bool, bool]:
        """Whether one is missing from where it stood; whether one stands where none did."""
        known, rest = [], list(there)
        taken = put = False
        for place in self._places:
            box = max(rest, key=lambda one: overlap(one, place.box), default=None)
            if box is not None and overlap(box, place.box) >= PLACE:
                rest.remove(box)
                stands = overlap(box, place.box) >= STANDS
                surely = min(box.score, place.score) >= SURE
                put = put or (surely and stands and place.looks == 1)
                put = put or (surely and place.missed >= 2)
                looks = place.looks + 1 if stands or place.looks > 1 else 1
                known.append(_Place(box, looks, max(place.score, box.score)))
            elif place.looks > 2 and place.missed < AWAY:
                taken = taken or (place.score >= SURE and place.missed < MISSED)
                known.append(replace(place, missed=place.missed + 1))
        known += [_Place(box, 1 if self._begun else 3, box.score) for box in rest]
        self._begun = True
        self._places = known
        return taken, put


def _letters(text: str) -> str:
    return "".join(letter for letter in to_simplified(text).casefold() if letter.isalnum())
