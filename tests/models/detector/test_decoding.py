"""Numbers of a detector made into boxes, and a picture made to fit it: by hand, without a file."""

import numpy as np
import pytest

from models.detector.decoding import Floats, cells, decode, layout_of
from models.detector.letterbox import GREY, Letterbox
from models.detector.names import COCO

YOLOX = Letterbox(64, 64, corner=True, rgb=False)
ULTRALYTICS = Letterbox(64, 64, corner=False, rgb=True)
WIDE = np.full((36, 64, 3), (10, 20, 30), np.uint8)  # 64 x 36 pixels, BGR


def columns(*boxes: tuple[float, float, float, float, float, float]) -> Floats:
    """As Ultralytics puts out two classes: middle, size in pixels, two scores; the other cells hold nothing."""
    raw = np.zeros((1, 6, cells(64, 64)), np.float32)
    raw[0, :, : len(boxes)] = np.array(boxes, np.float32).T
    return raw


def test_the_layout_is_known_by_the_grids_of_the_picture_that_it_takes() -> None:
    assert cells(416, 416) == 3549
    assert cells(640, 640) == 8400
    assert layout_of((1, 3549, 85), 416, 416) == ("yolox", 80)
    assert layout_of((1, 84, 8400), 640, 640) == ("ultralytics", 80)
    assert layout_of((1, 84, 8400), 416, 416) is None
    assert layout_of((1, 300, 6), 640, 640) is None


def test_a_cell_of_each_grid_gives_its_box() -> None:
    raw = np.zeros((1, 84, 6), np.float32)
    raw[0, [9, 64, 83]] = [[0.5, 0.5, 0, 0, 1, 0.9], [0.5, 0.5, 0, 0, 1, 0.8], [0.5, 0.5, -1, 0, 0.9, 0.9]]
    found = decode(raw, "yolox", YOLOX, 0.5)
    assert found.corners[0].tolist() == [8, 8, 16, 16]  # the second row and column of 8 pixels
    assert found.corners[1].tolist() == pytest.approx([48 - 16 / np.e, 32, 48 + 16 / np.e, 64])  # the last of 32
    assert found.corners[2].tolist() == [0, 0, 16, 16]  # the first of 16
    assert found.scores.tolist() == pytest.approx([0.9, 0.81, 0.8])


def test_of_boxes_that_overlap_the_surest_of_each_class_stays() -> None:
    raw = columns((20, 20, 10, 10, 0.9, 0), (21, 20, 10, 10, 0.8, 0), (24, 20, 10, 10, 0, 0.7), (50, 50, 9, 9, 0.6, 0))
    found = decode(raw, "ultralytics", ULTRALYTICS, 0.5)
    assert found.classes.tolist() == [0, 1, 0]
    assert found.scores.tolist() == pytest.approx([0.9, 0.7, 0.6])


def test_one_thing_has_one_name() -> None:
    found = decode(columns((20, 20, 30, 30, 0.53, 0), (20, 20, 30, 31, 0, 0.54)), "ultralytics", ULTRALYTICS, 0.5)
    assert found.classes.tolist() == [1]


def test_a_score_below_the_least_is_nothing() -> None:
    assert not len(decode(columns((20, 20, 10, 10, 0.49, 0.1)), "ultralytics", ULTRALYTICS, 0.5).scores)


def test_yolox_has_the_picture_at_the_top_left_in_blue_green_red_of_0_to_255() -> None:
    planes = YOLOX.fill(WIDE)
    assert planes.shape == (1, 3, 64, 64)
    assert planes[0, :, 35, 63].tolist() == [10, 20, 30]
    assert planes[0, :, 36, 0].tolist() == [GREY] * 3


def test_ultralytics_has_it_in_the_middle_in_red_green_blue_of_0_to_1() -> None:
    planes = ULTRALYTICS.fill(WIDE)
    assert planes[0, :, [13, 50], 0] == pytest.approx(np.full((2, 3), GREY / 255))
    assert planes[0, :, [14, 49], 0] == pytest.approx(np.tile([30 / 255, 20 / 255, 10 / 255], (2, 1)))


@pytest.mark.parametrize("square", [YOLOX, ULTRALYTICS])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (720, 1280), (640, 480), (31, 64), (64, 64)])
def test_what_lies_at_an_edge_of_the_picture_comes_back_to_it(square: Letterbox, width: int, height: int) -> None:
    whole = np.full((height, width, 3), 255, np.uint8)
    rows, across = np.nonzero(square.fill(whole)[0, 0] > square.fill(whole)[0, 0].max() * 0.9)
    corners = np.array([[across.min(), rows.min(), across.max() + 1, rows.max() + 1]], np.float32)
    assert square.back(corners, width, height)[0].tolist() == pytest.approx([0, 0, 1, 1], abs=0.03)


def test_a_box_that_sticks_out_ends_at_the_edge_of_the_picture() -> None:
    outside = np.array([[-5, 10, 80, 60]], np.float32)
    assert YOLOX.back(outside, 64, 36)[0].tolist() == pytest.approx([0, 10 / 36, 1, 1])


def test_the_names_of_coco_are_eighty_and_in_its_order() -> None:
    assert len(COCO) == len(set(COCO)) == 80
    assert [COCO[0], COCO[39], COCO[56], COCO[79]] == ["person", "bottle", "chair", "toothbrush"]
