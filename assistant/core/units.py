"""What a text is counted and compared by: words, or characters in scripts without spaces between words (pure)."""

import re
from dataclasses import dataclass

# Chinese, Japanese, Thai, Lao, Burmese, Khmer.
_BY_CHARACTER = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNIT = re.compile(rf"[{_BY_CHARACTER}]|[^\s{_BY_CHARACTER}]+")
_SILENT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """`sound` is the word without case and punctuation; `end` is where it ends in its text; `word` or a character."""

    sound: str
    end: int
    word: bool


def units(text: str) -> list[Unit]:
    """Punctuation that stands alone is none."""
    found = (_unit(match) for match in _UNIT.finditer(text))
    return [unit for unit in found if unit.sound]


def _unit(match: re.Match[str]) -> Unit:
    text = match.group()
    return Unit(_SILENT.sub("", text).casefold(), match.end(), not re.match(f"[{_BY_CHARACTER}]", text))
