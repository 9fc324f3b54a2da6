"""Scripts of events over real videos and photos: what is played, what is waited for in it, and when it happens."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from cv2.typing import MatLike

from assistant.core.values import Frame
from benchmarks.frames import Clip, jpeg_of, read_clips, read_manifest
from benchmarks.stilled import Camera, decoded, fitted
from benchmarks.timeline import events_of
from benchmarks.watching import mentioned

SHOWN = 6.0  # seconds that somebody, or something, is before the camera
OFFSETS = (0.0, 0.5)  # seconds: which frames a camera takes is chance
# Seconds at which things come into view, written after viewing one frame a second: known to one. What is there from the
# start is no event.
WALK = {"openeqa_hm3d_demo.mp4": {"couch": 1.1, "chair": 4.1, "dining table": 5.1, "vase": 7.1, "bed": 14.1}}


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


def played(clip: Clip, mirrored: bool, happenings: Sequence[Happening], kind: str, still: float = 0.0) -> Script:
    """`still`: seconds for which its first frame stands before it begins."""
    step = clip.frames[1].time - clip.frames[0].time
    waited = [replace(clip.frames[0], time=at) for at in np.arange(0.0, still, step).tolist()]
    frames = [*waited, *(replace(frame, time=frame.time + still) for frame in clip.frames)]
    shown = [replace(one, jpeg=jpeg_of(decoded(one.jpeg)[:, ::-1])) for one in frames] if mirrored else frames
    later = (replace(one, begin=one.begin + still, end=one.end + still) for one in happenings)
    return Script(kind, shown, tuple(later))


def hands(clip: Clip) -> tuple[list[Happening], list[Happening]]:
    """The thing that the manifest names before its timeline, taken and put back; and that something moves.

    Rows are known to a second. "~17 two hands take LEFT and CENTRE": at 17.2 both bottles stand, at 17.8 none. "12-13
    LEFT put back": the hand brings it from 11.4 on.
    """
    thing = mentioned(clip.content.partition("Timeline")[0])[0]
    there, moves, takes = 3, list[Happening](), list[Happening]()
    for event in events_of(clip.rows):
        words = f"someone takes a {thing}" if len(event.after) < there else f"a {thing} is put back"
        takes.append(Happening(words, event.begin, max(event.end, event.begin + 1), loose=1.0))
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
        desk, there = next((decoded(clip.frames[0].jpeg), mentioned(clip.content)) for clip in clips if clip.rows)
        for clip in clips:
            yield from (one for mirrored in (False, True) for one in of_clip(clip, mirrored, builtin))
            if "person" in mentioned(clip.content) and not clip.rows:
                people = [decoded(frame.jpeg) for frame in clip.frames]
                yield comes("someone comes in", "" if builtin else "nobody is there", people, desk, fps, offset)
        for path, content in read_manifest(data):
            picture = cv2.imread(str(path)) if path.parent.name in ("photos", "screens") else None
            if picture is None:
                continue
            for words, gone in _read(content) if builtin else named(content, there):
                yield comes(words, gone, [fitted(picture, desk)], desk, fps, offset)


def of_clip(clip: Clip, mirrored: bool, builtin: bool) -> Iterator[Script]:
    if clip.rows:
        takes, moves = hands(clip)
        yield from () if builtin else [played(clip, mirrored, takes, "taken, put back")]
        yield played(clip, mirrored, moves, "something moves")
    elif clip.name in WALK and not builtin:
        seen = [
            Happening(f"you see a {thing}", at, at, loose=1.0)
            for thing, at in WALK[clip.name].items()
            if at - 1.0 > clip.frames[0].time
        ]
        yield played(clip, mirrored, seen, "comes into view on a walk", still=6.0)


def named(content: str, there: Sequence[str]) -> list[tuple[str, str]]:
    """What stands on the desk neither comes with the photo nor goes with it: it is the other way round."""
    return [(f"you see a {thing}", f"the {thing} is gone") for thing in mentioned(content) if thing not in there]


def _read(content: str) -> list[tuple[str, str]]:
    """The longest word in capitals, or after "text:", of what the manifest says can be read there."""
    words = re.findall(r"[A-Za-z]{5,}", content.partition("text: ")[2])
    return [(f"it says {max(words, key=len)}", "")] if words else []
