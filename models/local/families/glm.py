"""GLM-4.1V and what came after it: the line that follows CogVLM."""

from PIL import Image

from assistant.core.values import Box
from models.local import boxes
from models.local.families.chat import Chat


class Glm(Chat):
    """Source of the prompt: model card of zai-org/GLM-4.5V."""

    point = "Help me to locate PHRASE in the image and give me its bounding boxes."

    def boxes(self, text: str, phrase: str, picture: Image.Image) -> list[Box]:
        return boxes.glm(text, phrase)
