"""How much of what is understood so far can be relied on: what two hypotheses in a row agree on (pure).

The same rule commits words in streaming recognisers (LocalAgreement-2: Macháček et al., "Turning Whisper into Real-Time
Transcription System", 2023).
"""

import re

# Scripts without spaces between words are compared by character: Chinese, Japanese, Thai, Lao, Burmese, Khmer.
_BY_CHARACTER = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNIT = re.compile(rf"[{_BY_CHARACTER}]|[^\s{_BY_CHARACTER}]+")
_SILENT = re.compile(r"[\W_]+")


def agreed(before: str, now: str) -> str:
    """The beginning of `now` that says the same as `before`, in whole words; case and punctuation do not matter."""
    end = 0
    for (old, _), (new, after) in zip(_units(before), _units(now), strict=False):
        if old != new:
            break
        end = after
    return now[:end]


def _units(text: str) -> list[tuple[str, int]]:
    """What is heard of each word, and where it ends in `text`; punctuation that stands alone is not heard."""
    found = [(_SILENT.sub("", match.group()).casefold(), match.end()) for match in _UNIT.finditer(text)]
    return [(key, end) for key, end in found if key]
