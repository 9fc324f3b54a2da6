"""What the memory holds, and what is waited for."""

from dataclasses import dataclass
from typing import Literal

from assistant.core.values.media import Box, Source


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something that the user wants to be told of: "the kettle boils"; until `until`, Unix seconds.

    `told` counts how often it was, `sure` is false where nothing here can recognise it. `every`: again and again, and
    not only the next time.
    """

    id: int
    event: str
    until: float
    told: int = 0
    sure: bool = True
    every: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing remembered. `id` is 0 until the memory has stored it; `time` in Unix seconds.

    `picture` is the JPEG kept with it; lists from the memory leave it empty, `Memory.picture` reads it. `zone` is what
    the clock there showed, in minutes east of UTC; the memory fills None in with this machine's.
    """

    time: float
    source: Source
    caption: str
    text: str = ""
    boxes: tuple[Box, ...] = ()
    picture: bytes = b""
    id: int = 0
    zone: int | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """A thing at one place for a time: a line of the object ledger. Times in Unix seconds.

    thing: as it was named. place: in the words of the caption; empty where only the picture shows it.
    since, until: when it was first and last seen there. gone: when it was first seen elsewhere; None while nothing
    says that it is not there any more.
    first, last: the ids of the observations that this rests on. sightings: how many there are.
    told: it was only told, not seen. box: where in the picture of `last`, if that is known.
    """

    thing: str
    place: str
    since: float
    until: float
    first: int
    last: int
    sightings: int = 1
    told: bool = False
    gone: float | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of looking for a thing in one picture.

    "unsure": who looked cannot tell things of this kind apart, so it is neither a yes nor a no. place: where it is, in
    the words of who looked; empty where they add nothing. box: where in the picture.
    """

    seen: Literal["yes", "no", "unsure"]
    place: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Taught:
    """A thing learned by its look: `views` are PNGs with alpha, the background transparent.

    `features` counts the foreground key points of its typical (median) view; `id` is 0 until stored.
    """

    name: str
    views: tuple[bytes, ...]
    features: int
    time: float
    id: int = 0
