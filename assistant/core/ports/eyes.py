"""Who looks at pictures, of now and of earlier."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from assistant.core.values import Box, Description, Frame, Taught, Verdict


class Captioner(Protocol):
    async def describe(self, frame: Frame) -> Description:
        """Background work: may be cancelled at any await. Raises SeeingError."""
        ...


@runtime_checkable
class DeepCaptioner(Protocol):
    """A captioner that sees at once what it is sure of, and more when it takes its time."""

    async def describe(self, frame: Frame) -> Description: ...

    async def deepen(self, frame: Frame, described: Description) -> Description:
        """What was described, with what a slower model sees besides; the same where there is nothing to add.

        Background work below everything else: may be cancelled at any await. Raises SeeingError.
        """
        ...


@runtime_checkable
class QuickCaptioner(Protocol):
    """A captioner that names things at a glance, in every frame and not only in those worth describing."""

    async def describe(self, frame: Frame) -> Description: ...

    async def notice(self, frame: Frame) -> tuple[Box, ...] | None:
        """The things it knows by name, unsure ones too; None where it cannot tell in time. Raises SeeingError."""
        ...


@runtime_checkable
class Namer(Protocol):
    """A captioner that knows what it can name."""

    async def labels(self) -> frozenset[str]:
        """Every label that a box of its may have. Raises RememberingError where the taught things are unreadable."""
        ...


class Detector(Protocol):
    """Names things without being asked for them."""

    @property
    def names(self) -> tuple[str, ...]:
        """All that it tells apart."""
        ...

    @property
    def quick(self) -> bool:
        """Whether it is fast enough to look at every frame."""
        ...

    async def detect(self, frame: Frame) -> tuple[Box, ...]:
        """Best first, unsure ones too. Background work: may be cancelled at any await. Raises SeeingError."""
        ...


class Grounder(Protocol):
    async def locate(self, frame: Frame, phrase: str) -> list[Box]:
        """Where `phrase` is in the picture, best first; empty where it is not seen. Raises SeeingError."""
        ...


class Witness(Protocol):
    async def examine(self, thing: str, question: str, frame: Frame) -> Verdict:
        """Looks for `thing` in one picture, of now or of earlier; `question` is what the user asked, word for word.

        Raises AnswerError.
        """
        ...


@runtime_checkable
class Judge(Protocol):
    """A witness that may also tell whether something happens: what a kettle does only a model can see."""

    @property
    def judges(self) -> bool:
        """Whether it can, with the engine that is in use now."""
        ...

    async def judge(self, event: str, frame: Frame, before: Frame | None) -> Verdict:
        """Whether `event`, in the user's words, is so in the picture; `before` is an earlier one to compare it with.

        Background work: may be cancelled at any await. Raises AnswerError, ModelError.
        """
        ...


class Embedder(Protocol):
    """Pictures and words in one space."""

    @property
    def name(self) -> str:
        """Which vectors can be compared: only those of the same name."""
        ...

    async def embed(self, items: Sequence[str] | Sequence[Frame]) -> NDArray[np.float32]:
        """Unit vectors, float32[n, d]; their dot product is the cosine similarity. Raises SeeingError."""
        ...


class Teacher(Protocol):
    async def learn(self, name: str, views: Sequence[Frame], background: Sequence[Frame]) -> Taught:
        """Learns the look of the thing held up in `views`, cut out against `background` (may be empty).

        Stores nothing. Raises SeeingError when nothing can be told apart from the background.
        """
        ...
