"""Where things stand, and whether one is taken from there or put there (pure).

What comes or goes changes its place in the picture: a box that wavers about a threshold while its place stays as it was
is neither. Compared are thumbnails whose brightness and contrast are made alike, for a lamp changes every place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from assistant.core.boxes import SURE, overlap
from assistant.core.values import Box
from assistant.seeing import Grey

PLACE = 0.3  # overlap over union from which on a thing is where it was
STANDS = 0.6  # overlap from one look to the next from which on it stands
MISSED = 3  # looks for which a thing that left its place counts as taken
AWAY = 8  # looks after which its place is forgotten
# How much a place has to differ, in standard deviations of the thumbnail. A clear bottle before a grey wall that is put
# or taken makes 0.45 to 0.59; noise, a camera that trembles by two pixels and a lamp that is switched 0.2 to 0.42
# (p99.9) on seven real photos, and 0.8 on one with blown-out lights.
STIRRED = 0.4
FLAT = 0.05  # standard deviation of grey values, 0..1, below which a thumbnail shows a wall


def stirred(before: Grey | None, now: Grey | None, box: Box) -> bool:
    """Whether the place of `box` looks otherwise than before; unknown pictures might."""
    if before is None or now is None:
        return True
    height, width = now.shape
    top, left = min(int(box.top * height), height - 1), min(int(box.left * width), width - 1)
    bottom, right = max(ceil(box.bottom * height), top + 1), max(ceil(box.right * width), left + 1)
    gaps = abs(_evened(now) - _evened(before))[top:bottom, left:right]
    return float(gaps.mean()) >= STIRRED


def _evened(grey: Grey) -> Grey:
    evened: Grey = (grey - grey.mean()) / max(float(grey.std()), FLAT)
    return evened


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
                missed = 0 if surely else place.missed  # a hand that brings it half covers it
                known.append(_Place(box, looks, max(place.score, box.score), missed))
            elif place.looks > 2 and place.missed < AWAY:
                taken = taken or (place.score >= SURE and place.missed < MISSED)
                known.append(replace(place, missed=place.missed + 1))
        known += [_Place(box, 1 if self._begun else 3, box.score) for box in rest]
        self._begun = True
        self._places = known
        return taken, put
