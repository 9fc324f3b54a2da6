"""Idefics2, the one of its line whose processor writes the places of a picture itself."""

import re
from collections.abc import Sequence

from PIL import Image

from models.local.families.chat import Chat
from models.local.family import Inputs


class Idefics2(Chat):
    def prepared(self, picture: Image.Image, several: bool) -> Inputs:
        """One run of places a tile, between fences."""
        made = dict(self._processor.image_processor([[picture]], return_tensors="pt"))
        fence, place = self._processor.fake_image_token, self._processor.image_token
        tile = fence + place * self._processor.image_seq_len + fence
        return {**made, "words": tile * made["pixel_values"].shape[1]}

    def expanded(self, text: str, words: Sequence[str]) -> str:
        """Neighbours share a fence, and words keep their distance from it."""
        fence = re.escape(self._processor.fake_image_token)
        joined = re.sub(f"(?:{fence}){{2}}", self._processor.fake_image_token, super().expanded(text, words))
        return re.sub(f"({fence})(?=[^\\s<])", r"\1 ", joined)
