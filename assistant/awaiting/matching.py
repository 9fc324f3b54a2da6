"""Which of what is waited for the user's words mean: "never mind the kettle", 「不用等水開了」 (pure)."""

import re
from collections.abc import Mapping

from assistant.core.wording import to_simplified

_THIS = re.compile(
    r"(?:(?:it|that|this)(?: (?:one|thing|alert|reminder))?|the (?:last|newest|latest)(?: (?:one|thing))?)|"
    r"(?:它|(?:这|那|刚才那|刚刚那|最后|上)(?:个|件事?|一个|一件)?)(?:事情?|东西)?",
    re.IGNORECASE,
)
_EMPTY = {"the", "a", "an", "is", "are", "my", "your", "when", "about", "at", "in", "it", "to", "for", "of", "on"}
_SAME = {"somebody": "someone", "anyone": "someone", "anybody": "someone", "people": "someone", "anything": "something"}
_PARTICLES = r"[\W了的]|动静|(?<=.)有(?=$)"


def meant(asked: str, events: Mapping[int, str], notes: Mapping[int, str], newest: int) -> list[int]:
    """Which of the events, by their ids, are `asked` to be stopped; all where nothing is named.

    notes: what to be reminded of then. newest: the id of what was asked for or told last.
    """
    if not asked:
        return list(events)
    if re.fullmatch(_THIS, to_simplified(asked)):
        return [newest] if newest in events else list(events)[-1:]
    for fits, texts in ((same, events), (names, events), (names, notes)):
        if found := [id for id, text in texts.items() if fits(text, asked)]:
            return found
    return []


def same(event: str, other: str) -> bool:
    """Whether two events are one, in other forms of the same words: "someone comes in", "anybody coming in"."""
    return _words(event) == _words(other)


def names(event: str, asked: str) -> bool:
    """Whether what is `asked` for may be this event: all its words are in it."""
    if _chinese(asked):
        return _joined(asked) in _joined(event)
    return bool(_words(asked)) and _words(asked) <= _words(event)


def _words(text: str) -> set[str]:
    if _chinese(text):
        return {_joined(text)}
    words = {_stem(word) for word in re.findall(r"[\w']+", text.casefold())}
    return words - _EMPTY or words


def _stem(word: str) -> str:
    """Without its ending: boils, boiling and boil are one."""
    word = re.sub("'(?:s|re|ve|m)$", "", word)
    word = _SAME.get(word, word)
    stem = re.sub(r"(?<=\w{3})(?:ings?|e?s|e)$", "", word) if word not in ("someone", "something") else word
    return re.sub(r"([bdgmnprt])\1$", r"\1", stem)


def _joined(text: str) -> str:
    return re.sub(_PARTICLES, "", to_simplified(text))


def _chinese(text: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in text)
