"""BLIP-2 and InstructBLIP: a frozen language model that reads a picture as 32 tokens.

BLIP-2 is asked `Question: … Answer:` (arXiv 2301.12597), InstructBLIP (arXiv 2305.06500) the question as it is: its
Q-Former reads it too. English, one picture. System words, notes and history are dropped.
"""

from collections.abc import Sequence
from typing import Any, Literal

from PIL import Image

from assistant.core.values import Box, Description
from models.local.families.plain import described, newest_picture, question
from models.local.family import Inputs, Run, Turn

_TOKENS = 100


class Blip2:
    grounds = False
    reuse: Literal["no"] = "no"

    def __init__(self, model: Any, processor: Any) -> None:
        self._processor = processor
        self._instructed = model.config.model_type == "instructblip"
        self._reader = processor.qformer_tokenizer if self._instructed else processor.tokenizer  # the Q-Former's window
        self._caption = "Write a detailed description of the image." if self._instructed else "a photo of"

    def ask(self, turns: Sequence[Turn]) -> Inputs:
        asked = question(turns, self._reader)
        return self._prompt(newest_picture(turns), asked if self._instructed else f"Question: {asked} Answer:")

    def describe(self, picture: Image.Image, run: Run) -> Description:
        return described(run(self._prompt(picture, self._caption), _TOKENS))

    def locate(self, picture: Image.Image, phrase: str, run: Run) -> list[Box]:
        return []

    def _prompt(self, picture: Image.Image, text: str) -> Inputs:
        return dict(self._processor(images=picture, text=text, return_tensors="pt"))
