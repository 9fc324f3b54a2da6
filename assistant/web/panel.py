"""What the Memory panel asks the server for."""

from collections.abc import Callable, Sequence
from typing import Any

from assistant.core.errors import KeepsightError, RememberingError
from assistant.core.events import Forgotten
from assistant.core.ports import Memory
from assistant.core.values import Observation
from assistant.web.hub import Hub
from assistant.web.wire import observation_fields

PAGE = 40  # memories at a time
MOST_WORDS = 200  # characters of a search


class Panel:
    """Each method takes the page's JSON object and answers with one; an expected failure is its `error`."""

    def __init__(self, memory: Memory, hub: Hub, picture_url: Callable[[int], str]) -> None:
        self._memory = memory
        self._hub = hub
        self._picture_url = picture_url

    async def memories(self, asked: Any) -> dict[str, Any]:
        """`words` to search for, or none for all; `before`, Unix seconds, asks for older ones."""
        words, before = _field(asked, "words", str, ""), _field(asked, "before", float, None)
        try:
            found = await self._look(words.strip()[:MOST_WORDS], before)
        except RememberingError as error:
            return {"error": str(error)}
        items = [observation_fields(observation, self._picture_url) for observation in found]
        return {"items": items, "more": len(items) == PAGE}

    async def forget(self, asked: Any) -> dict[str, Any]:
        """Forgets the memory `id`."""
        id = _field(asked, "id", int, 0)
        try:
            gone = await self._memory.forget(ids=[id])
            self._hub.broadcast(Forgotten(tuple(gone)))
        except KeepsightError as error:
            return {"error": str(error)}
        return {"gone": gone}

    async def forget_everything(self, asked: Any) -> dict[str, Any]:
        """Only with `sure` set: nothing else that reaches this by accident empties a memory."""
        if not _field(asked, "sure", bool, False):
            return {"error": "Nothing was forgotten: confirm it first."}
        try:
            await self._memory.forget_everything()
            self._hub.broadcast(Forgotten((), everything=True))
        except KeepsightError as error:
            return {"error": str(error)}
        return {"gone": []}

    async def _look(self, words: str, before: float | None) -> Sequence[Observation]:
        if words:
            return await self._memory.search(words, until=before, limit=PAGE)
        return await self._memory.recent(until=before, limit=PAGE)


def _field(asked: Any, name: str, kind: type, default: Any) -> Any:
    value = asked.get(name) if isinstance(asked, dict) else None
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)) else default
