"""What comes from the page: words, sound, pictures, keys and choices."""

from dataclasses import dataclass
from typing import Literal

from assistant.core.values.media import Attachment, AudioChunk, Frame

Speaker = Literal["browser", "server", "off"]  # whose voice is heard: the page's own, the server's, or nobody's

Mode = Literal["conversation", "called", "interpreter", "notes"]
"""called: only what is said to it by name is answered. interpreter: each of two hears the other's language. notes: it
listens without answering, and sums up at the end."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A message from the keyboard. `id` is made by the page, so that a resend is recognised."""

    id: str
    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Dictated:
    """Words the browser's own speech recognition understood; of a sentence that goes on where it is not `final`."""

    text: str
    final: bool = True


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Esc or the Stop talking button."""


@dataclass(frozen=True, slots=True)
class PushToTalk:
    """Space went down (`pressed`) or up. While it is down everything is speech; up ends the utterance."""

    pressed: bool


@dataclass(frozen=True, slots=True)
class Played:
    """The page has played `seconds` of the voice of `turn`. The first report marks the first sound."""

    turn: int
    seconds: float
    finished: bool = False


@dataclass(frozen=True, slots=True)
class PlayedText:
    """The browser's own voice has spoken `characters` of sentence number `sentence` (from 0) of `turn`."""

    turn: int
    sentence: int
    characters: int
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Capturing:
    """What the page captures now; `voice` says who speaks: the page's own voice, the server's, or nobody."""

    camera: bool = False
    screen: bool = False
    microphone: bool = False
    voice: Speaker = "off"


@dataclass(frozen=True, slots=True)
class Remembering:
    """The remember switch was turned on or off."""

    on: bool


@dataclass(frozen=True, slots=True)
class Forgot:
    """Memories were deleted beside the conversation, in the Memory panel: those in `ids`, or everything.

    since: what was said from then on (Unix seconds) is forgotten too; None for nothing of it.
    """

    ids: tuple[int, ...] = ()
    everything: bool = False
    since: float | None = None


@dataclass(frozen=True, slots=True)
class SetMode:
    """A mode was chosen on the page; `languages` are the two of the interpreter, BCP 47 codes such as "en", "zh-Hant".

    Without languages the interpreter takes the user's own and the one that its page suggests.
    """

    mode: Mode
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CancelAwaited:
    """The user does not want to be told of this any more, by the number of an `Awaited`."""

    id: int


Input = (
    AudioChunk
    | Frame
    | Typed
    | Dictated
    | Interrupt
    | PushToTalk
    | Played
    | PlayedText
    | Capturing
    | Remembering
    | Forgot
    | SetMode
    | CancelAwaited
)
