"""What a phrase says about time, and the stretch of time it means at a given moment (pure).

All of it is wall time without a zone: only `times.interval` knows zones.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

Stretch = tuple[datetime, datetime]
# Now -> the first day meant, and the day after the last; None where that is yet to come.
Dates = Callable[[datetime], tuple[date, date] | None]

# "At three" is seldom meant to the minute, "around three" even less.
_NEAR = timedelta(minutes=15)
_AROUND = timedelta(minutes=30)
# "Between two and three" is never meant to last longer than this, which settles which two and which three.
_HALF_A_DAY = timedelta(hours=12)
_A_DAY = timedelta(days=1)
# Hours on a clock with twelve that are meant in daylight where another day is spoken of: "yesterday at three".
_WAKING = 7
_BEGINNING = datetime(1970, 1, 2)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day, in hours from its midnight; a night ends after 24. Meals are parts too."""

    begin: float
    end: float
    meal: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the clock; `settled` where the hour is one of 24, not of 12."""

    hour: int
    minute: int = 0
    settled: bool = False

    def hours(self, part: Part | None, other_day: bool) -> list[float]:
        """The hours from midnight that may be meant, the likeliest first."""
        past, low = self.minute / 60, self.hour % 12
        options = [self.hour, self.hour + 24] if self.settled else [low, low + 12, low + 24]
        if part:
            inside = min(options, key=lambda hour: max(part.begin - hour, hour - part.end, 0))
            return [inside + past]
        if self.settled:
            return [self.hour + past]
        late_first = not other_day or low < _WAKING
        return [low + 12 + past, low + past] if late_first else [low + past, low + 12 + past]


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a part of it and a time of the clock, each if it was named; without a day the last one there was."""

    dates: Dates | None = None
    part: Part | None = None
    clock: Clock | None = None
    loose: bool = False

    def joined(self, other: "Moment") -> "Moment | None":
        """Both together; None where both name a day, a part or a time."""
        fields = ("dates", "part", "clock")
        if any(getattr(self, field) and getattr(other, field) for field in fields):
            return None
        return Moment(
            self.dates or other.dates, self.part or other.part, self.clock or other.clock, self.loose or other.loose
        )

    def is_settled(self) -> bool:
        """Whether it names one hour of the day."""
        return bool(self.clock and (self.clock.settled or self.part))

    def readings(self, now: datetime) -> Iterator[Stretch]:
        """The stretches that may be meant, the likeliest first; a time of the clock is as short as nothing."""
        today = now.date()
        named = self.dates(now) if self.dates else None
        if self.dates and not named:
            return
        for first, after in [named] if named else [(today, today + _A_DAY), (today - _A_DAY, today)]:
            midnight = _midnight(first)
            if not self.clock and not self.part:
                yield midnight, _midnight(after)
            elif after - first > _A_DAY:
                return
            elif self.clock:
                for hour in self.clock.hours(self.part, other_day=bool(named) and first != today):
                    yield (midnight + timedelta(hours=hour),) * 2
            elif self.part:
                yield midnight + timedelta(hours=self.part.begin), midnight + timedelta(hours=self.part.end)

    def latest(self, now: datetime) -> Stretch | None:
        """The likeliest reading that has begun."""
        return next((reading for reading in self.readings(now) if reading[0] <= now), None)


@dataclass(frozen=True, slots=True)
class At:
    """In, on or around a moment."""

    moment: Moment

    def stretch(self, now: datetime) -> Stretch | None:
        found = self.moment.latest(now)
        if not found or not self.moment.clock:
            return found
        width = _AROUND if self.moment.loose else _NEAR
        return found[0] - width, found[1] + width


@dataclass(frozen=True, slots=True)
class Since:
    moment: Moment

    def stretch(self, now: datetime) -> Stretch | None:
        found = self.moment.latest(now)
        return (found[0], now) if found else None


@dataclass(frozen=True, slots=True)
class Before:
    """Before a time of the clock or a meal: that day; before anything longer: ever."""

    moment: Moment

    def stretch(self, now: datetime) -> Stretch | None:
        readings = list(self.moment.readings(now))
        begin = next((begin for begin, _ in readings if begin <= now or self.moment.dates), None)
        if begin is None:
            return None
        within_a_day = self.moment.clock or (self.moment.part and self.moment.part.meal)
        return _midnight(begin.date()) if within_a_day else _BEGINNING, begin


@dataclass(frozen=True, slots=True)
class After:
    """After a part or a time of a day: the rest of it; after anything longer: until now."""

    moment: Moment

    def stretch(self, now: datetime) -> Stretch | None:
        end = next((end for _, end in self.moment.readings(now) if end <= now), None)
        if end is None:
            return None
        return end, _midnight(end.date() + _A_DAY) if self.moment.clock or self.moment.part else now


@dataclass(frozen=True, slots=True)
class Between:
    """From one moment to another; what only one of them names holds for both ("between two and three yesterday")."""

    first: Moment
    last: Moment

    def stretch(self, now: datetime) -> Stretch | None:
        if self.first.clock and self.last.clock:
            return self._of_the_clock(now)
        last = replace(self.last, dates=self.last.dates or self.first.dates)
        end = last.latest(now)
        begin = replace(self.first, dates=self.first.dates or last.dates).latest(now)
        if begin and end and end[0] < begin[0]:
            begin = self.first.latest(end[0])
        return (begin[0], end[1]) if begin and end and begin[0] < end[1] else None

    def _of_the_clock(self, now: datetime) -> Stretch | None:
        first = replace(self.first, dates=self.first.dates or self.last.dates, part=self.first.part or self.last.part)
        last = replace(self.last, dates=None)
        longest = _A_DAY if self.first.is_settled() and self.last.is_settled() else _HALF_A_DAY
        for begin, _ in first.readings(now):
            end = min((end for end, _ in last.readings(begin + _A_DAY) if begin < end), default=now)
            if begin <= now and timedelta(0) < end - begin < longest:
                return begin, end
        return None


@dataclass(frozen=True, slots=True)
class Back:
    """From `longest` to `shortest` seconds ago, by the seconds that passed."""

    longest: float
    shortest: float = 0.0


Phrase = At | Since | Before | After | Between | Back


def ago(seconds: float, loose: bool = False, few: bool = False) -> Back:
    """Around so many seconds ago: a third of them to either side ("about …": half), at least half a minute and at most
    an hour (two). "A few" is anything from a third of three to seven.
    """
    if few:
        return Back(2.5 * seconds, seconds / 3)
    width = min(max(seconds / (2 if loose else 3), 30.0), 7200.0 if loose else 3600.0)
    return Back(seconds + width, seconds - width)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
