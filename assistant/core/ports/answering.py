"""Who answers, and what it may do ahead."""

from collections.abc import AsyncGenerator
from typing import Protocol, runtime_checkable

from assistant.core.values import Prompt


@runtime_checkable
class Warmable(Protocol):
    """An answerer that can read ahead."""

    async def prepare(self, prompt: Prompt) -> None:
        """Reads what is known of the prompt while the user still speaks; the answer is the same without it.

        Background work below replies: may be cancelled at any await, and never raises what `answer` would say anyway.
        """
        ...


@runtime_checkable
class Forgetful(Protocol):
    """Something that keeps what it has read for the next prompt: caches of a model, features of pictures."""

    async def forget(self) -> None:
        """Drops all of it now, in whatever process it lies. Never raises: what cannot be reached is gone, or ended."""
        ...


class Answerer(Protocol):
    @property
    def name(self) -> str:
        """What the status line calls it, for example `builtin`."""
        ...

    def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Streams the reply. `[#12]` in it cites observation 12. Raises AnswerError."""
        ...
