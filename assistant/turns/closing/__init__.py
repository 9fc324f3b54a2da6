"""How words close: whether what was said so far may be all of it (pure; English, traditional and simplified Chinese).

Full stops and question marks are not relied on: what is transcribed in the middle of a sentence gets one as well.
"""

import re

from assistant.core.wording import to_simplified
from assistant.turns.closing.chinese import chinese
from assistant.turns.closing.closings import Closing
from assistant.turns.closing.english import english


def closing(text: str) -> Closing:
    """How `text`, all that was said so far, ends."""
    said = to_simplified(text.strip().lower().replace("’", "'"))
    bare = said.rstrip(" .。!！?？")
    if not any(map(str.isalnum, said)):
        return "unknown"
    if bare.endswith(("…", ",", "，", "-", "、")) or said.endswith(("...", "…")):
        return "open"
    return chinese(re.sub(r"\W", "", bare)) if re.search(r"[㐀-鿿]$", bare) else english(bare)


def length(text: str) -> float:
    """In words; Chinese ones have two characters on average."""
    return len(re.findall(r"[^\W\u3400-\u9fff][\w']*", text)) + len(re.findall(r"[\u3400-\u9fff]", text)) / 2
