"""Turns with pauses inside them, through the real Silero detector and the session's own `Endpointer`.

What the detector hears is worked out once and fed again for every policy. The transcript so far is the true words,
without any punctuation, of which a share is wrong or missing; which ones is the same for every policy.
"""

import functools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.core.values import AudioChunk
from assistant.turns.endpointing import Said, whole
from assistant.turns.hearing import (
    RATE,
    WINDOW_BYTES,
    WINDOW_SECONDS,
    Ended,
    Endpointer,
    Endpointing,
    Paused,
    Started,
    windows,
)
from assistant.turns.prosody import Ending, ending
from benchmarks.clips import pcm16
from benchmarks.sentences import CHINESE, ENGLISH
from benchmarks.spoken_turns import Conversation, Turn
from models import registry

ENGLISH_WORDS, CHINESE_WORDS = (
    sorted({word for sentence in sentences for word in sentence.lower().split()}) for sentences in (ENGLISH, CHINESE)
)

Policy = Callable[[Said], float]
"""Seconds of silence after which the turn is over."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A conversation as the detector hears it: one probability for each window."""

    conversation: Conversation
    pcm: bytes
    probabilities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one turn; `delay` in seconds, None where its end was never noticed."""

    turn: Turn
    cut: bool
    delay: float | None
    pauses: int


def listen(conversation: Conversation) -> Heard:
    detector, pcm = registry.vad(), pcm16(conversation.sound)
    pcm += bytes(-len(pcm) % WINDOW_BYTES)
    chunks = (AudioChunk(pcm[at : at + WINDOW_BYTES], RATE) for at in range(0, len(pcm), WINDOW_BYTES))
    return Heard(conversation, pcm, tuple(map(detector.speech_probability, chunks)))


def chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


class Words:
    """The true words, some of them misheard."""

    def __init__(self, heard: Heard, errors: float) -> None:
        self._turns = heard.conversation.turns
        self._name = heard.conversation.name
        self._errors = errors

    def between(self, since: float, until: float) -> str:
        """Of the words that ended within these seconds of the conversation."""
        found = [
            misheard(word, f"{self._name}{at}/{number}", self._errors)
            for turn in self._turns
            if turn.begin < until and turn.end > since
            for number, (word, at) in enumerate(turn.words)
            if since < at <= until
        ]
        return ("" if chinese("".join(found)) else " ").join(filter(None, found))


@functools.cache
def misheard(word: str, where: str, errors: float) -> str:
    """The same at every setting."""
    dice = random.Random(where)
    if dice.random() >= errors:
        return word
    return "" if dice.random() < 1 / 3 else dice.choice(CHINESE_WORDS if chinese(word) else ENGLISH_WORDS)


class Endings:
    """How the voice ended before each pause; every setting hears the same pauses again."""

    def __init__(self, pcm: bytes) -> None:
        self._pcm = pcm
        self._known: dict[Paused, Ending | None] = {}

    def before(self, pause: Paused) -> Ending | None:
        if pause not in self._known:
            self._known[pause] = ending(self._pcm[pause.start * WINDOW_BYTES : pause.end * WINDOW_BYTES])
        return self._known[pause]


@dataclass(frozen=True, slots=True)
class Setup:
    """`ears`: seconds from a pause to the words before it; `errors`: share of them that is misheard."""

    ears: float
    errors: float
    rules: Endpointing


def replay(heard: Heard, endings: Endings, setup: Setup, policy: Policy) -> list[tuple[float, bool]]:
    """The seconds at which something was noticed: a soft pause (False), the end of a turn (True)."""
    endpointer, words = Endpointer(setup.rules), Words(heard, setup.errors)
    known, pause, due = Said(), Paused(0, 0), -1
    events: list[tuple[float, bool]] = []
    begun = 0
    for number, probability in enumerate(heard.probabilities):
        event = endpointer.feed(probability)
        if isinstance(event, Paused):
            pause, due = event, number + windows(setup.ears)
            known = Said(None, endings.before(pause), endpointer.pauses, whole=whole(known))
            endpointer.wait(policy(known))
        elif event:
            due = -1
        if isinstance(event, Started) and not endpointer.resumed:
            begun, known = event.start, Said()  # else it goes on with what was taken for over
        if number == due:
            known = replace(known, text=words.between(begun * WINDOW_SECONDS, pause.end * WINDOW_SECONDS))
            endpointer.wait(policy(known))
        if isinstance(event, Paused | Ended):
            events.append(((number + 1) * WINDOW_SECONDS, isinstance(event, Ended)))
    return events


def outcomes(heard: Heard, events: Sequence[tuple[float, bool]]) -> list[Outcome]:
    turns = heard.conversation.turns
    found = []
    for turn, after in zip(turns, [*(turn.begin for turn in turns[1:]), float("inf")], strict=True):
        mine = [(at, over) for at, over in events if turn.begin <= at < after]
        ends = [at for at, over in mine if over]
        late = [at - turn.end for at in ends if at >= turn.end]
        pauses = sum(not over for _, over in mine)
        found.append(Outcome(turn, any(at < turn.end for at in ends), late[0] if late else None, pauses))
    return found


def every(all_heard: Sequence[tuple[Heard, Endings]], setup: Setup, policy: Policy) -> list[Outcome]:
    return [
        outcome for heard, endings in all_heard for outcome in outcomes(heard, replay(heard, endings, setup, policy))
    ]
