"""The picture that proves it: the first of those looked at that showed it, described and kept as any other."""

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace

from assistant.awaiting.looking import Looking
from assistant.core.errors import RememberingError, SeeingError
from assistant.core.events import Event, Failed
from assistant.core.values import Description, Forgot, Frame, Observation
from assistant.forgetting import covers
from assistant.watching import Watch

KEPT = 8  # frames kept in mind, of which the first that showed it is kept for good


class Proving:
    """Of the frames that one pair of eyes has looked at; those of a model are older than those of a detector."""

    def __init__(self, looking: Looking, watch: Watch, send: Callable[[Event], Awaitable[None]]) -> None:
        self._looking = looking
        self._watch = watch
        self._send = send
        self._frames: deque[Frame] = deque(maxlen=KEPT)

    def saw(self, frame: Frame) -> None:
        self._frames.append(frame)

    async def keep(self, event: str, since: float) -> Observation | None:
        """None where nothing is remembered now, or it cannot be kept: it is told all the same."""
        shown = next((frame for frame in self._frames if frame.time >= since), None)
        if shown is None:
            return None
        try:
            return await self._watch.keep(shown, lambda: self._described(event, shown))
        except RememberingError as error:  # a full disk
            await self._send(Failed(error.stage, str(error)))
            return None

    def forget(self, forgot: Forgot) -> None:
        self._frames = deque((frame for frame in self._frames if not covers(forgot, frame.time)), KEPT)

    async def _described(self, event: str, frame: Frame) -> Description:
        """In quotation marks what was waited for is no sighting."""
        try:
            described = await self._looking.description(frame)
        except SeeingError as error:
            await self._send(Failed(error.stage, str(error)))
            described = Description("")
        return replace(described, caption=f"{described.caption} Waited for: “{event}”.".strip())
