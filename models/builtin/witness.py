"""The built-in engine looks again: it knows taught things by their look, and can say nothing of others."""

from assistant.core.errors import AnswerError, SeeingError
from assistant.core.names import named
from assistant.core.ports import Memory
from assistant.core.values import Frame, Verdict
from models.builtin.looking import Sight, in_view


class LookWitness:
    def __init__(self, sight: Sight, memory: Memory) -> None:
        self._sight, self._memory = sight, memory

    async def examine(self, thing: str, question: str, frame: Frame) -> Verdict:
        """Never a no: a thing that is turned away or half covered is not matched either. Raises AnswerError."""
        taught = named(thing, await self._memory.things())
        if taught is None:
            return Verdict("unsure")
        try:
            box = await in_view(self._sight, [frame], taught)
        except SeeingError as error:
            raise AnswerError(str(error)) from error
        return Verdict("yes", box=box) if box else Verdict("unsure")
