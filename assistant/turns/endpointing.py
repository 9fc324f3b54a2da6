"""How long a silence ends a turn, by what was said before it, how, and by whom (pure).

Waiting costs time where the turn was over, and answering costs the speaker a word where it was not. So the wait is the
one that costs least: `p` for each second where the turn was over with probability `p`, `CUT_OFF` seconds for each pause
that would have gone on. A turn that is surely over is answered at once; of one that probably is not, the wait goes past
most pauses of this speaker, whose lengths are spread log-normally around one of their own (Campione and Véronis 2002).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from assistant.turns.closing import closing, leans, length
from assistant.turns.closing.closings import Closing
from assistant.turns.partials import agreed, same_words
from assistant.turns.prosody import Ending

# Seconds of silence. Few pauses of somebody who searches for a word are longer than 1.5, and a detector that hears the
# voice a little late makes them up to 0.2 longer: of those put in on the half that is tuned on, 0.8 % were over 1.6.
SHORTEST, LONGEST = 0.096, 1.76
STEP = 0.032  # seconds: a window of the detector
WORDLESS = 0.6  # seconds at least where neither the words nor what a detector hears are known yet
CUT_OFF = 1.25  # seconds of waiting that it is worth not to cut off one turn
PAUSE = 0.6  # seconds, the middle of the pauses of a speaker of whom nothing is known
SPREAD = 0.33  # of the logarithm of one speaker's pauses: likeliest for those of the half that is tuned on
KNOWN = 2  # pauses that are worth as much as knowing nothing
_CLOSURE, _CLOSURE_SPREAD = 0.1, 0.4  # seconds, of its logarithm: the silence of a "p" or a "k", which is no pause
_CLOSURES = 0.1  # of the silences inside turns; this and all below from the half that is tuned on, twelve seeds
# Log odds that the turn is over, by how its words close. The fit is 0.3 for a question, 0.55 for a request, 0.35
# for a statement, 0.6 for a fragment and 2.2 for their length: the made turns are long and torn at any word, while who
# asks "where is it?" has mostly finished, and who says "in the kitchen" may not have.
_CLOSING: dict[Closing, float] = {
    "answer": 1.5,
    "question": 0.95,
    "request": 0.8,
    "statement": 0.6,
    "fragment": -0.2,
    "perhaps": -1.75,
    "open": -0.6,
    "filler": -3.8,
    "unknown": -2.4,
}
_WHOLE: tuple[Closing, ...] = ("question", "request", "statement")
_NOTHING_KNOWN = 0.4
# For each e-fold of words over the usual number, counted up to.
_LENGTH, _USUAL_LENGTH, _MOST_LENGTH = 1.2, 5, 9
_OPEN_LENGTH, _MOST_OPEN = 0.9, 12  # the same of what is open: the longer, the more likely a word was misheard
_LEANS = -1.85  # open by its last word
_SHORT = -0.7  # one or two words, which is how most turns begin and few end, answers aside
_SECOND = 0.9  # a second whole sentence
_DROP, _FADE = -0.1, -0.05  # for each semitone, each dB
_USUAL_FADE = -5.0  # dB
_AGAINST_WORDS = 0.5  # what the voice counts where the words are open: they are seldom mistaken, it often is
_DETECTOR = 0.5  # what a learned detector's log odds count: it hears part of what words and voice tell as well


@dataclass(frozen=True, slots=True)
class Said:
    """What is known at a pause.

    text: all words before it, None until they are known. pauses: this speaker's earlier ones, seconds.
    over: what a learned detector takes to be the probability that the turn is over, None where there is none.
    earlier: what was said just before, where a turn had been taken for over and the speaker went on.
    whole: what of the words had closed as whole sentences at an earlier pause of this turn.
    """

    text: str | None = None
    ending: Ending | None = None
    pauses: Sequence[float] = ()
    over: float | None = None
    earlier: str = ""
    whole: str = ""

    @property
    def words(self) -> str | None:
        """What is to be judged as one: a short answer stands for itself, the rest of a sentence does not."""
        if not self.earlier or not self.text or closing(self.text) == "answer":
            return self.text
        return f"{self.earlier} {self.text}"

    @property
    def second(self) -> str:
        """What followed a whole sentence, where that is whole as well: "" most of the time."""
        words = self.words or ""
        begun = agreed(self.whole, words)
        rest = words[len(begun) :].strip()
        follows = bool(self.whole and rest) and same_words(begun, self.whole)
        return rest if follows and closing(rest) in ("answer", *_WHOLE) else ""


def whole(said: Said) -> str:
    """What the next pause of the same turn should know of this one."""
    words = said.words
    return words if words and closing(said.second or words) in _WHOLE else said.whole


def patience(said: Said, cut_off: float = CUT_OFF) -> float:
    """Seconds of silence after which the turn is over."""
    over = 1 / (1 + math.exp(-odds(said)))
    pause, spread = _pause(said.pauses)
    shortest = WORDLESS if said.text is None and said.over is None else SHORTEST
    waits = [shortest + STEP * step for step in range(round((LONGEST - shortest) / STEP) + 1)]
    return min(waits, key=lambda wait: over * wait + cut_off * (1 - over) * _goes_on_after(wait, pause, spread))


def odds(said: Said) -> float:
    """Log odds that the turn was over when the silence began."""
    text, second = said.words, said.second
    closes = None if text is None else closing(second or text)
    words = _NOTHING_KNOWN if closes is None or text is None else _words(closes, second or text)
    words += _SECOND if second else 0.0
    voice = _voice(said.ending, closes) if said.ending else 0.0
    return words + voice + (_DETECTOR * _logit(said.over) if said.over is not None else 0.0)


def _words(closes: Closing, text: str) -> float:
    count, odds = length(text), _CLOSING[closes]
    match closes:
        case "answer" | "filler" | "unknown":
            return odds
        case "open" | "perhaps":
            leaning = _LEANS if closes == "open" and leans(text) else 0.0
            return odds + leaning + _OPEN_LENGTH * _longer(min(count, _MOST_OPEN))
        case _:
            return odds + _LENGTH * _longer(min(count, _MOST_LENGTH)) + (_SHORT if count < 2.5 else 0.0)


def _longer(count: float) -> float:
    return math.log((count + 1) / (_USUAL_LENGTH + 1))


def _voice(ending: Ending, closes: Closing | None) -> float:
    """A question may end high, or be cut short: only a voice that ends counts there."""
    drop, fade = max(-4.0, min(4.0, ending.drop)), max(-15.0, min(0.0, ending.fade))
    heard = _DROP * drop + _FADE * (fade - _USUAL_FADE)
    if closes == "question":
        return max(0.0, heard)
    return heard * (_AGAINST_WORDS if closes in ("open", "filler", "perhaps") else 1.0)


def _logit(probability: float) -> float:
    """No detector is surer than 50 to 1."""
    kept = min(0.98, max(0.02, probability))
    return math.log(kept / (1 - kept))


def _pause(pauses: Sequence[float]) -> tuple[float, float]:
    """The middle of this speaker's pauses, seconds, and the spread of the next one's logarithm about it."""
    known = KNOWN + len(pauses)
    middle = math.exp((KNOWN * math.log(PAUSE) + sum(map(math.log, pauses))) / known)
    return middle, SPREAD * math.sqrt(1 + 1 / known)


def _goes_on_after(silence: float, pause: float, spread: float) -> float:
    """Share of the silences inside turns that last longer than this."""
    closures = 1 - _NORMAL.cdf(math.log(silence / _CLOSURE) / _CLOSURE_SPREAD)
    return _CLOSURES * closures + (1 - _CLOSURES) * (1 - _NORMAL.cdf(math.log(silence / pause) / spread))


_NORMAL = NormalDist()
