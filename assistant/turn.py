"""What a user said or typed, and what is to be made of it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from assistant.core.values import Attachment, Language

Make = Callable[[], Awaitable[AsyncGenerator[str, None]]]
"""Begins an answer: what it returns streams the words, and raises AnswerError."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is made of the words of a turn that are not to be answered.

    language: of what is made, and of the voice. kept: how the words stand in the history. written: nobody reads the
    result aloud, for no voice here speaks that language.
    """

    make: Make
    language: Language
    kept: str
    written: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What the user wants answered; speaking or typing began at `began`, Unix seconds, ended at `asked`, loop time.

    task: what else is to be done with it; None where it is to be answered.
    """

    text: str
    began: float
    asked: float
    attachments: tuple[Attachment, ...] = ()
    spoken: bool = False
    task: Task | None = None
