"""How long a silence ends a turn, by what was said before it, how, and by whom (pure).

Pauses inside turns are spread log-normally around a length that is the speaker's own (Campione and Véronis 2002). Of a
turn that was over with log odds `o` when the silence began, the odds grow as fewer pauses would have lasted so long:
they reach `SURE` when a share of exp(o - SURE) of this speaker's pauses would still go on.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from assistant.closing import closing, length
from assistant.closings import Closing
from assistant.prosody import Ending

SHORTEST, LONGEST = 0.2, 1.6  # seconds of silence; few pauses of somebody who searches for a word last longer
WORDLESS = 0.6  # seconds at least where the words are not known yet
SURE = 0.5
PAUSE = 0.6  # seconds, the middle of the pauses of a speaker of whom nothing is known
SPREAD = 0.45  # of the logarithm of one speaker's pauses
KNOWN = 3  # pauses that are worth as much as knowing nothing
# Log odds by how words close, and by how many they are: of 938 pauses and ends in the half of
# `benchmarks/endpointing.py` that is tuned on, with three seeds. Few turns end after a word or two, but for answers.
_CLOSING: dict[Closing, float] = {
    "answer": 2.0,
    "question": 0.5,
    "request": 1.1,
    "statement": 0.6,
    "fragment": 0.4,
    "perhaps": -1.3,
    "open": -1.9,
    "filler": -2.8,
    "unknown": 0.4,
}
_NOTHING_KNOWN = 0.4
_LENGTH, _USUAL_LENGTH, _MOST_LENGTH = 1.6, 5, 9  # for each e-fold of words over the usual number, counted up to
_SHORT = -1.3
# Of the real clips alone, and halved: where voices are made, neither tells an end from a pause.
_DROP, _FADE = -0.1, -0.06  # for each semitone, each dB
_USUAL_FADE = -5.0  # dB


@dataclass(frozen=True, slots=True)
class Said:
    """What is known at a pause: all words before it, None until they are; this speaker's earlier pauses in seconds."""

    text: str | None = None
    ending: Ending | None = None
    pauses: Sequence[float] = ()


def patience(said: Said, sure: float = SURE) -> float:
    """Seconds of silence after which the turn is over."""
    shortest = WORDLESS if said.text is None else SHORTEST
    going_on = math.exp(odds(said) - sure)
    if going_on >= 1:
        return shortest
    length = _pause(said.pauses) * math.exp(SPREAD * NormalDist().inv_cdf(1 - going_on))
    return min(LONGEST, max(shortest, length))


def odds(said: Said) -> float:
    """Log odds that the turn was over when the silence began."""
    voice = _voice(said.ending) if said.ending else 0.0
    return voice + (_words(said.text) if said.text else _NOTHING_KNOWN)


def _words(text: str) -> float:
    closes, count = closing(text), length(text)
    if closes in ("answer", "open", "filler", "unknown"):
        return _CLOSING[closes]
    short = _SHORT if count < 3 else 0.0
    return _CLOSING[closes] + short + _LENGTH * math.log((min(count, _MOST_LENGTH) + 1) / (_USUAL_LENGTH + 1))


def _voice(ending: Ending) -> float:
    drop, fade = max(-4.0, min(4.0, ending.drop)), max(-15.0, min(0.0, ending.fade))
    return _DROP * drop + _FADE * (fade - _USUAL_FADE)


def _pause(pauses: Sequence[float]) -> float:
    known = KNOWN * math.log(PAUSE) + sum(map(math.log, pauses))
    return math.exp(known / (KNOWN + len(pauses)))
