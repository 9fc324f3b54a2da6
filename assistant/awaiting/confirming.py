"""When a run of looks is enough to speak: so many of so many say yes, and not again before it was over (pure).

A single look is often wrong: a detector takes a chair for a dog once, and misses a cup that a hand half covers.
"""

from collections import deque
from dataclasses import dataclass
from typing import Literal

Seen = Literal["yes", "clearly", "no", "unsure"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`need` of the last `of` looks that were sure have to say yes; `clear` in a row have to say no before it counts
    again, and `cool` seconds have to pass.
    """

    need: int = 2
    of: int = 3
    clear: int = 3
    cool: float = 10.0


@dataclass(frozen=True, slots=True)
class Fired:
    """It is so since `since`, Unix seconds of the first of the looks that said so."""

    since: float


class Confirming:
    """One event, looked for again and again; `judge` is told each look in order of time."""

    def __init__(self, rule: Rule = Rule()) -> None:
        self._rule = rule
        self._looks: deque[tuple[float, bool]] = deque(maxlen=max(rule.of, rule.clear))
        self._fired_at: float | None = None

    @property
    def undecided(self) -> bool:
        """The last looks do not agree: the next one is worth having even if nothing has changed."""
        return len({seen for _, seen in self._recent()}) > 1 or (self._fired_at is None and any(self._yes()))

    @property
    def so(self) -> bool:
        """It has been confirmed, and is not over yet."""
        return self._fired_at is not None

    def judge(self, time: float, seen: Seen) -> Fired | None:
        """What one look at `time` (Unix seconds) said; an unsure one counts neither way, a clear one as many."""
        if seen == "unsure":
            return None
        self._looks.extend([(time, seen != "no")] * (self._rule.need if seen == "clearly" else 1))
        if self._fired_at is not None:
            last = list(self._looks)[-self._rule.clear :]
            over = len(last) == self._rule.clear and not any(yes for _, yes in last)
            if over and time - self._fired_at >= self._rule.cool:
                self._fired_at = None
            return None
        yes = self._yes()
        if len(yes) < self._rule.need:
            return None
        self._fired_at = time
        return Fired(yes[0])

    def _yes(self) -> list[float]:
        return [time for time, yes in self._recent() if yes]

    def _recent(self) -> list[tuple[float, bool]]:
        return list(self._looks)[-self._rule.of :]
