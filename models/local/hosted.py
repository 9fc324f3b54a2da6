"""A vision-language model as it is asked from another process: requests, and the object that answers them there."""

import contextlib
import functools
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from assistant.core.errors import ModelError
from assistant.core.values import Message
from models.local.family import Turn
from models.local.pictures import decode

if TYPE_CHECKING:  # both import torch
    from models.local.fitting import Plan
    from models.local.vision import VisionModel

DECODED = 8  # pictures kept decoded: those of a conversation come again with every question


@dataclass(frozen=True, slots=True)
class Answer:
    """Answered with words as they are made."""

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Prepare:
    """Read ahead; answered with nothing."""

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Describe:
    """Answered with a Description."""

    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Locate:
    """Answered with a list of boxes, best first."""

    jpeg: bytes
    phrase: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """Answered with whether `Locate` means anything to this model."""


class HostedVision:
    def __init__(self, model: "VisionModel") -> None:
        self._model = model

    def handle(self, request: object, stop: threading.Event) -> Generator[object, None, None]:
        """Raises SeeingError for a broken picture, ModelError where the accelerator's memory is full."""
        with _room():
            match request:
                case Answer(messages):
                    yield from self._model.answer(turns(messages), stop)
                case Prepare(messages):
                    self._model.prepare(turns(messages), stop)
                case Describe(jpeg):
                    yield self._model.describe(_decoded(jpeg), stop)
                case Locate(jpeg, phrase):
                    yield self._model.locate(_decoded(jpeg), phrase, stop)
                case Grounds():
                    yield self._model.grounds


def create(folder: Path, plan: "Plan") -> HostedVision:
    """Loads the checkpoint in `folder` as planned. Raises ModelError."""
    from models.local.vision import open_vision

    return HostedVision(open_vision(folder, plan))


def turns(messages: Sequence[Message]) -> list[Turn]:
    """Raises SeeingError where a picture is broken."""
    return [
        Turn(message.role, message.text, tuple(_decoded(frame.jpeg) for frame in message.frames))
        for message in messages
    ]


@functools.lru_cache(DECODED)
def _decoded(jpeg: bytes) -> Image.Image:
    """The same object for the same picture, so that a model can see that it has looked at it before."""
    return decode(jpeg)


@contextlib.contextmanager
def _room() -> Iterator[None]:
    import torch

    try:
        yield
    except torch.OutOfMemoryError as error:
        torch.cuda.empty_cache()
        raise ModelError(
            "The accelerator's memory is full. Ask with fewer pictures, or take a smaller model or --quantization 4bit."
        ) from error
