"""What is left of an observation when one of its things is forgotten (pure)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.core.values import Observation
from memory.finding.naming import tokens

Name = Sequence[str]
_SEGMENTS = re.compile(r"(?<=[;。；\n])\s*|(?<=[.!?])\s+")


def without(names: Sequence[Name], observation: Observation) -> Observation | None:
    """What is left when the thing is forgotten; None for nothing, the same when it was never named.

    A told sentence that names it goes whole: without the word it would say something else. Elsewhere go its boxes,
    the sentences of the caption and the lines of text that name it; a caption that named only it leaves nothing.
    """
    boxes = tuple(box for box in observation.boxes if not _mentions(names, box.label))
    caption = _rest(names, _SEGMENTS.split(observation.caption), " ")
    text = _rest(names, observation.text.splitlines(), "\n")
    unchanged = (boxes, caption) == (observation.boxes, _joined(_SEGMENTS.split(observation.caption), " "))
    if unchanged and text == _joined(observation.text.splitlines(), "\n"):
        return observation
    if observation.source == "told" or not (boxes or caption or text):
        return None
    return replace(observation, caption=caption, text=text, boxes=boxes)


def sentences(caption: str) -> list[str]:
    """The parts of a caption that are forgotten one by one."""
    return [part.strip() for part in _SEGMENTS.split(caption) if part.strip()]


def _rest(names: Sequence[Name], parts: Iterable[str], joint: str) -> str:
    return _joined((part for part in parts if not _mentions(names, part)), joint)


def _joined(parts: Iterable[str], joint: str) -> str:
    return joint.join(part.strip() for part in parts if part.strip())


def _mentions(names: Sequence[Name], text: str) -> bool:
    """Whether all words of a name occur in order, whatever stands around them: forgetting rather takes too much."""
    found = f" {' '.join(tokens(text))} "
    return any(_spelled(name) in (found if name[0].isascii() else found.replace(" ", "")) for name in names)


def _spelled(name: Name) -> str:
    return f" {' '.join(name)} " if name[0].isascii() else "".join(name)
