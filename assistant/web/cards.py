"""What a reply rests on, as a card in the chat: the picture with the thing marked, time and place (pure)."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from assistant.core import labels
from assistant.core.values import Box, Language, Observation
from assistant.core.wording import clock, place, say, shortened, to_simplified

WORDS = 160  # characters of a caption on a card
MOST_MARKS = 8  # more hide the picture


@dataclass(frozen=True, slots=True)
class Card:
    """`box` is what the reply is about in the picture, where that is known."""

    observation: Observation
    box: Box | None = None

    def marked(self, words: str) -> Sequence[Box]:
        """The box it was cited with, else those that the reply's `words` name, else all."""
        if self.box is not None:
            return (self.box,)
        boxes = self.observation.boxes[:MOST_MARKS]
        return [box for box in boxes if names(words, box.label)] or boxes


def names(words: str, label: str) -> bool:
    """Whether a label ("cup") is named in a sentence ("Two cups stand there")."""
    if not label.isascii():
        return to_simplified(label) in to_simplified(words)
    return re.search(rf"\b{re.escape(label)}(s|es)?\b", words, re.IGNORECASE) is not None


def drawn(card: Card, words: str, picture: str, language: Language, now: float, here: tzinfo | None) -> str:
    """The card as HTML. words: the whole reply. picture: its address. now: Unix seconds. here: the page's zone."""
    seen = card.observation
    boxes = card.marked(words)
    told = shortened(seen.caption or seen.text or _source(seen, language), WORDS)
    where = place(boxes[0], language) if len(boxes) == 1 else ""
    several = len({box.label for box in boxes}) > 1
    marks = "".join(mark(box, _label(box.label, language) if several else "") for box in boxes)
    return (
        f'<a class="ks-card" href="#memory-{seen.id}">'
        f'<span class="ks-shot"><img src="{html.escape(picture)}" alt="">{marks}</span>'
        f'<span class="ks-card-words"><span class="ks-card-time">{clock(seen.time, now, language, seen.zone, here)}'
        f'</span><span class="ks-card-caption">{html.escape(told)}</span>'
        f'<span class="ks-card-place">{html.escape("" if where in told else where)}</span></span></a>'
    )


def mark(box: Box, label: str) -> str:
    """A frame over the picture, placed in hundredths of it."""
    left, top = max(0.0, box.left), max(0.0, box.top)
    wide, high = max(0.0, min(1.0, box.right) - left), max(0.0, min(1.0, box.bottom) - top)
    sides = (("left", left), ("top", top), ("width", wide), ("height", high))
    style = ";".join(f"{side}:{100 * part:.1f}%" for side, part in sides)
    beside = (" ks-below" if top < 0.12 else "") + (" ks-leftward" if left > 0.6 else "")  # where its name fits
    return f'<i class="ks-mark{beside}" style="{style}">{f"<b>{html.escape(label)}</b>" if label else ""}</i>'


def _label(label: str, language: Language) -> str:
    """The labels of the built-in eyes are ours to translate."""
    chinese = {
        labels.TEXT: "文字",
        labels.FACE: "人臉",
        labels.MOVEMENT: "移動",
        labels.QR: "二維碼",
        labels.BARCODE: "條碼",
    }
    return say(language, label, chinese.get(label, label)) if label in chinese else label


def _source(seen: Observation, language: Language) -> str:
    """What stands for a picture that nothing was read or recognised in."""
    english, chinese = {
        "camera": ("What the camera showed", "相機看到的"),
        "screen": ("What the screen showed", "分享的畫面"),
        "upload": ("Your picture", "您的圖片"),
        "told": ("What you told me", "您說的"),
    }[seen.source]
    return say(language, english, chinese)
