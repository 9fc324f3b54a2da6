"""A vision-language model as it is asked from another process: requests, and the object that answers them there."""

import functools
import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from assistant.core.values import Message
from models.local.family import Turn
from models.local.machine import look
from models.local.pictures import decode
from models.process.wire import Forget
from models.wants import Quantization

if TYPE_CHECKING:  # it imports torch
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
        """Raises SeeingError for a broken picture, and what the model raises."""
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
            case Forget():
                _decoded.cache_clear()
                self._model.forget()


def create(folder: Path, quantization: Quantization) -> HostedVision:
    """Loads the checkpoint in `folder` as fits this machine. Raises ModelError, with the numbers where it does not.

    The app does not plan itself: it would have to import torch.
    """
    import torch

    from models.local.fitting import plan
    from models.local.vision import open_vision

    machine = look()
    torch.set_num_threads(threads(machine.cores))
    return HostedVision(open_vision(folder, plan(folder, quantization, machine)))


def threads(cores: int) -> int:
    """One core is left to the sound, the page and the reader (pure).

    A step waits for the slowest of its threads: on two busy cores two threads made 0.3 tokens a second and one 3.2;
    on two quiet ones 10.0 and 7.8 (`benchmarks.lag`).
    """
    return max(1, cores - 1)


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
