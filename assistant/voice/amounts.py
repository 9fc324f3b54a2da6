"""Amounts as they are said, in English and Chinese: units, rates, ranges, fractions, powers (pure).

Each function takes the match of a pattern that stands here too. Chinese is written in traditional characters.
"""

import re
from collections.abc import Callable

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
FRACTION = r"(?:(?<![\d.,/])(\d+) )?(?<![\w.,/第-])(1/2|[12]/3|[13]/4|[1-4]/5|[1357]/8)(?![\d/]|-(?![a-z])|[.,]\d)"
# The first number may have a sign that the second repeats. Groups: first, dash, second.
RANGE = (
    r"(?<![\w.,:/^-])(-?[$€£¥]?\d[\d,.:]{0,15}(?:%| ?°[CF]?)?)( ?[–～〜] ?| [~-] |[—~-])"
    r"[$€£¥]?(?!0\d(?!:))((?:(?<=[–～〜~ ])-)?\d[\d,]*(?:[.:]\d+)?)(?!\d|-|/(?![a-z])| ?=)"
)

# English, Chinese. "liter", for voices read by the CMU dictionary, which has "metre" and "kilometre" but no "litre".
_UNITS = {
    "mm": ("millimetre", "公釐"), "cm": ("centimetre", "公分"), "m": ("metre", "公尺"), "km": ("kilometre", "公里"),
    "m²": ("square metre", "平方公尺"), "m2": ("square metre", "平方公尺"), "km²": ("square kilometre", "平方公里"),
    "m³": ("cubic metre", "立方公尺"), "m3": ("cubic metre", "立方公尺"), "mg": ("milligram", "毫克"),
    "g": ("gram", "公克"), "kg": ("kilogram", "公斤"), "ml": ("milliliter", "毫升"), "l": ("liter", "公升"),
    "L": ("liter", "公升"), "mL": ("milliliter", "毫升"), "µg": ("microgram", "微克"), "μg": ("microgram", "微克"),
    "µm": ("micrometre", "微米"), "μm": ("micrometre", "微米"), "ft": ("foot", "英尺"), "lb": ("pound", "磅"),
    "lbs": ("pound", "磅"), "oz": ("ounce", "盎司"), "kcal": ("kilocalorie", "大卡"), "dB": ("decibel", "分貝"),
    "Hz": ("hertz", "赫茲"), "kHz": ("kilohertz", "千赫"), "MHz": ("megahertz", "兆赫"), "GHz": ("gigahertz", "GHz"),
    "fps": ("frame per second", "幀每秒"), "Mbps": ("megabit per second", "Mbps"),
    "Gbps": ("gigabit per second", "Gbps"), "ppm": ("part per million", "ppm"), "mAh": ("milliamp hour", "毫安時"),
    "KB": ("kilobyte", "KB"), "MB": ("megabyte", "MB"), "GB": ("gigabyte", "GB"), "TB": ("terabyte", "TB"),
    "W": ("watt", "瓦"), "kW": ("kilowatt", "千瓦"), "kWh": ("kilowatt hour", "度"), "V": ("volt", "伏特"),
    "mi": ("mile", "英里"), "yd": ("yard", "碼"), "ha": ("hectare", "公頃"), "sq ft": ("square foot", "平方英尺"),
    "tsp": ("teaspoon", "茶匙"), "tbsp": ("tablespoon", "大匙"), "fl oz": ("fluid ounce", "液盎司"),
    "gal": ("gallon", "加侖"),
    "Ω": ("ohm", "歐姆"), "kΩ": ("kilohm", "千歐姆"), "mA": ("milliamp", "毫安"), "hr": ("hour", "小時"),
    "hrs": ("hour", "小時"), "mins": ("minute", "分鐘"), "sec": ("second", "秒"), "secs": ("second", "秒"),
    "ms": ("millisecond", "毫秒"), "s": ("second", "秒"), "min": ("minute", "分鐘"), "h": ("hour", "小時"),
}  # fmt: skip
_PER = {
    unit: _UNITS[unit] for unit in ("h", "min", "s", "kg", "km", "m²", "m³", "l", "L")
} | {
    "hr": ("hour", "小時"), "day": ("day", "天"),
    **dict.fromkeys(("小時", "小时"), ("hour", "小時")), "秒": ("second", "秒"), "s²": ("second squared", "平方秒"),
}  # fmt: skip
PER_SHORT = {
    "hr": ("hour", "小時"), "mo": ("month", "月"), "wk": ("week", "週"), "yr": ("year", "年"),
    "min": ("minute", "分鐘"), "lb": ("pound", "磅"), "kg": ("kilogram", "公斤"), "gal": ("gallon", "加侖"),
}  # fmt: skip
_SEVERAL = {
    "foot": "feet", "inch": "inches", "square foot": "square feet",
    **{f"{one} per second": f"{one}s per second" for one in ("frame", "megabit", "gigabit")},
    "part per million": "parts per million",
}  # fmt: skip
_COUNTS = ("", "one", "two", "three", "four", "five", "six", "seven")
_PARTS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 8: "eighth"}
_HAN = "零一二三四五六七八"


def _one_of(names: dict[str, tuple[str, str]]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


UNIT = _one_of(_UNITS)
_AMOUNT = rf"(?<![\w.,/$€£])(?<!\w-)(?:(\d+ \d/\d|\d/\d|{NUMBER})(?![\d/])\s?)"
AMOUNT = rf"{_AMOUNT}(?!(?<=\d)s\b)({UNIT})(?![\w/'’²³-])"
RATE = rf"((?:時速|时速|每小時|每小时)\s?)?(?:{_AMOUNT}|(?<![\w/.-]))({UNIT})/({_one_of(_PER)})(?![\w/'’²³-])"


SAME_UNIT = rf"(\d) ?((?:{UNIT})(?:/(?:{_one_of(_PER)}))?) ?[-–～~] ?(\d[\d.,]*) ?\2(?![\w/'’²³-])"
"""5kg-10kg. Groups: the last digit of the first number, the unit, the second number."""
FEET = r"(?<![\w.'’′])(?<!° )(\d{1,2})['’′] ?(\d{1,2})(?:[\"”″]|''|’’)"
"""5'10", of a person."""
COMPOUND = rf"(?<![\w.,/$€£-])({NUMBER})-({'|'.join(unit for unit in _UNITS if len(unit) > 1)})(?![\w/'’²³-])"
"""A 30-min walk."""
INCHES = r'(?<![\w"])"[^"]*"|(?<![\w.,/])(?<!′ )(\d{1,3}(?:\.\d+)?|\d{1,2} \d/\d)(?:"|″)'
"""27", where it closes no words in quotes."""
THOUSANDS = rf"(?<![\w.,$€£¥/-])({NUMBER})k(?![\w/'’-])"
POWER = r"(?<=\w)\^\{?(-?\d+|[A-Za-z])\}?"


def english_amount(amount: re.Match[str]) -> str:
    return _english_number(amount[1], _UNITS[amount[2]][0])


def _english_number(number: str, unit: str) -> str:
    single = number == "1" or ("/" in number and " " not in number)
    several = _SEVERAL.get(unit, unit if unit.endswith("hertz") else f"{unit}s")
    return f"{number} {unit if single else several}".lstrip()


def chinese_amount(amount: re.Match[str]) -> str:
    return f"{amount[1]} {_UNITS[amount[2]][1]}"


def compound(amount: re.Match[str]) -> str:
    """A 5-km run is one of 5 kilometre."""
    return f"{amount[1]} {_UNITS[amount[2]][0]}"


def english_inches(amount: re.Match[str]) -> str:
    """A 27 inch screen, and one that is 27 inches wide; what is in quotes stays."""
    if not amount[1]:
        return amount[0]
    names = re.match(r" (?!wide|tall|long|deep|thick|high|x\b|by\b)[a-z]", amount.string[amount.end() :])
    return f"{amount[1]} inch" if names else _english_number(amount[1], "inch")


def chinese_inches(amount: re.Match[str]) -> str:
    return f"{amount[1]}吋" if amount[1] else amount[0]


def english_rate(rate: re.Match[str]) -> str:
    return f"{rate[1] or ''}{_english_number(rate[2] or '', _UNITS[rate[3]][0])} per {_PER[rate[4]][0]}"


def chinese_rate(rate: re.Match[str]) -> str:
    """時速 3.5 公里, 每秒 100 MB: what it is counted by comes first."""
    unit, per = _UNITS[rate[3]][1], f"每{_PER[rate[4]][1]}"
    if not rate[2]:
        return f"{rate[1] or ''}{unit}{per}"
    before = rate[1] or ("時速" if (unit, per) == ("公里", "每小時") else per)
    return f"{before.strip()} {rate[2]} {unit}"


def english_fraction(fraction: re.Match[str]) -> str:
    count, of = map(int, fraction[2].split("/"))
    whole, counted = (f"{fraction[1]} and ", "a") if fraction[1] else ("", "one")
    return f"{whole}{counted if count == 1 else _COUNTS[count]} {_PARTS[of]}{'s' if count > 1 else ''}"


def chinese_fraction(fraction: re.Match[str]) -> str:
    count, of = map(int, fraction[2].split("/"))
    return f"{fraction[1] + '又' if fraction[1] else ''}{_HAN[of]}分之{_HAN[count]}"


def between(joint: str) -> Callable[[re.Match[str]], str]:
    """10-12 is a range; what falls, as 747-400, is a name, unless it is times of the day or has a longer dash."""

    def joined(match: re.Match[str]) -> str:
        first, last = (tuple(map(int, re.findall(r"\d+", number.replace(",", "")))) for number in match.group(1, 3))
        clocks = ":" in match[1] and ":" in match[3]
        return f"{match[1]}{joint}{match[3]}" if match[2].strip() != "-" or clocks or first < last else match[0]

    return joined
