"""How many names a detector gives to what is in a picture, and to what is not: what a score is worth.

    python -m benchmarks.names_given --data FOLDER [--detector FILE.onnx]

FOLDER: as `benchmarks.watch_for` takes it. What is in its photos, in the frames of the walk and of the person was
marked by eye, below; names of what may be there, or is hardly to be seen, count neither way. Each name of the detector
and each picture are a pair. The score of a name is the best that it has in the whole picture, or, in the other rows,
in it mirrored, or in parts of it as well: squares at its left and right, four parts of 0.6 of its width and height.

Coming: each photo, and the person, comes before a quiet desk for six seconds, as it is and mirrored, and every name of
the detector is waited for in turn, by the rule of the app, with the score from which on what is new counts.
"""

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
from cv2.typing import MatLike

from assistant.awaiting.coming import Coming
from assistant.awaiting.confirming import Confirming
from assistant.core.values import Box, Frame
from assistant.pictures import glance
from benchmarks.frames import jpeg_of, read_clips
from benchmarks.happenings import comes
from benchmarks.stilled import decoded, fitted
from benchmarks.table import machine, print_table
from models.detector.onnx_file import OnnxDetector

SCORES = (0.5, 0.35, 0.3, 0.25, 0.12)
FROM = (0.5, 0.35, 0.3)  # scores from which on what is new has come
PERSON, WALK = "intel_asl_book.mkv", "openeqa_hm3d_demo.mp4"
# File, or file and second: what is in it; what may be.
MARKED = {
    "coral_cat_720p.jpg": ("cat", ""),
    "coral_hot_dog.jpg": ("hot dog", "sandwich"),
    "coral_missvickie_potato_chips.bmp": ("", ""),
    "COCO_val2014_000000165547.jpg": ("dining table, vase, bottle", "chair, bench, potted plant, book, laptop"),
    "COCO_val2014_000000060623.jpg": ("person, bowl, spoon, dining table", "cup, wine glass, cake"),
    "llava_extreme_ironing.jpg": ("person, car", "truck, bus"),
    "coral_pets.jpg": ("dog", ""),
    "aska_dog.png": ("dog", "bench"),
    **dict.fromkeys((f"{PERSON} {second}" for second in range(4)), ("person", "chair, tv, laptop")),
    f"{WALK} 0": ("tv, chair", "couch, vase, potted plant"),
    f"{WALK} 1": ("couch", "chair, bed, oven, potted plant"),
    f"{WALK} 2": ("couch", "dining table, chair, potted plant"),
    f"{WALK} 3": ("couch, chair", "dining table, potted plant"),
    f"{WALK} 4": ("chair", "dining table, oven, microwave, bench, potted plant, vase, bowl"),
    f"{WALK} 5": ("dining table, chair", "vase, potted plant, refrigerator, wine glass, bench, bottle"),
    f"{WALK} 6": ("dining table, chair", "refrigerator, wine glass, bottle, bench"),
    f"{WALK} 7": ("dining table, chair, vase", "oven, microwave, refrigerator, bench, bowl, book, potted plant"),
    f"{WALK} 8": ("dining table, chair, vase", "oven, microwave, refrigerator, bottle, wine glass, potted plant"),
    f"{WALK} 9": ("", "refrigerator, wine glass, bottle, oven"),
    f"{WALK} 10": ("dining table, chair", "refrigerator, wine glass, bottle, potted plant, oven, book"),
    f"{WALK} 11": ("", "potted plant, vase"),
    f"{WALK} 12": ("", "chair, book"),
    f"{WALK} 13": ("chair", "book, handbag, suitcase"),
    f"{WALK} 14": ("bed, chair", "bicycle"),
    f"{WALK} 15": ("chair", ""),
    f"{WALK} 16": ("", "bed, chair"),
}  # fmt: skip


@dataclass(frozen=True)
class Marked:
    picture: MatLike
    there: frozenset[str]
    perhaps: frozenset[str]


Parts = Callable[[MatLike], list[MatLike]]
Scores = dict[str, float]


def pictures(data: Path) -> Iterator[tuple[str, MatLike]]:
    for path in sorted(data.rglob("photos/*")):
        if (picture := cv2.imread(str(path))) is not None:
            yield path.name, picture
    for clip in read_clips(data, 1.0):
        for second, frame in enumerate(clip.frames):
            yield f"{clip.name} {second}", decoded(frame.jpeg)


def marked(data: Path) -> dict[str, Marked]:
    """Of all that is marked, what the folder holds."""
    return {
        name: Marked(picture, *(frozenset(filter(None, words.split(", "))) for words in MARKED[name]))
        for name, picture in pictures(data)
        if name in MARKED
    }


def _sides(picture: MatLike) -> list[MatLike]:
    side = min(picture.shape[:2])
    return [picture, picture[:side, :side], picture[-side:, -side:]]


def _quarters(picture: MatLike) -> list[MatLike]:
    height, width = (int(0.6 * length) for length in picture.shape[:2])
    return [picture, *(part[:, over] for part in (picture[:height], picture[-height:])
                       for over in (slice(None, width), slice(-width, None)))]  # fmt: skip


WAYS: dict[str, Parts] = {
    "whole picture": lambda picture: [picture],
    "mirrored": lambda picture: [cv2.flip(picture, 1)],
    "whole, and its left and right square": _sides,
    "whole, and four parts of 0.6": _quarters,
}


async def scores(detector: OnnxDetector, parts: Sequence[MatLike]) -> Scores:
    best: Scores = {}
    for part in parts:
        for box in await detector.detect(Frame(jpeg_of(part), 0.0, "camera")):
            best[box.label] = max(best.get(box.label, 0.0), box.score)
    return best


async def by_score(detector: OnnxDetector, found: Sequence[Marked]) -> dict[str, list[tuple[int, float]]]:
    """By way, for each of `SCORES`: how many names of what is there are given; the share of those of what is not."""
    table = {}
    for way, parts in WAYS.items():
        given = [(one, await scores(detector, parts(one.picture))) for one in found]
        pairs = [(name in one.there, best.get(name, 0.0)) for one, best in given for name in _counted(one, detector)]
        absent = sum(not there for there, _ in pairs)
        named = [Counter(there for there, score in pairs if score >= least) for least in SCORES]
        table[way] = [(one[True], one[False] / max(1, absent)) for one in named]
    return table


def _counted(one: Marked, detector: OnnxDetector) -> list[str]:
    return [name for name in detector.names if name not in one.perhaps]


async def coming(detector: OnnxDetector, data: Path, found: dict[str, Marked]) -> dict[float, list[int]]:
    """By the score from which on: names told of what comes, of how many; wrongly told, of how many."""
    desk = next(decoded(clip.frames[0].jpeg) for clip in read_clips(data, 1.0) if clip.rows)
    there = {box.label for box in await detector.detect(Frame(jpeg_of(desk), 0.0, "camera"))}
    table = {likely: [0, 0, 0, 0] for likely in FROM}
    for name, one in found.items():
        if name.startswith(WALK) or (name.startswith(PERSON) and not name.endswith(" 0")):
            continue
        for picture in (one.picture, cv2.flip(one.picture, 1)):
            script = comes("", "", [fitted(picture, desk)], desk, 1.0, 0.0)
            looks = [(await detector.detect(frame), frame) for frame in script.frames]
            for label in set(_counted(one, detector)) - there:
                for likely, counts in table.items():
                    at = 0 if label in one.there else 2
                    counts[at] += _told(looks, label, likely)
                    counts[at + 1] += 1
    return table


def _told(looks: Sequence[tuple[Sequence[Box], Frame]], label: str, likely: float) -> bool:
    eye, confirming = Coming(likely), Confirming()
    seen = (
        (frame.time, eye.see([box for box in boxes if box.label == label], glance(frame.jpeg).grey, False))
        for boxes, frame in looks
    )
    return any(confirming.judge(time, said) is not None for time, said in seen)


async def measure(options: argparse.Namespace) -> None:
    detector = OnnxDetector(options.detector, least=min(SCORES))
    found = marked(options.data)
    counted = [(name in one.there) for one in found.values() for name in _counted(one, detector)]
    pairs = f"{sum(counted)} pairs of what is there, {counted.count(False)} of what is not"
    print(f"{machine()}; {len(found)} pictures, {pairs}")
    table = await by_score(detector, list(found.values()))
    rows = [[way, *(f"{given}, {wrong:.2%}" for given, wrong in cells)] for way, cells in table.items()]
    print_table(["given to what is there, and to what is not", *(f"{score:g}" for score in SCORES)], rows)
    told = await coming(OnnxDetector(options.detector), options.data, found)
    cells = [
        [f"{likely:g}", f"{hit} of {real}", f"{wrong} of {other}"] for likely, (hit, real, wrong, other) in told.items()
    ]
    print_table(["new from", "told of what comes", "told of what does not"], cells)
    result = {
        "benchmark": "names_given",
        "pictures": len(found),
        "there": sum(counted),
        "not_there": counted.count(False),
    }
    print("RESULT", json.dumps({**result, "scores": SCORES, "by_score": table, "coming": told}))
    detector.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media"))
    parser.add_argument("--detector", type=Path, default=Path("../shared/models/yolox_nano.onnx"))
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
