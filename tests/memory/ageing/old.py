"""Memories that grow old: what was seen, and the time that goes by."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from assistant.core.values import Observation, Source
from memory.store import Store
from tests.clock import run

T = 1_000_000.0  # Unix seconds: when it begins


def picture(seed: int, side: int = 64) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(seed).integers(0, 255, (side, side, 3), np.uint8)).save(out, "JPEG")
    return out.getvalue()


def seen(time: float, caption: str, text: str = "", source: Source = "camera", **more: object) -> Observation:
    return replace(Observation(time, source, caption, text, picture=picture(int(time) % 97)), **more)  # type: ignore[arg-type]


def add(memory: Store, observations: Iterable[Observation]) -> list[Observation]:
    async def each() -> list[Observation]:
        return [await memory.add(one) for one in observations]

    return run(each())


def grow_old(memory: Store, since: float, hours: float) -> None:
    """So much time goes by, with something told now and then: told things are not folded."""
    add(memory, (Observation(since + 300.0 * n, "told", f"note {n}") for n in range(1, int(hours * 12) + 1)))


def watched(memory: Store) -> list[Observation]:
    return [one for one in run(memory.recent(limit=100_000)) if one.source != "told"]


def files(folder: Path) -> list[int]:
    return sorted(int(path.stem) for path in (folder / "pictures").iterdir())


def a_morning(start: float, things: Sequence[str]) -> list[Observation]:
    """An hour and a half in which each thing is put somewhere, one after the other."""
    return [
        seen(start + 75.0 * n, f"{things[n % len(things)]}: on the {place}.")
        for n, place in enumerate(f"{room} {what}" for what in ("shelf", "table", "chair") for room in PLACES)
    ]


PLACES = (
    "kitchen",
    "hall",
    "garden",
    "attic",
    "cellar",
    "office",
    "bath",
    "nursery",
    "garage",
    "porch",
    "studio",
    "loft",
)
