"""InternVL 2.5 and 3, the checkpoints whose names end in -hf."""

from PIL import Image

from assistant.core.values import Box
from models.local import boxes
from models.local.families.chat import Chat


class InternVL(Chat):
    """Source of the prompt: internvl.readthedocs.io, grounding data."""

    point = "Please provide the bounding box coordinates of the region this sentence describes: <ref>PHRASE</ref>"

    def boxes(self, text: str, phrase: str, picture: Image.Image) -> list[Box]:
        return boxes.internvl(text, phrase)
