"""LFM2-VL and LFM2.5-VL."""

from PIL import Image

from assistant.core.values import Box
from models.local import boxes
from models.local.families.chat import Chat


class Lfm2(Chat):
    """Source of the prompt: model card of LiquidAI/LFM2.5-VL-450M."""

    point = (
        'Detect all instances of: PHRASE. Response must be a JSON array: [{"label": ..., "bbox": [x1, y1, x2, y2]}, '
        "...]. Coordinates must be normalized to [0, 1]."
    )

    def boxes(self, text: str, phrase: str, picture: Image.Image) -> list[Box]:
        return boxes.lfm2(text, phrase)
