"""Ears that need no download: pocketsphinx and a grammar of the questions this engine understands (English).

The grammar alone makes a question of anything it hears ("tell me a joke" -> "how is the picture"), so free recognition
listens too, and only what both agree on is sure. Orders and what listeners say have a small grammar of their own, which
takes a tenth of the time and tells "wait a moment" where the large one hears a question.
"""

import json
import struct
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from assistant.core.errors import HearingError
from assistant.core.lane import Lane
from assistant.core.values import Transcript, Utterance
from models.builtin.grammar import SURE, Recognised, agreement, spoken_name
from models.process.child import Child, Died

_MAYBE = 54.0  # agreement from which on the user is shown what may have been said
# No question takes longer than this to say; to decode more would only cost time.
_LONGEST_SECONDS = 8.0
# Less than this holds no word, and the recogniser needs some frames to work on.
_SHORTEST_SECONDS = 0.1
_PATIENCE = 60.0
_ROOT = Path(__file__).parents[2]
_NOTHING = Transcript("", "en", 0.0)

Names = Callable[[], Awaitable[Sequence[str]]]


def create(names: Names) -> "Ears":
    """`names` gives the taught names, asked for anew with each utterance. The recogniser starts with the first one."""
    return Ears(names)


class Ears:
    grammar_bound = True

    def __init__(self, names: Names) -> None:
        self._names = names
        self._lane = Lane("ears")
        self._child: Child | None = None

    async def transcribe(self, utterance: Utterance) -> Transcript:
        """A question it knows, marked unsure where the user should look at it first; else no text."""
        if utterance.rate != 16_000:
            raise ValueError(f"expected 16000 Hz, got {utterance.rate}")
        if not _SHORTEST_SECONDS < len(utterance.pcm) / 2 / utterance.rate < _LONGEST_SECONDS:
            return _NOTHING
        names = list(await self._names())
        heard = await self._lane.call(lambda stop: self.recognised(names, utterance.pcm), urgent=True)
        return judge(heard["question"], heard["free"], names, brief=heard["brief"])

    async def forget(self) -> None:
        """It is ended, and started again for the next utterance: its dictionary holds every name it was ever given."""
        await self._lane.call(lambda stop: self._end(), urgent=True)

    def close(self) -> None:
        self._lane.close()
        if self._child:
            self._child.close()

    def recognised(self, names: list[str], pcm: bytes) -> Recognised:
        """The question the grammar hears in 16 kHz PCM16, and what free recognition hears; blocks.

        Raises HearingError.
        """
        child = self._running()
        try:
            with child.patience(_PATIENCE):
                child.write(json.dumps({"names": names, "bytes": len(pcm)}).encode() + b"\n" + pcm)
                answer: Recognised = json.loads(child.read(struct.unpack("<I", child.read(4))[0]))
        except Died:
            child.close()
            raise HearingError("The speech recogniser broke off; please say it again, or type it.") from None
        return answer

    def _end(self) -> None:
        child, self._child = self._child, None
        if child:
            child.close()

    def _running(self) -> Child:
        if self._child is None or not self._child.alive:
            if self._child:
                self._child.close()
            self._child = Child([sys.executable, "-m", "models.builtin.ears_worker"], _ROOT)
        return self._child


def judge(question: str, free: str, names: Sequence[str] = (), *, brief: bool = False) -> Transcript:
    """What to make of what the grammar heard, given what free recognition heard and the names that were taught.

    brief: a short order, which is told unsure where free recognition hears another word.
    """
    alike = agreement(question, free)
    if not question or (alike < _MAYBE and not brief):
        return _NOTHING
    sure = alike >= SURE and not _is_risky(question, free, names)
    return Transcript(question, "en", alike / 100, sure)


def _is_risky(question: str, free: str, names: Sequence[str]) -> bool:
    """A misheard "forget" would cost memories; a misheard thing leaves a sentence that agrees in all other words."""
    if question.startswith("forget"):
        return True
    thing = question.split()[-1]
    is_taught = any(thing in spoken_name(name).split() for name in names)
    return " my " in question and not is_taught and not free.replace(" ", "").endswith(thing)
