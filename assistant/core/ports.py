"""The seams: what a part may ask of another. Structural and narrow; a backend inherits nothing.

Streams are async generators, read under `contextlib.aclosing`: closing one stops the work behind it.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from assistant.core.events import Event
from assistant.core.values import (
    AudioChunk,
    Box,
    Description,
    Forgot,
    Frame,
    Input,
    Language,
    Observation,
    Progress,
    Prompt,
    Stay,
    Taught,
    Transcript,
    Utterance,
    Verdict,
)

T_co = TypeVar("T_co", covariant=True)


class VoiceDetector(Protocol):
    """Stateful, one per session, cheap enough to run on the event loop."""

    def speech_probability(self, chunk: AudioChunk) -> float:
        """0..1 for one window of exactly 512 samples at 16 kHz (32 ms)."""
        ...


class SpeechToText(Protocol):
    async def transcribe(self, utterance: Utterance) -> Transcript:
        """An empty text means that no words were understood. Raises HearingError."""
        ...


@runtime_checkable
class PartialSpeechToText(Protocol):
    """Ears that are fast enough to be asked again and again while the user speaks."""

    async def partial(self, utterance: Utterance) -> Transcript:
        """A quick first understanding of speech that goes on. Raises HearingError."""
        ...


@runtime_checkable
class GrammarBound(Protocol):
    """Ears that may understand the questions they know and nothing else."""

    @property
    def grammar_bound(self) -> bool:
        """Whether the ears that are in use now are such."""
        ...


@runtime_checkable
class TurnDetector(Protocol):
    """Hears whether somebody has finished, by more than the silence after it."""

    async def over(self, utterance: Utterance) -> float:
        """0..1: the probability that the turn is over with the pause that `utterance` ends in. Raises HearingError."""
        ...


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


class TextToSpeech(Protocol):
    def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        """24 kHz sound, the first of it as early as possible. Raises VoiceError."""
        ...


class Memory(Protocol):
    """What was seen and told. Every method raises RememberingError when the store fails."""

    async def add(self, observation: Observation) -> Observation:
        """Stores it and returns it with its id, without the picture."""
        ...

    async def update(self, observation: Observation) -> bool:
        """Replaces caption, text and boxes of the observation with this id; False where it is gone already."""
        ...

    async def get(self, id: int) -> Observation | None: ...

    async def picture(self, id: int, *, large: bool = False) -> bytes | None:
        """The JPEG kept with an observation; None when there is none.

        large: as it was taken, where that is still kept (for an hour); the small one otherwise.
        """
        ...

    async def search(
        self, words: str, *, since: float = 0.0, until: float | None = None, limit: int = 20
    ) -> list[Observation]:
        """Observations that mention all of `words`, newest first; times in Unix seconds."""
        ...

    async def recent(self, *, since: float = 0.0, until: float | None = None, limit: int = 50) -> list[Observation]:
        """Newest first; `until` is exclusive."""
        ...

    async def recall(
        self,
        words: str,
        *,
        since: float = 0.0,
        until: float | None = None,
        limit: int = 5,
        near: tuple[str, NDArray[np.float32]] | None = None,
    ) -> list[Observation]:
        """Observations that best fit what is asked in `words`, best first, one of several near-duplicates.

        near: an embedder's name and its vector of the words, where there is one; the two orders are fused.
        """
        ...

    async def stays(self, thing: str, *, since: float = 0.0, until: float | None = None, limit: int = 20) -> list[Stay]:
        """Where `thing` was, newest first: the object ledger. A single sighting among many others counts for little.

        Known by its name, other words for it, a description, its owner; "keys" is not Anna's keys.
        """
        ...

    async def contents(
        self, place: str, *, since: float = 0.0, until: float | None = None, limit: int = 20
    ) -> list[Stay]:
        """What was seen at `place`, each thing once, newest first."""
        ...

    async def began(self) -> float | None:
        """When the oldest thing that is still remembered was seen or told, Unix seconds; None for an empty memory."""
        ...

    async def export(self, folder: Path) -> int:
        """Writes all of it into `folder` so that a person can read it; returns how many observations."""
        ...

    async def forget(self, *, since: float | None = None, ids: Sequence[int] = (), thing: str = "") -> list[int]:
        """Removes what happened at or after `since`, the given ids, and all about `thing`.

        Returns the ids of what is gone, or holds less than before because it also told of other things.
        """
        ...

    async def forget_everything(self) -> None: ...

    async def teach(self, taught: Taught) -> Taught:
        """Stores a taught thing and returns it with its id; a thing of the same name is replaced."""
        ...

    async def embed(self, id: int, name: str, vector: NDArray[np.float32]) -> bool:
        """Keeps the unit vector, float32[d], of an observation's picture, as the embedder `name` made it.

        False where there is no such picture any more.
        """
        ...

    async def unembedded(self, name: str, limit: int) -> list[int]:
        """Observations whose picture has no vector of the embedder `name`, newest first."""
        ...

    async def nearest(self, name: str, vector: NDArray[np.float32], limit: int) -> list[tuple[Observation, float]]:
        """Pictures most like `vector`, of the same embedder, with their cosines, best first."""
        ...

    async def things(self) -> tuple[Taught, ...]:
        """All taught things; cheap, it may be called for every frame."""
        ...

    async def told(self) -> list[Observation]:
        """Everything told, newest first, at most 50."""
        ...

    async def names(self, thing: str) -> tuple[str, ...]:
        """What `thing` goes by, in lower case, the singular and simplified characters: itself first, then other words.

        "mobiles" -> "mobile", "cell phone", 手机, and what was taught under such a name.
        """
        ...


@runtime_checkable
class Shared(Protocol):
    """A memory that other processes may have as well."""

    def listen(self, hear: Callable[[Forgot], None]) -> None:
        """`hear` is called with what another process forgot, from a thread of its own."""
        ...


class Transport(Protocol):
    """A browser, or a scripted user in a test. It outlives one network connection."""

    def inputs(self) -> AsyncIterator[Input]:
        """Ends when the conversation is over."""
        ...

    async def send(self, event: Event) -> None: ...


@runtime_checkable
class Roaming(Protocol):
    """A transport whose line may be cut for a while, and go on then."""

    def away(self) -> bool:
        """Whether what is sent now is only heard when the line is back, if ever."""
        ...


@dataclass(frozen=True, slots=True)
class Engine:
    """What one vision-language backend brings. `captioner` makes one per session: it may remember the frame before."""

    answerer: Answerer
    captioner: Callable[[], Captioner]
    teacher: Teacher
    close: Callable[[], None]
    grounder: Grounder | None = None
    witness: Witness | None = None


async def nothing_to_load() -> None:
    """What is there from the start."""


@dataclass(frozen=True, slots=True)
class Backend(Generic[T_co]):
    """A part that works at once. `load` runs beside it, as long as it takes, and may put a better one in its place."""

    part: T_co
    load: Callable[[], Coroutine[Any, Any, None]] = nothing_to_load
    close: Callable[[], None] = lambda: None


Report = Callable[[Progress], None]
