"""Which taught thing a name means (pure)."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from assistant.core.values import Taught
from assistant.core.wording import to_simplified

SLIP = 87  # of 100, in a name of 8 letters or more: one letter wrong. Shorter ones are other things (car, card: 86)


def named(thing: str, things: Sequence[Taught]) -> Taught | None:
    """However it is written apart, or with a slip in a long name."""
    asked = _joined(thing)
    same = [taught for taught in things if _joined(taught.name) == asked]
    slips = [taught for taught in things if min(len(asked), len(taught.name)) >= 8 and _slip(asked, taught.name)]
    return next(iter([*same, *slips]), None)


def _joined(name: str) -> str:
    return "".join(to_simplified(name).casefold().split())


def _slip(asked: str, name: str) -> bool:
    return asked[0] == _joined(name)[0] and fuzz.ratio(asked, _joined(name)) >= SLIP
