"""Whether words are said to it by name: "Keepsight, …", however the ears spelled that (pure but for `Calling`).

Ears know no such word. They write "keep site", "keep side", 「奇普賽」; so the name is compared by its sound, one to
three words together, and only where a name stands when somebody is called: first, last, or alone.
"""

import math
import re
from collections.abc import Callable

from assistant.core.wording import to_simplified

WAIT = 8.0  # seconds in which what follows its name, or its own question, begins: what other assistants wait

# Said before a name: "hey Keepsight", "and now, Keepsight, …".
_LEAD = r"(?:(?:hey|hi|hello|ok|okay|so|and|but|now|um+|uh+|well|oh|excuse me|sorry|please|yo|listen)[,.!\s]+)*"
_WORDS = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_BREAK = re.compile(r"[,.!?;:，。！？；：、…—-]")
_CLEAR = re.compile("k[ieaI]+[pbf]?sIt")  # keepsight, keep site, keep side, cape sight, key sight, keeb cite
_BLURRED = re.compile("k[ieaI]+psI[skn]?")  # keep size, keeps I, keep sign: only where a comma sets it off
# "Keep sight of the ball", "keep side by side", "to keep site visits short": no name.
_NO_CALL = re.compile(r"\s*(?:of|by|with|to|on|in|and|or|for|s)\b", re.IGNORECASE)
_OBJECT = re.compile(
    r"\b(?:to|a|an|the|of|we|you|they|i|he|she|it|must|can|could|will|would|should|not|don't|please|and|on|in|at|for|"
    r"that|this|is|was|about|with|called|named|my|your|our|let's)\s*$",
    re.IGNORECASE,
)
# 「奇普賽特」 and its like, as ears write it in Chinese; 「小看」 is short for it where a pause follows.
_CHINESE = r"(?:[奇基起启其吉琪期祺齐旗气汽][普扑仆铺不卜朴浦步布][赛塞晒沙杀帅萨][特德忒]?|小看(?=[,，。！!、\s]|$))"
_CHINESE_LEAD = r"(?:(?:嘿|喂|嗨|哎|欸|好|那么?|请问|你好|那个)[,，、!！\s]*)*"
_LEADS = (_LEAD, _CHINESE_LEAD)


def addressed(text: str) -> str | None:
    """What is said to it, without the name: "" where the name is all; None where it is not called."""
    said = text.strip()
    for found in (_chinese(said), _at_the_beginning(said), _at_the_end(said)):
        if found is not None:
            return found
    return None


def _at_the_beginning(said: str) -> str | None:
    start = max(lead.end() for pattern in _LEADS if (lead := re.match(pattern, said, re.IGNORECASE)))
    for last in _groups(said, start):
        rest = said[last:]
        set_off = not rest.strip() or bool(_BREAK.match(rest.lstrip()))
        if _is_name(said[start:last], set_off=set_off) and (set_off or not _NO_CALL.match(rest)):
            return rest.lstrip(" ,.!?;:，。！？、…—-")
    return None


def _at_the_end(said: str) -> str | None:
    end = len(said.rstrip(" ,.!?;:，。！？、…—-"))
    for first in _starts(said, end):
        before = said[:first].rstrip()
        set_off = bool(before) and bool(_BREAK.match(before[-1]))
        if _is_name(said[first:end], set_off=set_off) and (set_off or not _OBJECT.search(before)):
            return before.rstrip(" ,，、;；") + said[end:].strip()
    return None


def _chinese(said: str) -> str | None:
    simplified = to_simplified(said)
    if len(simplified) != len(said):
        return None
    if match := re.match(rf"{_CHINESE_LEAD}{_CHINESE}", simplified):
        return said[match.end() :].lstrip(" ,，。！!、")
    if match := re.search(rf"[,，、\s]{_CHINESE}[。！!？?\s]*$", simplified):
        return said[: match.start()]
    return None


def _groups(said: str, start: int) -> list[int]:
    """Where one, two or three words from `start` on end, the longest first; a comma parts no name."""
    ends: list[int] = []
    for word in list(_WORDS.finditer(said, start))[:3]:
        if said[(ends[-1] if ends else start) : word.start()].strip(" -"):
            break
        ends.append(word.end())
    return ends[::-1]


def _starts(said: str, end: int) -> list[int]:
    """Where the last one, two or three words before `end` begin, the longest first."""
    starts: list[int] = []
    for word in list(_WORDS.finditer(said, 0, end))[:-4:-1]:
        if said[word.end() : (starts[-1] if starts else end)].strip(" -"):
            break
        starts.append(word.start())
    return starts[::-1]


def _is_name(words: str, *, set_off: bool) -> bool:
    heard = "".join(sound(word) for word in _WORDS.findall(words))
    return bool(_CLEAR.fullmatch(heard) or (set_off and _BLURRED.fullmatch(heard)))


def sound(word: str) -> str:
    """How an English word sounds, roughly: consonants that are confused are one letter, `I` is the vowel of "sight"."""
    letters = word.lower().replace("'", "")
    for pattern, becomes in _SPELLINGS:
        letters = re.sub(pattern, becomes, letters)
    return letters


_SPELLINGS = (
    (r"([a-z])\1+", r"\1\1"),
    (r"^i$|igh|ye$|(?<=[bcdfghjklmnpqrstvwxz])ie?(?=d$)|^eye", "I"),
    (r"y$", "I"),
    (r"ee|ea|ey", "i"),
    (r"i(?=[bcdfgklmnpstvz]e?s?$)(?=[a-z]es?$)|i(?=gn$)", "I"),  # site, side, size; sign
    (r"c(?=[eiyI])", "s"),
    (r"ck|c|q", "k"),
    (r"th|ph|v", "f"),
    (r"z|x", "s"),
    (r"(?<=I)ed$|(?<=[a-zI])[dt]e$|(?<=[a-z])d$", "t"),
    (r"(?<=[a-zI])e$", ""),
    (r"gn$", "n"),
    (r"([a-z])\1+", r"\1"),
)


class Calling:
    """For how long what is said is meant for it without the name; `clock` tells Unix seconds.

    After its own question, after its name alone, and while the key for talking is held. Not after every reply: where
    two people talk near it, the next words are most likely for the other one.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.open = False  # what is being said now is meant for it
        self._clock = clock
        self._until = 0.0

    def begin(self) -> None:
        """Somebody begins to speak."""
        self.open = self._clock() <= self._until

    def ask(self, seconds: float = WAIT) -> None:
        """It has asked something, or its name was all that was said: what begins within so many seconds is for it."""
        self._until = self._clock() + seconds

    def press(self, pressed: bool) -> None:
        self._until = math.inf if pressed else self._clock() + WAIT

    def close(self) -> None:
        self.open, self._until = False, 0.0

    def said(self, text: str, began: float) -> str:
        """What of an utterance that began at `began`, Unix seconds, is meant for it; empty for nothing."""
        words = addressed(text)
        if words is None:
            words = text if began <= self._until else ""
        elif not words:
            self.ask()
            return ""
        if words:
            self.close()
        return words
