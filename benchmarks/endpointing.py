"""When is a turn over? Cut-offs against delay: silence alone, and silence with what was said, how, and by whom.

    python -m benchmarks.endpointing --data FOLDER [--questions FILE] [--seed 1] [--ears 0 0.1] [--errors 0.1]

FOLDER holds `manifest.json` and `speech/`; FILE is OpenEQA's list of questions. Turns with pauses inside them
(`benchmarks/spoken_turns.py`) go through the real Silero detector and the session's own `Endpointer`. The transcript so
far is the true words, without any punctuation, of which a share (`--errors`) is wrong or missing; it is there
`--ears` seconds after a pause was noticed: 0 where partial transcripts have told the words by then. A turn is cut off
where it was taken for over before its last sound; delay is from that sound to its end. Half of the turns, by a hash of
their words, took no part in fitting any number: both halves are shown (one was lowered after a look at the other half,
see docs/log.md). Silence alone knows one number, how long to wait; so does ours, how many seconds a cut-off is worth.
"""

import argparse
import functools
import itertools
import json
import random
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.core.values import AudioChunk
from assistant.turns.endpointing import CUT_OFF, Said, patience, whole
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
from benchmarks.sentences import CHINESE, ENGLISH
from benchmarks.spoken_turns import Conversation, Turn, conversations, pcm16
from benchmarks.table import machine, percentile, print_table
from models import registry

SILENCES = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5]  # seconds
COSTS = [0.1, 0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0, 18.0, 30.0]  # seconds that a cut-off is worth
AIM_DELAY, AIM_CUTS = 0.3, 0.05
ENGLISH_WORDS, CHINESE_WORDS = (
    sorted({word for sentence in sentences for word in sentence.lower().split()}) for sentences in (ENGLISH, CHINESE)
)

Policy = Callable[[Said], float]


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


@dataclass(frozen=True, slots=True)
class Point:
    """One setting: share of turns that were cut off, mean and slowest tenth of the delays in seconds."""

    setting: float
    cuts: float
    delay: float
    slow: float


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


def silent(seconds: float) -> Policy:
    return lambda _: seconds


def ours(voice: bool, habit: bool) -> Callable[[float], Policy]:
    """Ours as a function of what a cut-off is worth, with and without the voice and the speaker's own pauses."""

    def known(said: Said) -> Said:
        return replace(said, ending=said.ending if voice else None, pauses=said.pauses if habit else ())

    return lambda cut_off: lambda said: patience(known(said), cut_off)


WAYS: dict[str, Callable[[float], Policy]] = {
    "words": ours(voice=False, habit=False),
    "words, voice": ours(voice=True, habit=False),
    "words, voice, habit": ours(voice=True, habit=True),
}
ALL = "words, voice, habit"


Outcomes = dict[float, list[Outcome]]
"""What became of every turn, by setting."""


def sweep(all_heard: Sequence[tuple[Heard, Endings]], setup: Setup, policy: Callable[[float], Policy]) -> Outcomes:
    """Silence alone needs no pause to be noticed: its one rule is how long to wait."""
    found: Outcomes = {}
    for setting in SILENCES if policy is silent else COSTS:
        rules = replace(setup.rules, silence=setting) if policy is silent else setup.rules
        here = replace(setup, rules=rules)
        found[setting] = every(all_heard, here, policy(setting))
    return found


def every(all_heard: Sequence[tuple[Heard, Endings]], setup: Setup, policy: Policy) -> list[Outcome]:
    return [
        outcome for heard, endings in all_heard for outcome in outcomes(heard, replay(heard, endings, setup, policy))
    ]


def curve(found: Outcomes, wanted: Callable[[Turn], bool]) -> list[Point]:
    """From hasty to patient."""
    points = []
    for setting, turns in found.items():
        mine = [outcome for outcome in turns if wanted(outcome.turn)]
        delays = [outcome.delay for outcome in mine if outcome.delay is not None]
        cuts = sum(outcome.cut for outcome in mine) / len(mine)
        points.append(Point(setting, cuts, sum(delays) / len(delays), percentile(delays, 0.9)))
    return sorted(points, key=lambda point: point.setting)


def cuts_at(points: Sequence[Point], delay: float) -> float | None:
    """Share of turns cut off where the mean delay is this long, between two settings; None where none is so short."""
    for before, after in itertools.pairwise(points):
        if before.delay <= delay <= after.delay:
            share = (delay - before.delay) / max(after.delay - before.delay, 1e-9)
            return before.cuts + share * (after.cuts - before.cuts)
    return None


def delay_at(points: Sequence[Point], cuts: float) -> float | None:
    """Mean delay in seconds at the first setting from which on no more turns are cut off than this."""
    late = next((n for n in range(len(points)) if all(point.cuts <= cuts for point in points[n:])), None)
    if not late:
        return points[0].delay if late == 0 else None
    before, after = points[late - 1], points[late]
    share = (before.cuts - cuts) / max(before.cuts - after.cuts, 1e-9)
    return before.delay + share * (after.delay - before.delay)


def summary(points: Sequence[Point]) -> dict[str, float | None]:
    """The two figures that are aimed at, and the cut-offs at two longer delays; None where the curve does not reach."""
    found = {f"cuts_at_{round(1000 * delay)}_ms": cuts_at(points, delay) for delay in (AIM_DELAY, 0.4, 0.6)}
    found["delay_at_5_percent_s"] = delay_at(points, AIM_CUTS)
    return {name: None if value is None else round(value, 3) for name, value in found.items()}


def shown(value: float | None, digits: int = 2) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def print_curves(curves: dict[str, list[Point]]) -> None:
    """Every way, setting by setting."""
    rows = [
        [name, f"{point.setting:g}", shown(point.cuts), shown(point.delay), shown(point.slow)]
        for name, points in curves.items()
        for point in points
        if point.delay < 1.3
    ]
    print_table(["way", "setting", "turns cut off", "mean delay, s", "p90, s"], rows)


def measured(found: dict[str, Outcomes], name: str, wanted: Callable[[Turn], bool]) -> dict[str, object]:
    """Prints one part of the turns; returns its figures."""
    curves = {way: curve(outcomes, wanted) for way, outcomes in found.items()}
    turns = [outcome.turn for outcome in next(iter(found[ALL].values())) if wanted(outcome.turn)]
    paused = sum(turn.pauses > 0 for turn in turns)
    print(f"\n{name}: {len(turns)} turns, {paused} with pauses put in")
    print_curves(curves)
    sums = {way: summary(points) for way, points in curves.items()}
    print_table(["way", *next(iter(sums.values()))], [[way, *map(shown, row.values())] for way, row in sums.items()])
    return {"turns": len(turns), **sums}


def pitch_cost(all_heard: Sequence[tuple[Heard, Endings]]) -> float:
    """Milliseconds of a processor that one voice's ending takes, at the median."""
    times = []
    for heard, _ in all_heard[:20]:
        begun = time.thread_time()
        ending(heard.pcm[WINDOW_BYTES * 30 : WINDOW_BYTES * 100])
        times.append(1000 * (time.thread_time() - begun))
    return percentile(times, 0.5)


def with_ears(all_heard: Sequence[tuple[Heard, Endings]], setup: Setup, alone: Outcomes) -> dict[str, object]:
    """Prints and returns what words bring that are known so soon after a pause; `alone`: what silence alone brought."""
    print(f"\n== Words known {setup.ears:g} s after a pause was noticed ==")
    ways = {way: sweep(all_heard, setup, policy) for way, policy in WAYS.items()}
    found = {"silence alone": alone, **ways}
    right = sweep(all_heard, replace(setup, errors=0.0), WAYS[ALL])
    [default] = curve({CUT_OFF: every(all_heard, setup, WAYS[ALL](CUT_OFF))}, lambda turn: turn.held_out)
    return {
        "tuned on": measured(found, "The half that was tuned on", lambda turn: not turn.held_out),
        "held out": measured(found, "The half that was not", lambda turn: turn.held_out),
        "held out, no word misheard": summary(curve(right, lambda turn: turn.held_out)),
        "held out, real clips": measured(found, "Of it the real clips", lambda t: t.held_out and t.kind == "real"),
        "held out, as set": {"cuts": round(default.cuts, 3), "delay_s": round(default.delay, 3)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media"))
    parser.add_argument("--questions", type=Path, default=Path("../shared/data/openeqa_dev.json"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--ears", type=float, nargs="+", default=[0.0, 0.1], help="seconds from a pause to the words before it"
    )
    parser.add_argument("--errors", type=float, default=0.1, help="share of the words that is misheard")
    parser.add_argument("--pause", type=float, default=Endpointing().pause, help="seconds of silence that are a pause")
    options = parser.parse_args()
    if not shutil.which("flite"):
        raise SystemExit("flite is not installed: apt-get install flite")
    made = conversations(options.data, options.questions, options.seed)
    with ThreadPoolExecutor(2) as pool:
        all_heard = [(heard, Endings(heard.pcm)) for heard in pool.map(listen, made)]
    print(machine())
    result: dict[str, object] = {"seed": options.seed, "errors": options.errors, "pause_s": options.pause}
    rules = Endpointing(pause=options.pause)
    alone = sweep(all_heard, Setup(0.0, options.errors, rules), silent)
    for ears in options.ears:
        found = with_ears(all_heard, Setup(ears, options.errors, rules), alone)
        result[f"words after {ears:g} s"] = found
    result["ending_ms"] = round(pitch_cost(all_heard), 2)
    print("RESULT", json.dumps(result))


if __name__ == "__main__":
    main()
