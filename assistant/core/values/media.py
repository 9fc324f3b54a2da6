"""What is heard and seen, and what was made out of it: frozen, with a unit in every docstring."""

from dataclasses import dataclass
from typing import Literal

Source = Literal["camera", "screen", "upload", "told"]

Language = Literal["en", "zh-Hant", "zh-Hans"]


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
