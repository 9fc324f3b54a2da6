"""What kind of event the user's words name, as far as eyes without a language model could know it (pure)."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.awaiting import chinese_kinds, english_kinds
from assistant.core.wording import to_simplified

PERSON = "person"
Change = Literal["appears", "gone", "moves", "taken", "put"]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something about a thing, or about a person (`PERSON`).

    "taken": picked up from where it stood. "put": put down, or back. loosely: the words say more than that, a place
    ("at the door") or who it is, which boxes cannot tell.
    """

    what: Change
    thing: str
    loosely: bool = False


@dataclass(frozen=True, slots=True)
class Anything:
    """Something moves, whatever it is."""


@dataclass(frozen=True, slots=True)
class Reads:
    """These words can be read, on a screen or before the camera."""

    words: str


@dataclass(frozen=True, slots=True)
class Happens:
    """What only a model can tell: the kettle boils."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What no picture tells: the doorbell rings."""


Kind = Thing | Anything | Reads | Happens | Heard

_CHANGES: dict[str, Change] = {change: change for change in get_args(Change)}
_MORE = ("who", "where", "here")  # slots that say more than boxes can tell
_SHORT = re.compile(
    r"'s (?=(?:gone|missing|here|there|back|behind|near|next|at|in|on|moving|coming|leaving|arriving|picked|taken|"
    r"stolen|put|being|not|no longer|away|left|visible|delivered|someone|somebody|anyone|anybody|an?|any|some|"
    r"movement|motion)\b)"
)


def kind_of(event: str) -> Kind:
    """Of an event in the user's words: "the red cup is gone", 「有人來了」."""
    simplified = to_simplified(event).replace("著", "着").strip(" .!?。！？")
    if any("\u3400" <= letter <= "\u9fff" for letter in simplified):
        return _first(chinese_kinds.EVENTS, simplified)
    written = re.sub(_SHORT, " is ", simplified.replace("’", "'"))
    return _first(english_kinds.EVENTS, re.sub(r"'(?:re|ve)\b", " are", re.sub(r"(?i)\bi'm\b", "I am", written)))


def _first(events: tuple[tuple[str, str], ...], event: str) -> Kind:
    for pattern, what in events:
        if found := re.fullmatch(pattern, event, re.IGNORECASE):
            return _kind(what, {name: (words or "").strip() for name, words in found.groupdict().items()})
    return Happens()


def _kind(what: str, slots: dict[str, str]) -> Kind:
    it = slots.get("it") or slots.get("number") or ""
    if what in ("anything", "heard"):
        return Anything() if what == "anything" else Heard()
    if what == "reads":
        return Reads(it)
    thing = it if "it" in slots else PERSON
    return Thing(_CHANGES[what], thing, loosely=any(slots.get(more) for more in _MORE))
