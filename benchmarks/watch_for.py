"""Told when it happens: scripted events over real videos and photos, and how often it speaks without cause.

    python -m benchmarks.watch_for --data FOLDER [--detector FILE.onnx | --detector off] [--hours 2] [--fps 1]

FOLDER holds videos, photos, screens and a `manifest.json` (see `benchmarks.frames`). Watch, eyes, detector and what
waits for events are those of the app, on a clock that jumps; it is asked in words, "whenever …, tell me".

Events: in the video whose timeline the manifest holds, hands take things and put them back; on a walk through a house
things come into view (at `WALK` seconds); a person, or a photo, comes before a camera that saw a quiet desk, and goes
again after six seconds. Each is played as it is and mirrored, and sampled at two offsets. Told in time: confirmed no
later than two seconds after the event is over or, where something comes into view, has begun. It is said a second
later, when nobody has talked for that long.

Quiet: the same videos and photos in loops, with the noise of a camera, its light drifting and being switched, and a
hand that trembles, for `--hours` of video. It waits for eight things that do not happen; whatever it tells is a false
alarm. Beside it: an alarm for every frame that passes the gate, and for every single look that says yes.

Events are split by a hash of their words: what was tuned on "tune" is reported on "rest".
"""

import argparse
import itertools
import json
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core.ports import Detector
from benchmarks.happenings import OFFSETS, Happening, Script, scripts
from benchmarks.stilled import quiet
from benchmarks.table import machine, percentile, print_table
from benchmarks.telling import Remembered, Told, Way, ways
from memory.store import Store
from models import registry
from models.wants import Wants
from tests.clock import run

IN_TIME = 2.0  # seconds


@dataclass
class Tally:
    events: int = 0
    told: int = 0
    delays: list[float] = field(default_factory=list)

    def add(self, happening: Happening, told: Sequence[float]) -> None:
        hits = [time for time in told if happening.begin - happening.loose <= time <= happening.end + IN_TIME]
        self.events, self.told = self.events + 1, self.told + bool(hits)
        self.delays += [min(hits) - happening.begin] if hits else []


@dataclass
class Happened:
    """By way and row of the table, and by way and part; `besides`: told in the scripts when nothing had happened."""

    kinds: dict[tuple[str, str], Tally] = field(default_factory=dict)
    parts: dict[tuple[str, str], Tally] = field(default_factory=dict)
    besides: dict[str, int] = field(default_factory=dict)

    def add(self, way: str, script: Script, told: Told) -> None:
        for one in script.happenings:
            for tallies, name in ((self.kinds, script.kind), (self.parts, one.part), (self.parts, "all")):
                tallies.setdefault((way, name), Tally()).add(one, told.get(one.words, ()))
        for words, times in told.items():
            spans = [(one.begin - one.loose, one.end + 2 * IN_TIME) for one in script.happenings if one.words == words]
            stray = sum(not any(begin <= time <= end for begin, end in spans) for time in times)
            self.besides[way] = self.besides.get(way, 0) + stray


async def measure(options: argparse.Namespace, detector: Detector | None) -> None:
    memory = Store.open(None)
    seen = Remembered(detector, quick=True) if detector else None  # on a busy machine it may just seem too slow
    engine = registry.vlm("builtin", Wants(memory, lambda progress: None, detector=seen)).part
    how, found = ways(engine, memory, seen), Happened()
    for script in (
        scripts(options.data, options.fps, detector is None, options.offsets) if options.part != "quiet" else ()
    ):
        for way, watch in how.items():
            found.add(way, script, await watch(script.frames, script.asked))
        if seen:
            seen.found.clear()
    print(f"{machine()}; {options.fps:g} frames a second; eyes: built-in{'' if detector is None else ' and detector'}")
    _print_events(found)
    alarms, watched_for = await _alarms(options, how, seen, 0.0 if options.part == "events" else options.hours)
    _print_alarms(alarms, watched_for)
    print("RESULT", json.dumps(_result(found, alarms, watched_for, seen)))
    engine.close()
    memory.close()


async def _alarms(
    options: argparse.Namespace, how: dict[str, Way], seen: Remembered | None, hours: float
) -> tuple[dict[str, list[str]], float]:
    """False alarms by way, each with its scene; and how many hours were watched."""
    alarms: dict[str, list[str]] = {way: [] for way in how}
    done = 0.0
    for name, made, asked in itertools.islice(quiet(options.data, options.fps, options.scene), options.first, None):
        if done >= hours * 3600:
            break
        frames = list(made)
        for way, watch in how.items():
            told = await watch(frames, asked)
            alarms[way] += [f"{words} ({name})" for words, times in told.items() for _ in times]
        done += options.scene
        print(f"{done / 3600:.2f} h", {way: len(false) for way, false in alarms.items()}, flush=True)
        if seen:
            seen.found.clear()
    return alarms, done / 3600


def _print_events(found: Happened) -> None:
    rows = [
        [kind, way, *_cells(tally)] for (way, kind), tally in sorted(found.kinds.items(), key=lambda one: one[0][::-1])
    ]
    rows += [
        [part, way, *_cells(tally)] for (way, part), tally in sorted(found.parts.items(), key=lambda one: one[0][::-1])
    ]
    print_table(["events", "told by", "in time", "recall", "seconds p50", "p95"], rows)
    print_table(["told by", "told besides"], [[way, str(count)] for way, count in found.besides.items()])


def _cells(tally: Tally) -> list[str]:
    delays = tally.delays or [float("nan")]
    share = tally.told / max(1, tally.events)
    return [
        f"{tally.told}/{tally.events}",
        f"{share:.1%}",
        f"{statistics.median(delays):.1f}",
        f"{percentile(delays, 0.95):.1f}",
    ]


def _print_alarms(alarms: dict[str, list[str]], hours: float) -> None:
    rows = [
        [way, f"{hours:.2f}", str(len(false)), f"{len(false) / max(hours, 1e-9):.2f}"] for way, false in alarms.items()
    ]
    print_table(["told by", "hours of video", "false alarms", "an hour"], rows)
    worst = Counter(alarms["as it is"]).most_common(10)
    print_table(["false alarm", "times"], [[what, str(count)] for what, count in worst])


def _result(found: Happened, alarms: dict[str, list[str]], hours: float, seen: Remembered | None) -> dict[str, object]:
    tallies = {part: found.parts.get(("as it is", part), Tally()) for part in ("all", "rest", "tune")}
    return {
        "benchmark": "watch_for",
        "eyes": "detector" if seen else "builtin",
        "events": tallies["all"].events,
        **{f"recall_{part}": round(tally.told / max(1, tally.events), 3) for part, tally in tallies.items()},
        "hours": round(hours, 2),
        "false_alarms_an_hour": round(len(alarms["as it is"]) / hours, 2) if hours else None,
        "single_look_an_hour": round(len(alarms["every single look"]) / hours, 2) if hours else None,
        "look_ms_p50": round(statistics.median(seen.costs), 1) if seen else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media"))
    parser.add_argument("--detector", default="../shared/models/yolox_nano.onnx", help="FILE.onnx, or off")
    parser.add_argument("--fps", type=float, default=1.0)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--scene", type=float, default=300.0, help="seconds of each quiet scene")
    parser.add_argument("--first", type=int, default=0, help="the quiet scene to begin with, to watch in parts")
    parser.add_argument("--offsets", type=float, nargs="+", default=OFFSETS)
    parser.add_argument("--part", choices=("all", "events", "quiet"), default="all")
    options = parser.parse_args()
    memory = Store.open(None)
    name = options.detector if options.detector == "off" else f"onnx:{options.detector}"
    backend = registry.detector(name, Wants(memory, lambda progress: None))
    memory.close()
    run(measure(options, backend.part))
    backend.close()


if __name__ == "__main__":
    main()
