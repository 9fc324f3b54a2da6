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

    def proof(self, words: str) -> Sequence[Box]:
        """Where the thing is: the box it was cited with, else those that the reply's `words` name."""
        if self.box is not None:
            return (self.box,)
        return [box for box in self.observation.boxes if names(words, box.label)][:MOST_MARKS]


def names(words: str, label: str) -> bool:
    """Whether a label ("cup") is named in a sentence ("Two cups stand there")."""
    if not label.isascii():
        return to_simplified(label) in to_simplified(words)
    return re.search(rf"\b{re.escape(label)}(s|es)?\b", words, re.IGNORECASE) is not None


def drawn(card: Card, words: str, picture: str, language: Language, now: float, here: tzinfo | None) -> str:
    """The card as HTML. words: the whole reply. picture: its address. now: Unix seconds. here: the page's zone."""
    seen = card.observation
    proof = card.proof(words)
    boxes = proof or seen.boxes[:MOST_MARKS]
    told = shortened(seen.caption or seen.text or _source(seen, language), WORDS)
    where = _where(boxes[0], language, known=bool(proof)) if len(boxes) == 1 else ""
    named = not proof or len({box.label for box in boxes}) > 1
    marks = "".join(mark(box, _label(box.label, language) if named else "", lit=bool(proof)) for box in boxes)
    return (
        f'<a class="ks-card" href="#memory-{seen.id}">'
        f'<span class="ks-shot"><img src="{html.escape(picture)}" alt="">{marks}</span>'
        f'<span class="ks-card-words"><span class="ks-card-time">{clock(seen.time, now, language, seen.zone, here)}'
        f'</span><span class="ks-card-caption">{html.escape(told)}</span>'
        f'<span class="ks-card-place">{html.escape("" if where in told else where)}</span></span></a>'
    )


def mark(box: Box, label: str, *, lit: bool) -> str:
    """A frame over the picture, placed in hundredths of it. lit: where it stands alone, the rest is dimmed."""
    left, top = max(0.0, box.left), max(0.0, box.top)
    wide, high = max(0.0, min(1.0, box.right) - left), max(0.0, min(1.0, box.bottom) - top)
    sides = (("left", left), ("top", top), ("width", wide), ("height", high))
    style = ";".join(f"{side}:{100 * part:.1f}%" for side, part in sides)
    # Its name stands above it, or where else it fits into the picture.
    kinds = (("ks-mark", True), ("ks-below", top < 0.12), ("ks-leftward", left > 0.6), ("ks-lit", lit))
    named = f"<b>{html.escape(label)}</b>" if label else ""
    return f'<i class="{" ".join(kind for kind, on in kinds if on)}" style="{style}">{named}</i>'


def _where(box: Box, language: Language, *, known: bool) -> str:
    """What is not known to be the thing that was asked for is called by its name."""
    named = "" if known else _label(box.label, language) + say(language, ": ", "：")
    return named + place(box, language)


def _label(label: str, language: Language) -> str:
    """The labels of the built-in eyes are ours to translate."""
    chinese = {
        labels.TEXT: "文字",
        labels.FACE: "人臉",
        labels.MOVEMENT: "移動",
        labels.QR: "二維碼",
        labels.BARCODE: "條碼",
    }
    return say(language, label, chinese[label]) if label in chinese else label


def _source(seen: Observation, language: Language) -> str:
    """What stands for a picture that nothing was read or recognised in."""
    english, chinese = {
        "camera": ("What the camera showed", "相機看到的"),
        "screen": ("What the screen showed", "分享的畫面"),
        "upload": ("Your picture", "您的圖片"),
        "told": ("What you told me", "您說的"),
    }[seen.source]
    return say(language, english, chinese)
