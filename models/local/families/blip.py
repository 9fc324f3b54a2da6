"""BLIP: one checkpoint writes captions, another answers questions; which one it is, its class says.

Source: BLIP (arXiv 2201.12086), captions begin with "a picture of". English, a few words an answer, one picture. System
words, notes and history are dropped; a captioning checkpoint knows no question either and answers with its caption.
"""

from collections.abc import Sequence
from typing import Any, Literal

from PIL import Image

from assistant.core.values import Box, Description
from models.local.families.plain import described, newest_picture, question
from models.local.family import Inputs, Run, Turn

_TOKENS = 60
_CAPTION = "a picture of"
_ASKED_FOR_ONE = "what is in the picture?"


class Blip:
    grounds = False
    reuse: Literal["no"] = "no"

    def __init__(self, model: Any, processor: Any) -> None:
        self._processor = processor
        self._answers = type(model).__name__ == "BlipForQuestionAnswering"

    def ask(self, turns: Sequence[Turn]) -> Inputs:
        asked = question(turns, self._processor.tokenizer) if self._answers else _CAPTION
        return self._prompt(newest_picture(turns), asked)

    def describe(self, picture: Image.Image, run: Run) -> Description:
        return described(run(self._prompt(picture, _ASKED_FOR_ONE if self._answers else _CAPTION), _TOKENS))

    def locate(self, picture: Image.Image, phrase: str, run: Run) -> list[Box]:
        return []

    def _prompt(self, picture: Image.Image, text: str) -> Inputs:
        return dict(self._processor(images=picture, text=text, return_tensors="pt"))
