"""LLaVA-1.5 and LLaVA-OneVision, where they differ from what their processors do alone."""

from PIL import Image, ImageOps

from assistant.core.values import Box
from models.local import boxes
from models.local.families.chat import Chat
from models.local.family import Inputs


class Llava(Chat):
    """It was trained on pictures padded to a square (arXiv 2310.03744), its boxes with it; the processors of its
    checkpoints would cut the sides off instead."""

    point = "Please provide the bounding box coordinate of the region this sentence describes: PHRASE"

    def prepared(self, picture: Image.Image, several: bool) -> Inputs:
        mean = tuple(round(255 * part) for part in self._processor.image_processor.image_mean)
        side = max(picture.size)
        return super().prepared(ImageOps.pad(picture, (side, side), color=mean), several)

    def boxes(self, text: str, phrase: str, picture: Image.Image) -> list[Box]:
        return boxes.llava(text, phrase, picture.size)


class OneVision(Chat):
    """A picture alone is seen in tiles, several are seen whole: each at a tenth of the tokens."""

    def prepared(self, picture: Image.Image, several: bool) -> Inputs:
        made = super().prepared(picture, several)
        if several:
            both = dict(self._processor.image_processor([[picture, picture]], return_tensors="pt"))
            made["words"] = self._processor.replace_image_token(both, 0)
            made["pixel_values"], made["batch_num_images"] = both["pixel_values"][:1], [2]
        return made
