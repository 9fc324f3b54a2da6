"""How words close: whether what was said so far may be all of it (pure; English, traditional and simplified Chinese).

Full stops and question marks are not relied on: what is transcribed in the middle of a sentence gets one as well.
"""

import re

from assistant.core.wording import to_simplified
from assistant.turns.closing.chinese import chinese
from assistant.turns.closing.closings import Closing
from assistant.turns.closing.english import english
from assistant.turns.closing.english_words import FILLERS, LEANING, UNFINISHED

_MARKS = " .。!！?？"
_QUOTES = "\"'“”‘’「」『』()（）"
_TRAILING = ("…", "...", ",", "，", "、", "-", "—", "–")
_HAN = r"[\u3400-\u9fff]"


def closing(text: str) -> Closing:
    """How `text`, all that was said so far, ends."""
    said, trails = _said(text)
    if not any(map(str.isalnum, said)):
        return "unknown"
    if trails:
        return "open"
    return chinese(re.sub(r"\W", "", said)) if _in_chinese(said) else english(said)


def leans(text: str) -> bool:
    """Whether words that are open are so by their last one ("the", "is"), or by a mark; Chinese ones always are.

    What is open otherwise may be a whole sentence of which one word was misheard.
    """
    said, trails = _said(text)
    return trails or _in_chinese(said) or said.split(" ")[-1] in LEANING


def length(text: str) -> float:
    """In words; Chinese ones have two characters on average."""
    return len(re.findall(r"[^\W\u3400-\u9fff][\w']*", text)) + len(re.findall(_HAN, text)) / 2


def _said(text: str) -> tuple[str, bool]:
    """In small letters and simplified characters, without the marks at its end; whether those say that more comes."""
    said = to_simplified(text.lower().replace("’", "'")).rstrip(_QUOTES + " ")
    bare = said.rstrip(_MARKS + _QUOTES)
    return bare.rstrip("".join(_TRAILING) + _MARKS).lstrip(), said.endswith(_TRAILING) or bare.endswith(_TRAILING)


def _in_chinese(said: str) -> bool:
    """By its last word; where that is a name, as in 「打開 WiFi」, by most of it."""
    if re.search(_HAN + "$", said):
        return True
    characters, others = re.findall(_HAN, said), re.findall(r"[a-z']+|\d+", said)
    return len(characters) >= 2 * len(others) > 0 and others[-1] not in UNFINISHED | FILLERS
