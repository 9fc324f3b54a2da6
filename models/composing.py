"""A model and the built-in engine as one: the model talks about what is in view, the built-in engine knows the rest.

What was seen earlier, codes, colours and the clock stay with the built-in engine: its answers rest on stored
observations and measurements. So does reading aloud, unless the model is said to read better: the built-in reader made
no mistake in the letters of clean pages, begins after half a second, and makes nothing up.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace

from assistant.core.errors import AnswerError, SeeingError
from assistant.core.intents import Open, ReadThat, WhatIsThis, WhereIs
from assistant.core.ports import Answerer, Captioner, Engine, Grounder, Memory, Warmable
from assistant.core.values import Box, Description, Frame, Language, Prompt
from assistant.core.wording import place, say
from models.builtin.eyes import UNSEEN
from models.builtin.recalling import named

SIGHTING = 0.3  # score of a box from which on it is called a sighting; families that give no score say 1.0
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

    answerer = Composed(model, builtin.answerer, memory, grounder, reads)
    return replace(builtin, answerer=answerer, captioner=captioner, grounder=grounder, close=close_both)


class Composed:
    """The answerer: each question goes to the one who can know."""

    def __init__(
        self, model: Answerer, builtin: Answerer, memory: Memory, grounder: Grounder | None, reads: bool
    ) -> None:
        self._model, self._builtin, self._memory = model, builtin, memory
        self._grounder, self._reads = grounder, reads

    @property
    def name(self) -> str:
        return self._model.name

    async def prepare(self, prompt: Prompt) -> None:
        if isinstance(self._model, Warmable):
            await self._model.prepare(prompt)

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
            case WhereIs(thing) if prompt.frames and self._grounder:
                return self._where(prompt, thing, self._grounder)
            case _:
                return self._builtin.answer(prompt)

    async def _where(self, prompt: Prompt, thing: str, grounder: Grounder) -> AsyncGenerator[str, None]:
        """Looks before it remembers. A taught thing is left to the built-in engine, which knows its look.

        A grounder would take any notebook for it.
        """
        taught = named(thing, await self._memory.things())
        box = None if taught else await _in_view(prompt, thing, grounder)
        if box:
            yield _seen_now(thing, box, prompt.language)
            return
        async with aclosing(self._builtin.answer(prompt)) as pieces:
            async for piece in pieces:
                yield piece


async def _in_view(prompt: Prompt, thing: str, grounder: Grounder) -> Box | None:
    """The surest sighting in the pictures in view. Raises AnswerError."""
    try:
        found = [box for frame in prompt.frames for box in await grounder.locate(frame, thing)]
    except SeeingError as error:
        raise AnswerError(str(error)) from error
    return max((box for box in found if box.score >= SIGHTING), key=lambda box: box.score, default=None)


def _seen_now(thing: str, box: Box, language: Language) -> str:
    where = place(box, language)
    return say(
        language,
        f"In view now: what looks like your {thing}, {where}.",
        f"就在眼前：{where}看起來是{thing}。",
    )


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

    async def deepen(self, frame: Frame, described: Description) -> Description:
        """With what the model sees. Raises SeeingError, ModelError, RememberingError."""
        if described.caption == UNSEEN["covered"]:
            return described
        told = await self._model.describe(frame)
        return merged(described, told, [thing.name for thing in await self._memory.things()])


def merged(known: Description, told: Description, taught: Sequence[str] = ()) -> Description:
    """What the built-in eyes know and what a model tells of one frame (pure).

    Text is what was read, never what a model makes of it. A box of the model's under the name of a taught thing
    is left out: such a box says that the look was matched. So is one that is there already.
    """
    names = {name.casefold() for name in taught}
    more = [box for box in told.boxes if box.label.casefold() not in names and box.score >= SIGHTING]
    boxes = (*known.boxes, *(box for box in more if not any(_same(box, other) for other in known.boxes)))
    caption = f"{known.caption} {told.caption}".strip()
    return Description(caption, known.text, boxes, known.worth_keeping or told.worth_keeping)


def _same(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0.0, across) * max(0.0, down)
    return one.label.casefold() == other.label.casefold() and shared > SAME * (_area(one) + _area(other) - shared)


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)
