"""The open utterance is understood again while it grows: as often as the ears keep up with ease.

Ears that are done within a window of the voice detector are asked with every window: each that they wait for is a reply
that begins later. They have nothing else to do then, and where several people speak at once they take longer by
themselves. Others are asked the less often the longer they take. A sentence may be over when the voice stops: then they
are asked at once, if they will be done before the soft pause, at which the whole is transcribed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from assistant.core.errors import KeepsightError
from assistant.core.ports import PartialSpeechToText, SpeechToText
from assistant.core.streams import Latest
from assistant.core.values import Transcript, Utterance
from assistant.turns.hearing import WINDOW_SECONDS

MOST = 0.7  # seconds of new speech after which it is understood again, however long that takes: two or three words
WORD = 0.3  # seconds of speech before which no sentence is over
EASE = 2.5  # times the ears' last answer took: two fifths of the time, while somebody speaks
QUICK = 0.1  # seconds that the ears may take to be done before the soft pause


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What `voiced` seconds of speech were understood as; `before` is the hypothesis before, of less of it.

    language: as the ears found it, "" where they did not.
    """

    text: str
    before: str
    voiced: float
    language: str = ""


class Following:
    """`understood` hears of every hypothesis, one at a time; `clock` tells Unix seconds."""

    def __init__(
        self,
        ears: SpeechToText,
        clock: Callable[[], float],
        spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
        understood: Callable[[Hypothesis], Awaitable[None]],
    ) -> None:
        self._ears = ears
        self._clock = clock
        self._spawn = spawn
        self._understood = understood
        self._took = 0.0
        self._asked = 0.0  # seconds of voice that the newest hypothesis is of
        self._open: Latest[tuple[float, Utterance]] = Latest()
        self._task: asyncio.Task[None] | None = None

    @property
    def quick(self) -> bool:
        """Whether the ears answered within a moment when they were last asked."""
        return self._took <= QUICK

    def start(self) -> None:
        """An utterance has begun."""
        if isinstance(self._ears, PartialSpeechToText):
            self._asked, self._open = 0.0, Latest()
            self._task = self._spawn(self._follow(self._ears, self._open))

    def stop(self) -> None:
        """It is over."""
        if self._task:
            self._task.cancel()
            self._task = None

    def hear(self, voiced: float, silent: float, so_far: Callable[[], bytes]) -> None:
        """There is more of it: seconds of voice in it, seconds of silence at its end, and its sound."""
        if self._task and self._due(voiced, silent):
            self._asked = voiced
            self._open.put((voiced, Utterance(so_far(), self._clock())))

    def _due(self, voiced: float, silent: float) -> bool:
        if silent and self.quick:
            return voiced > self._asked and voiced >= WORD
        step = WINDOW_SECONDS if self._took <= WINDOW_SECONDS else min(MOST, EASE * self._took)
        return voiced >= max(WORD, self._asked + step)

    async def _follow(self, ears: PartialSpeechToText, growing: Latest[tuple[float, Utterance]]) -> None:
        """One at a time, and always the newest; whatever fails here is said when the whole is transcribed."""
        before = ""
        while True:
            voiced, utterance = await growing.take()
            began = asyncio.get_running_loop().time()
            newest = await _partial(ears, utterance)
            self._took = asyncio.get_running_loop().time() - began  # of what was stopped nothing is learned
            if newest:
                await self._understood(Hypothesis(newest.text, before, voiced, newest.language))
                before = newest.text


async def _partial(ears: PartialSpeechToText, utterance: Utterance) -> Transcript | None:
    with suppress(KeepsightError):
        return await ears.partial(utterance)
    return None
