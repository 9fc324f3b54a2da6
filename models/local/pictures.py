"""Pictures as models take them."""

import cv2
from PIL import Image

from models.builtin import picture


def decode(jpeg: bytes) -> Image.Image:
    """RGB. Raises SeeingError where the bytes are no picture."""
    return Image.fromarray(cv2.cvtColor(picture.decode(jpeg), cv2.COLOR_BGR2RGB))
