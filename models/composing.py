"""A model and the built-in engine as one: the model talks about what is in view, the built-in engine knows the rest.

Codes, colours and the clock stay with the built-in engine: its answers rest on measurements. So does reading aloud,
unless the model is said to read better: the built-in reader made no mistake in the letters of clean pages, begins after
half a second, and makes nothing up.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace

from assistant.core.boxes import overlap
from assistant.core.intents import Open, ReadThat, WhatIsThis
from assistant.core.labels import MOVEMENT, sentence
from assistant.core.ports import (
    Answerer,
    Captioner,
    Engine,
    Forgetful,
    Grounder,
    Memory,
    Namer,
    QuickCaptioner,
    Warmable,
)
from assistant.core.values import Box, Description, Frame, Prompt
from assistant.core.wording import say
from models.builtin.eyes import UNSEEN
from models.witness import SIGHTING, ModelWitness

SAME = 0.5  # overlap over union from which on two boxes of one label are one thing


def compose(
    model: Answerer,
    builtin: Engine,
    memory: Memory,
    *,
    eyes: Captioner | None = None,
    grounder: Grounder | None = None,
    reads: bool = False,
    close: Callable[[], None] = lambda: None,
) -> Engine:
    """The engine of `model`, with the built-in one behind it.

    eyes: the model as captioner; without it the built-in eyes describe alone. grounder: where it can point.
    reads: the model also reads aloud. close: ends the model; the built-in engine is closed with it.
    """

    def captioner() -> Captioner:
        return Together(builtin.captioner(), eyes, memory) if eyes else builtin.captioner()

    def close_both() -> None:
        close()
        builtin.close()

    return replace(
        builtin,
        answerer=Composed(model, builtin.answerer, reads),
        captioner=captioner,
        grounder=grounder,
        witness=ModelWitness(model, memory, builtin.witness, grounder),
        close=close_both,
    )


class Composed:
    """The answerer: each question goes to the one who can know."""

    def __init__(self, model: Answerer, builtin: Answerer, reads: bool) -> None:
        self._model, self._builtin, self._reads = model, builtin, reads

    @property
    def name(self) -> str:
        return self._model.name

    async def prepare(self, prompt: Prompt) -> None:
        if isinstance(self._model, Warmable):
            await self._model.prepare(prompt)

    async def forget(self) -> None:
        for part in (self._model, self._builtin):
            if isinstance(part, Forgetful):
                await part.forget()

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        async with aclosing(self._answer(prompt)) as pieces:
            async for piece in pieces:
                yield piece

    def _answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        match prompt.intent:
            case Open():
                return self._model.answer(prompt)
            case WhatIsThis() if prompt.frames:
                return self._model.answer(prompt)
            case ReadThat() if prompt.frames and (self._reads or not prompt.question):
                return self._model.answer(_asked(prompt))
            case _:
                return self._builtin.answer(prompt)


def _asked(prompt: Prompt) -> Prompt:
    """A picture given without a word is a question too."""
    if prompt.question or not prompt.messages:
        return prompt
    words = say(
        prompt.language,
        "Describe what this picture shows, and read the text in it, if there is any.",
        "請描述這張圖片，若有文字也請讀出來。",
    )
    *before, last = prompt.messages
    return replace(prompt, messages=(*before, replace(last, text=f"{last.text}{words}")))


class Together:
    """The captioner of one session: built-in eyes for text, codes and taught looks; then the model for the rest."""

    def __init__(self, builtin: Captioner, model: Captioner, memory: Memory) -> None:
        self._builtin, self._model, self._memory = builtin, model, memory

    async def describe(self, frame: Frame) -> Description:
        """What the built-in eyes see. Raises SeeingError, RememberingError."""
        return await self._builtin.describe(frame)

    async def notice(self, frame: Frame) -> tuple[Box, ...] | None:
        """What a detector beside the built-in eyes names; None where there is none. Raises SeeingError."""
        return await self._builtin.notice(frame) if isinstance(self._builtin, QuickCaptioner) else None

    async def labels(self) -> frozenset[str]:
        """What the built-in eyes and a detector name; what a model may call a thing is not known beforehand."""
        return await self._builtin.labels() if isinstance(self._builtin, Namer) else frozenset()

    async def deepen(self, frame: Frame, described: Description) -> Description:
        """With what the model sees. Raises SeeingError, ModelError, RememberingError."""
        if described.caption == UNSEEN["covered"]:
            return described
        told = await self._model.describe(frame)
        return merged(described, told, [thing.name for thing in await self._memory.things()])

    async def forget(self) -> None:
        """The model is asked to by the answerer."""
        if isinstance(self._builtin, Forgetful):
            await self._builtin.forget()


def merged(known: Description, told: Description, taught: Sequence[str] = ()) -> Description:
    """What the built-in eyes know and what a model tells of one frame (pure).

    Text is what was read, never what a model makes of it. What moved is told last: things come before it. A box of the
    model's under the name of a taught thing is left out: such a box says that the look was matched. So is one that is
    there already.
    """
    names = {name.casefold() for name in taught}
    more = [box for box in told.boxes if box.label.casefold() not in names and box.score >= SIGHTING]
    boxes = (*known.boxes, *(box for box in more if not any(_same(box, other) for other in known.boxes)))
    moved = " ".join(sentence(box) for box in known.boxes if box.label == MOVEMENT)
    still = known.caption.replace(moved, "").strip() if moved else known.caption
    caption = " ".join(filter(None, (still, told.caption, moved)))
    return Description(caption, known.text, boxes, known.worth_keeping or told.worth_keeping)


def _same(one: Box, other: Box) -> bool:
    return one.label.casefold() == other.label.casefold() and overlap(one, other) > SAME
