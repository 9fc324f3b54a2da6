"""What is left of an observation when one of its things is forgotten: pure."""

from assistant.core.values import Box, Observation
from memory.recall import without


def test_what_never_named_it_is_left_as_it_is() -> None:
    observation = Observation(1, "camera", "a desk.  a cup", "one\n\ntwo", (Box("cup", 0, 0, 1, 1),))
    assert without([("pen",)], observation) is observation


def test_what_only_named_it_is_gone() -> None:
    assert without([("cup",)], Observation(1, "camera", "cup: at the left.", "", (Box("cup", 0, 0, 1, 1),))) is None
    assert without([("眼镜",)], Observation(1, "told", "鑰匙在眼鏡旁邊")) is None


def test_what_named_it_and_others_keeps_the_others() -> None:
    boxes = (Box("cup", 0, 0, 1, 1), Box("pen", 0, 0, 1, 1))
    observation = Observation(1, "camera", "cup: at the left. pen: at the top. 一個杯子", "Cups 3\nPens 4", boxes)
    assert without([("cup",), ("杯子",)], observation) == Observation(
        1, "camera", "pen: at the top.", "Pens 4", boxes[1:]
    )
