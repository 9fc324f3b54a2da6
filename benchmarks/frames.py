"""What a camera frame costs, how many are dropped, and whether anything that happened is missed.

    python -m benchmarks.frames --data FOLDER [--fps 1]

FOLDER holds videos, and a `manifest.json` whose rows name a `file` and, where something is known to happen in it, a
`known_content` with "Timeline (s): 0-6 three; 6-7 hand takes LEFT; 8-11 two …". An event is a row of the timeline
in which a hand puts or takes something; it is kept when a frame passes the gate after it begins and before the next
one does. Beside the gate: keeping every frame, and keeping every sixth (83 % dropped) blindly.
"""

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
from cv2.typing import MatLike

from assistant.core.values import Frame
from assistant.pictures import glance
from assistant.seeing import Gate
from benchmarks.table import machine, print_table
from benchmarks.timeline import Event, Row, events_of, rows_of
from memory.store import Store
from models import registry
from models.wants import Wants

VIDEOS = (".mp4", ".mkv", ".webm", ".avi", ".mov")


@dataclass(frozen=True)
class Clip:
    """`content` is what the manifest says of it."""

    name: str
    frames: list[Frame]
    content: str

    @property
    def rows(self) -> list[Row]:
        return rows_of(self.content)

    @property
    def events(self) -> list[Event]:
        return events_of(self.rows)


def read_clips(data: Path, fps: float, offset: float = 0.0) -> Iterator[Clip]:
    known = {path.name: content for path, content in read_manifest(data)}
    for path in sorted(path for path in data.rglob("*") if path.suffix in VIDEOS):
        yield Clip(path.name, read_frames(path, fps, offset), known.get(path.name, ""))


def read_manifest(data: Path) -> list[tuple[Path, str]]:
    """Each file with what is known to be in it."""
    found = next(iter(sorted(data.rglob("manifest.json"))), None)
    rows = json.loads(found.read_text()) if found else []
    return [(found.parent / row["file"], row.get("known_content", "")) for row in rows] if found else []


def read_frames(path: Path, fps: float, offset: float = 0.0) -> list[Frame]:
    """As the page sends them: long side 768 at most, JPEG quality 75; `time` in seconds from the start.

    offset: seconds at which the first is taken.
    """
    video = cv2.VideoCapture(str(path))
    native = video.get(cv2.CAP_PROP_FPS)
    frames: list[Frame] = []
    for index in range(int(video.get(cv2.CAP_PROP_FRAME_COUNT))):
        there, picture = video.read()
        if there and index / native >= offset + len(frames) / fps:
            frames.append(Frame(jpeg_of(picture), index / native, "camera"))
    return frames


def jpeg_of(picture: MatLike) -> bytes:
    scale = min(1.0, 768 / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 75])[1].tobytes()


def kept_events(clip: Clip, passed: list[float]) -> int:
    return sum(any(event.begin <= at < event.until for at in passed) for event in clip.events)


def gated(clip: Clip, costs: list[float]) -> list[Frame]:
    gate, passed = Gate(), []
    for frame in clip.frames:
        start = time.perf_counter()
        verdict = gate.judge(glance(frame.jpeg), frame.time)
        costs.append((time.perf_counter() - start) * 1000)
        if verdict in ("changed", "heartbeat"):
            passed.append(frame)
    return passed


async def describe_all(frames: list[Frame]) -> list[float]:
    """Milliseconds the built-in captioner takes for each frame that passed, after one to warm it up."""
    memory = Store.open(None)
    engine = registry.vlm("builtin", Wants(memory, lambda progress: None)).part
    captioner, costs = engine.captioner(), []
    for frame in [frames[0], *frames]:
        start = time.perf_counter()
        await captioner.describe(frame)
        costs.append((time.perf_counter() - start) * 1000)
    engine.close()
    memory.close()
    return costs[1:]


def row(name: str, clip: Clip, passed: list[Frame]) -> list[str]:
    dropped = 1 - len(passed) / len(clip.frames)
    kept = f"{kept_events(clip, [frame.time for frame in passed])}/{len(clip.events)}" if clip.events else "-"
    return [clip.name, name, str(len(clip.frames)), f"{dropped:.0%}", kept]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media"))
    parser.add_argument("--fps", type=float, default=1.0)
    options = parser.parse_args()
    closed: list[float] = []
    opened: list[Frame] = []
    rows, total, passed_total, events, kept = [], 0, 0, 0, 0
    blind: list[tuple[str, Callable[[Clip], list[Frame]]]] = [
        ("every frame", lambda clip: clip.frames),
        ("every sixth", lambda clip: clip.frames[::6]),
    ]
    for clip in read_clips(options.data, options.fps):
        passed = gated(clip, closed)
        rows += [row("gate", clip, passed), *(row(name, clip, choose(clip)) for name, choose in blind)]
        total, passed_total = total + len(clip.frames), passed_total + len(passed)
        events, kept = events + len(clip.events), kept + kept_events(clip, [frame.time for frame in passed])
        opened += passed
    costs = asyncio.run(describe_all(opened))
    print(machine())
    print_table(["video", "kept", "frames", "dropped", "events kept"], rows)
    result = {
        "dropped": round(1 - passed_total / total, 3),
        "events_kept": round(kept / events, 3) if events else None,
        "gate_ms_p50": round(statistics.median(closed), 2),
        "gate_ms_p95": round(statistics.quantiles(closed, n=20)[-1], 2),
        "describe_ms_p50": round(statistics.median(costs), 1),
        "describe_ms_max": round(max(costs), 1),
    }
    print_table(["", "ms p50", "ms p95 / max"], [
        ["gate closed: decode small, compare", str(result["gate_ms_p50"]), str(result["gate_ms_p95"])],
        ["gate open: described by builtin", str(result["describe_ms_p50"]), str(result["describe_ms_max"])],
    ])  # fmt: skip
    print("RESULT", json.dumps(result))


if __name__ == "__main__":
    main()
