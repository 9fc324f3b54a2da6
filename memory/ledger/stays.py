"""Sightings of one thing, folded into stays: where it was, from when until when, and what was there before (pure).

Which sightings are believed is decided in `memory.ledger.story`; here it is who is meant, and which places are one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from assistant.core.values import Box, Stay
from memory.ledger.facts import Kind
from memory.ledger.nouns import Noun, affirmed, compound, contradict, kinds
from memory.ledger.places import Spot, same, spot
from memory.ledger.story import Event, story

SURER: dict[Kind, float] = {"told": 3.0, "look": 1.5, "seen": 1.0, "absent": 0.0}
SOON = 600.0  # seconds: a sighting that names no place, so soon after one that does, adds nothing
AFTERWARDS = 86_400.0  # seconds after the last sighting in which it can be missed

# When the places of these keys were in a frame, from one time to another: (Unix seconds, key), oldest first.
Frames = Callable[[Sequence[str], float, float], Sequence[tuple[float, str]]]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One observation that names one thing; `id` and `time` are those of the observation."""

    id: int
    time: float
    thing: Noun
    place: str
    kind: Kind
    box: Box | None = None


@dataclass(slots=True)
class _Run:
    """Sightings of one thing at one place, oldest first."""

    spot: Spot | None
    sightings: list[Sighting] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What else is known of the time: when its places were in view, and the share of slips (0..1) in captions."""

    frames: Frames
    slips: float


def stays(
    names: Sequence[Noun], oldest_first: Sequence[Sighting], since: float, until: float, witnesses: Witnesses
) -> list[Stay]:
    """Newest first, those with a sighting from `since` to before `until`; `names` are all that the thing goes by.

    Alike things that their descriptions tell apart each have stays of their own.
    """
    known = _of(names, oldest_first)
    found = [stay for one in _apart(known) for stay in _folded(one, since, until, witnesses)]
    return sorted(found, key=lambda stay: (stay.until, stay.last), reverse=True)


def is_called(name: Noun, thing: Noun) -> bool:
    """Whether the thing may be meant: the same noun and owner, and no description that contradicts."""
    return (
        name.head == thing.head
        and name.owner == thing.owner
        and compound(name.marks) == compound(thing.marks)
        and not contradict(name.marks, thing.marks)
    )


def _of(names: Sequence[Noun], sightings: Sequence[Sighting]) -> list[Sighting]:
    """What is credibly about it. "The red mug": a mug of no said colour is it only where no other mug was seen."""
    meant: dict[Noun, tuple[bool, bool]] = {}
    for one in sightings:
        if one.thing not in meant:
            called = [name for name in names if is_called(name, one.thing)]
            meant[one.thing] = bool(called), any(_affirmed(name, one.thing) for name in called)
    sure = any(is_sure for _, is_sure in meant.values())
    heads = {name.head for name in names}
    others = any(thing.head in heads and _other(names, thing) for thing in meant)
    if not sure:
        return []
    return [one for one in sightings if meant[one.thing][1] or (meant[one.thing][0] and not others)]


def _affirmed(name: Noun, thing: Noun) -> bool:
    return affirmed(name.marks - compound(name.marks), thing.marks)


def _other(names: Sequence[Noun], thing: Noun) -> bool:
    return any(
        name.head == thing.head and name.owner == thing.owner and contradict(name.marks, thing.marks) for name in names
    )


def _apart(sightings: Sequence[Sighting]) -> Iterator[list[Sighting]]:
    """One list for each of several alike things, as far as colours and sizes tell them apart."""
    groups: list[tuple[set[str], list[Sighting]]] = []
    plain: list[Sighting] = []
    for one in sightings:
        if not kinds(one.thing.marks):
            plain.append(one)
            continue
        for marks, members in groups:
            if not contradict(marks, one.thing.marks):
                marks |= one.thing.marks
                members.append(one)
                break
        else:
            groups.append((set(one.thing.marks), [one]))
    groups = _credible(groups)
    if len(groups) < 2:
        yield sorted([*plain, *(one for _, members in groups for one in members)], key=_order)
        return
    _share(plain, [members for _, members in groups])
    yield from (sorted(members, key=_order) for _, members in groups)


def _credible(groups: list[tuple[set[str], list[Sighting]]]) -> list[tuple[set[str], list[Sighting]]]:
    """A colour that a caption says once among many of another is a slip of the caption, and no other thing."""
    most = max((len(members) for _, members in groups), default=0)
    slips = [group for group in groups if len(group[1]) == 1 and most >= 5 and group[1][0].kind == "seen"]
    kept = [group for group in groups if group not in slips]
    if kept:
        largest = max(kept, key=lambda group: len(group[1]))
        for _, members in slips:
            largest[1].extend(members)
    return kept or groups


def _share(plain: Iterable[Sighting], groups: Sequence[list[Sighting]]) -> None:
    """A mug of no said colour is the one seen last before, of those at the same place where there are any."""
    for one in plain:

        def nearness(members: list[Sighting], one: Sighting = one) -> tuple[bool, float]:
            before = [other for other in members if other.time <= one.time] or members[:1]
            return _together(before[-1].place, one.place), before[-1].time

        max(groups, key=nearness).append(one)


def _together(one: str, other: str) -> bool:
    first, second = spot(one), spot(other)
    return first is not None and second is not None and same(first, second)


def _order(one: Sighting) -> tuple[float, int]:
    return one.time, one.id


def _folded(oldest_first: Sequence[Sighting], since: float, until: float, witnesses: Witnesses) -> Iterator[Stay]:
    runs = _runs([one for one in oldest_first if one.kind != "absent"], witnesses)
    absent = [one for one in oldest_first if one.kind == "absent"]
    for run, following in zip_longest(runs, runs[1:]):
        inside = [one for one in run.sightings if since <= one.time < until]
        if inside:
            gone = following.sightings[0].time if following else _denied(run, absent)
            yield _stay(run.sightings[0], inside, gone, len(run.sightings))


def _stay(first: Sighting, inside: Sequence[Sighting], gone: float | None, count: int) -> Stay:
    last = inside[-1]
    told = all(one.kind == "told" for one in inside)
    box = next((one.box for one in reversed(inside) if one.id == last.id and one.box), None)
    return Stay(last.thing.name, last.place, first.time, last.time, first.id, last.id, count, told, gone, box)


def _denied(run: _Run, absent: Sequence[Sighting]) -> float | None:
    """When it was first said, after it was seen there, that it is not there."""
    last = run.sightings[-1]
    return next((one.time for one in absent if one.time > last.time and _together(one.place, last.place)), None)


def _runs(oldest_first: Sequence[Sighting], witnesses: Witnesses) -> list[_Run]:
    placed, spots, nowhere = _numbered(oldest_first)
    told = [(Event(one.time, number, surety=SURER[one.kind]), one) for one, number in placed]
    events = sorted([*told, *_without_it(placed, spots, witnesses)], key=lambda pair: (pair[0].time, not pair[0].seen))
    believed = story([event for event, _ in events], witnesses.slips)
    runs: list[_Run] = []
    for stay in believed:
        where = spots[events[stay[0]][0].place]
        if not runs or runs[-1].spot is not where:  # put away and seen at the same place again, it was not moved
            runs.append(_Run(where))
        runs[-1].sightings += [seen for at in stay if (seen := events[at][1])]
    return _with_nowhere(runs, nowhere)


def _numbered(oldest_first: Sequence[Sighting]) -> tuple[list[tuple[Sighting, int]], list[Spot], list[Sighting]]:
    """Sightings with the number of their spot, the spots, and sightings that name none."""
    placed: list[tuple[Sighting, int]] = []
    spots: list[Spot] = []
    nowhere: list[Sighting] = []
    known: dict[str, int] = {}
    for one in oldest_first:
        if (where := spot(one.place)) is None:
            nowhere.append(one)
            continue
        if (number := known.get(one.place)) is None:
            number = _number(where, spots, [number for _, number in placed[-8:]])
            known = {**known, one.place: number} if number < len(spots) - 1 else {one.place: number}
        placed.append((one, number))
    return placed, spots, nowhere


def _without_it(
    placed: Sequence[tuple[Sighting, int]], spots: Sequence[Spot], witnesses: Witnesses
) -> list[tuple[Event, None]]:
    """The frames of its places that do not name it."""
    if not placed:
        return []
    numbers = {spot.key: number for number, spot in enumerate(spots)}
    named = {one.time for one, _ in placed}
    frames = witnesses.frames(list(numbers), placed[0][0].time, placed[-1][0].time + AFTERWARDS)
    return [(Event(time, numbers[key], seen=False), None) for time, key in frames if time not in named]


def _number(where: Spot, spots: list[Spot], latest: list[int]) -> int:
    """Which of the known spots it is: rather one of the latest, for "the table" is the table that was spoken of."""
    for number in chain(reversed(latest), range(len(spots))):
        if same(spots[number], where):
            if len(where.carries) > len(spots[number].carries) or (where.carries and not spots[number].carries):
                spots[number] = where
            return number
    spots.append(where)
    return len(spots) - 1


def _with_nowhere(runs: list[_Run], nowhere: Sequence[Sighting]) -> list[_Run]:
    """Sightings without a place stand for themselves, but where one with a place is close by.

    What is named only in passing ("left of the keyboard") counts where nothing else is known.
    """
    alone: list[_Run] = []
    ends = [end for run in runs for end in (run.sightings[0], run.sightings[-1]) if end.kind != "told"]
    for one in nowhere:
        if any(abs(one.time - end.time) <= SOON for end in ends):
            continue
        if any(run.sightings[0].time <= one.time <= run.sightings[-1].time for run in runs):
            continue
        if not one.place and one.kind == "seen" and runs:
            continue
        if alone and not any(alone[-1].sightings[-1].time < run.sightings[0].time < one.time for run in runs):
            alone[-1].sightings.append(one)
        else:
            alone.append(_Run(None, [one]))
    return sorted([*runs, *alone], key=lambda run: _order(run.sightings[0]))


def contents(newest_first: Iterable[Sighting], limit: int) -> list[Stay]:
    """Each thing once, at its newest; how often it was seen there counts."""
    found: list[list[Sighting]] = []
    for one in newest_first:
        alike = (seen for seen in found if is_called(seen[0].thing, one.thing))
        if (known := next(alike, None)) is not None:
            known.append(one)
        else:
            found.append([one])
    return [_stay(seen[-1], seen[::-1], None, len(seen)) for seen in found[: max(0, limit)]]
