"""The most credible story of one thing: at which place it was when, told by sightings of which some are slips (pure).

A caption is sometimes wrong, so what is believed is the cheapest story. A move costs, the less the longer nothing was
seen; a sighting that the story calls a slip costs, the more the surer its kind and the rarer slips are; and so does a
frame of the place where the story has the thing that does not name it. A single slip among many sightings of another
place moves nothing, while a place that is seen last and confirmed, or told, does. It is the Viterbi path of a hidden
Markov model whose states are the places, and "put away".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MOVES_EVERY = 7_200.0  # seconds between two moves of a thing that is in use
PLACES = math.log(20.0)  # a move, or a slip, chooses between about twenty places
HIDDEN = -1
NAMED_BEFORE, MISSED_BEFORE = 4.0, 1.0  # how often a thing in view is named, and not, before anything is known


@dataclass(frozen=True, slots=True)
class Event:
    """At `time` the thing was seen at place number `place`, or, where `seen` is false, the place without the thing.

    surety: 1 for a caption, more for what is surer.
    """

    time: float
    place: int
    seen: bool = True
    surety: float = 1.0


def story(oldest_first: Sequence[Event], slips: float) -> list[list[int]]:
    """For each stay the indexes of the events that it believes, oldest stay first. slips: their share, 0..1."""
    seen = [event.place for event in oldest_first if event.seen]
    if not seen:
        return []
    teller = _Teller(math.log((1 - slips) / slips) + PLACES, _missing(oldest_first))
    for event in oldest_first:
        teller.hear(event)
    return _told_back(oldest_first, teller)


class _Teller:
    """Scores of the places after each event, and from where the story came to a place when it moved there."""

    def __init__(self, slip: float, missing: float) -> None:
        self._slip, self._missing = slip, missing
        self._score: dict[int, float] = {}
        self._last: dict[int, float] = {}  # when the story last saw it at this place, or put it away
        self.best = HIDDEN
        self.moved_from: list[int | None] = []

    def hear(self, event: Event) -> None:
        if not self._score:
            self._score[event.place], self.best = 0.0, event.place
        came_from = self._see(event) if event.seen else self._miss(event)
        self.moved_from.append(came_from)

    def _see(self, event: Event) -> int | None:
        score, place, best = self._score, event.place, self.best
        stayed = score.get(place, -math.inf)
        moved = score[best] - self._move(event, best) if place != best else -math.inf
        score[place] = max(stayed, moved) + self._slip * event.surety
        self._last[place] = event.time
        if score[place] > score[best]:
            self.best = place
        return best if moved > stayed else None

    def _miss(self, event: Event) -> int | None:
        """A frame of a place where the thing is not named; it may have been put away before."""
        score, place = self._score, event.place
        if place not in score:
            return None
        put_away = score[place] - self._move(event, place) if place == self.best else -math.inf
        score[place] -= self._missing
        came_from = place if put_away > score.get(HIDDEN, -math.inf) else None
        if came_from is not None:
            score[HIDDEN], self._last[HIDDEN] = put_away, event.time
        self.best = max(score, key=score.__getitem__)
        return came_from

    def _move(self, event: Event, place: int) -> float:
        return _move(event.time - self._last.get(place, event.time))


def _told_back(events: Sequence[Event], teller: _Teller) -> list[list[int]]:
    place = teller.best
    stays: list[list[int]] = [[]]
    for index in range(len(events) - 1, -1, -1):
        event, came_from = events[index], teller.moved_from[index]
        if event.seen and event.place == place:
            stays[-1].append(index)
        if came_from is not None and place == (event.place if event.seen else HIDDEN):
            place = came_from
            stays.append([])
    return [stay[::-1] for stay in reversed(stays) if stay]


def _missing(events: Sequence[Event]) -> float:
    """What a frame without the thing costs: as often as it went unnamed between two sightings at one place."""
    seen = [index for index, event in enumerate(events) if event.seen]
    missed = sum(
        sum(not one.seen and one.place == events[first].place for one in events[first:second])
        for first, second in pairwise(seen)
        if events[first].place == events[second].place
    )
    share = (missed + MISSED_BEFORE) / (missed + len(seen) + NAMED_BEFORE + MISSED_BEFORE)
    return -math.log(share)


def _move(seconds: float) -> float:
    """What it costs to believe that it was moved within so many seconds."""
    return max(0.1, -math.log(math.expm1(min(30.0, max(1.0, seconds) / MOVES_EVERY)))) + PLACES
