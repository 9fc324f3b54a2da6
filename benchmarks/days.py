"""Days in a home that never were: things put, moved, hidden and renamed, and what a camera would have written of them.

A day is 08:00 to 22:00. Somebody goes from surface to surface, stays there for one to five frames, and now and then
takes a thing along: puts it on another surface, or into a drawer or a bag, where it is seen no more; of some of those
the memory is told. A caption names what lies on the one surface in view, each thing by one of its names.

Noise, of each thing named in a caption: with `noise` one of four slips, drawn by SLIPS.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from benchmarks.homes import CHINESE, ENGLISH, FIXTURE, LARGEST, LINES, LISTS, TOLD, Half, Home

SLIPS = {
    "dropped": 0.40,
    "at another place": 0.25,
    "called another thing": 0.20,
    "a thing beside it that is not there": 0.15,
}
MORNING, DAY = 8 * 3600.0, 14 * 3600.0
START = datetime(2026, 9, 21).timestamp()  # a midnight on this machine, Unix seconds


@dataclass(frozen=True)
class Seen:
    """One observation of a day; `time` in Unix seconds."""

    time: float
    source: str
    caption: str


@dataclass(frozen=True)
class Truth:
    """Where a thing was last in view, or told to be, and before that; None for nowhere."""

    thing: str
    latest: str
    before: str | None


@dataclass
class Day:
    """`places`: each place with all its wordings, also hiding places."""

    language: str
    half: Half
    noise: float
    places: dict[str, list[str]]
    observations: list[Seen] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)


class Generator:
    """One day; the same for the same seed. `without` names things that it does not have."""

    def __init__(self, home: Home, half: Half, noise: float, seed: int, without: Sequence[str] = ()) -> None:
        self._home, self._half, self._noise = home, half, noise
        self._dice = random.Random(f"{home.language} {half} {noise} {seed}")
        self._time = START + seed * 86_400 + MORNING
        names = [thing for thing in home.things if thing not in without]
        self._things = names[:] if len(names) < 25 else self._dice.sample(names, self._dice.randint(20, len(names)))
        self._at = {thing: self._dice.choice(list(home.surfaces)) for thing in self._things}
        self._in_view: dict[str, list[str]] = {thing: [] for thing in self._things}
        self._seen: list[Seen] = []

    def day(self) -> Day:
        end = self._time + DAY
        surface = self._dice.choice(list(self._home.surfaces))
        while self._time < end:
            for _ in range(self._dice.randint(1, 5)):
                self._look(surface)
            surface = self._go_on(surface)
        places = {name: list(words) for name, (words, _) in self._home.surfaces.items()}
        places |= {name: [name] for name in self._home.hidden}
        truths = [Truth(thing, *_last_two(seen)) for thing, seen in self._in_view.items() if seen]
        return Day(self._home.language, self._half, self._noise, places, self._seen, truths)

    def _go_on(self, surface: str) -> str:
        """To another surface, in six of ten times with a thing from here."""
        self._time += self._dice.uniform(60, 420)
        here = [thing for thing in self._things if self._at[thing] == surface]
        new = self._dice.choice([name for name in self._home.surfaces if name != surface])
        if here and self._dice.random() < 0.6:
            thing = self._dice.choice(here)
            hide = self._dice.random() < 0.12
            self._at[thing] = self._dice.choice(self._home.hidden) if hide else new
            if hide and self._dice.random() < 0.5:
                self._tell(thing)
        return new

    def _tell(self, thing: str) -> None:
        form = self._dice.choice(TOLD[self._home.language, self._half])
        self._seen.append(Seen(self._time, "told", form.format(n=thing, s=self._at[thing])))
        self._in_view[thing].append(self._at[thing])

    def _look(self, surface: str) -> None:
        self._time += self._dice.uniform(20, 90)
        here = [thing for thing in self._things if self._at[thing] == surface]
        for thing in here:
            self._in_view[thing].append(surface)
        self._dice.shuffle(here)
        if caption := " ".join(self._sentences(here, surface)):
            self._seen.append(Seen(self._time, "camera", caption))

    def _sentences(self, here: Sequence[str], surface: str) -> Iterator[str]:
        named = list(self._slipped(here, surface))
        listed = self._dice.random() < 0.5
        while named:
            where = named[0][1]
            together = [thing for thing, at in named if at == where][: LARGEST if listed else 1]
            named = [(thing, at) for thing, at in named if not (at == where and thing in together)]
            yield self._sentence(together, where)

    def _slipped(self, here: Sequence[str], surface: str) -> Iterator[tuple[str, str]]:
        for thing in here:
            slip = self._dice.choices(list(SLIPS), list(SLIPS.values()))[0] if self._dice.random() < self._noise else ""
            another = self._dice.choice(list(self._home.things))
            if slip == "called another thing":
                yield another, surface
            elif slip == "at another place":
                yield thing, self._dice.choice(list(self._home.surfaces))
            elif slip != "dropped":
                yield thing, surface
            if slip.startswith("a thing"):
                yield another, surface

    def _sentence(self, things: Sequence[str], surface: str) -> str:
        words, room = self._home.surfaces[surface]
        place = self._dice.choice(words)
        key = self._home.language, self._half
        if len(things) > 1:
            everything = self._all([self._name(thing) for thing in things])
            form = self._dice.choice(LISTS[key])
            return form.format(all=everything, All=_capital(everything), s=place, r=room)
        name = self._name(things[0])
        colour = self._home.things[things[0]][1]
        others = [one for one in self._things if self._at[one] == surface and one not in things]
        other = self._name(self._dice.choice(others)) if others else FIXTURE[self._home.language]
        form = self._dice.choice(LINES[key])
        with_article = self._a(name)
        return form.format(n=name, a=with_article, A=_capital(with_article), c=colour, s=place, r=room, o=other)

    def _name(self, thing: str) -> str:
        """Its first name in half of the cases."""
        names = self._home.things[thing][0]
        return names[0] if self._dice.random() < 0.5 else self._dice.choice(names)

    def _a(self, name: str) -> str:
        if self._home.language == "zh":
            return f"{'一副' if '眼鏡' in name else '一把' if name in ('鑰匙', '剪刀', '雨傘', '傘') else '一個'}{name}"
        if name.split()[-1] in ("keys", "glasses", "spectacles", "headphones", "scissors") and " of " not in name:
            return f"some {name}"
        return f"an {name}" if name[0] in "aeiou" else f"a {name}"

    def _all(self, names: Sequence[str]) -> str:
        articled = [self._a(name) for name in names]
        if self._home.language == "zh":
            return "、".join(articled[:-1]) + "和" + articled[-1]
        return ", ".join(articled[:-1]) + " and " + articled[-1]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _last_two(places: Sequence[str]) -> tuple[str, str | None]:
    latest = places[-1]
    return latest, next((place for place in reversed(places) if place != latest), None)


def days(half: Half, noise: float, count: int, seed: int) -> list[Day]:
    """Three English days, then a Chinese one, and so on."""
    return [Generator(CHINESE if n % 4 == 3 else ENGLISH, half, noise, 1_000 * seed + n).day() for n in range(count)]
