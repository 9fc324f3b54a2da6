"""Kosmos-2: places are words of its own, on a grid of 32 x 32; `<grounding>` asks for them.

Source: Kosmos-2 (arXiv 2306.14824) and its model card. English, one picture, one question: system words, notes and
history are dropped. Its own preprocessing squeezed the whole picture to a square, while the processor of the checkpoint
cuts the middle out: pictures are squeezed before they reach it, so that boxes refer to all of the frame.
"""

from collections.abc import Sequence
from typing import Any, Literal

from PIL import Image

from assistant.core.values import Box, Description
from models.local import boxes
from models.local.families.plain import added, defused, described, newest_picture, question
from models.local.family import Inputs, Run, Turn

_CAPTION_TOKENS = 200
_BOX_TOKENS = 64
_CAPTION = "<grounding> Describe this image in detail:"


class Kosmos2:
    grounds = True
    reuse: Literal["no"] = "no"

    def __init__(self, model: Any, processor: Any) -> None:
        self._processor = processor
        crop = processor.image_processor.crop_size
        self._square: tuple[int, int] = (crop["width"], crop["height"])
        self._places = added(processor.tokenizer, "<patch_index", *processor.tag_tokens)

    def ask(self, turns: Sequence[Turn]) -> Inputs:
        """Without `<grounding>`: the reply is plain words."""
        asked = question(turns, self._processor.tokenizer)
        inputs = self._prompt(newest_picture(turns), f"Question: {asked} Answer:")
        return {**inputs, "suppress_tokens": self._places}

    def describe(self, picture: Image.Image, run: Run) -> Description:
        caption, found = self._read(run(self._prompt(picture, _CAPTION), _CAPTION_TOKENS))
        return described(caption, boxes.kosmos2(found, ""))

    def locate(self, picture: Image.Image, phrase: str, run: Run) -> list[Box]:
        asked = f"<grounding><phrase> {defused(phrase)}</phrase>"
        _, found = self._read(asked + run(self._prompt(picture, asked), _BOX_TOKENS))
        return boxes.kosmos2(found, phrase)

    def _read(self, text: str) -> tuple[str, list[Any]]:
        said, found = self._processor.post_process_generation(text)
        return said, found

    def _prompt(self, picture: Image.Image, text: str) -> Inputs:
        square = picture.resize(self._square, Image.Resampling.BICUBIC)
        return dict(self._processor(images=square, text=text, return_tensors="pt"))
