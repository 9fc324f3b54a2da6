"""The ears of one session: packets of sound in; what was said comes out, and before that what is understood so far."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from assistant.core.errors import KeepsightError
from assistant.core.events import Event, Failed, Partial, SpeechEnded, SpeechStarted
from assistant.core.ports import SpeechToText, TurnDetector, VoiceDetector
from assistant.core.streams import Channel
from assistant.core.values import Language, Transcript, Utterance
from assistant.core.wording import say
from assistant.turns.endpointing import Said, patience, whole
from assistant.turns.following import Following, Hypothesis
from assistant.turns.hearing import Ended, Heard, Microphone, Paused, Started, WentOn
from assistant.turns.partials import agreed
from assistant.turns.prosody import ending

UTTERANCES = 8  # utterances that may wait to be transcribed

T = TypeVar("T")


class Spawn(Protocol):
    def __call__(self, work: Coroutine[Any, Any, T], /) -> "asyncio.Task[T]":
        """Runs `work` beside the session; it ends with it."""
        ...


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said: it began at `began`, Unix seconds, and ended at `asked`, the loop's time."""

    transcript: Transcript
    began: float
    asked: float


Understood = asyncio.Task[Transcript | KeepsightError]


@dataclass(frozen=True, slots=True)
class Hopes:
    """What is to be done with words that may be all that is said.

    partly: words of a sentence that is still being spoken. over: those before a soft pause, if there are any, sure or
    not, and when that began to be said, Unix seconds: the next may have begun by now. lost: speech goes on, or nothing
    comes of the words.
    """

    partly: Callable[[Hypothesis], Awaitable[None]]
    over: Callable[[Transcript, float], Awaitable[None]]
    lost: Callable[[], Awaitable[None]]


class Listening:
    """`clock` tells Unix seconds; `spawn` runs what has to happen beside the session.

    At a soft pause the transcription of what was said so far begins, and `hopes` hear of it: if nothing more is said,
    it is the final one. Quick ears understand words before that (following.py), and `hopes` hear of those too.
    """

    def __init__(
        self,
        detector: VoiceDetector,
        ears: SpeechToText,
        send: Callable[[Event], Awaitable[None]],
        clock: Callable[[], float],
        spawn: Spawn,
        hopes: Hopes,
        turns: TurnDetector | None = None,
    ) -> None:
        self.began = 0.0  # Unix seconds at which the newest utterance began
        self._microphone = Microphone(detector.speech_probability)
        self._ears = ears
        self._send = send
        self._clock = clock
        self._spawn = spawn
        self._hopes = hopes
        self._turns = turns
        self._utterances: Channel[tuple[Understood, float, float]] = Channel(UTTERANCES)
        self._untold = 0  # utterances that are over and of which the words have not been told
        self._early: tuple[bytes, Understood] | None = None
        self._said = Said()
        self._earlier = ""  # said before this utterance, which goes on with it
        self._following = Following(ears, clock, spawn, self._understood_so_far)
        self._newest = Hypothesis("", "", 0.0)
        self._shown = Partial("", "")

    @property
    def speaking(self) -> bool:
        return self._microphone.speaking

    @property
    def busy(self) -> bool:
        """Whether somebody speaks, or has spoken and is not understood yet."""
        return self.speaking or self._untold > 0

    @property
    def speech_seconds(self) -> float:
        """Voice in the open utterance; 0 while nobody speaks."""
        return self._microphone.speech_seconds

    def wait(self, text: str, began: float) -> None:
        """These are the words before the pause: they tell how long a silence ends the open utterance.

        Where the one that began at `began` is over by now they tell nothing of the next one.
        """
        if self._early and began == self.began:
            self._said = replace(self._said, text=text)
            self._microphone.wait(patience(self._said))

    async def hear(self, pcm: bytes) -> None:
        """One packet of 16 kHz mono PCM16."""
        await self._take(self._microphone.hear(pcm))
        heard = self._microphone
        if not self._early:
            self._following.hear(heard.speech_seconds, heard.silent_seconds, lambda: heard.so_far)

    async def hold(self, pressed: bool) -> None:
        """While pressed everything is speech; letting go ends what is being said."""
        await self._take(self._microphone.force(pressed))

    async def spoken(self) -> AsyncGenerator[Spoken, None]:
        """What was said, one utterance after the other; ears that fail say so to the user."""
        async for understood, began, asked in self._utterances:
            transcript = await understood
            if isinstance(transcript, KeepsightError) or not (transcript.sure and transcript.text):
                await self._hopes.lost()
            if isinstance(transcript, KeepsightError):
                await self._send(Failed(transcript.stage, str(transcript)))
            else:
                yield Spoken(transcript, began, asked)
            self._untold -= 1

    async def _take(self, heard: Sequence[tuple[Heard, bytes]]) -> None:
        for event, pcm in heard:
            match event:
                case Started():
                    await self._start()
                case Paused():
                    self._pause(pcm)
                case WentOn():
                    await self._go_on()
                case Ended():
                    await self._end(pcm)

    async def _start(self) -> None:
        self.began = self._clock()
        if not self._microphone.resumed:
            self._said = Said()
        self._earlier = self._said.words or ""
        await self._send(SpeechStarted())
        self._newest, self._shown = Hypothesis("", "", 0.0), Partial("", "")
        self._following.start()

    def _pause(self, pcm: bytes) -> None:
        """Perhaps the end: what was said so far is transcribed, and thought about."""
        words = self._newest.text if self._newest.voiced == self.speech_seconds else ""
        pauses, before = self._microphone.pauses, whole(self._said)
        self._said = Said(words or None, ending(pcm), pauses, earlier=self._earlier, whole=before)
        self._microphone.wait(patience(self._said))
        self._early = pcm, self._spawn(self._hope(Utterance(pcm, self._clock()), self.began))
        if self._turns:
            self._spawn(self._judge(self._turns, Utterance(pcm, self._clock())))

    async def _go_on(self) -> None:
        if self._early:
            self._early[1].cancel()
            self._early = None
            await self._hopes.lost()

    async def _end(self, pcm: bytes) -> None:
        self._following.stop()
        await self._send(SpeechEnded())
        asked = asyncio.get_running_loop().time()
        early, self._early = self._early, None
        if early and early[0] != pcm:
            early[1].cancel()
        said = early[1] if early and early[0] == pcm else self._spawn(self._understand(Utterance(pcm, self._clock())))
        if self._utterances.put((said, self.began, asked)):
            self._untold += 1
        else:
            said.cancel()
            await self._send(Failed("hearing", "I cannot keep up with so much speech. Please wait a moment."))

    async def _understand(self, utterance: Utterance) -> Transcript | KeepsightError:
        try:
            return await self._ears.transcribe(utterance)
        except KeepsightError as error:
            return error

    async def _hope(self, utterance: Utterance, began: float) -> Transcript | KeepsightError:
        """The same before it is surely over."""
        transcript = await self._understand(utterance)
        if isinstance(transcript, Transcript):
            await self._hopes.over(transcript, began)
        return transcript

    async def _judge(self, turns: TurnDetector, utterance: Utterance) -> None:
        """What a learned detector hears counts as well, if nothing more was said meanwhile."""
        try:
            over = await turns.over(utterance)
        except KeepsightError as error:
            await self._send(Failed(error.stage, str(error)))
            return
        if self._early and self._early[0] is utterance.pcm:
            self._said = replace(self._said, over=over)
            self._microphone.wait(patience(self._said))

    async def _understood_so_far(self, newest: Hypothesis) -> None:
        """Shown as it comes; once the whole is being transcribed, nothing rests on it any more."""
        shown = Partial(agreed(newest.before, newest.text), newest.text)
        if newest.text and shown != self._shown:
            self._shown = shown
            await self._send(shown)
        if self._early:
            return
        self._newest = newest
        if self._following.quick:
            await self._hopes.partly(newest)


def unheard(language: Language) -> str:
    """What to do where words were not understood."""
    return say(language, "I did not catch that. Say it again, or type it.", "我沒聽清楚。請再說一次，或用打字的。")
