"""What became of a reply that somebody spoke over: when the voice fell silent, and what history kept of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.overlaps import LOUDNESS, Overlap
from benchmarks.room import Wire
from benchmarks.table import machine, percentile, print_table
from benchmarks.word_times import word_times, words_of

Events = list[tuple[float, str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Trial:
    """`overlap` over a reply, or nobody; `echo` in dB of what is played, None for a headset."""

    overlap: Overlap | None
    echo: float | None = None
    through: bool = False  # the browser's own processing

    @property
    def meant(self) -> bool:
        return self.overlap is not None and self.overlap.meant

    @property
    def kind(self) -> str:
        kind = self.overlap.kind if self.overlap else "nobody"
        return f"{kind}{f', echo {self.echo:.0f} dB' if self.echo else ''}{', Chromium' if self.through else ''}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Milliseconds from the first loud sample. playing: until the reply was cut, or all was judged.

    silent: it paused first. stopped: it paused for good. cut: the server said so. paused: it was silent in all.
    off: words that history has more than were played. story: what happened, for whoever looks for a cause.
    """

    trial: Trial
    playing: bool
    silent: float | None
    stopped: float | None
    cut: float | None
    paused: float
    off: int | None
    story: str

    @property
    def wrong(self) -> bool:
        return self.playing and (self.cut is not None) != self.trial.meant


def judged(wire: Wire, trial: Trial, onset: float, events: Events, *, playing: bool) -> Outcome:
    after = [event for event in events if event[0] > onset]
    cut = next((when for when, name, fields in after if name == "silence" and not fields.get("local")), None)
    ended = next((fields for _, name, fields in after if name == "reply_ended"), None)
    states = [(fields["time"], fields["is"]) for _, name, fields in after if name == "playing"]
    states = [state for state in states if state[0] >= onset and (cut is None or state[0] <= cut + 100)]
    offs = [when for when, is_on in states if not is_on]
    back = [when for when, is_on in states if is_on]
    silences = [next((on for on in back if on > off), cut or off) - off for off in offs]
    ran_out = cut is None and ended is not None
    return Outcome(
        trial,
        playing and not ran_out,
        offs[0] - onset if offs else None,
        offs[-1] - onset if offs and cut else None,
        cut - onset if cut else None,
        sum(silences),
        words_off(wire, ended) if cut and ended and ended["ending"] == "interrupted" else None,
        ", ".join(f"{name} {fields.get('is', '')} {when - onset:.0f}" for when, name, fields in events),
    )


def words_off(wire: Wire, ended: dict[str, Any]) -> int:
    turn = ended["turn"]
    texts = [text for text, _ in wire.sentences.get(turn, [])]
    times = dict(zip(texts, word_times(texts), strict=True))
    return len(words_of(ended["heard"])) - wire.words_played(turn, times)


def report(outcomes: Sequence[Outcome], part: str) -> None:
    print(machine(), f"loudness {LOUDNESS}")
    heads = ["silent after, ms", "for good", "cut after, ms", "silent in vain, ms", "words off"]
    rows = [row(one) for one in sorted(outcomes, key=lambda one: one.trial.kind)]
    print_table(["over the reply", "which", "", *heads], rows)
    for one in outcomes:
        if one.wrong or not one.playing:
            print(f"{one.trial.kind}, {named(one)}: {one.story}")
    print("RESULT", json.dumps({"part": part, **counts(outcomes)}))


def named(one: Outcome) -> str:
    return one.trial.overlap.name if one.trial.overlap else "-"


def row(one: Outcome) -> list[str]:
    figures = (one.silent, one.stopped, one.cut, one.paused, one.off)
    playing = "" if one.playing else "not playing"
    return [one.trial.kind, named(one), playing, *("-" if ms is None else f"{ms:.0f}" for ms in figures)]


def counts(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Of the trials in which a reply was playing."""
    counted = [one for one in outcomes if one.playing]
    meant = [one for one in counted if one.trial.meant]
    others = [one for one in counted if not one.trial.meant]
    cuts = [one.cut for one in meant if one.cut is not None]
    paused = [one.paused for one in others if one.cut is None and one.silent is not None]
    off = [one.off for one in counted if one.off is not None]
    times = {
        "silent": [one.silent for one in meant if one.silent is not None],
        "stopped_for_good": [one.stopped for one in meant if one.stopped is not None],
        "cut": cuts,
    }
    shares = {"p50": 0.5, "p95": 0.95}
    return {
        **{f"{name}_{at}_ms": middle(found, share) for name, found in times.items() for at, share in shares.items()},
        "meant": len(meant),
        "recall": round(len(cuts) / max(1, len(meant)), 3),
        "others": len(others),
        "false_stops": round(sum(one.cut is not None for one in others) / max(1, len(others)), 3),
        "paused_in_vain": len(paused),
        "paused_p50_ms": middle(paused, 0.5),
        "paused_worst_ms": middle(paused, 1.0),
        "history_same": sum(one == 0 for one in off),
        "history_within_a_word": sum(abs(one) <= 1 for one in off),
        "history_compared": len(off),
        "not_playing": len(outcomes) - len(counted),
    }


def middle(values: Sequence[float], share: float) -> int | None:
    return round(percentile(values, share)) if values else None
