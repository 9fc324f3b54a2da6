"""Florence-2: one task word a run, places as bins of a thousandth of each side.

Source: Florence-2 (arXiv 2311.06242) and its model card. It was trained on tasks alone and has no way to read a
question: it answers every one with its most detailed caption. English, one picture. System words, notes and history
are dropped with the question.
"""

import re
from collections.abc import Sequence
from typing import Any, Literal

from PIL import Image

from assistant.core.values import Box, Description
from models.local import boxes
from models.local.families.plain import defused, described, newest_picture
from models.local.family import Inputs, Run, Turn

_TOKENS = 512  # a page of text with its places
_CAPTION = "<MORE_DETAILED_CAPTION>"
_OBJECTS = "<OD>"
_TEXT = "<OCR_WITH_REGION>"
_PHRASE = "<CAPTION_TO_PHRASE_GROUNDING>"
_NO_BIN = re.compile(r"<loc_\d{4,}>")  # there are a thousand; the processor turns any number into an int64


class Florence2:
    grounds = True
    reuse: Literal["no"] = "no"

    def __init__(self, model: Any, processor: Any) -> None:
        self._processor = processor

    def ask(self, turns: Sequence[Turn]) -> Inputs:
        return self._prompt(newest_picture(turns), _CAPTION)

    def describe(self, picture: Image.Image, run: Run) -> Description:
        caption, objects, text = (self._do(task, "", picture, run) for task in (_CAPTION, _OBJECTS, _TEXT))
        lines = [line for line in text["labels"] if line]
        return described(caption, boxes.florence2(objects, "", picture.size), "\n".join(lines))

    def locate(self, picture: Image.Image, phrase: str, run: Run) -> list[Box]:
        return boxes.florence2(self._do(_PHRASE, defused(phrase), picture, run), phrase, picture.size)

    def _do(self, task: str, words: str, picture: Image.Image, run: Run) -> Any:
        text = _NO_BIN.sub("", run(self._prompt(picture, task + words), _TOKENS))
        return self._processor.post_process_generation(text, task=task, image_size=picture.size)[task]

    def _prompt(self, picture: Image.Image, text: str) -> Inputs:
        return dict(self._processor(images=picture, text=text, return_tensors="pt"))
