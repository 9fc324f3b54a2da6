"""Phrases for a time, in English and Chinese, as intervals; and where in a question such a phrase stands (pure).

A phrase is one of the frames of `english_times` and `chinese_times` ("since …", 「…之前」) around moments, which are
atoms in any order: a day, a part of it, a time of the clock.
"""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from assistant.core.wording import to_simplified
from assistant.understanding import chinese_times, english_times
from assistant.understanding.moments import Back, Phrase

# No question that names a time is longer, in characters; it bounds what looking for one costs. Chinese, which has no
# words to begin at, costs four times as much a character and says as much in a third of them.
_LONGEST_ENGLISH, _LONGEST_CHINESE = 160, 60
_MARKS = " ,.?!;:、，。？！；："


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` to `until`, in Unix seconds; never beyond now, never empty."""

    since: float
    until: float


def interval(phrase: str, now: float, zone: tzinfo | None = None) -> Span | None:
    """What "yesterday evening" or 「五分鐘前」 means at `now` (Unix seconds), by the clocks of `zone` (None: of here).

    None for an empty phrase, for one that is not understood, and for what is yet to come. A time of the clock without a
    day is the last such time. Around a moment ("five minutes ago", "at three") the interval is as wide as people are
    imprecise about it.
    """
    said = _read(re.sub(r"\s+", " ", _normal(phrase)))
    if said is None:
        return None
    if isinstance(said, Back):
        return Span(now - said.longest, now - max(said.shortest, 0.0))
    here = datetime.fromtimestamp(now, zone).replace(tzinfo=None)
    stretch = said.stretch(here)
    if stretch is None:
        return None
    since, until = min(_instants(stretch[0], zone)), min(max(_instants(stretch[1], zone)), now)
    return Span(since, until) if since < until else None


def _instants(wall: datetime, zone: tzinfo | None) -> list[float]:
    """When clocks showed that: two instants for an hour that they showed twice, or skipped, else twice the same."""
    return [wall.replace(tzinfo=zone, fold=fold).timestamp() for fold in (0, 1)]


def when_of(text: str) -> tuple[str, str]:
    """A question without the phrase for a time in it, and that phrase as it was said; "" where there is none.

    "this morning, where were my keys?" -> ("where were my keys", "this morning"); the longest phrase is taken.
    """
    begin, end = _longest_phrase(text)
    if not end:
        return text, ""
    gap = "" if _is_chinese(text) else " "
    rest = f"{text[:begin].strip(_MARKS)}{gap}{text[end:].strip(_MARKS)}"
    return rest.strip(), text[begin:end].strip(_MARKS)


def _longest_phrase(text: str) -> tuple[int, int]:
    """Where it begins and ends; (0, 0) where there is none."""
    words, chinese = _normal(text), _is_chinese(text)
    if len(words) != len(text) or len(words) > (_LONGEST_CHINESE if chinese else _LONGEST_ENGLISH):
        return 0, 0
    windows = (chinese_times if chinese else english_times).windows(words)
    for begin, end in sorted(windows, key=lambda window: (window[0] - window[1], -window[0])):
        if _read(words[begin:end]) is not None:
            return begin, end
    return 0, 0


def _normal(text: str) -> str:
    return to_simplified(text).lower().replace("’", "'").replace("：", ":")


def _read(words: str) -> Phrase | None:
    words = words.strip(_MARKS)
    if not words:
        return None
    if _is_chinese(words):
        return chinese_times.read(words) if len(words) <= _LONGEST_CHINESE else None
    return english_times.read(words) if len(words) <= _LONGEST_ENGLISH else None


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in text)
