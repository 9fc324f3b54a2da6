"""Dates, times of the day and telephone numbers as they are said, in English and Chinese (pure).

Each function takes the match of a pattern that stands here too. Chinese is written in traditional characters.
"""

import re
from collections.abc import Callable
from datetime import date

TELEPHONE = (
    r"(?<![\w.+-])(?:\+\d{1,3}(?:[ -]\(?\d{1,5}\)?){2,6}|\(?0\d{1,4}\)?(?:[ -]\d{3,4}){1,3}|(?:1-)?\d{3}-\d{3}-\d{4}"
    r"|\d{9,})(?![\w-]|\.\d)"
)
DATE = r"(?<![\w./-])(\d{4})([-/])(\d\d?)\2(\d\d?)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z?)?(?![\w/-])"
DAY_FIRST = r"(?<![\w./-])(\d\d?)([./])(\d\d?)\2((?:19|20)\d\d)(?![\w/-]|\.\d)"
"""24.11.2026, 24/11/2026 and, as in the United States, 11/24/2026."""
_DAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Fri": "Friday", "Sat": "Saturday",
    "Sun": "Sunday",
}  # fmt: skip
DAYS = rf"\b({'|'.join(_DAYS)})(?:day)? ?[-–] ?({'|'.join(_DAYS)})\b"


def english_date(match: re.Match[str]) -> str:
    return _dated(match, _written)


def chinese_date(match: re.Match[str]) -> str:
    return _dated(match, _chinese)


def english_day_first(match: re.Match[str]) -> str:
    return _day_first(match, _written)


def chinese_day_first(match: re.Match[str]) -> str:
    return _day_first(match, _chinese)


def days(joint: str) -> Callable[[re.Match[str]], str]:
    """Mon-Fri."""
    return lambda match: joint.join(_DAYS[day] for day in match.groups())


def telephone(match: re.Match[str]) -> str:
    """Digit by digit, with a pause behind each group; fewer than 8 digits are no telephone number."""
    groups = re.findall(r"\d+", match[0])
    if sum(map(len, groups)) < 8:
        return match[0]
    return "+" * match[0].startswith("+") + ", ".join(map(" ".join, groups))


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
