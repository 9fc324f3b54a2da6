"""Fuyu: patches of the picture are tokens of the language model, row by row; there is no picture encoder.

Source: model card of adept/fuyu-8b: the question and a newline, "Generate a coco-style caption.". English, one picture.
System words, notes and history are dropped. Its boxes are for text on screens alone, not for things: it does not
ground.
"""

from collections.abc import Sequence
from typing import Any, Literal

from PIL import Image

from assistant.core.values import Box, Description
from models.local.families.plain import described, newest_picture, question
from models.local.family import Inputs, Run, Turn

_TOKENS = 60
_MARKS = ("|SPEAKER|", "|NEWLINE|", "<0x00>", "<0x01>", "<0x02>", "<0x03>", "<0x04>")  # of patches, places, the answer


class Fuyu:
    grounds = False
    reuse: Literal["no"] = "no"  # the newest picture stands first: nothing before it stays the same

    def __init__(self, model: Any, processor: Any) -> None:
        self._processor = processor
        known = processor.tokenizer.get_vocab()
        self._marks = [known[mark] for mark in _MARKS if mark in known]

    def ask(self, turns: Sequence[Turn]) -> Inputs:
        return self._prompt(newest_picture(turns), question(turns, self._processor.tokenizer))

    def describe(self, picture: Image.Image, run: Run) -> Description:
        return described(run(self._prompt(picture, "Generate a coco-style caption."), _TOKENS))

    def locate(self, picture: Image.Image, phrase: str, run: Run) -> list[Box]:
        return []

    def _prompt(self, picture: Image.Image, text: str) -> Inputs:
        inputs = self._processor(
            images=picture, text=f"{text}\n", return_legacy_image_output=False, return_tensors="pt"
        )
        return {**inputs, "suppress_tokens": self._marks}
