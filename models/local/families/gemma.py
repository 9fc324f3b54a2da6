"""Gemma 3, 3n and 4."""

from PIL import Image

from assistant.core.values import Box
from models.local import boxes
from models.local.families.chat import Chat


class Gemma(Chat):
    """Source of the prompt: Gemma 4's object detection guide, ai.google.dev."""

    point = (
        'Detect PHRASE. Output only a JSON list; each entry has the 2D bounding box in "box_2d" as '
        '[y1, x1, y2, x2], 0 to 1000, and its text label in "label".'
    )

    def boxes(self, text: str, phrase: str, picture: Image.Image) -> list[Box]:
        return boxes.gemma(text, phrase)
