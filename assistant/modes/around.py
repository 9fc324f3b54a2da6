"""What the modes work with, and what a choice on the page asks for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from assistant.core.events import Event
from assistant.core.intents import Converse, Interpret, OnlyWhenCalled, SetsMode, TakeNotes
from assistant.core.ports import Engine, Memory, SpeechToText
from assistant.core.values import SetMode
from assistant.prompting import History
from assistant.watching import Watch


@dataclass(frozen=True, slots=True)
class Around:
    """What the modes work with. coming: whether a model that answers is being loaded. clock: Unix seconds."""

    engine: Engine
    ears: SpeechToText
    memory: Memory
    watch: Watch
    history: History
    send: Callable[[Event], Awaitable[None]]
    clock: Callable[[], float]
    coming: Callable[[], bool]


def intent_of(wish: SetMode) -> SetsMode:
    """What a choice on the page asks for."""
    match wish.mode:
        case "conversation":
            return Converse()
        case "called":
            return OnlyWhenCalled()
        case "interpreter":
            return Interpret(wish.languages)
        case "notes":
            return TakeNotes()
