"""One loaded vision-language model, asked by one thread: what every family has in common once it can be asked."""

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from PIL import Image

from assistant.core.errors import AnswerError, KeepsightError, SeeingError
from assistant.core.values import Box, Description
from models.local.families import family
from models.local.family import Inputs, Keeping, Turn
from models.local.generating import Stopped, blocks, enough_memory, interruptible, texts, tokens, until
from models.local.placing import CONTEXT
from models.local.reuse import Prefixes, common, remaining
from models.local.thrift import thrifty
from models.thinking import spoken

if TYPE_CHECKING:
    from models.local.fitting import Plan

LONGEST = 1_024  # tokens of a reply: three sentences are 100; what thinks aloud first needs the rest
_SHARE = 0.25  # of the free memory of a GPU is for prefixes: conversations of several users
_AFTER = ("0", "W", "看")  # beginnings of words: which tokens stay the same whatever comes is tried with these
_NOTHING = Description("", worth_keeping=False)


class VisionModel:
    """Blocking. A stop takes effect within one token, and between two layers while a prompt is read."""

    def __init__(self, model: Any, processor: Any) -> None:
        self._model, self._tokenizer = model, processor.tokenizer
        self._family = family(model, processor)
        self._blocks = blocks(model)
        self._prefixes = Prefixes(model.config, _room(model) if self._family.reuse != "no" else 0)
        self.grounds = self._family.grounds

    def answer(self, turns: Sequence[Turn], stop: threading.Event) -> Iterator[str]:
        """The reply to the last turn, without its thoughts. Raises AnswerError where memory is short."""
        with self._asked(AnswerError):
            with interruptible(self._blocks, stop):
                inputs = self._family.ask(turns)
                self._save_beginning(turns, inputs)
                numbers = self._reply(inputs, LONGEST, stop, keep=True)
                first = list(islice(numbers, 1))
            with closing(numbers):
                yield from spoken(texts(chain(first, numbers), self._tokenizer), within=self._thinks(inputs))

    def prepare(self, turns: Sequence[Turn], stop: threading.Event) -> None:
        """Reads what is sure to come: all but the last turn's words, and of those the beginning that is known.

        Raises AnswerError where memory is short.
        """
        if self._family.reuse == "no":
            return
        with self._asked(AnswerError), interruptible(self._blocks, stop):
            asked = [self._family.ask(_ending(turns, turns[-1].text + after)) for after in _AFTER]
            self._read(asked[0], min(common(asked[0]["signature"], other["signature"]) for other in asked[1:]))

    def describe(self, picture: Image.Image, stop: threading.Event) -> Description:
        """Nothing where it was stopped. Raises SeeingError where memory is short."""
        with self._asked(SeeingError), interruptible(self._blocks, stop):
            return self._family.describe(picture, lambda inputs, most: self._run(inputs, most, stop))
        return _NOTHING

    def locate(self, picture: Image.Image, phrase: str, stop: threading.Event) -> list[Box]:
        """Best first; empty where it was stopped. Raises SeeingError where memory is short."""
        with self._asked(SeeingError), interruptible(self._blocks, stop):
            return self._family.locate(picture, phrase, lambda inputs, most: self._run(inputs, most, stop))
        return []

    def forget(self) -> None:
        """Drops all that is kept of earlier prompts: what the layers made of them, and pictures."""
        self._prefixes.clear()
        if isinstance(self._family, Keeping):
            self._family.forget()

    def _run(self, inputs: Inputs, most: int, stop: threading.Event) -> str:
        told: str = self._tokenizer.decode(list(self._reply(inputs, min(most, LONGEST), stop, keep=False)))
        if stop.is_set():
            raise Stopped
        return told

    def _reply(self, inputs: Inputs, most: int, stop: threading.Event, *, keep: bool) -> Generator[int, None, None]:
        """keep: what is read and said now is the beginning of a prompt to come."""
        signature = inputs.get("signature")
        ready = inputs if signature is None else self._begun(inputs, len(signature))
        source = tokens(self._model, _placed(ready, self._model), most)
        said = list(islice(source, 1))
        try:
            yield from said
            for number in until(stop, source):
                said.append(number)
                yield number
        finally:
            if keep and signature is not None:
                cache = ready["past_key_values"]
                whole = np.concatenate([signature, np.array(said, np.int64)])
                self._prefixes.keep(whole[: cache.get_seq_length()], cache)

    def _begun(self, inputs: Inputs, end: int) -> Inputs:
        """The tokens up to `end` that have not been read before, with what is kept of those that have."""
        cache, start = self._prefixes.longest(inputs["signature"][:end])
        return remaining(inputs, cache, start, end)

    def _save_beginning(self, turns: Sequence[Turn], inputs: Inputs) -> None:
        """Where a cache cannot be cut, the part before the last words is kept by itself: it begins the next prompt too.

        The end of a prompt does not always: templates drop earlier thoughts, and an interrupted reply is shortened.
        """
        signature = inputs.get("signature")
        if signature is None or self._prefixes.cuttable(len(signature) + LONGEST):
            return
        other = next(words for words in _AFTER if not turns[-1].text.startswith(words))
        self._read(inputs, common(signature, self._family.ask(_ending(turns, other))["signature"]))

    def _read(self, inputs: Inputs, end: int) -> None:
        """The first `end` tokens, for prompts to come."""
        signature = inputs["signature"][:end]
        if end and not self._prefixes.holds(signature):
            ready = self._begun(inputs, end)
            next(tokens(self._model, _placed(ready, self._model), 1), None)
            self._prefixes.keep(signature, ready["past_key_values"])

    def _thinks(self, inputs: Inputs) -> bool:
        """Whether the prompt ended in an open thought."""
        tail = self._tokenizer.decode(inputs["input_ids"][0, -16:]) if "input_ids" in inputs else ""
        return bool(tail.rfind("<think>") > tail.rfind("</think>"))

    @contextmanager
    def _asked(self, error: type[KeepsightError]) -> Iterator[None]:
        try:
            with enough_memory(error, self._prefixes.clear):
                yield
        except Stopped:
            return


def open_vision(folder: Path, plan: "Plan") -> VisionModel:
    """Loads the checkpoint in `folder` as planned. Raises ModelError."""
    from models.local.loading import load

    model, processor = load(folder, plan)
    if plan.device == "cpu":
        thrifty(processor)
    return VisionModel(model, processor)


def _ending(turns: Sequence[Turn], words: str) -> list[Turn]:
    return [*turns[:-1], replace(turns[-1], text=words)]


def _placed(inputs: Inputs, model: Any) -> Inputs:
    """On the model's device, numbers with a fraction as wide as its own."""

    def place(value: Any) -> Any:
        if not isinstance(value, torch.Tensor):
            return value
        return value.to(model.device, model.dtype if value.is_floating_point() else None)

    return {name: place(value) for name, value in inputs.items()}


def _room(model: Any) -> int:
    """Bytes for prefixes: one planned context, and on a GPU more where there is more."""
    text = model.config.get_text_config(decoder=True)
    width = getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads
    heads = getattr(text, "num_key_value_heads", None) or text.num_attention_heads
    context = 2 * text.num_hidden_layers * heads * width * model.dtype.itemsize * CONTEXT
    if model.device.type != "cuda":
        return int(context)
    return max(int(context), int(torch.cuda.mem_get_info(model.device)[0] * _SHARE))
