"""The ears of one session: packets of sound in; what was said comes out, and before that what is understood so far."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from assistant.core.errors import KeepsightError
from assistant.core.events import Event, Failed, Partial, SpeechEnded, SpeechStarted
from assistant.core.ports import PartialSpeechToText, SpeechToText, VoiceDetector
from assistant.core.streams import Channel, Latest
from assistant.core.values import Transcript, Utterance
from assistant.hearing import Ended, Heard, Microphone, Started
from assistant.partials import agreed

STEP = 0.7  # seconds of new speech after which an open utterance is understood again: two or three words
UTTERANCES = 8  # utterances that may wait to be transcribed

Spawn = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said: it began at `began`, Unix seconds, and ended at `asked`, the loop's time."""

    transcript: Transcript
    began: float
    asked: float


class Listening:
    """`clock` tells Unix seconds; `spawn` runs what has to happen beside the session, and ends with it."""

    def __init__(
        self,
        detector: VoiceDetector,
        ears: SpeechToText,
        send: Callable[[Event], Awaitable[None]],
        clock: Callable[[], float],
        spawn: Spawn,
    ) -> None:
        self.began = 0.0  # Unix seconds at which the newest utterance began
        self._microphone = Microphone(detector.speech_probability)
        self._ears = ears
        self._send = send
        self._clock = clock
        self._spawn = spawn
        self._utterances: Channel[tuple[Utterance, float, float]] = Channel(UTTERANCES)
        self._open: Latest[Utterance] = Latest()
        self._next_step = STEP
        self._following: asyncio.Task[None] | None = None

    @property
    def speaking(self) -> bool:
        return self._microphone.speaking

    @property
    def speech_seconds(self) -> float:
        """Voice in the open utterance; 0 while nobody speaks."""
        return self._microphone.speech_seconds

    async def hear(self, pcm: bytes) -> None:
        """One packet of 16 kHz mono PCM16."""
        await self._take(self._microphone.hear(pcm))
        if self._following and self.speech_seconds >= self._next_step:
            self._next_step = self.speech_seconds + STEP
            self._open.put(Utterance(self._microphone.so_far, self._clock()))

    async def hold(self, pressed: bool) -> None:
        """While pressed everything is speech; letting go ends what is being said."""
        await self._take(self._microphone.force(pressed))

    async def spoken(self) -> AsyncGenerator[Spoken, None]:
        """What was said, one utterance after the other; ears that fail say so to the user."""
        async for utterance, began, asked in self._utterances:
            try:
                transcript = await self._ears.transcribe(utterance)
            except KeepsightError as error:
                await self._send(Failed(error.stage, str(error)))
            else:
                yield Spoken(transcript, began, asked)

    async def _take(self, heard: Sequence[tuple[Heard, bytes]]) -> None:
        for event, pcm in heard:
            if isinstance(event, Started):
                await self._start()
            elif isinstance(event, Ended):
                await self._end(pcm)

    async def _start(self) -> None:
        self.began = self._clock()
        await self._send(SpeechStarted())
        if isinstance(self._ears, PartialSpeechToText):
            self._next_step, self._open = STEP, Latest()
            self._following = self._spawn(self._follow(self._ears, self._open))

    async def _end(self, pcm: bytes) -> None:
        if self._following:
            self._following.cancel()
            self._following = None
        await self._send(SpeechEnded())
        asked = asyncio.get_running_loop().time()
        if not self._utterances.put((Utterance(pcm, self._clock()), self.began, asked)):
            await self._send(Failed("hearing", "I cannot keep up with so much speech. Please wait a moment."))

    async def _follow(self, ears: PartialSpeechToText, growing: Latest[Utterance]) -> None:
        """One at a time, and always the newest; whatever fails here is said when the whole is transcribed."""
        before = ""
        while True:
            utterance = await growing.take()
            with suppress(KeepsightError):
                text = (await ears.partial(utterance)).text
                if text:
                    await self._send(Partial(agreed(before, text), text))
                before = text
