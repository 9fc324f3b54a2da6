"""What chat models are asked for a caption, and what is made of their answer (pure).

Text in the picture is not asked for: the built-in eyes read it letter for letter, in half the time that a model
takes to repeat it. No example either: small models find the example in every picture.
"""

import re
from collections.abc import Iterator

from assistant.core.values import Description

ASK = (
    "List the objects in this picture, most prominent first, at most ten, one on a line: the name of the object, a "
    "colon, its colour, and where it is in the picture and next to what. Name only what is clearly visible. "
    "Do not copy out text."
)
TOKENS = 200  # enough for ten such lines
LINES = 12  # a small model that loops is cut here
LONGEST = 1_000  # characters of a caption

_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)|^.*?</think>", re.DOTALL)
_SPECIAL = re.compile(r"<\|?[a-z_]+\|?>|[\x00-\x08\x0e-\x1f\x7f\ufffd]")  # and what is no character
_BULLET = re.compile(r"^\s*(?:[-*•·>#]+|\(?\d{1,2}[.):])\s*")
_MARKUP = re.compile(r"[*_`#]{1,3}(?=\S)|(?<=\S)[*_`#]{1,3}")
_TEXT = re.compile(r"^(?:readable |visible )?text\s*:\s*(.*)$", re.IGNORECASE)
_PREAMBLE = re.compile(
    r"^(?:sure|certainly|of course|okay|ok|here (?:is|are)|the (?:objects|image|picture))\b.*:$", re.IGNORECASE
)
_NOTHING = re.compile(r"^[\s\"'“”(\[]*(?:none|no (?:readable |visible )?text|n/?a|nothing)\b.{0,40}$", re.IGNORECASE)
_REFUSAL = re.compile(
    r"^(?:i(?:'|’)?m sorry|sorry|i(?:'m| am) (?:unable|not able)|i can(?:'t|not| not)|as an ai)\b", re.IGNORECASE
)


def read(text: str) -> Description:
    """The caption in an answer to `ASK`: one sentence an object, without markup, repetition and refusals.

    A line "Text: …" becomes the readable text. Chat answers hold no boxes. Nothing said is nothing worth keeping.
    """
    sentences: dict[str, None] = {}
    words: list[str] = []
    for line in _lines(text):
        if read_out := _TEXT.match(line):
            words += [] if _NOTHING.match(read_out[1]) else [read_out[1].strip("\"'“” ")]
        else:
            sentences[_sentence(line)] = None
    caption = _fitting(list(sentences)[:LINES])
    return Description(caption, "\n".join(filter(None, words)), worth_keeping=bool(caption or words))


def _lines(text: str) -> Iterator[str]:
    for raw in _SPECIAL.sub(" ", _THOUGHT.sub("", text)).splitlines():
        line = " ".join(_MARKUP.sub("", _BULLET.sub("", raw)).split())
        if any(map(str.isalpha, line)) and not any(kind.match(line) for kind in (_PREAMBLE, _NOTHING, _REFUSAL)):
            yield line


def _sentence(line: str) -> str:
    return line if line.endswith((".", "!", "?", "。")) else line.rstrip(",;:，；：") + "."


def _fitting(sentences: list[str]) -> str:
    """As many whole sentences as fit; the beginning of the first where it alone is too long."""
    caption = ""
    for sentence in sentences:
        if caption and len(caption) + len(sentence) >= LONGEST:
            break
        caption = f"{caption} {sentence}".strip()
    return caption[:LONGEST]
