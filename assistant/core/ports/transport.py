"""The way to the user."""

from collections.abc import AsyncIterator
from typing import Protocol, runtime_checkable

from assistant.core.events import Event
from assistant.core.values import Input


class Transport(Protocol):
    """A browser, or a scripted user in a test. It outlives one network connection."""

    def inputs(self) -> AsyncIterator[Input]:
        """Ends when the conversation is over."""
        ...

    async def send(self, event: Event) -> None: ...


@runtime_checkable
class Roaming(Protocol):
    """A transport whose line may be cut for a while, and go on then."""

    def away(self) -> bool:
        """Whether what is sent now is only heard when the line is back, if ever."""
        ...
