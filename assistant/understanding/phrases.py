"""Reading a moment: atoms of a language, in any order, each field named once (pure)."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.understanding.moments import Moment

Atom = tuple[re.Pattern[str], Callable[[re.Match[str]], Moment | None]]


def atom(pattern: str, make: Moment | Callable[[re.Match[str]], Moment | None]) -> Atom:
    """Words, and the moment that they name, or what makes one of them (None where they only look like one)."""
    return re.compile(pattern), (lambda _: make) if isinstance(make, Moment) else make


def moment_of(words: str, atoms: Sequence[Atom], between: re.Pattern[str]) -> Moment | None:
    """The moment that all of `words` name; None where a word is left over. `between` may stand between two atoms."""
    moment, at = Moment(), 0
    while at < len(words):
        step = next(_steps(words, at, moment, atoms, between), None)
        if step is None:
            return None
        moment, at = step
    return moment


def _steps(
    words: str, at: int, moment: Moment, atoms: Sequence[Atom], between: re.Pattern[str]
) -> Iterator[tuple[Moment, int]]:
    after_space = at + len(words[at:]) - len(words[at:].lstrip(" ,，、"))
    after_gap = gap.end() if at and (gap := between.match(words, at)) else at
    for begin in dict.fromkeys((after_space, after_gap)):
        for pattern, make in atoms:
            if (match := pattern.match(words, begin)) and (named := make(match)) and (joined := moment.joined(named)):
                yield joined, match.end()
