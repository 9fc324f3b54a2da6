"""Dates and times of the day as they are said, in English and Chinese (pure).

Each function takes the match of a pattern that stands here too. Chinese is written in traditional characters.
"""

import re
from collections.abc import Callable
from datetime import date

DATE = r"(?<![\w./-])(\d{4})([-/])(\d\d?)\2(\d\d?)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+\d\d:?\d\d)?)?(?![\w/-])"
DAY_FIRST = r"(?<![\w./-])(\d\d?)([./])(\d\d?)\2((?:19|20)\d\d)(?![\w/-]|\.\d)"
"""24.11.2026, 24/11/2026 and, as in the United States, 11/24/2026."""
_SHORT = {
    "Mon": "Monday", "Tue": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Fri": "Friday", "Sat": "Saturday",
    "Sun": "Sunday", "Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "Jun": "June", "Jul": "July",
    "Aug": "August", "Sep": "September", "Oct": "October", "Nov": "November", "Dec": "December",
}  # fmt: skip
_DAY = "|".join([*_SHORT.values(), "May", *_SHORT])
DAYS = rf"\b({_DAY})\.? ?[-–] ?({_DAY})\b(?:\.(?= \d))?(?!-)"
YEARS = r"(?<![\w./-])((?:1[5-9]|20)\d\d)-(\d\d)(?![\w/-]|\.\d)"
_CENTURIES = {"18": "eighteen", "19": "nineteen"}
_TENS = ("tens", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
DECADE = r"(?<![\w.,$])(?:(1[89])|['’]|(?<=[Tt]he )|(?<=[Ee]arly )|(?<=[Mm]id[ -])|(?<=[Ll]ate[ -]))([1-9])0s\b"
"""1990s, '80s, the late 90s; 30s alone may be half a minute."""
DAY_MONTHS = (
    r"(?<![\d/.])(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])"
    r"(?: ?[-–~～到至] ?(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])(?![\d/])"
    r"|(?=(?: ?[（(](?:週|周|星期)?[一二三四五六日][)）]| ?(?:上午|下午|早上|中午|晚上|凌晨))))"
)
"""11/24（二）, 11/24-11/26, 11/24下午: in Chinese."""


def english_date(match: re.Match[str]) -> str:
    return _dated(match, _written)


def chinese_date(match: re.Match[str]) -> str:
    return _dated(match, _chinese)


def english_day_first(match: re.Match[str]) -> str:
    return _day_first(match, _written)


def chinese_day_first(match: re.Match[str]) -> str:
    return _day_first(match, _chinese)


def days(joint: str) -> Callable[[re.Match[str]], str]:
    """Mon-Fri, March–May."""
    return lambda match: joint.join(_SHORT.get(day, day) for day in match.groups())


def years(joint: str) -> Callable[[re.Match[str]], str]:
    """1998-99; 2010-05 is a month."""

    def joined(match: re.Match[str]) -> str:
        first, last = match.groups()
        return f"{first}{joint}{last}" if int(last) > max(12, int(first) % 100) else match[0]

    return joined


def decade(match: re.Match[str]) -> str:
    century, tens = match.groups()
    return f"{_CENTURIES[century]} {_TENS[int(tens) - 1]}" if century else _TENS[int(tens) - 1]


def chinese_days(match: re.Match[str]) -> str:
    month, day, last_month, last_day = match.groups()
    return f"{month}月{day}日" + (f"到{last_month}月{last_day}日" if last_month else "")


def _written(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _dated(match: re.Match[str], written: Callable[[date], str]) -> str:
    day = _day(match[1], match[3], match[4])
    return " ".join(filter(None, (written(day), match[5]))) if day else match[0]


def _day_first(match: re.Match[str], written: Callable[[date], str]) -> str:
    """3/4/2026 is one day here and another there, and stays as it is."""
    orders = [(match[3], match[1]), (match[1], match[3])][: 2 if match[2] == "/" else 1]
    found = {day for order in orders if (day := _day(match[4], *order))}
    return written(found.pop()) if len(found) == 1 else match[0]


def _day(year: str, month: str, day: str) -> date | None:
    """None where there is no such day: it is some other number."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
