"""Idefics: the open Flamingo. Words and pictures in any order, each word looking at the picture before it.

Source: model cards of HuggingFaceM4/idefics-9b and idefics-9b-instruct. English. Everything is kept, the newest turns
first, as far as the 2048 places that its language model was trained on reach; a turn of more than 400 tokens is cut.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from PIL import Image

from assistant.core.values import Box, Description
from models.local.families.plain import LONGEST, defused, described, shortened
from models.local.family import Inputs, Run, Turn

_TOKENS = 100
_WINDOW = 1500  # tokens of a prompt; the rest is for the answer and the tokens around pictures
_END = "<end_of_utterance>"
_SPEAKERS = {"system": "", "user": "User:", "assistant": "Assistant:"}


class Idefics:
    grounds = False
    reuse: Literal["no"] = "no"

    def __init__(self, model: Any, processor: Any) -> None:
        self._processor = processor
        self._tokenizer = processor.tokenizer
        known = self._tokenizer.get_vocab()
        self._end = _END if _END in known else ""  # only the instructed checkpoints were trained with it
        ends = [self._tokenizer.eos_token_id, *([known[_END]] if self._end else [])]
        marks = [known["<image>"], known["<fake_token_around_image>"]]
        self._how = {"eos_token_id": ends, "suppress_tokens": marks}

    def ask(self, turns: Sequence[Turn]) -> Inputs:
        parts = [part for turn in self._fitting(turns) for part in self._written(turn)]
        return self._prompt([*parts, "\nAssistant:"])

    def describe(self, picture: Image.Image, run: Run) -> Description:
        return described(run(self.ask([Turn("user", "Describe this image.", (picture,))]), _TOKENS))

    def locate(self, picture: Image.Image, phrase: str, run: Run) -> list[Box]:
        return []

    def _fitting(self, turns: Sequence[Turn]) -> list[Turn]:
        """What stands before the conversation, and the newest of it; the newest turn in any case."""
        *before, last = turns
        kept = [turn for turn in before if turn.role == "system"]
        room = _WINDOW - sum(self._length(turn) for turn in (*kept, last))
        said: list[Turn] = []
        for turn in reversed([turn for turn in before if turn.role != "system"]):
            room -= self._length(turn)
            if room < 0:
                break
            said.insert(0, turn)
        return [*kept, *said, last]

    def _length(self, turn: Turn) -> int:
        return min(LONGEST, len(self._tokenizer(turn.text)["input_ids"]))

    def _written(self, turn: Turn) -> Iterator[str | Image.Image]:
        """The processor takes the spaces off the ends of each part."""
        speaker = f"\n{_SPEAKERS[turn.role]}"
        words = shortened(defused(turn.text), self._tokenizer) + self._end
        if turn.pictures:
            yield speaker
            yield from turn.pictures
            yield words
        else:
            yield f"{speaker} {words}"

    def _prompt(self, parts: list[str | Image.Image]) -> Inputs:
        inputs = self._processor(text=[parts], add_end_of_utterance_token=False, return_tensors="pt")
        return {**inputs, **self._how}
