"""Qwen's vision models: one way to point with each generation. Sources of the prompts: Qwen's grounding cookbooks."""

from PIL import Image

from assistant.core.values import Box
from models.local import boxes
from models.local.families.chat import Chat


class Qwen2VL(Chat):
    point = "Detect the bounding boxes of <|object_ref_start|>PHRASE<|object_ref_end|>."

    def boxes(self, text: str, phrase: str, picture: Image.Image) -> list[Box]:
        return boxes.qwen2_vl(text, phrase)


class Qwen25VL(Chat):
    point = "Locate every PHRASE in the image and output the bbox coordinates in JSON format."

    def boxes(self, text: str, phrase: str, picture: Image.Image) -> list[Box]:
        _, rows, columns = self.see(picture, several=False).grid["image_grid_thw"][0].tolist()
        patch = self._processor.image_processor.patch_size
        return boxes.qwen2_5_vl(text, phrase, (columns * patch, rows * patch))


class Qwen3VL(Chat):
    """Qwen3-VL, and Qwen3.5 after it."""

    point = 'Locate every object that matches "PHRASE" in the image. Report bbox coordinates in JSON format.'

    def boxes(self, text: str, phrase: str, picture: Image.Image) -> list[Box]:
        return boxes.qwen3_vl(text, phrase)
