"""Observations that a memory is given, and what it is asked for."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from assistant.core.ports import Memory
from assistant.core.values import Box, Observation, Source
from tests.clock import run

T = TypeVar("T")


HOUR = 3600.0


def seen(time: float, caption: str, text: str = "", *labels: str, source: Source = "camera") -> Observation:
    return Observation(time, source, caption, text, tuple(Box(label, 0.1, 0.2, 0.3, 0.4, 0.9) for label in labels))


def told(time: float, sentence: str) -> Observation:
    return Observation(time, "told", sentence)


def jpeg(width: int = 320, height: int = 240, grey: int = 90) -> bytes:
    return bytes(cv2.imencode(".jpg", np.full((height, width, 3), grey, np.uint8))[1])


def ask(memory: Memory, *observations: Observation, then: Callable[[], Awaitable[T]]) -> T:
    async def all_of_it() -> T:
        for observation in observations:
            await memory.add(observation)
        return await then()

    return run(all_of_it())


async def newest(memory: Memory, thing: str) -> Observation | None:
    """What its newest stay rests on."""
    stays = await memory.stays(thing, limit=1)
    return await memory.get(stays[0].last) if stays else None


def captions(found: list[Observation]) -> list[str]:
    return [observation.caption for observation in found]


def vector(*numbers: float) -> NDArray[np.float32]:
    return np.array(numbers, np.float32) / np.float32(np.linalg.norm(numbers))


def pictured(time: float, caption: str) -> Observation:
    return Observation(time, "camera", caption, picture=jpeg())


def recalled(memory: Memory, words: str, limit: int = 5) -> list[str]:
    return captions(run(memory.recall(words, limit=limit)))


def places(memory: Memory, thing: str) -> list[str]:
    return [stay.place for stay in run(memory.stays(thing))]
