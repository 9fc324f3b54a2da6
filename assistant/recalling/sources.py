"""What an answer about the past is asked with, and what it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.core.ports import Embedder, Memory, Witness
from assistant.core.values import Box, Frame, Language, Observation
from assistant.core.wording import say
from assistant.understanding.times import Span


@dataclass(frozen=True, slots=True)
class Sources:
    """`marks` is filled while an answer is made: where in the picture of a cited observation the thing is."""

    memory: Memory
    witness: Witness | None = None
    embedder: Callable[[], Embedder | None] = lambda: None
    marks: dict[int, Box] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """`view` is what is in view now, `recent` the last minute, oldest first; `now` in Unix seconds."""

    question: str
    language: Language
    now: float
    view: Sequence[Frame] = ()
    recent: Sequence[Observation] = ()

    def say(self, english: str, chinese: str) -> str:
        return say(self.language, english, chinese)


def unclear(said: str, span: Span | None, asked: Asked) -> str:
    """Where the time that was asked about is not understood: that it was left out of account; else nothing."""
    if not said or span:
        return ""
    return asked.say(
        f"I do not know which time “{said}” is, so I looked at all of it. ",
        f"我不明白「{said}」是什麼時候，所以查了全部。",
    )
