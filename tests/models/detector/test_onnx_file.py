"""`--detector onnx:FILE`: what the file says decides how it is asked and read; what is not supported says what is."""

import asyncio
from pathlib import Path

import pytest
from onnx import TensorProto
from PIL import Image

from assistant.core.boxes import SURE
from assistant.core.errors import ModelError, SeeingError
from assistant.core.values import Box, Frame
from models.detector.onnx_file import OnnxDetector
from tests.clock import run
from tests.pictures import encode
from tests.tiny import detectors

NAMES = {"names": "{0: 'apple', 1: 'sky'}", "imgsz": f"[{detectors.SIDE}, {detectors.SIDE}]", "task": "detect"}


def picture(colour: tuple[int, int, int], at: tuple[int, int], size: tuple[int, int] = (128, 64)) -> Frame:
    """Grey, with a square of 16 pixels: one cell of a tiny detector, where the long side is 128."""
    whole = Image.new("RGB", size, (114, 114, 114))
    whole.paste(colour, (*at, at[0] + 16, at[1] + 16))
    return Frame(encode(whole), 1000.0, "camera")


RED, BLUE = (255, 0, 0), (0, 0, 255)


def seen(file: Path, frame: Frame) -> list[Box]:
    detector = OnnxDetector(file)
    try:
        return [box for box in run(detector.detect(frame)) if box.score >= SURE]
    finally:
        detector.close()


def edges(box: Box) -> list[float]:
    return [box.left, box.top, box.right, box.bottom]


@pytest.fixture(params=["yolox", "yolox decoded", "yolox float16", "ultralytics", "ultralytics of any size"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "tiny.onnx"
    (tmp_path / "tiny.txt").write_text("apple\nsky\n", "utf-8")
    match request.param:
        case "yolox":
            return detectors.yolox(path)
        case "yolox decoded":
            return detectors.yolox(path, decoded=True)
        case "yolox float16":
            return detectors.yolox(path, kind=TensorProto.FLOAT16)
        case "ultralytics":
            return detectors.ultralytics(path, NAMES)
        case _:
            return detectors.ultralytics(path, NAMES, ("height", "width"))


def test_each_layout_is_asked_in_its_own_colours_and_its_boxes_are_of_the_picture(file: Path) -> None:
    (box,) = seen(file, picture(RED, (32, 16)))
    assert box.label == "apple"
    assert edges(box) == pytest.approx([32 / 128, 16 / 64, 48 / 128, 32 / 64], abs=0.01)
    (box,) = seen(file, picture(BLUE, (96, 48)))
    assert box.label == "sky"
    assert edges(box) == pytest.approx([96 / 128, 48 / 64, 112 / 128, 1.0], abs=0.01)


def test_a_picture_that_stands_upright_is_placed_as_one_that_lies(file: Path) -> None:
    (box,) = seen(file, picture(RED, (16, 64), size=(64, 128)))
    assert edges(box) == pytest.approx([16 / 64, 64 / 128, 32 / 64, 80 / 128], abs=0.01)


def test_nothing_known_is_nothing_seen(file: Path) -> None:
    assert seen(file, picture((114, 114, 114), (0, 0))) == []


def test_names_beside_the_file_win_over_its_own(tmp_path: Path) -> None:
    file = detectors.ultralytics(tmp_path / "tiny.onnx", NAMES)
    assert seen(file, picture(RED, (32, 16)))[0].label == "apple"
    file.with_suffix(".names").write_text("蘋果\n天空\n", "utf-8")
    assert seen(file, picture(RED, (32, 16)))[0].label == "蘋果"


def test_names_that_are_missing_or_too_few_are_asked_for(tmp_path: Path) -> None:
    file = detectors.yolox(tmp_path / "tiny.onnx")
    with pytest.raises(ModelError, match=r"tells 2 things apart and does not name them: write tiny.txt or tiny.names"):
        OnnxDetector(file)
    file.with_suffix(".txt").write_text("apple\n", "utf-8")
    with pytest.raises(ModelError, match=r"tiny.txt has 1 names, and tiny.onnx tells 2 things apart"):
        OnnxDetector(file)


@pytest.mark.parametrize(
    ("taken", "given", "complaint"),
    [
        ([1, 3, 64, 64], [1, 300, 6], r"puts out \[1, 300, 6\].*Supported are YOLOX"),  # boxes after NMS
        ([1, 3, 64, 64], [1, 252, 85], r"puts out \[1, 252, 85\].*Supported are YOLOX"),  # YOLOv5: three a cell
        ([1, 3, 64, 64], [1, 1000], r"puts out \[1, 1000\].*YOLOv8 and YOLO11"),  # names a whole picture
        ([1, 64, 64, 3], [1, 84, 85], r"takes images \[1, 64, 64, 3\], which is no single picture"),
        ([8, 3, 64, 64], [8, 84, 85], "no single picture"),
    ],
)
def test_any_other_layout_says_what_is_supported(
    tmp_path: Path, taken: list[int], given: list[int], complaint: str
) -> None:
    with pytest.raises(ModelError, match=complaint):
        OnnxDetector(detectors.of_shape(tmp_path / "other.onnx", taken, given))


def test_a_file_made_for_another_task_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="for detection"):
        OnnxDetector(detectors.ultralytics(tmp_path / "tiny.onnx", NAMES | {"task": "pose"}))


def test_a_broken_picture_is_said_to_be_broken(tmp_path: Path) -> None:
    with pytest.raises(SeeingError, match="broken"):
        seen(detectors.ultralytics(tmp_path / "tiny.onnx", NAMES), Frame(b"no picture", 1000.0, "camera"))


def test_a_call_that_was_cancelled_leaves_the_thread_to_the_next(tmp_path: Path) -> None:
    detector = OnnxDetector(detectors.ultralytics(tmp_path / "tiny.onnx", NAMES))

    async def scene() -> tuple[Box, ...]:
        calls = [asyncio.ensure_future(detector.detect(picture(RED, (32, 16)))) for _ in range(20)]
        await asyncio.sleep(0)
        for call in calls:
            call.cancel()
        return await detector.detect(picture(BLUE, (32, 16)))

    (box,) = run(scene())
    assert box.label == "sky"
    detector.close()
