"""A real detector on real photos: dogs, cats and people are named, and the built-in eyes tell of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.core.boxes import SURE
from assistant.core.values import Box, Frame, Observation
from memory.store import Store
from models import registry
from models.detector.onnx_file import OnnxDetector
from tests.clock import run
from tests.models.builtin.scenes import SHARED, media
from tests.pictures import encode
from tests.wants import wants

FILE = SHARED.parent / "models" / "yolox_nano.onnx"
PHOTOS = SHARED / "photos"
pytestmark = pytest.mark.skipif(
    not (FILE.is_file() and PHOTOS.is_dir()), reason=f"needs the photos and models/{FILE.name} of ../shared"
)


def photo(name: str) -> Frame:
    return Frame(encode(media(f"photos/{name}")), 1000.0, "upload")


@pytest.fixture(scope="module")
def detector() -> Iterator[OnnxDetector]:
    detector = OnnxDetector(FILE)
    yield detector
    detector.close()


def sure(detector: OnnxDetector, name: str) -> list[Box]:
    return [box for box in run(detector.detect(photo(name))) if box.score >= SURE]


@pytest.mark.parametrize(
    ("name", "things"),
    [
        ("coral_cat_720p.jpg", {"cat": 1}),
        ("coral_pets.jpg", {"dog": 2}),
        ("aska_dog.png", {"dog": 1}),
        ("COCO_val2014_000000060623.jpg", {"person": 2, "bowl": 1, "dining table": 1, "cup": 1}),
        ("llava_extreme_ironing.jpg", {"person": 1, "car": 2}),
    ],
)
def test_what_is_in_a_photo_is_named_and_counted(detector: OnnxDetector, name: str, things: dict[str, int]) -> None:
    assert Counter(box.label for box in sure(detector, name)) == things


def test_the_boxes_lie_on_the_things(detector: OnnxDetector) -> None:
    (puppy,) = sure(detector, "aska_dog.png")
    assert abs((puppy.left + puppy.right) / 2 - 0.5) < 0.1
    assert abs((puppy.top + puppy.bottom) / 2 - 0.5) < 0.1
    left, right = sorted(sure(detector, "coral_pets.jpg"), key=lambda dog: dog.left)
    assert (left.left + left.right) / 2 < 0.5 < (right.left + right.right) / 2


def test_it_is_fast_enough_to_look_at_every_frame(detector: OnnxDetector) -> None:
    assert detector.quick


def test_an_engine_with_a_detector_sees_and_reads_and_the_memory_knows_the_thing_by_its_place() -> None:
    async def scene() -> None:
        memory = Store.open(None)
        detector = registry.detector(f"onnx:{FILE}", wants(memory))
        engine = registry.vlm("builtin", replace(wants(memory), detector=detector.part))
        seen = await engine.part.captioner().describe(photo("aska_dog.png"))
        assert "dog: in the middle of the picture." in seen.caption
        assert "MONDAY" in seen.text.upper()
        kept = await memory.add(Observation(1000.0, "upload", seen.caption, seen.text, seen.boxes))
        (stay,) = await memory.stays("dog")
        assert (stay.last, stay.place) == (kept.id, "in the middle of the picture")
        assert stay.box
        assert stay.box.label == "dog"
        assert not await memory.stays("cat")
        for part in (engine, detector, memory):
            part.close()

    run(scene())
