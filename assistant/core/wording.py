"""Times, spans and places in words, in English and in traditional and simplified Chinese (pure)."""

import functools
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Literal

import opencc

from assistant.core.values import Box, Language

QUOTED = 160  # characters of a quotation; the whole text is on the observation's card


@functools.cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def to_simplified(text: str) -> str:
    return str(_converter("t2s").convert(text))


def to_traditional(text: str) -> str:
    return str(_converter("s2t").convert(text))


def language_of(text: str, default: Language = "en") -> Language:
    """Which of the three a text is written in; `default` where nothing tells (no letters, or the same in both)."""
    if not any("\u3400" <= letter <= "\u9fff" for letter in text):
        return "en" if any(letter.isascii() and letter.isalpha() for letter in text) else default
    if to_simplified(text) != text:
        return "zh-Hant"
    if to_traditional(text) != text:
        return "zh-Hans"
    return default if default != "en" else "zh-Hant"


def say(language: Language, english: str, chinese: str) -> str:
    """`chinese` is written in traditional characters and converted where simplified are wanted."""
    if language == "en":
        return english
    return chinese if language == "zh-Hant" else to_simplified(chinese)


def clock(time: float, now: float, language: Language, zone: int | None = None, here: tzinfo | None = None) -> str:
    """The time of day of `time`, with the date where it is not the day of `now` (both Unix seconds).

    zone: what the clock showed there, in minutes east of UTC; where the clock `here` shows another, it is named.
    here: where the words are read; None for where this machine is.
    """
    then, today = datetime.fromtimestamp(time).astimezone(here), datetime.fromtimestamp(now).astimezone(here)
    at = then if zone is None else then.astimezone(timezone(timedelta(minutes=zone)))
    named = "" if at.utcoffset() == then.utcoffset() else f" {at:UTC%z}"
    if at.date() == today.date():
        return f"{at:%H:%M}{named}"
    year = "" if at.year == today.year else f" {at.year}"
    chinese = f"{year.strip()}年" if year else ""
    day = say(language, f" on {at.day} {at:%B}{year}", f"{chinese}{at.month}月{at.day}日 ")
    return f"{at:%H:%M}{named}{day}" if language == "en" else f"{day}{at:%H:%M}{named}"


def ago(seconds: float, language: Language) -> str:
    """How long ago, in the largest fitting unit: "3 minutes ago"."""
    if seconds < 5:
        return say(language, "just now", "剛剛")
    return say(language, f"{span(seconds, language)} ago", f"{span(seconds, language)}前")


def span(seconds: float, language: Language) -> str:
    """A length of time in its largest fitting unit: "3 minutes"."""
    for size, english, chinese in (
        (86_400, "day", "天"),
        (3_600, "hour", "小時"),
        (60, "minute", "分鐘"),
        (1, "second", "秒"),
    ):
        if seconds >= size or size == 1:
            count = max(1, round(seconds / size))
            return say(language, f"{count} {english}{'' if count == 1 else 's'}", f"{count} {chinese}")
    raise AssertionError("the last unit always fits")


def place(box: Box, language: Language) -> str:
    """Where in the picture the middle of a box is: "at the top left" (left as the viewer sees it)."""
    column = min(2, int((box.left + box.right) / 2 * 3))
    row = min(2, int((box.top + box.bottom) / 2 * 3))
    if (row, column) == (1, 1):
        return say(language, "in the middle of the picture", "在畫面中間")
    english = " ".join(word for word in (("top", "", "bottom")[row], ("left", "", "right")[column]) if word)
    chinese = ("左", "", "右")[column] + ("上方", "邊" if column != 1 else "", "下方")[row]
    return say(language, f"at the {english} of the picture", f"在畫面{chinese}")


def quoted(text: str, language: Language, most: int = QUOTED) -> str:
    """On one line, in the language's quotation marks, cut after `most` characters."""
    line = shortened(text, most)
    return f"“{line}”" if language == "en" else f"「{line}」"


def shortened(text: str, most: int = QUOTED) -> str:
    """On one line, cut after `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rstrip() + "…"


def recognition(features: int) -> Literal["well", "fairly", "poorly"]:
    """How well a taught thing will be known again, by the key points of its typical view (`Taught.features`).

    Things with fewer than 80 (plain, thin or see-through ones) were found again in a third to two thirds of tries.
    """
    return "poorly" if features < 80 else "fairly" if features < 160 else "well"
