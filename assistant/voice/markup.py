"""The markdown of a reply -> the words in it: no marks, citations, code blocks, addresses or emojis (pure)."""

import html
import re
import unicodedata

_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_CITED = re.compile(r"\s*\[#\d+\]")
# Not in code: `row[0]` is said whole.
_NOTED = re.compile(r"(`[^`\n]*`)|\[\^[\w-]+\]:?|(?<=[\w.,”\"])\[\d{1,3}(?:, ?\d{1,3})*\](?!\()|(?<!\S)\[[ xX]\](?=\s)")
_LINK = re.compile(r"!?\[([^\]]+)\]\([^)]*\)")
_ADDRESS = re.compile(
    r"(?:https?://(?:www\.)?|www\.)([\w-]+(?:\.[\w-]+)*)(?:[^\s，。、！？<>\"'”)]*[\w/])?", re.IGNORECASE
)
_BREAK = re.compile(r"</?(?:br|p|li|ul|ol|tr|td|th|div|h[1-6])\b[^<>]{0,60}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]{0,60})?/?>", re.IGNORECASE)
_AUTOLINK = re.compile(r"<(https?://[^\s<>]+|[\w.+-]+@[\w.-]+)>")
_LINE_START = re.compile(r"^\s*(?:#{1,6}\s+|>+\s*|[-*+•]\s+)", re.MULTILINE)
_LINE = re.compile(r"^[\s|:*_=-]+$", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|~~|`+)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_UNDERSCORED = re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)")
_TIMES = re.compile(r"(?<=\d) ?\* ?(?=\d)")
_LOOSE = re.compile(r"(?<!\w)#(?!\w)|(?<![A-Za-z0-9_])_+|_+(?![A-Za-z0-9_])|^[^\S\n]*[。！？；，、」』”’）]+")
_CELLS = re.compile(r"(?<=[^\s|])[\s|]*\|[\s|]*(?=[^\s|])")
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def unmarked(text: str) -> str:
    """The text without markup, on one line."""
    text = _NOTED.sub(r"\1", _CITED.sub("", _FENCED.sub(" ", text)))
    text = _ADDRESS.sub(r"\1", _TAG.sub("", _BREAK.sub(" ", _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", text)))))
    text = _LINE_START.sub("", _LINE.sub("", text))
    text = _TIMES.sub(" × ", _UNDERSCORED.sub(r"\1", _EMPHASIS.sub(r"\2", text)))
    text = _LOOSE.sub("", _CELLS.sub(", ", text).replace("|", " "))
    return " ".join(html.unescape(text).split())


def audible(text: str) -> str:
    """Empty where nothing in it can be spoken."""
    text = " ".join("".join(letter for letter in text if _is_spoken(letter)).split())
    return text if any(letter.isalnum() for letter in text) else ""


def _is_spoken(letter: str) -> bool:
    """Not an emoji, nor a mark of layout; symbols that carry meaning are."""
    if letter in "°©®™":
        return True
    if letter in "`*{}\\\0\u200d\ufe0f\u20e3" or ord(letter) in _SKIN_TONES:
        return False
    return unicodedata.category(letter) not in {"So", "Cs", "Co", "Cn"}
