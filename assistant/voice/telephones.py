"""Telephone numbers as they are said: digit by digit, with a pause behind each group (pure).

Each function takes the match of a pattern that stands here too.
"""

import re

from assistant.voice.amounts import UNIT

TELEPHONE = (
    r"(?<![\w.+-])(?:\+\d{1,3}(?:[ -]\(?\d{1,5}\)?){2,6}|(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}"
    r"|[(（]0\d{1,3}[)）] ?\d{3,4}[ -]?\d{3,4}|0\d{1,4}(?:[ -]\d{3,4}){1,3}|0\d{1,3}-\d{7,8}"
    r"|1[3-9]\d([ -])\d{4}\1\d{4}|\d{9,})(?![\w-]|\.\d)"
)
"""+44 20 7946 0958, (555) 123-4567, (02) 2345-6789, 010-12345678, 138-0013-8000."""
LOCAL = rf"(?<![\w.,:/{'$€£¥'}+#-])([2-9]\d\d\d?)-(\d{{4}})(?![\w%-]|[.,:/]\d| ?(?:{UNIT})(?!\w))"
"""555-1234, 2345-6789: without the code of an area."""


def telephone(match: re.Match[str]) -> str:
    """Fewer than 8 digits are no telephone number."""
    groups = re.findall(r"\d+", match[0])
    if sum(map(len, groups)) < 8:
        return match[0]
    return "+" * match[0].startswith("+") + _spelled(groups)


def local(match: re.Match[str]) -> str:
    """500-1500 and 512-1024 are amounts, and 2024-2025 are years."""
    first, last = match.groups()
    amounts = _is_round(first) and _is_round(last) and not last.startswith("0")
    return match[0] if amounts or 2000 <= int(first) <= 2100 else _spelled((first, last))


def _spelled(groups: list[str] | tuple[str, ...]) -> str:
    return ", ".join(map(" ".join, groups))


def _is_round(number: str) -> bool:
    return int(number) % 10 == 0 or int(number).bit_count() == 1
