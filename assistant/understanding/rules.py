"""The shape of a rule, and lengths of time in words to seconds (pure)."""

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from assistant.core.intents import Intent


class Rule(NamedTuple):
    """Makes its intent from the slot `it` of whichever pattern matches ("" where a pattern has no slot), and from the
    phrase for a time: a rule that "may" or "must" have one is matched with the question without it, the others with
    the whole text.
    """

    make: Callable[[str, str], Intent]
    patterns: tuple[re.Pattern[str], ...]
    time: Literal["never", "may", "must"] = "never"


# "just now" has no number: a minute, which is what the prompt always holds.
JUST_NOW = 60.0
# How far "recently", or a question without a time, looks back.
RECENTLY = 300.0

_SMALL = (
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
DIGITS = (
    {word: value for value, word in enumerate(_SMALL[0] + _SMALL[1])}
    | {word: 10 * value for value, word in enumerate(_TENS, 2)}
    | {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 5}
)
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "几": 3}

_UNITS = (
    (r"sec|秒", 1),
    (r"quarter|刻", 900),
    (r"min|分", 60),
    (r"hour|小时|小時|钟头|鐘頭", 3600),
    (r"day|天", 86_400),
    (r"week|周|週|星期|礼拜|禮拜", 604_800),
    (r"month|月", 2_592_000),
)


def rule(make: Callable[[str], Intent], *patterns: str, **slots: str) -> Rule:
    """Compiles patterns in which each word of `slots`, written in capitals, stands for its expression."""
    return Rule(lambda it, _: make(it), _compiled(patterns, slots))


def timed(make: Callable[[str, str], Intent], *patterns: str, **slots: str) -> Rule:
    """A rule for a question that may name a time; `make` gets it as it was said, "" where there is none."""
    return Rule(make, _compiled(patterns, slots), "may")


def dated(make: Callable[[str, str], Intent], *patterns: str, **slots: str) -> Rule:
    """A rule for a question that is this one only where it names a time."""
    return Rule(make, _compiled(patterns, slots), "must")


def _compiled(patterns: tuple[str, ...], slots: dict[str, str]) -> tuple[re.Pattern[str], ...]:
    for name, expression in slots.items():
        patterns = tuple(pattern.replace(name, expression) for pattern in patterns)
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def always(intent: Intent) -> Callable[[str], Intent]:
    return lambda _: intent


def seconds(span: str, otherwise: float = RECENTLY) -> float:
    """The length of "ten minutes", "half an hour", "90 seconds", "两个半小时"; `otherwise` where no unit is named."""
    words = span.lower()
    if re.search("just now|刚才|刚刚|剛才|剛剛", words) and not re.search(r"\d|分|秒|时|時", words):
        return JUST_NOW
    if re.search("today|今天", words):
        return 86_400.0
    unit = next((size for name, size in _UNITS if re.search(name, words)), None)
    return otherwise if unit is None else unit * count(words)


def count(words: str) -> float:
    """The number in "three", "twenty-five", "a few", "1.5", 「两个半」; 1 where there is none."""
    if digits := re.search(r"\d+(?:\.\d+)?", words):
        number = float(digits[0])
    elif re.search("[零一二两兩三四五六七八九十几幾]", words):
        number = float(_chinese_count(words))
    else:
        words = re.sub("^an? (?=few|couple)", "", words)
        number = float(sum(DIGITS.get(word, 0) for word in re.split("[ -]", words.replace("half an", "half"))))
    half = 0.5 if re.search("half|半", words) else 0.0
    if half and re.search("and a half", words):
        number = max(1.0, number - 1)
    return number + half or 1.0


def _chinese_count(words: str) -> int:
    words = words.replace("兩", "两").replace("幾", "几")
    tens, ten, ones = re.sub("[^零一二两三四五六七八九十几]", "", words).rpartition("十")
    count = 10 * _CHINESE_DIGITS.get(tens, 1) if ten else 0
    return count + _CHINESE_DIGITS.get(ones, 0)
