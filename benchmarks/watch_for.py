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
import asyncio
import hashlib
import itertools
import json
import math
import re
import statistics
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
from cv2.typing import MatLike

from assistant.awaiting import Awaiting, Mouth
from assistant.awaiting.confirming import Rule
from assistant.awaiting.kinds import Kind
from assistant.awaiting.seeing import rule_of
from assistant.core.events import Awaiting as AwaitingChanged
from assistant.core.events import Event
from assistant.core.intents import TellMeWhen
from assistant.core.ports import Detector, Engine
from assistant.core.values import Box, Frame, Language
from assistant.pictures import glance
from assistant.seeing import Gate
from assistant.watching import Watch
from benchmarks.frames import Clip, jpeg_of, read_clips, read_manifest
from benchmarks.table import machine, percentile, print_table
from benchmarks.timeline import events_of
from benchmarks.watching import Timed, mentioned
from memory.store import Store
from models import registry
from models.wants import Wants
from tests.clock import run
from tests.scripted import clock

IN_TIME = 2.0  # seconds
ASKED = 4.0  # seconds of a script after which it is asked
SHOWN = 6.0  # seconds that somebody, or something, is before the camera
OFFSETS = (0.0, 0.5)  # seconds: which frames a camera takes is chance
# Seconds at which things come into view, written after viewing the frames; what is there from the start is no event.
WALK = {"openeqa_hm3d_demo.mp4": {"couch": 1.1, "chair": 4.1, "dining table": 5.1, "vase": 7.1, "bed": 14.1}}
NEVER = (
    "someone comes in",
    "the cat comes in",
    "you see a dog",
    "I pick up a knife",
    "I pick up a bottle",
    "someone puts a bottle back",
    "you see a cup",
    "the bottle is gone",
)
ONE_LOOK = Rule(need=1, of=1, clear=1)


@dataclass(frozen=True)
class Happening:
    """What is waited for; to be told from `begin` to `end`, seconds of its script, known to `loose` seconds."""

    words: str
    begin: float
    end: float
    loose: float = 0.0

    @property
    def part(self) -> str:
        return "tune" if hashlib.blake2b(self.words.encode(), digest_size=1).digest()[0] % 2 else "rest"


@dataclass(frozen=True)
class Script:
    """`kind` is the row of the table; pictures by seconds from its start."""

    kind: str
    frames: Sequence[Frame]
    happenings: tuple[Happening, ...]

    @property
    def asked(self) -> list[str]:
        return list(dict.fromkeys(one.words for one in self.happenings))


@dataclass
class Tally:
    events: int = 0
    told: int = 0
    delays: list[float] = field(default_factory=list)

    def add(self, happening: Happening, told: Sequence[float]) -> None:
        hits = [time for time in told if happening.begin - happening.loose <= time <= happening.end + IN_TIME]
        self.events, self.told = self.events + 1, self.told + bool(hits)
        self.delays += [min(hits) - happening.begin] if hits else []


Told = dict[str, list[float]]  # words -> seconds of the script at which it was told


async def watched(
    frames: Sequence[Frame], asked: Sequence[str], engine: Engine, memory: Store, rules: Callable[[Kind], Rule]
) -> Told:
    """When each was confirmed, asked after the first seconds; what cannot be recognised is never told."""
    begun, told = clock(), Told()

    async def send(event: Event) -> None:
        for one in event.awaited if isinstance(event, AwaitingChanged) else ():
            if one.told > len(told.setdefault(one.event, [])):
                told[one.event].append(clock() - begun)

    async def say(words: AsyncGenerator[str, None], language: Language) -> None:
        await words.aclose()

    watch = Watch(engine.captioner(), memory, send, clock)
    watch.remembering = False  # nothing is described that no event needs: captions take most of the time
    awaiting = Awaiting(engine, memory, watch, send, clock, Mouth(lambda: True, say), rules)
    tasks = [asyncio.ensure_future(loop) for loop in (watch.run(), *awaiting.loops())]
    waits = list(asked)
    for frame in frames:
        await asyncio.sleep(max(0.0, begun + frame.time - clock()))
        watch.see(replace(frame, time=begun + frame.time))
        while waits and frame.time >= ASKED:
            async for _ in awaiting.answer(TellMeWhen(waits.pop(0), every=True), "en"):
                pass
    await asyncio.sleep(3.0)
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return told


@dataclass
class Remembered(Timed):
    """Looks at each picture once, so that what it is compared with is shown the same."""

    found: dict[bytes, tuple[Box, ...]] = field(default_factory=dict)

    async def detect(self, frame: Frame) -> tuple[Box, ...]:
        if frame.jpeg not in self.found:
            self.found[frame.jpeg] = await super().detect(frame)
        return self.found[frame.jpeg]


async def passed(frames: Sequence[Frame], asked: Sequence[str], detector: Remembered | None) -> Told:
    """An alarm of each kind for every frame that passes the gate."""
    gate, times = Gate(), []
    for frame in frames:
        things = await detector.detect(frame) if detector and detector.quick else None
        verdict = gate.judge(replace(glance(frame.jpeg), things=things), frame.time)
        times += [frame.time] if verdict == "changed" and frame.time >= ASKED else []
    return dict.fromkeys(asked, times)


# -- the scripts ---------------------------------------------------------------------------------------------------


@dataclass
class Camera:
    """Makes a camera's pictures of still ones. Grey values of 255 and pixels of 768; `steady`: nobody touches it."""

    dice: np.random.Generator
    steady: bool = True
    light: float = 1.0

    def take(self, picture: MatLike, second: float) -> bytes:
        """Noise of 3 grey values, light that drifts by 8 % in two minutes; where not steady, two pixels of trembling,
        and once in three minutes a lamp that is switched, by a quarter.
        """
        if not self.steady and int(second) % 180 == 179:
            self.light = 1.0 if self.light < 1.0 else 0.75
        gain = self.light * (1.0 + 0.08 * math.sin(second / 120.0 * 2 * math.pi))
        by = self.dice.integers(-2, 3, 2) if not self.steady else (0, 0)
        moved = np.roll(picture, by, (0, 1)).astype(np.float32)
        noisy = moved * np.float32(gain) + np.asarray(self.dice.normal(0.0, 3.0, picture.shape), np.float32)
        return jpeg_of(np.asarray(noisy.clip(0, 255), np.uint8))


def decoded(jpeg: bytes) -> MatLike:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None, "a frame that was read is a picture"
    return picture


def played(clip: Clip, mirrored: bool, happenings: Sequence[Happening], kind: str, still: float = 0.0) -> Script:
    """`still`: seconds for which its first frame stands before it begins."""
    step = clip.frames[1].time - clip.frames[0].time
    waited = [replace(clip.frames[0], time=at) for at in np.arange(0.0, still, step).tolist()]
    frames = [*waited, *(replace(frame, time=frame.time + still) for frame in clip.frames)]
    shown = [replace(one, jpeg=jpeg_of(decoded(one.jpeg)[:, ::-1])) for one in frames] if mirrored else frames
    later = (replace(one, begin=one.begin + still, end=one.end + still) for one in happenings)
    return Script(kind, shown, tuple(later))


def hands(clip: Clip) -> tuple[list[Happening], list[Happening]]:
    """The thing that the manifest names before its timeline, taken and put back; and that something moves."""
    thing = mentioned(clip.content.partition("Timeline")[0])[0]
    there, moves, takes = 3, list[Happening](), list[Happening]()
    for event in events_of(clip.rows):
        words = f"someone takes a {thing}" if len(event.after) < there else f"a {thing} is put back"
        takes.append(Happening(words, event.begin, event.end))
        moves.append(Happening("something moves", event.begin, event.end, loose=1.0))
        there = len(event.after)
    return takes, moves


def comes(words: str, gone: str, shown: Sequence[MatLike], desk: MatLike, fps: float, offset: float) -> Script:
    """A quiet desk, then what is shown for six seconds, then the desk."""
    camera, frames = Camera(np.random.default_rng(int(offset * 100))), list[Frame]()
    begin, end = 8.0 - offset, 8.0 - offset + SHOWN
    for at in np.arange(0.0, end + 8.0, 1 / fps).tolist():
        picture = shown[int((at - begin) * fps) % len(shown)] if begin <= at < end else desk
        frames.append(Frame(camera.take(picture, at), at, "camera"))
    happenings = [Happening(words, begin, begin)] + ([Happening(gone, end, end)] if gone else [])
    return Script("comes into view, and goes" if gone else "comes into view", frames, tuple(happenings))


def scripts(data: Path, fps: float, builtin: bool, offsets: Sequence[float]) -> Iterator[Script]:
    for offset in offsets:
        clips = list(read_clips(data, fps, offset))
        desk = next(decoded(clip.frames[0].jpeg) for clip in clips if clip.rows)
        for clip in clips:
            yield from (one for mirrored in (False, True) for one in _of_clip(clip, mirrored, builtin))
            if "person" in mentioned(clip.content) and not clip.rows:
                people = [decoded(frame.jpeg) for frame in clip.frames]
                yield comes("someone comes in", "" if builtin else "nobody is there", people, desk, fps, offset)
        for path, content in read_manifest(data):
            picture = cv2.imread(str(path)) if path.parent.name in ("photos", "screens") else None
            if picture is None:
                continue
            for words, gone in _read(content) if builtin else _named(content):
                yield comes(words, gone, [fitted(picture, desk)], desk, fps, offset)


def _of_clip(clip: Clip, mirrored: bool, builtin: bool) -> Iterator[Script]:
    if clip.rows:
        takes, moves = hands(clip)
        yield from () if builtin else [played(clip, mirrored, takes, "taken, put back")]
        yield played(clip, mirrored, moves, "something moves")
    elif clip.name in WALK and not builtin:
        seen = [Happening(f"you see a {thing}", at, at) for thing, at in WALK[clip.name].items()]
        yield played(clip, mirrored, seen, "comes into view on a walk", still=6.0)


def _named(content: str) -> list[tuple[str, str]]:
    return [(f"you see a {thing}", f"the {thing} is gone") for thing in mentioned(content)]


def _read(content: str) -> list[tuple[str, str]]:
    """The longest word in capitals, or after "text:", of what the manifest says can be read there."""
    words = re.findall(r"[A-Za-z]{5,}", content.partition("text: ")[2])
    return [(f"it says {max(words, key=len)}", "")] if words else []


def fitted(picture: MatLike, like: MatLike) -> MatLike:
    return cv2.resize(picture, (like.shape[1], like.shape[0]), interpolation=cv2.INTER_AREA)


def quiet(data: Path, fps: float, seconds: float) -> Iterator[tuple[str, Iterator[Frame], list[str]]]:
    """Scenes of `seconds` each, again and again: what is in them, and what is waited for that is not."""
    clips = list(read_clips(data, fps))
    desk = next(decoded(clip.frames[0].jpeg) for clip in clips if clip.rows)
    loops: list[tuple[str, str, list[MatLike]]] = []
    for clip in clips:
        still = [clip.frames[int(row.begin)] for row in clip.rows if not row.is_event]
        loops += [(f"{clip.name} at {one.time:.0f} s", "bottle", [decoded(one.jpeg)]) for one in still]
        loops += [] if still else [(clip.name, clip.content, [decoded(one.jpeg) for one in clip.frames])]
    for path, content in read_manifest(data):
        if path.parent.name == "photos" and (picture := cv2.imread(str(path))) is not None:
            loops.append((path.name, content, [fitted(picture, desk)]))
    for number, (name, content, pictures) in enumerate(itertools.cycle(loops)):
        camera = Camera(np.random.default_rng(number), steady=number % 2 == 0)
        yield name, _loop(camera, pictures, fps, seconds), _absent(content)


def _loop(camera: Camera, pictures: Sequence[MatLike], fps: float, seconds: float) -> Iterator[Frame]:
    back_and_forth = [*pictures, *pictures[-2:0:-1]]
    for number in range(int(seconds * fps)):
        picture = back_and_forth[number % len(back_and_forth)]
        yield Frame(camera.take(picture, number / fps), number / fps, "camera")


def _absent(content: str) -> list[str]:
    """Hands that take and put are no part of a loop, so of a bottle that stands there only that it is gone is left."""
    there = {"person": "someone", "cat": "cat", "dog": "dog", "cup": "cup"}
    shown = [there[thing] for thing in mentioned(content) if thing in there]
    people = "someone" if re.search(r"\b(?:girl|man|person|adult)\b", content) else "-"
    return [words for words in NEVER if not any(f" {one}" in f" {words}" for one in (*shown, people))]


# -- what came of it -----------------------------------------------------------------------------------------------

Way = Callable[[Sequence[Frame], Sequence[str]], Awaitable[Told]]


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


def ways(engine: Engine, memory: Store, detector: Remembered | None) -> dict[str, Way]:
    return {
        "as it is": lambda frames, asked: watched(frames, asked, engine, memory, rule_of),
        "every single look": lambda frames, asked: watched(frames, asked, engine, memory, lambda kind: ONE_LOOK),
        "every changed frame": lambda frames, asked: passed(frames, asked, detector),
    }


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
