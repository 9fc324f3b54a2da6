"""What many moments come to: those that show the same are one, and of an episode or a day a few pictures stay (pure).

No word is lost on the way: what goes leaves its sentences with what is kept, unless it says them already.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from memory.finding.naming import plain
from memory.recall import sentences

ROOM = 1_000  # characters that the words of one observation may come to: 250 tokens where a prompt quotes it
SAME_TEXT = 0.6  # of the fewer words read in one of two pictures, in both: a page that is read again, not another


@dataclass(frozen=True, slots=True)
class Fold:
    """When moments are folded, and into what.

    age: seconds from which on. longest: seconds that what is folded into one may span, and in which at most `pictures`
    stay. gap: seconds without a moment that end it. takes: levels that are folded; of them come a `summary`, and
    `moment`s that keep a picture.
    """

    age: float
    longest: float
    gap: float
    pictures: int
    takes: tuple[int, ...]
    moment: int
    summary: int


SEEN, RUN = 0, 1
HOUR, DAY = 3_600.0, 86_400.0
# A run of the same spans an hour at most: forgetting a part of it takes it whole.
RUNS = Fold(HOUR, HOUR, HOUR, 0, (SEEN,), RUN, RUN)
EPISODES = Fold(DAY, 2 * HOUR, 600.0, 4, (RUN,), 2, 3)
DAYS = Fold(30 * DAY, DAY, DAY, 6, (2, 3), 4, 5)


@dataclass(frozen=True, slots=True)
class Moment:
    """An observation as its folding is judged; times in Unix seconds.

    labels: of its boxes. scene: the things that it names, each with its place word for word: a picture of a mug at the
    left of the desk proves nothing about one that was moved to the right. words: all its words in normal form.
    current: nothing newer is known of some thing in it.
    """

    id: int
    source: str
    began: float
    time: float
    caption: str
    text: str
    labels: tuple[str, ...] = ()
    picture_bytes: int = 0
    level: int = SEEN
    scene: frozenset[tuple[str, ...]] = frozenset()
    words: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    current: bool = False


@dataclass(frozen=True, slots=True)
class Sighted:
    """A line of the ledger: which thing was where, on which observation."""

    observation_id: int
    time: float
    head: str
    marks: str
    owner: str
    place: str
    kind: str


@dataclass(frozen=True, slots=True)
class Folded:
    """`kept` as it is from now on, and what went into it."""

    kept: Moment
    gone: tuple[Moment, ...]


def runs(known: Sequence[Moment], new: Iterable[Moment]) -> list[Folded]:
    """Each of `new` with those that show the same; kept is the one with the best picture, over all their time."""
    groups = [[one] for one in known]
    for one in new:
        fitting = (group for group in reversed(groups) if alike(group[0], one) and _fits(_best(group), group, one))
        if group := next(fitting, None):
            group.append(one)
        else:
            groups.append([one])
    return [_into(_best(group), group) for group in groups if len(group) > 1]


def alike(one: Moment, other: Moment) -> bool:
    """The same things at the same places and, where both hold something to read, mostly the same words."""
    if one.read and other.read and len(one.read & other.read) < SAME_TEXT * min(len(one.read), len(other.read)):
        return False
    return one.scene == other.scene if one.scene or other.scene else one.words - one.read == other.words - other.read


def episode(oldest_first: Sequence[Moment], fold: Fold) -> list[Folded]:
    """What is left of the moments of one stretch: a few of them with a picture, and the words of the others together.

    Words go into the summary before them while it has room; there the first begins another.
    """
    optional = [one for one in oldest_first if one.picture_bytes and not one.current]
    shown = {one.id for one in most_different(optional, fold.pictures)}
    kept: list[tuple[Moment, list[Moment]]] = []
    summary: tuple[Moment, list[Moment]] | None = None
    for one in oldest_first:
        if one.picture_bytes and (one.current or one.id in shown):
            kept.append((replace(one, level=fold.moment), [one]))
        elif summary and _fits(*summary, one, fold.longest):
            summary[1].append(one)
        else:
            summary = replace(one, level=fold.summary, picture_bytes=0, labels=()), [one]
            kept.append(summary)
    return [_into(*group) for group in kept]


def stretch(before: Iterable[Moment], new: Sequence[Moment], gap: float) -> tuple[list[Moment], list[Moment]]:
    """Those of `before` that lead up to the first of `new`, and those of `new` that go on, without a longer gap.

    Both oldest first, `gap` in seconds.
    """
    leading: list[Moment] = []
    began, ended = new[0].began, new[0].time
    for one in sorted(before, key=lambda one: one.time, reverse=True):
        if began - one.time > gap:
            break
        leading.insert(0, one)
        began, ended = min(began, one.began), max(ended, one.time)
    following: list[Moment] = []
    for one in new:
        if one.began - ended > gap:
            break
        following.append(one)
        ended = max(ended, one.time)
    return leading, following


def most_different(moments: Sequence[Moment], most: int) -> list[Moment]:
    """At most `most`: again and again the plainer one of the two that are most alike in words goes."""
    left = list(moments)
    while len(left) > most:
        pairs = ((a, b) for index, a in enumerate(left) for b in left[index + 1 :])
        nearest = min(pairs, key=lambda pair: _apart(*pair), default=(left[0], left[0]))
        left.remove(min(nearest, key=lambda one: one.picture_bytes))
    return left


def united(parts: Iterable[str]) -> list[str]:
    """Each once; what is said within another is left out."""
    kept: list[tuple[str, str]] = []
    for part in parts:
        said = plain(part).strip(" .;。；")
        if said and not any(_within(said, other) for _, other in kept):
            kept = [(written, other) for written, other in kept if not _within(other, said)]
            kept.append((part.strip(), said))
    return [written for written, _ in kept]


def _within(said: str, other: str) -> bool:
    """Word for word: "page 1" is not within "page 12"."""
    return said in other and re.search(rf"(?<![a-z0-9]){re.escape(said)}(?![a-z0-9])", other) is not None


def _best(group: Sequence[Moment]) -> Moment:
    """At one size and quality the JPEG of more bytes shows more: it is neither blurred nor dark."""
    return max(group, key=lambda one: (one.picture_bytes > 0, len(one.labels), one.picture_bytes))


def _fits(kept: Moment, group: Sequence[Moment], one: Moment, longest: float = RUNS.longest) -> bool:
    if max(one.time for one in (*group, one)) - min(one.began for one in (*group, one)) > longest:
        return False
    if any((one.caption, one.text, one.labels) == (known.caption, known.text, known.labels) for known in group):
        return True  # nothing is added
    both = _into(kept, [*group, one]).kept
    return len(both.caption) + len(both.text) <= ROOM


def _into(kept: Moment, group: Sequence[Moment]) -> Folded:
    """`group` holds the kept one, too, as it was. What lost its picture keeps the names of what was marked in it."""
    gone = tuple(one for one in group if one.id != kept.id)
    named = [label for one in group for label in one.labels if label not in kept.labels]
    if not gone and not named:
        return Folded(kept, ())
    oldest_first = sorted(group, key=lambda one: one.time)
    said = [part for one in (kept, *gone) for part in sentences(one.caption)]
    whole = replace(
        kept,
        began=min(one.began for one in group),
        time=max(one.time for one in group),
        caption=_written(united([*said, *named])),
        text="\n".join(united(line for one in oldest_first for line in one.text.splitlines())),
    )
    return Folded(whole, gone)


def _written(parts: Iterable[str]) -> str:
    """Each a sentence of its own, so that one can be forgotten and the others stay."""
    return " ".join(part if part[-1] in ".!?;。；！？" else f"{part}." for part in parts)


def _apart(one: Moment, other: Moment) -> float:
    return 1 - len(one.words & other.words) / max(1, len(one.words | other.words))


def spare(sightings: Iterable[Sighted]) -> list[Sighted]:
    """All of a moment in which each thing is between two sightings that say the same, in one observation.

    What was where is the same without them. A moment goes whole, or what is left of it would say that a thing was
    not there.
    """
    things: dict[tuple[str, ...], list[Sighted]] = {}
    moments: dict[tuple[int, float], list[Sighted]] = {}
    for one in sorted(sightings, key=lambda one: one.time):
        things.setdefault((one.head, one.owner), []).append(one)
        moments.setdefault((one.observation_id, one.time), []).append(one)
    between = {
        one
        for seen in things.values()
        for before, one, after in zip(seen, seen[1:], seen[2:], strict=False)
        if one.time > before.time and _said(before) == _said(one) == _said(after)
    }
    return [one for said in moments.values() if between.issuperset(said) for one in said]


def _said(one: Sighted) -> tuple[int, str, str, str]:
    return one.observation_id, one.marks, one.place, one.kind
