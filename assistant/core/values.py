"""Values that flow between parts: frozen, with a unit in every docstring."""

from dataclasses import dataclass
from typing import Literal

from assistant.core.intents import Intent

Source = Literal["camera", "screen", "upload", "told"]
Language = Literal["en", "zh-Hant", "zh-Hans"]
Role = Literal["system", "user", "assistant"]
Speaker = Literal["browser", "server", "off"]  # whose voice is heard: the page's own, the server's, or nobody's

Mode = Literal["conversation", "called", "interpreter", "notes"]
"""called: only what is said to it by name is answered. interpreter: each of two hears the other's language. notes: it
listens without answering, and sums up at the end."""


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """Mono PCM16 little-endian sound; `rate` in samples a second (16 000 up, 24 000 down).

    said: of the sentence that is spoken, the characters that have been said at its end, where the voice can tell.
    """

    pcm: bytes
    rate: int
    said: int | None = None

    @property
    def seconds(self) -> float:
        return len(self.pcm) / 2 / self.rate


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture, JPEG-encoded and upright; `time` in Unix seconds of its capture.

    `still` marks a full-resolution picture the page sent because it was asked to `Look`.
    """

    jpeg: bytes
    time: float
    source: Source
    still: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture given with a typed message, already checked and re-encoded as JPEG."""

    name: str
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Typed:
    """A message from the keyboard. `id` is made by the page, so that a resend is recognised."""

    id: str
    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Dictated:
    """Words the browser's own speech recognition understood."""

    text: str


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


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something that the user wants to be told of: "the kettle boils"; until `until`, Unix seconds.

    `told` counts how often it was, `sure` is false where nothing here can recognise it. `every`: again and again, and
    not only the next time.
    """

    id: int
    event: str
    until: float
    told: int = 0
    sure: bool = True
    every: bool = False


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


@dataclass(frozen=True, slots=True)
class Utterance:
    """One stretch of speech: 16 kHz mono PCM16; `ended` in Unix seconds when its last sound arrived."""

    pcm: bytes
    ended: float
    rate: int = 16_000


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard; `confidence` 0..1. `sure` is false where the user should confirm before it is acted on."""

    text: str
    language: str
    confidence: float
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """A labelled rectangle, 0..1 of the frame that was sent, origin top left; `score` 0..1."""

    label: str
    left: float
    top: float
    right: float
    bottom: float
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Description:
    """What a captioner saw in one frame. `text` is the readable text, lines separated by newlines.

    `worth_keeping` is false when the frame holds nothing that a memory could be asked for.
    """

    caption: str
    text: str = ""
    boxes: tuple[Box, ...] = ()
    worth_keeping: bool = True


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing remembered. `id` is 0 until the memory has stored it; `time` in Unix seconds.

    `picture` is the JPEG kept with it; lists from the memory leave it empty, `Memory.picture` reads it. `zone` is what
    the clock there showed, in minutes east of UTC; the memory fills None in with this machine's.
    """

    time: float
    source: Source
    caption: str
    text: str = ""
    boxes: tuple[Box, ...] = ()
    picture: bytes = b""
    id: int = 0
    zone: int | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """A thing at one place for a time: a line of the object ledger. Times in Unix seconds.

    thing: as it was named. place: in the words of the caption; empty where only the picture shows it.
    since, until: when it was first and last seen there. gone: when it was first seen elsewhere; None while nothing
    says that it is not there any more.
    first, last: the ids of the observations that this rests on. sightings: how many there are.
    told: it was only told, not seen. box: where in the picture of `last`, if that is known.
    """

    thing: str
    place: str
    since: float
    until: float
    first: int
    last: int
    sightings: int = 1
    told: bool = False
    gone: float | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of looking for a thing in one picture.

    "unsure": who looked cannot tell things of this kind apart, so it is neither a yes nor a no. place: where it is, in
    the words of who looked; empty where they add nothing. box: where in the picture.
    """

    seen: Literal["yes", "no", "unsure"]
    place: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Taught:
    """A thing learned by its look: `views` are PNGs with alpha, the background transparent.

    `features` counts the foreground key points of its typical (median) view; `id` is 0 until stored.
    """

    name: str
    views: tuple[bytes, ...]
    features: int
    time: float
    id: int = 0


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
