"""Roman numerals as they are said: "Chapter XIV" is chapter 14, "Louis XVI" the 16th (pure)."""

import re

_COUNTED = (
    "Chapter|Part|Volume|Section|Act|Scene|Book|War|Bowl|Appendix|Phase|Type|Level|Class|Stage|Grade|Article|Unit|"
    "Figure|Table|Title"
)
_CROWNED = (
    "Louis|Henry|Elizabeth|Charles|George|Edward|William|James|Richard|Philip|Francis|John|Paul|Pius|Benedict|Leo|"
    "Catherine|Peter|Nicholas|Alexander|Napoleon|Frederick|Gregory|Ferdinand"
)
# "Elizabeth I think" is no queen: of names a single I does not count.
NUMERAL = rf"\b(?:({_COUNTED}) ([IVXLC]{{1,7}})|({_CROWNED}) (?!I\b)([IVXLC]{{1,7}}))(?![\w'’]|\.\w)"
_ROMAN = re.compile(r"(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def english(match: re.Match[str]) -> str:
    number = _number(match[2] or match[4])
    if not number or match[2]:
        return cardinal(match)
    return f"{match[3]} the {number}{_ending(number)}"


def cardinal(match: re.Match[str]) -> str:
    number = _number(match[2] or match[4])
    return f"{match[1] or match[3]} {number}" if number else match[0]


def _number(roman: str) -> int:
    """0 where it is none."""
    if not _ROMAN.fullmatch(roman):
        return 0
    values = [_VALUES[letter] for letter in roman]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
