"""What was seen earlier today, a line for each stretch of it, as a prompt tells it (pure).

A line stays as it is once its stretch is over, for what is read of a prompt is read again after every change.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.core.values import Observation
from assistant.core.wording import clock, shortened

GAP = 600.0  # seconds without anything seen that end a stretch
LONGEST = 3_600.0  # seconds: of a whole day of watching each hour has its line
LINES = 5  # the newest
QUOTED = 3  # captions of a line, those that say most: about 50 tokens
CAPTION = 80  # characters of each
_WORD = re.compile(r"[^\W_]+")


def episodes(observations: Iterable[Observation], now: float) -> list[str]:
    """Oldest first, each with the numbers to cite: `14:02 to 15:31: cup: on the desk [#12]; keys: on the hook [#15]`.

    `now` in Unix seconds. What goes on is left out: it changes, and the last minute of it is told beside the question.
    """
    seen = sorted((one for one in observations if one.source != "told"), key=lambda one: (one.time, one.id))
    over = [part for part in _stretches(seen) if now - part[-1].time > GAP or part[-1] is not seen[-1]]
    return [_line(part, now) for part in over[-LINES:]]


def _stretches(oldest_first: Sequence[Observation]) -> Iterator[list[Observation]]:
    part: list[Observation] = []
    for one in oldest_first:
        if part and (one.time - part[-1].time > GAP or one.time - part[0].time > LONGEST):
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _line(part: Sequence[Observation], now: float) -> str:
    first, last = (clock(one.time, now, "en", one.zone) for one in (part[0], part[-1]))
    span = first if first == last else f"{first} to {last}"
    return f"{span}: {'; '.join(f'{shortened(one.caption, CAPTION)} [#{one.id}]' for one in _telling(part))}"


def _telling(part: Sequence[Observation]) -> list[Observation]:
    """Those that say most, each what the others do not; oldest first."""
    left, told, said = list(part), list[Observation](), set[str]()
    while left and len(told) < QUOTED:
        best = max(left, key=lambda one: len(_words(one) - said))
        if told and not _words(best) - said:
            break
        told.append(best)
        left.remove(best)
        said |= _words(best)
    return sorted(told, key=lambda one: (one.time, one.id))


def _words(one: Observation) -> set[str]:
    return set(_WORD.findall(one.caption.casefold()[: 4 * CAPTION]))
