"""What a session tells the world: a closed union, handled with `match`.

`turn` numbers the replies of a session from 1. Whatever belongs to a turn carries it, so that a page can
drop what arrives late for a turn that was cut.
"""

from dataclasses import dataclass
from typing import Literal

from assistant.core.values import AudioChunk, Awaited, Box, Language, Mode, Observation, Progress

Ending = Literal["finished", "overtaken", "interrupted", "failed"]


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The user began to speak."""


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The user's utterance is over and is being transcribed."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """What was heard over the reply was not meant for it (a cough, a short noise): play on."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Speech was heard but no words; `hint` says what to do."""

    hint: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Words that the user should confirm or edit before they are acted on."""

    text: str


@dataclass(frozen=True, slots=True)
class UserSaid:
    """A message of the user's, typed or spoken; `pictures` are ids of observations that hold the uploads.

    `unkept` counts the uploads that were looked at but, remembering being off, were not kept.
    """

    turn: int
    text: str
    spoken: bool
    pictures: tuple[int, ...] = ()
    unkept: int = 0


@dataclass(frozen=True, slots=True)
class ReplyStarted:
    turn: int
    engine: str


@dataclass(frozen=True, slots=True)
class ReplyText:
    """The next words of the reply."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """The reply rests on this observation: show its picture, place and time; `box` is what it is about in there."""

    turn: int
    observation: Observation
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Sentence number `index` (from 0) is about to be spoken; `text` is fit to be read aloud."""

    turn: int
    index: int
    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class Voice:
    """The next sound of the reply, 24 kHz."""

    turn: int
    sound: AudioChunk


@dataclass(frozen=True, slots=True)
class VoiceEnded:
    """All sound of `turn` has been sent."""

    turn: int


@dataclass(frozen=True, slots=True)
class Silence:
    """Drop all sound of turns up to and including `turn`, now."""

    turn: int


@dataclass(frozen=True, slots=True)
class Timing:
    """Where a turn's time went, seconds since the user's turn ended; None where a stage did not happen."""

    transcript: float | None = None
    first_token: float | None = None
    first_sound: float | None = None


@dataclass(frozen=True, slots=True)
class ReplyEnded:
    """`heard` is the part of the reply that was shown or spoken before it ended: what history keeps.

    A reply is overtaken where all its words were shown and only its voice was cut, by the next typed message.
    """

    turn: int
    ending: Ending
    heard: str
    timing: Timing


@dataclass(frozen=True, slots=True)
class Look:
    """Asks the page for one full-resolution picture, which arrives as a `Frame` with `still` set."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A new memory."""

    observation: Observation


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Memories that are gone or hold less, and what was said since `since` (Unix seconds; None: nothing of the chat).

    `everything` tells the page to clear all that it shows.
    """

    ids: tuple[int, ...]
    everything: bool = False
    since: float | None = None


@dataclass(frozen=True, slots=True)
class RememberingChanged:
    on: bool


@dataclass(frozen=True, slots=True)
class Thinking:
    """Nothing has been written for this turn for some seconds; told once in a turn."""

    turn: int


@dataclass(frozen=True, slots=True)
class ModeChanged:
    """`languages` are the two of the interpreter, BCP 47 codes; empty in the other modes."""

    mode: Mode
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """A line was taken down in notes mode; `time` in Unix seconds when it began to be said.

    id: the memory that holds it; 0 where it is not kept. Words that the ears were not sure of end with " (?)".
    """

    text: str
    time: float
    id: int = 0


@dataclass(frozen=True, slots=True)
class Awaiting:
    """All that the user wants to be told of, again whenever that changes."""

    awaited: tuple[Awaited, ...]


@dataclass(frozen=True, slots=True)
class Partial:
    """What is understood of the sentence that is still being spoken; on `stable` two hypotheses in a row agree."""

    stable: str
    text: str


@dataclass(frozen=True, slots=True)
class Loading:
    """A model is on its way in, has come (`ready`: the next turn uses it), or cannot come."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Failed:
    """An expected failure: `message` says what to do, and the session goes on."""

    stage: str
    message: str


Event = (
    SpeechStarted
    | SpeechEnded
    | Resumed
    | NotUnderstood
    | Unsure
    | UserSaid
    | ReplyStarted
    | ReplyText
    | Cited
    | Sentence
    | Voice
    | VoiceEnded
    | Silence
    | ReplyEnded
    | Look
    | Seen
    | Forgotten
    | RememberingChanged
    | Thinking
    | ModeChanged
    | Noted
    | Awaiting
    | Partial
    | Loading
    | Failed
)
