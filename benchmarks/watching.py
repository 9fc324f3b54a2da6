"""What was seen when: real videos through the real watching loop, a real detector as the eye, against their manifest.

    python -m benchmarks.watching --data FOLDER --detector FILE.onnx [--fps 1]

FOLDER holds videos, photos and a `manifest.json` (see `benchmarks.frames`). Gate, built-in eyes with the detector
beside them, and memory are those of the app, on a clock that jumps. Of a video with a timeline:

- dropped: frames that were not kept; at most: by any gate that keeps the first frame and one frame of each event;
- events kept: of which a frame was kept before the next begins; right: one that has boxes of the thing at exactly the
  places where it stands afterwards; late: how many frames passed from the end of the event until then, at worst;
- places right: frames between the events for which the newest that was kept by then is right; with grace: without those
  within two frames of the end of an event.

Beside it: the gate without the detector's say, every frame, every sixth. Of all videos: which of the things that the
manifest names the detector named. Of videos and photos: how many names the manifest mentions, by score; it mentions
what matters in a picture and not all that is in it, so the rest are wrong or unmentioned.
"""

import argparse
import asyncio
import json
import re
import statistics
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import cv2

from assistant.core.boxes import SURE
from assistant.core.events import Seen
from assistant.core.ports import Captioner, Detector
from assistant.core.values import Box, Frame, Observation
from assistant.watching import Watch
from benchmarks.frames import Clip, jpeg_of, read_clips, read_manifest
from benchmarks.scoring import GRACE, Score, score
from benchmarks.table import machine, percentile, print_table
from memory.finding.naming import normal
from memory.finding.synonyms import alike
from memory.store import Store
from models import registry
from models.detector.names import COCO
from models.detector.onnx_file import UNSURE
from models.wants import Wants
from tests.clock import run
from tests.scripted import START, ScriptedUser, clock

SCORES = (UNSURE, 0.4, SURE, 0.6, 1.0)
HEAD = ("video", "kept by", "frames", "kept", "dropped", "at most")
EITHER = re.compile(r"\b\w+(?:/\w+)+\b")
ASKED, ALONE = "gate, detector asked", "gate alone"
Pictures = list[tuple[str, list[Box]]]  # what the manifest says of a picture, and the boxes found in it


@dataclass
class Timed:
    """A detector, and what each look cost, in milliseconds. `quick`: whether it is asked about every frame."""

    detector: Detector
    quick: bool
    costs: list[float] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return self.detector.names

    async def detect(self, frame: Frame) -> tuple[Box, ...]:
        begun = time.perf_counter()
        found = await self.detector.detect(frame)
        self.costs.append((time.perf_counter() - begun) * 1000)
        return found


async def watched(clip: Clip, detector: Detector) -> list[Observation]:
    """What the memory was given and holds, in order; times in seconds from the start of the video.

    As it was told when it was kept: of the same scene within a minute the memory then keeps the newest time alone.
    """
    memory = Store.open(None)
    engine = registry.vlm("builtin", Wants(memory, lambda progress: None, detector=detector))
    seen = await _watch(clip.frames, engine.part.captioner(), memory)
    held = [await memory.get(one.id) for one in seen]
    engine.close()
    memory.close()
    return [replace(one, time=one.time - START) for one, there in zip(seen, held, strict=True) if there]


async def _watch(frames: Sequence[Frame], captioner: Captioner, memory: Store) -> list[Observation]:
    begun, user = clock(), ScriptedUser()
    watch = Watch(captioner, memory, user.send, clock)
    watching = asyncio.ensure_future(watch.run())
    for frame in frames:
        await asyncio.sleep(max(0.0, begun + frame.time - clock()))
        watch.see(replace(frame, time=START + frame.time))
    await asyncio.sleep(1.0)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    return [event.observation for event in user.all(Seen)]


def sure(time: float, boxes: Sequence[Box]) -> Observation:
    """What a trivial eye keeps of every frame."""
    return Observation(time, "camera", "", boxes=tuple(box for box in boxes if box.score >= SURE))


def mentioned(content: str) -> list[str]:
    """COCO's names that a text mentions, by these or other words for them, in the order of COCO.

    A hot dog is no dog; what is written "newspaper/laptop" is one of the two, nobody knows which.
    """
    words, found = f" {' '.join(normal(EITHER.sub(' ', content)))} ", list[str]()
    called = {name: {f" {' '.join(word)} " for word in (normal(name), *alike(normal(name)))} for name in COCO}
    for word in sorted(set[str]().union(*called.values()), key=len, reverse=True):
        if word in words:
            words = words.replace(word, " - ")
            found += [name for name in COCO if word in called[name]]
    return [name for name in COCO if name in found]


def scored(clip: Clip, kept: Sequence[Observation]) -> Score:
    """The timeline is about the thing that the manifest names before it."""
    things = mentioned(clip.content.partition("Timeline")[0])
    if not clip.rows or not things:
        return Score(len(clip.frames), len(kept))
    return score([frame.time for frame in clip.frames], clip.rows, things[0], kept)


def names(kept: Sequence[Observation]) -> set[str]:
    return {box.label for one in kept for box in one.boxes if box.label in COCO}


async def measure(data: Path, detector: Detector, fps: float) -> None:
    asked, unasked = Timed(detector, detector.quick), Timed(detector, False)
    rows, named, total, seen = list[list[str]](), list[list[str]](), dict[str, Score](), await _photos(data, detector)
    for clip in read_clips(data, fps):
        boxes = [await detector.detect(frame) for frame in clip.frames]
        seen += [(clip.content, list(found)) for found in boxes]
        every = [sure(frame.time, found) for frame, found in zip(clip.frames, boxes, strict=True)]
        kept = {ASKED: await watched(clip, asked), ALONE: await watched(clip, unasked)}
        kept |= {"every frame": every, "every sixth": every[::6]}
        for way, observations in kept.items():
            one = scored(clip, observations)
            total[way] = total[way] + one if way in total else one
            rows.append([clip.name, way, *_cells(one)])
        named.append([clip.name, *_named(mentioned(clip.content), names(kept[ASKED]), names(every))])
    rows += [["all", way, *_cells(one)] for way, one in total.items()]
    print(f"{machine()}; {fps:g} frames a second; asked about every frame: {detector.quick}")
    print_table([*HEAD, "events kept", "right", "late", "places right", "with grace"], rows)
    print_table(["video", "the manifest names", "kept frames name", "all frames name", "kept besides"], named)
    print_table(["score", "names", "in the manifest"], list(_by_score(seen)))
    print("RESULT", json.dumps(_result(total, asked.costs, fps)))


async def _photos(data: Path, detector: Detector) -> Pictures:
    found: Pictures = []
    for path, content in read_manifest(data):
        if path.parent.name == "photos" and (picture := cv2.imread(str(path))) is not None:
            found.append((content, list(await detector.detect(Frame(jpeg_of(picture), 0.0, "upload")))))
    return found


def _cells(one: Score) -> list[str]:
    cells = [str(one.frames), str(one.kept), f"{one.dropped:.1%}", f"{one.dropped_at_most:.1%}"]
    if not one.events:
        return cells + ["-"] * 5
    right = [f"{sum(known)}/{len(known)}" for known in (one.known, one.known_later)]
    return [*cells, f"{one.events_kept}/{one.events}", f"{one.events_right}/{one.events}", f"{one.late}", *right]


def _named(known: Sequence[str], kept: set[str], every: set[str]) -> list[str]:
    besides = ", ".join(sorted(kept.difference(known))) or "-"
    return [", ".join(known), *(", ".join(one for one in known if one in some) for some in (kept, every)), besides]


def _by_score(seen: Pictures) -> list[list[str]]:
    rows = []
    for least, most in pairwise(SCORES):
        found = [(content, box.label) for content, boxes in seen for box in boxes if least <= box.score < most]
        right = sum(label in mentioned(content) for content, label in found)
        rows.append([f"{least:g} to {most:g}", str(len(found)), f"{right / max(1, len(found)):.0%}"])
    return rows


def _result(total: dict[str, Score], costs: Sequence[float], fps: float) -> dict[str, object]:
    one, every = total[ASKED], total["every frame"]
    return {
        "benchmark": "watching",
        "fps": fps,
        "dropped": round(one.dropped, 3),
        "dropped_at_most": round(one.dropped_at_most, 3),
        "events_kept": round(one.events_kept / max(1, one.events), 3),
        "events_right": round(one.events_right / max(1, one.events), 3),
        "frames_late": one.late,
        "places_right": round(statistics.mean(one.known), 3),
        f"places_right_after_{GRACE}": round(statistics.mean(one.known_later), 3),
        "places_right_every_frame": round(statistics.mean(every.known), 3),
        "detector_ms_p50": round(statistics.median(costs), 1),
        "detector_ms_p95": round(percentile(costs, 0.95), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media"))
    parser.add_argument("--detector", type=Path, default=Path("../shared/models/yolox_nano.onnx"))
    parser.add_argument("--fps", type=float, default=1.0)
    options = parser.parse_args()
    memory = Store.open(None)
    backend = registry.detector(f"onnx:{options.detector}", Wants(memory, lambda progress: None))
    memory.close()
    assert backend.part
    run(measure(options.data, backend.part, options.fps))
    backend.close()


if __name__ == "__main__":
    main()
