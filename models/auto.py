"""A better part is fetched, loaded and tried out while the first one serves, and takes its place when it is ready.

Where it cannot be had, the first one goes on, and the user is told why and what to do.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Generic, TypeVar

from PIL import Image

from assistant.core.errors import KeepsightError, ModelError
from assistant.core.intents import Open
from assistant.core.ports import Engine
from assistant.core.values import Frame, Message, Progress, Prompt
from models.fetching.files import SAFETENSORS, Needs
from models.fetching.hub import Hub, Part, fetch
from models.swapping import Slot
from models.wants import Wants

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """A part that is ready for use. `close` ends it and nothing that it rests on."""

    part: T
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """A model that could serve: `source` is a hub id or a folder, `load` gets its folder and may raise ModelError.

    packages: what must be installed besides the core.
    """

    source: str
    load: Callable[[Path], Awaitable[Loaded[T]]]
    needs: Needs = SAFETENSORS
    packages: tuple[str, ...] = ()


async def bring(slot: Slot[T], part: Part, choices: Sequence[Choice[T]], wants: Wants, hub: Hub | None = None) -> None:
    """Puts the first of `choices` (at least one, best first) into the slot that can be loaded on this machine.

    What cannot be fetched is not replaced by another that would have to be fetched. Tells `wants.report` all of it;
    raises nothing that the user could do something about.
    """
    choices = await asyncio.to_thread(_at_hand, choices, wants, hub or Hub())
    for at, choice in enumerate(choices):
        try:
            check_packages(choice.packages)
            folder = await fetch(choice.source, part, wants, choice.needs, hub)
        except KeepsightError as error:
            wants.report(Progress(part, choice.source, "failed", str(error)))
            return
        wants.report(Progress(part, choice.source, "loading"))
        try:
            loaded = await choice.load(folder)
        except KeepsightError as error:
            wants.report(_after(part, choice.source, error, choices[at + 1 :]))
            continue
        slot.put(loaded.part, loaded.close)
        wants.report(Progress(part, choice.source, "ready"))
        return


def _at_hand(choices: Sequence[Choice[T]], wants: Wants, hub: Hub) -> Sequence[Choice[T]]:
    """Offline the best that was fetched before; the best of all, which will say so, where none was."""
    if not wants.offline or len(choices) == 1:
        return choices
    return [choice for choice in choices if hub.kept(choice.source, choice.needs)] or choices[:1]


def check_packages(packages: Sequence[str]) -> None:
    """Raises ModelError with what to install."""
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise ModelError(f"Models on this machine need {', '.join(missing)}: run pip install -r requirements.txt.")


def _after(part: Part, source: str, error: KeepsightError, smaller: Sequence[Choice[T]]) -> Progress:
    if not smaller:
        return Progress(part, source, "failed", str(error))
    return Progress(part, smaller[0].source, "waiting", f"{error} {smaller[0].source} is tried instead.")


async def warmed(engine: Engine) -> None:
    """One token about one small picture: what is set up at the first use is set up now. Raises ModelError."""
    picture = BytesIO()
    Image.new("RGB", (64, 64), (128, 128, 128)).save(picture, "JPEG")
    frame = Frame(picture.getvalue(), 0.0, "upload")
    asked = Message("user", "Say yes.", (frame,))
    prompt = Prompt((asked,), Open(), "en", 0.0, (frame,), question=asked.text)
    try:
        async with aclosing(engine.answerer.answer(prompt)) as pieces:
            async for _ in pieces:
                break
    except KeepsightError as error:
        raise ModelError(f"{engine.answerer.name} was loaded, but does not answer: {error}") from error
