"""How words close: whether what was said so far may be all of it (pure; English, traditional and simplified Chinese).

Full stops and question marks are not relied on: what is transcribed in the middle of a sentence gets one as well.
"""

import re

from assistant.core.wording import to_simplified
from assistant.turns.closing.chinese import chinese
from assistant.turns.closing.closings import Closing
from assistant.turns.closing.english import english
from assistant.turns.closing.english_words import LEANING

_MARKS = " .。!！?？"


def closing(text: str) -> Closing:
    """How `text`, all that was said so far, ends."""
    said = to_simplified(text.strip().lower().replace("’", "'"))
    bare = said.rstrip(_MARKS)
    if not any(map(str.isalnum, said)):
        return "unknown"
    if _trails(said):
        return "open"
    return chinese(re.sub(r"\W", "", bare)) if _in_chinese(bare) else english(bare)


def leans(text: str) -> bool:
    """Whether words that are open are so by their last one ("the", "is"), or by a mark; Chinese ones always are.

    What is open otherwise may be a whole sentence of which one word was misheard.
    """
    said = text.strip().lower().replace("’", "'")
    bare = said.rstrip(_MARKS)
    return _trails(said) or _in_chinese(bare) or bare.split(" ")[-1] in LEANING


def _trails(said: str) -> bool:
    return said.rstrip(_MARKS).endswith(("…", ",", "，", "-", "、")) or said.endswith(("...", "…"))


def _in_chinese(bare: str) -> bool:
    return re.search(r"[㐀-鿿]$", bare) is not None


def length(text: str) -> float:
    """In words; Chinese ones have two characters on average."""
    return len(re.findall(r"[^\W\u3400-\u9fff][\w']*", text)) + len(re.findall(r"[\u3400-\u9fff]", text)) / 2
