"""What a model is asked with, and how far it is on its way in."""

from dataclasses import dataclass
from typing import Literal

from assistant.core.intents import Intent
from assistant.core.values.media import Frame, Language
from assistant.core.values.remembered import Observation

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation as a model reads it."""

    role: Role
    text: str
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """All an answerer is given: the conversation, what the question asks, and what is in view.

    `question` is what the user asked, word for word; the last message is the same with what a model must know
    besides. `frames` are the pictures the question is about (those
    attached, else the newest of the camera or screen; empty when nothing is shown). `recent` is the
    last minute, oldest first. `now` in Unix seconds.
    """

    messages: tuple[Message, ...]
    intent: Intent
    language: Language
    now: float
    frames: tuple[Frame, ...] = ()
    recent: tuple[Observation, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a model is on its way in. `message` is one sentence for the user, empty where the numbers say it all.

    role: which part of the assistant it is for.
    name: what the user calls the model, for example a hub id.
    done, total: bytes; `total` is None where it is not known. speed: bytes a second. left: seconds.
    """

    role: Literal["vlm", "stt", "tts", "embedder", "grounder"]
    name: str
    state: Literal["waiting", "downloading", "loading", "ready", "failed"]
    message: str = ""
    done: int = 0
    total: int | None = None
    speed: float | None = None
    left: float | None = None
