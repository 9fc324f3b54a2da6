"""What one look says of an event: boxes, text and change against what is waited for (pure).

A thing that is taken or put down is told by places: where things of its name have stood for two looks, and whether one
stands there now. A camera that is carried moves all of them, so such looks say nothing.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.awaiting.coming import Coming, Going
from assistant.awaiting.confirming import Rule, Seen
from assistant.awaiting.kinds import Anything, Change, Kind, Reads, Thing
from assistant.awaiting.places import Places
from assistant.core.values import Box
from assistant.core.wording import to_simplified
from assistant.seeing import Grey

MOVED = 0.12  # difference of two thumbnails from which on something moved: up to 0.06 at rest, 0.18 and more for a hand
LONG = 6  # letters from which on a word may be read together with its neighbours
CARRIED = 0.1  # mean difference of all cells from which on the camera itself moves, see `assistant.seeing`


@dataclass(frozen=True, slots=True)
class Look:
    """One frame, looked at. `time` in Unix seconds.

    boxes: what was named, unsure ones too; None where nobody names things. text: what can be read in it; None where it
    was not read. change: how much the thumbnail differs from the look before, 0..1, at the cells that differ most;
    overall: at all of them. calm: nothing has changed for a while. judged: what a model said of the event. grey: the
    thumbnail, where there is one.
    """

    time: float
    boxes: tuple[Box, ...] | None = None
    text: str | None = None
    change: float = 0.0
    overall: float = 0.0
    calm: bool = False
    judged: Seen = "unsure"
    grey: Grey | None = None


def rule_of(kind: Kind) -> Rule:
    """How many looks have to say so. To be put down is seen in two looks to begin with."""
    match kind:
        case Thing(what="put"):
            return Rule(need=1, of=1, clear=2, cool=3.0)
        case Thing(what="taken" | "moves"):
            return Rule(clear=2, cool=3.0)
        case Anything():
            return Rule(need=1, of=1, clear=1, cool=1.5)  # two looks at one a second, whose times waver
        case Reads():
            return Rule(need=1, of=2)
        case _:
            return Rule()


class Eye:
    """Looks for one event. labels: what boxes of its thing are called; empty where a model is asked."""

    def __init__(self, kind: Kind, labels: Collection[str]) -> None:
        self._kind = kind
        self._labels = {label.casefold() for label in labels}
        self._places, self._coming, self._going = Places(), Coming(), Going()

    def see(self, look: Look) -> Seen:
        if (not self._labels and isinstance(self._kind, Thing)) or look.judged != "unsure":
            return look.judged
        match self._kind:
            case Anything():
                return "yes" if look.change >= MOVED and look.overall < CARRIED else "no"
            case Reads(words):
                return "unsure" if look.text is None else "yes" if written(words, look.text) else "no"
            case Thing(what) if look.boxes is not None:
                seen = self._thing(what, [box for box in look.boxes if box.label.casefold() in self._labels], look)
                # Nothing comes or goes in a picture that does not change: the score of a small thing wavers.
                return "unsure" if seen in ("yes", "clearly") and look.calm else seen
            case _:
                return look.judged

    def _thing(self, what: Change, there: Sequence[Box], look: Look) -> Seen:
        carried = look.overall >= CARRIED
        if what == "appears":
            return self._coming.see(there, look.grey, carried)
        if what == "gone":
            return self._going.see(there, look.grey)
        if carried:
            self._places = Places()
            return "unsure"
        taken, put = self._places.see(there)
        return "yes" if (taken and what != "put") or (put and what != "taken") else "no"


def written(words: str, text: str) -> bool:
    """Whether a text holds these words, with whatever between them: a reader drops and adds spaces now and then.

    A number has to be the whole number, and so has a short word: "OK" is not in "look", nor 10 in 100.
    """
    parts = re.findall(r"[^\W_]+", to_simplified(words).casefold())
    if not parts:
        return False
    joined = "".join(parts)
    edge = r"[^\W_]" if joined.isascii() and len(joined) < LONG else "[0-9]" if joined.isdigit() else "$^"
    spelled = [part if part.isdigit() else r"[\W_]*".join(part) for part in parts]
    pattern = rf"(?<!{edge})" + r"[\W_]*".join(spelled) + rf"(?!{edge})"
    return bool(re.search(pattern, to_simplified(text).casefold()))
