"""What each family writes for a place in a picture, as boxes 0..1 of the frame that was sent (pure).

Everything here takes what a model wrote and the label to give a box that has none. What is malformed, or lies more
than `_SLACK` outside the picture, is no box; swapped corners are put in order; repeated boxes are one box.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from assistant.core.values import Box

Size = tuple[int, int]  # width, height in pixels
_Corners = tuple[float, float, float, float]  # left, top, right, bottom, in the family's own units
_Found = tuple[str, _Corners]

_SLACK = 0.02  # of a side: sizes rounded up to whole patches and the bin 1000 of 0..999 lie this little outside
_THOUSAND = (1000, 1000)
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_FOUR = r"\s*,\s*".join([_NUMBER] * 4)
_QUAD = re.compile(rf"\[\s*{_FOUR}\s*\]")
_ANY_BRACKETS = re.compile(rf"[\[(<{{]\s*{_FOUR}\s*[\])>}}]")
_OBJECT = re.compile(r"\{[^{}]*\}")
_LABEL = re.compile(r"""["'](?:label|text_content)["']\s*:\s*(["'])(.*?)\1""", re.DOTALL)


def qwen2_vl(text: str, label: str) -> list[Box]:
    """`<|object_ref_start|>cup<|object_ref_end|><|box_start|>(x1,y1),(x2,y2)<|box_end|>` in thousandths of the sides.

    Source: Qwen2-VL's paper (arXiv 2409.12191), data format of visual grounding: normalised to [0, 1000).
    """
    point = rf"\(\s*{_NUMBER}\s*,\s*{_NUMBER}\s*\)"
    pattern = rf"(?:<\|object_ref_start\|>([^<]*)<\|object_ref_end\|>)?<\|box_start\|>{point}\s*,\s*{point}"
    found = ((match[1] or "", _floats(match.groups()[1:])) for match in re.finditer(pattern, text))
    return _boxes(found, label, _THOUSAND)


def qwen2_5_vl(text: str, label: str, resized: Size) -> list[Box]:
    """JSON `{"bbox_2d": [x1, y1, x2, y2], "label": "cup"}` in pixels of the picture as the processor resized it.

    resized: width and height that the model saw: `image_grid_thw[1:]` (rows, columns) times the patch size.
    Source: Qwen2.5-VL's report (arXiv 2502.13923): coordinates of the actual size of the input, not normalised.
    """
    return _boxes(_objects(text, "bbox_2d"), label, resized)


def qwen3_vl(text: str, label: str) -> list[Box]:
    """JSON as Qwen2.5-VL, in thousandths of the sides. Source: Qwen3-VL's 2D grounding cookbook; Qwen3.5 the same."""
    return _boxes(_objects(text, "bbox_2d"), label, _THOUSAND)


def internvl(text: str, label: str) -> list[Box]:
    """`<ref>cup</ref><box>[[x1, y1, x2, y2], ...]</box>` in thousandths of the sides. Source: InternVL 2's grounding
    data format (internvl.readthedocs.io, "chat data format"): coordinates in [0, 1000].
    """
    tags = re.finditer(r"(?:<ref>([^<]*)</ref>)?\s*<box>([^<]*)(?:</box>|$)", text)
    found = ((match[1] or "", corners) for match in tags for corners in _quads(match[2]))
    return _boxes(found, label, _THOUSAND)


def glm(text: str, label: str) -> list[Box]:
    """`<|begin_of_box|>[[x1,y1,x2,y2]]<|end_of_box|>` in thousandths of the sides, in any kind of brackets.

    What it thinks before (`<think>`) holds drafts and is not read. Source: model card of zai-org/GLM-4.5V: "bracket
    style may vary", coordinates normalised to 0..1000; GLM-4.1V and GLM-4.6V the same.
    """
    answer = text.rpartition("</think>")[2]
    boxed = re.findall(r"<\|begin_of_box\|>(.*?)(?:<\|end_of_box\|>|$)", answer, re.DOTALL)
    said = "\n".join(boxed) or answer
    found = list(_objects(said, "bbox_2d")) or [("", _floats(match.groups())) for match in _ANY_BRACKETS.finditer(said)]
    return _boxes(found, label, _THOUSAND)


def gemma(text: str, label: str) -> list[Box]:
    """JSON `{"box_2d": [y1, x1, y2, x2], "label": "cup"}` in thousandths of the sides.

    Source: Gemma 4's and Gemini's object detection guides (ai.google.dev): rows first, 0..1000. Gemma 3 writes the
    same when it is asked to, without having been trained for it.
    """
    return _boxes(_rows_first(_objects(text, "box_2d")), label, _THOUSAND)


def lfm2(text: str, label: str) -> list[Box]:
    """JSON `{"label": "cup", "bbox": [x1, y1, x2, y2]}`, 0..1. Source: model card of LiquidAI/LFM2.5-VL-450M."""
    return _boxes(_objects(text, "bbox"), label, (1, 1))


def llava(text: str, label: str, frame: Size) -> list[Box]:
    """`[x1, y1, x2, y2]`, 0..1 of the frame padded to a square, itself in the middle.

    Source: LLaVA-1.5 (arXiv 2310.03744) was trained with `image_aspect_ratio: pad`, its boxes with it. A picture must
    be padded the same before it is sent: the processor of the checkpoints would crop its sides away.
    """
    squared = (("", _out_of_square(corners, frame)) for corners in _quads(text))
    return _boxes(squared, label, (1, 1))


def paligemma(text: str, label: str) -> list[Box]:
    """`<locY1><locX1><locY2><locX2> cup ; ...`, four digits each, in 1/1024 of the sides of the whole frame.

    `<segNNN>` tokens behind a box hold its outline for a decoder that transformers does not carry: they are skipped.
    Source: big_vision's PaliGemma README; SiglipImageProcessor squeezes the whole frame to a square.
    """
    pattern = r"<loc(\d{4})><loc(\d{4})><loc(\d{4})><loc(\d{4})>(?:<seg\d{3}>)*([^;<]*)"
    found = ((match[5], _floats(match.groups()[:4])) for match in re.finditer(pattern, text))
    return _boxes(_rows_first(found), label, (1024, 1024))


def florence2(found: dict[str, Any], label: str, size: Size) -> list[Box]:
    """What Florence2Processor.post_process_generation made of a detection, a grounding or an OCR task, in pixels of
    the `size` it was told: `bboxes` of corners or `quad_boxes` of four points, each with one of `labels`.
    """
    corners = [_floats(box) for box in found.get("bboxes", ())]
    corners += [_around(points) for points in found.get("quad_boxes", ())]
    return _boxes(zip(found.get("labels", ()), corners, strict=True), label, size)


def kosmos2(entities: Sequence[tuple[str, Any, Sequence[Sequence[float]]]], label: str) -> list[Box]:
    """The entities of Kosmos2Processor.post_process_generation: corners 0..1 on a grid of 32 x 32 location words."""
    found = ((name, _floats(box)) for name, _, boxes in entities for box in boxes)
    return _boxes(found, label, (1, 1))


def _objects(text: str, key: str) -> Iterator[_Found]:
    """Of each flat JSON object, fenced or not, cut off or not: its label and the four numbers under `key`."""
    place = re.compile(rf"""["']{key}["']\s*:\s*{_QUAD.pattern}""")
    for item in _OBJECT.findall(text):
        if match := place.search(item):
            name = _LABEL.search(item)
            yield name[2] if name else "", _floats(match.groups())


def _quads(text: str) -> Iterator[_Corners]:
    return (_floats(match.groups()) for match in _QUAD.finditer(text))


def _floats(numbers: Iterable[Any]) -> _Corners:
    left, top, right, bottom = (float(number) for number in numbers)
    return left, top, right, bottom


def _rows_first(found: Iterable[_Found]) -> Iterator[_Found]:
    return ((name, (left, top, right, bottom)) for name, (top, left, bottom, right) in found)


def _around(points: Sequence[float]) -> _Corners:
    """points: x and y by turns."""
    across, down = points[0::2], points[1::2]
    return min(across), min(down), max(across), max(down)


def _out_of_square(corners: _Corners, frame: Size) -> _Corners:
    side = max(frame)
    across, down = (side / length for length in frame)
    left, top, right, bottom = corners
    beside, above = (across - 1) / 2, (down - 1) / 2
    return left * across - beside, top * down - above, right * across - beside, bottom * down - above


def _boxes(found: Iterable[_Found], label: str, whole: Size) -> list[Box]:
    boxes = (_box(_words(name) or label, corners, whole) for name, corners in found)
    return list(dict.fromkeys(box for box in boxes if box is not None))


def _words(name: str) -> str:
    """Nothing where a token, or half of one, is in the place of a name."""
    return "" if "<" in name or ">" in name else " ".join(name.split())


def _box(label: str, corners: _Corners, whole: Size) -> Box | None:
    across = sorted(x / whole[0] for x in corners[0::2])
    down = sorted(y / whole[1] for y in corners[1::2])
    if not all(math.isfinite(at) and -_SLACK <= at <= 1 + _SLACK for at in (*across, *down)):
        return None
    left, right, top, bottom = (min(max(at, 0.0), 1.0) for at in (*across, *down))
    return Box(label, left, top, right, bottom) if left < right and top < bottom else None
