"""PaliGemma and PaliGemma 2: a task word, a language and the rest of the sentence.

Source: the PaliGemma README of google-research/big_vision. One picture, one question: system words, notes and history
have no place in what it was trained on, and are dropped. It answers in the language that the task names.
"""

from collections.abc import Sequence
from typing import Any, Literal

from PIL import Image

from assistant.core.values import Box, Description
from models.local import boxes
from models.local.families.plain import added, defused, described, newest_picture, question
from models.local.family import Inputs, Run, Turn

_CAPTION_TOKENS = 128
_BOX_TOKENS = 96  # a dozen boxes with short names, or two outlines


class PaliGemma:
    grounds = True
    reuse: Literal["no"] = "no"  # picture and question attend to each other, both ways

    def __init__(self, model: Any, processor: Any) -> None:
        self._processor = processor
        self._places = added(processor.tokenizer, "<loc", "<seg")

    def ask(self, turns: Sequence[Turn]) -> Inputs:
        asked = question(turns, self._processor.tokenizer)
        language = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in asked) else "en"
        inputs = self._prompt(newest_picture(turns), f"answer {language} {asked}")
        return {**inputs, "suppress_tokens": self._places}

    def describe(self, picture: Image.Image, run: Run) -> Description:
        return described(run(self._prompt(picture, "describe en"), _CAPTION_TOKENS))

    def locate(self, picture: Image.Image, phrase: str, run: Run) -> list[Box]:
        """`detect` was trained on names of things, `segment` on descriptions as well: it is tried second.

        Of an outline only its box is kept.
        """
        thing = defused(phrase).replace(";", ",")
        for task in ("detect", "segment"):
            if found := boxes.paligemma(run(self._prompt(picture, f"{task} {thing}"), _BOX_TOKENS), phrase):
                return found
        return []

    def _prompt(self, picture: Image.Image, text: str) -> Inputs:
        inputs = self._processor(images=[picture], text=[f"<image>{text}"])
        del inputs["labels"]  # for training
        return dict(inputs.convert_to_tensors("pt"))
