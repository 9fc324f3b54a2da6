"""Whether a thing has come into view, or gone from it: what its score is now, against what it was before (pure).

A detector gives a vase of two hundred pixels 0.4, and so it does for an hour. Where none was before, not even unsurely,
and the picture has changed at its place, 0.4 says that one has come; where nothing changed it says nothing. A glass
whose score wavers from 0.25 to 0.6 before a hand that trembles does not come each time either: from `SURE` on one of
the two is needed, below it both.
"""

from collections import deque
from collections.abc import Sequence

from assistant.awaiting.confirming import Seen
from assistant.awaiting.places import stirred
from assistant.core.boxes import SURE
from assistant.core.values import Box
from assistant.seeing import Grey

# Of 2 193 pairs of a picture and the name of what is not in it 0.36 % were named with 0.35 and more, 0.18 % with
# `SURE`; of 40 of what is in it 70 % and 60 % (docs/log.md). With 0.3 it is 0.59 %, and no more of what is in it.
LIKELY = 0.35
NOWHERE = 3  # looks without any box of its name, after which one is new
NEW = 3  # looks for which it is
# A camera that is carried past a thing shows it once. On the walk a bed has 0.84 to 0.87, what is wrongly named 0.66.
CLEAR = 0.8
STEADY = 0.6  # share of looks that have to have shown a thing for it to be gone when it is not seen


class Coming:
    """likely: the score from which on what is new where the picture has changed has come."""

    def __init__(self, likely: float = LIKELY) -> None:
        self._likely = likely
        self._nowhere = 0  # looks in a row that showed none
        self._looks = NEW  # since it came
        self._empty: deque[Grey | None] = deque(maxlen=NOWHERE)  # the last of them, also of earlier

    def see(self, there: Sequence[Box], grey: Grey | None, carried: bool) -> Seen:
        """`there`: boxes of its name. grey: the thumbnail of the look. carried: the camera moves."""
        if not there:
            self._nowhere, self._looks = self._nowhere + 1, self._looks + 1
            self._empty.append(grey)
            return "no"
        self._looks = 0 if self._nowhere >= NOWHERE else self._looks + 1
        self._nowhere = 0
        best, new = max(there, key=lambda box: box.score), self._looks < NEW
        if not self._empty and best.score < SURE:
            self._empty.append(grey)  # it may be there from the start
        changed = not self._empty or any(stirred(empty, grey, best) for empty in self._empty)
        if best.score >= SURE and (new or changed):
            return "clearly" if carried and best.score >= CLEAR else "yes"
        return "yes" if best.score >= self._likely and new and changed else "unsure"


class Going:
    def __init__(self) -> None:
        self._steady = -1.0  # share of the looks that were likely it, the last ones most; below 0 before the first
        self._last: tuple[Box, Grey | None] | None = None

    def see(self, there: Sequence[Box], grey: Grey | None) -> Seen:
        """A thing that is seen now and then is not gone where it is not: it has to have been there for most looks."""
        if not there:
            gone = self._steady >= STEADY and self._last is not None and stirred(self._last[1], grey, self._last[0])
            return "yes" if gone else "unsure"
        best = max(there, key=lambda box: box.score)
        likely, self._last = best.score >= LIKELY, (best, grey)
        self._steady = likely if self._steady < 0 else self._steady + 0.3 * (likely - self._steady)
        return "no"
