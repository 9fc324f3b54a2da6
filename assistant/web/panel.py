"""What the Memory panel asks the server for."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from assistant.core.errors import KeepsightError, RememberingError
from assistant.core.events import Forgotten
from assistant.core.ports import Memory
from assistant.core.values import Observation
from assistant.web.fields import field
from assistant.web.hub import Hub
from assistant.web.wire import observation_fields

PAGE = 40  # memories at a time
MOST_WORDS = 200  # characters of a search
MOST_MINUTES = 24 * 60


class Panel:
    """Each method takes the page's JSON object and answers with one; an expected failure is its `error`."""

    def __init__(
        self,
        memory: Memory,
        hub: Hub,
        picture_url: Callable[[int], str],
        export_url: Callable[[], str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._memory = memory
        self._hub = hub
        self._picture_url = picture_url
        self._export_url = export_url
        self._clock = clock

    async def memories(self, asked: Any) -> dict[str, Any]:
        """`words` to search for, or none for all; `before`, Unix seconds, asks for older ones."""
        words, before = field(asked, "words", str, ""), field(asked, "before", float, None)
        try:
            found = await self._look(words.strip()[:MOST_WORDS], before)
        except RememberingError as error:
            return {"error": str(error)}
        items = [observation_fields(observation, self._picture_url) for observation in found]
        return {"items": items, "more": len(items) == PAGE}

    async def memory(self, asked: Any) -> dict[str, Any]:
        """The memory `id` as the `item`; None where it is gone."""
        try:
            found = await self._memory.get(field(asked, "id", int, 0))
        except RememberingError as error:
            return {"error": str(error)}
        return {"item": observation_fields(found, self._picture_url) if found else None}

    async def export(self, asked: Any) -> dict[str, Any]:
        """The address of the whole memory as a zip, good for half a minute."""
        return {"address": self._export_url()}

    async def forget(self, asked: Any) -> dict[str, Any]:
        """Forgets the memory `id`."""
        id = field(asked, "id", int, 0)
        try:
            gone = await self._memory.forget(ids=[id])
            self._hub.broadcast(Forgotten(tuple(gone)))
        except KeepsightError as error:
            return {"error": str(error)}
        return {"gone": gone}

    async def forget_span(self, asked: Any) -> dict[str, Any]:
        """What was seen, told and said in the last `minutes`, a day at most."""
        minutes = field(asked, "minutes", float, 0.0)
        if not 0 < minutes <= MOST_MINUTES:
            return {"error": "Nothing was forgotten: say how many minutes."}
        since = self._clock() - 60 * minutes
        try:
            gone = await self._memory.forget(since=since)
            self._hub.broadcast(Forgotten(tuple(gone), since=since))
        except KeepsightError as error:
            return {"error": str(error)}
        return {"gone": gone}

    async def forget_everything(self, asked: Any) -> dict[str, Any]:
        """Only with `sure` set: nothing else that reaches this by accident empties a memory."""
        if not field(asked, "sure", bool, False):
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
