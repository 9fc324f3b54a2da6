"""The days that words mean, seen from now (pure calendar arithmetic)."""

from datetime import date, datetime, timedelta

from assistant.understanding.moments import Dates

_A_DAY = timedelta(days=1)


def days_ago(count: int, length: int = 1) -> Dates:
    """The day so many days back, or `length` days that begin with it."""

    def dates(now: datetime) -> tuple[date, date]:
        first = now.date() - timedelta(days=count)
        return first, first + timedelta(days=length)

    return dates


def this_day(now: datetime) -> tuple[date, date]:
    """The day that "this morning" or "tonight" belong to: before four the last one has not ended."""
    first = now.date() - timedelta(days=1 if now.hour < 4 else 0)
    return first, first + _A_DAY


def weekday(number: int, weeks_back: int | None = None) -> Dates:
    """The last Monday (0) and so on before today; with `weeks_back` the one of that calendar week."""

    def dates(now: datetime) -> tuple[date, date] | None:
        today = now.date()
        if weeks_back is None:
            day = today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
        else:
            day = today + timedelta(days=number - today.weekday() - 7 * weeks_back)
        return (day, day + _A_DAY) if day <= today else None

    return dates


def weekend(now: datetime) -> tuple[date, date]:
    """The last Saturday and Sunday that have begun."""
    saturday = now.date() - timedelta(days=(now.weekday() - 5) % 7)
    return saturday, saturday + timedelta(days=2)


def last_weekend(now: datetime) -> tuple[date, date]:
    """The last Saturday and Sunday that are over."""
    saturday = now.date() - timedelta(days=now.weekday() + 2)
    return saturday, saturday + timedelta(days=2)


def week(weeks_back: int) -> Dates:
    """A calendar week, from Monday on."""

    def dates(now: datetime) -> tuple[date, date]:
        monday = now.date() - timedelta(days=now.weekday() + 7 * weeks_back)
        return monday, monday + timedelta(days=7)

    return dates


def month(months_back: int) -> Dates:
    """A calendar month."""
    return lambda now: _month(now, months_back)


def named_month(number: int) -> Dates:
    """The last March (3) and so on that has begun."""
    return lambda now: month((now.month - number) % 12)(now)


def day_of(number: int, of_month: int | None = None) -> Dates:
    """The last 3rd, or 3 March, that has begun; None where no month of the last years has such a day."""

    def dates(now: datetime) -> tuple[date, date] | None:
        for months_back in range(49):
            first, after = _month(now, months_back)
            day = first + timedelta(days=number - 1)
            if of_month in (None, first.month) and first <= day < after and day <= now.date():
                return day, day + _A_DAY
        return None

    return dates


def exactly(day: date) -> Dates:
    return lambda now: (day, day + _A_DAY) if day <= now.date() else None


def _month(now: datetime, months_back: int) -> tuple[date, date]:
    count = 12 * now.year + now.month - 1 - months_back
    return _first_of(count), _first_of(count + 1)


def _first_of(month_count: int) -> date:
    return date(month_count // 12, month_count % 12 + 1, 1)
