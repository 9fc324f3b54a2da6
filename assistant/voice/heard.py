"""How far a reply was heard -> its words up to there, as they were written (pure).

The voice says "10 to 12 centimetres" where the reply has "10–12 cm": the words of both are laid side by side, so that
history keeps what stands in the chat.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from assistant.voice.speaking import Piece

_HAN = "\u3400-\u9fff\uf900-\ufaff"
# A Chinese character is a word; "3.5" and "it's" are one as well. Behind a word: what closes or ends it.
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+(?:[.,:'’/-][^\W_{_HAN}]+)*")
_BEHIND = re.compile(r"(?:\(\))?[.,;:!?…，、。；：！？'\"”’」』)）\]*_`~]*")
_PAIRED = ("**", "`")
_LETTER = 1 / 16  # seconds of a usual voice; only until a whole piece tells better
_WIDE = 3  # letters that a Chinese character takes the time of
_TELLING = 12  # letters without which a piece tells nothing: "Yes." is slow
_CHARACTER = re.compile(f"[{_HAN}]")


class Span(NamedTuple):
    """Where the sound of a piece lies, in seconds of the reply's voice.

    said: at which of them how many of its characters had been said, where the voice tells.
    """

    start: float
    end: float
    said: tuple[tuple[float, int], ...] = ()


class Pace:
    """How long a piece will be while its sound is being made, from those before it."""

    def __init__(self) -> None:
        self._letter = _LETTER

    def seconds(self, said: str) -> float:
        return self._letter * _weight(said)

    def learn(self, said: str, seconds: float) -> None:
        if _weight(said) >= _TELLING and seconds > 0:
            self._letter = seconds / _weight(said)


def _weight(said: str) -> int:
    return len(said) + (_WIDE - 1) * len(_CHARACTER.findall(said))


def heard_part(pieces: Sequence[Piece], spans: Sequence[Span], seconds: float) -> str:
    """The words that had been played after `seconds` of a reply's voice, cut back to the last whole word.

    A piece without a span was not spoken yet. Where a voice does not tell how far it is, each letter takes as long.
    """
    whole = sum(seconds >= span.end for span in spans)
    if whole >= min(len(spans), len(pieces)):
        return heard_until(pieces, whole, 0)
    return heard_until(pieces, whole, _characters(pieces[whole].said, spans[whole], seconds))


def _characters(said: str, span: Span, seconds: float) -> int:
    if span.said:
        return max((count for at, count in span.said if at <= seconds), default=0)
    return int(len(said) * max(0.0, (seconds - span.start) / (span.end - span.start)))


def heard_until(pieces: Sequence[Piece], whole: int, characters: int) -> str:
    """All of the first `whole` pieces, and of the next one what was said within its first `characters` letters."""
    heard = "".join(piece.before + piece.written for piece in pieces[:whole])
    if part := _begun(pieces[whole], characters) if whole < len(pieces) else "":
        heard += pieces[whole].before + part
    return _closed(heard.strip())


def _begun(piece: Piece, characters: int) -> str:
    """The written words of which all was said within the first `characters` letters."""
    said, written = _words(piece.said), _words(piece.written)
    count = sum(word.end() <= characters for word in said)
    last = _beside([word[0].lower() for word in said], [word[0].lower() for word in written], count)
    if count == 0 or last == 0:
        return ""
    end = written[last - 1].end()
    behind = _BEHIND.match(piece.written, end)
    return piece.written[: behind.end() if behind else end]


def _words(text: str) -> list[re.Match[str]]:
    return list(_WORD.finditer(text))


def _beside(said: Sequence[str], written: Sequence[str], count: int) -> int:
    """How many of the `written` words were said when `count` of the `said` ones were.

    What is written in other words than it is said counts in proportion.
    """
    steps = SequenceMatcher(None, said, written, autojunk=False).get_opcodes()
    last = 0
    for _, begin, end, first, after in steps:
        if begin > count or (begin == count and begin < end):
            break
        last = after if count >= end else first + (after - first) * (count - begin) // (end - begin)
    return last


def _closed(text: str) -> str:
    """Emphasis or code that the cut left open is closed, so that the chat shows no loose marks."""
    return text + "".join(mark for mark in _PAIRED if text.count(mark) % 2)
