"""The engine of a model on this machine: it talks, looks and points from a process of its own."""

import logging
from collections.abc import AsyncGenerator
from contextlib import ExitStack, aclosing, suppress
from dataclasses import replace
from pathlib import Path

from assistant.core.errors import AnswerError, KeepsightError, SeeingError
from assistant.core.ports import Engine
from assistant.core.values import Box, Description, Frame, Prompt
from models.composing import compose
from models.local.hosted import Answer, Describe, Grounds, Locate, Prepare
from models.process.host import Host
from models.wants import Quantization, Wants

log = logging.getLogger("keepsight.models")


async def open_engine(folder: Path, name: str, builtin: Engine, wants: Wants) -> Engine:
    """Loads the model in `folder`, called `name`, and puts it together with the built-in engine.

    Closing it ends the model's process; the built-in engine is left open. Raises ModelError, with the numbers where
    the model does not fit this machine.
    """
    model = LocalModel(name, folder, wants.quantization)
    with ExitStack() as undo:
        undo.callback(model.close)
        grounds = await model.start()
        undo.pop_all()
    eyes, grounder = None if wants.captions == "builtin" else model, model if grounds else wants.grounder
    return replace(compose(model, builtin, wants.memory, eyes=eyes, grounder=grounder), close=model.close)


class LocalModel:
    """Answerer, captioner and grounder at once. Captions and reading ahead give way to replies."""

    def __init__(self, name: str, folder: Path, quantization: Quantization) -> None:
        self.name = name
        self._host = Host(name, "models.local.hosted:create", folder.resolve(), quantization)

    async def start(self) -> bool:
        """Loads the model; whether it can point at things. Raises ModelError."""
        await self._host.start()
        grounds: bool = await self._host.call(Grounds(), urgent=True)
        log.info("%s took %s to load", self.name, self._host.peak)
        return grounds

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Raises AnswerError, ModelError, and SeeingError for a broken picture."""
        async with aclosing(self._host.stream(Answer(prompt.messages), error=AnswerError)) as pieces:
            async for piece in pieces:
                yield piece

    async def prepare(self, prompt: Prompt) -> None:
        with suppress(KeepsightError):  # the answer itself will say it
            await self._host.call(Prepare(prompt.messages))

    async def describe(self, frame: Frame) -> Description:
        """Nothing where something was forgotten meanwhile. Raises SeeingError, ModelError."""
        described: Description | None = await self._host.call(Describe(frame.jpeg), error=SeeingError)
        return described or Description("", worth_keeping=False)

    async def locate(self, frame: Frame, phrase: str) -> list[Box]:
        """Raises SeeingError, ModelError."""
        boxes: list[Box] = await self._host.call(Locate(frame.jpeg, phrase), urgent=True, error=SeeingError)
        return boxes

    async def forget(self) -> None:
        await self._host.forget()

    def close(self) -> None:
        log.info("%s took %s", self.name, self._host.peak)
        self._host.close()
