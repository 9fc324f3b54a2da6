"""What a question asks for, by ordered rules in English and Chinese (pure).

A rule must match the whole text, so that a longer sentence that merely contains one stays `Open`; a phrase for a time
("this morning", 「五分鐘前」) is taken out first where the rule asks for it. What deletes memories is matched more
strictly than the rest: "can you forget everything" is a question, not an order.
"""

import re
from types import ModuleType

from assistant.core.intents import Intent, Open
from assistant.core.questions import QUESTIONS
from assistant.core.wording import to_simplified
from assistant.understanding import chinese, english
from assistant.understanding.awaited import awaited
from assistant.understanding.rules import Rule
from assistant.understanding.times import when_of

__all__ = ["QUESTIONS", "understand"]

# Nothing this long is a command; it also bounds the time that a pasted page can cost.
_LONGEST = 500
_MARKS = ' "“”「」.!?。！？…~,，;；:：'


def understand(text: str) -> Intent:
    """The intent of one message. Names and sentences in it keep the script and the case they were written in."""
    said = _plain(text)
    if len(said) > _LONGEST:
        return Open()
    if not any("\u3400" <= letter <= "\u9fff" for letter in said):
        return _in(english, said) or Open()
    # "Where is my 眼鏡" is an English question.
    is_mixed = re.match("[a-z]+ ", said, re.IGNORECASE)
    return _in(chinese, said) or (is_mixed and _in(english, said)) or Open()


def _in(language: ModuleType, said: str) -> Intent | None:
    said = _without(language.GREETING, said)
    return (
        _first(language.FORGETTING, said)
        or awaited(said)
        or _first(language.RULES, said)
        or _first(language.RULES, _without(language.COURTESY, said))
    )


def _plain(text: str) -> str:
    text = re.sub(r"\s+", " ", text.replace("’", "'").replace("`", "'")).strip(_MARKS)
    return re.sub(r"(?<=\w)[, ]+(?:please|thanks|thank you|keepsight)$", "", text, flags=re.IGNORECASE).rstrip(_MARKS)


def _simplified(said: str) -> tuple[str, str]:
    """The text and its simplified form, letter for letter the same length."""
    # The converter leaves 著 as it is, for 著名 has it in both scripts; here it is nearly always 着.
    simplified = to_simplified(said).replace("著", "着")
    return (said if len(said) == len(simplified) else simplified), simplified


def _without(opening: str, said: str) -> str:
    said, simplified = _simplified(said)
    match = re.match(opening, simplified, re.IGNORECASE)
    return said[match.end() :] or said if match else said


def _first(rules: tuple[Rule, ...], said: str) -> Intent | None:
    timeless, when = when_of(said) if any(rule.time != "never" for rule in rules) else (said, "")
    whole, rest = _simplified(said), _simplified(timeless)
    for rule in rules:
        if when and rule.time != "never" and (intent := _matched(rule, rest, when)):
            return intent
        if rule.time != "must" and (intent := _matched(rule, whole, "")):
            return intent
    return None


def _matched(rule: Rule, said_and_simplified: tuple[str, str], when: str) -> Intent | None:
    said, simplified = said_and_simplified
    for pattern in rule.patterns:
        if match := pattern.fullmatch(simplified):
            return rule.make(said[slice(*match.span("it"))] if "it" in pattern.groupindex else "", when)
    return None
