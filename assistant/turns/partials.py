"""How much of what is understood so far can be relied on (pure).

What two hypotheses in a row agree on is committed, as streaming recognisers do (LocalAgreement-2: Macháček et al.,
"Turning Whisper into Real-Time Transcription System", 2023).
"""

import re

from assistant.core.units import units
from assistant.core.wording import to_simplified
from assistant.turns.closing import closing

_MARKS = r"\s.,;:!?…\"“”‘’'()\[\]、。，！？；：「」『』—–"
# Not between digits, where a mark is part of a number; a minus is one before a digit.
_SILENT = re.compile(rf"[{_MARKS}-]+(?!\d)|(?<!\d)[{_MARKS}]+")


def agreed(before: str, now: str) -> str:
    """The beginning of `now` that says the same as `before`, in whole words; case and punctuation do not matter."""
    end = 0
    for old, new in zip(units(before), units(now), strict=False):
        if old.sound != new.sound:
            break
        end = new.end
    return now[:end]


def may_be_all(before: str, now: str) -> bool:
    """Whether `now` reads as a whole question or request, and only goes on where `before` had come to.

    The last word of `before` may have been cut off in the middle.
    """
    kept = len(units(agreed(before, now))) >= max(1, len(units(before)) - 1)
    return kept and bool(before) and closing(now) in ("question", "request")


def same_words(one: str, other: str) -> bool:
    """Whether two transcripts say the same: case, punctuation, spaces and the kind of Chinese characters aside."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return _SILENT.sub("", to_simplified(text).casefold())
