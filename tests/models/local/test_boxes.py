"""A known place in a known picture, through each family's own processor, and back from what the family would write."""

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers as hf
from PIL import Image, ImageDraw

from assistant.core.values import Box
from models.local import boxes
from models.local.families import family
from models.local.family import Family, Inputs
from tests.tiny import chat
from tests.tiny.plain import CHECKPOINTS

Corners = tuple[float, float, float, float]  # left, top, right, bottom, 0..1 of what the model was given

WIDE, HIGH = 640, 360
RED = (90, 118, 490, 231)  # its edges lie in the middle of cells of a grid of 32 x 32, which is all Kosmos-2 can say
TRUTH = (RED[0] / WIDE, RED[1] / HIGH, RED[2] / WIDE, RED[3] / HIGH)
SIDES = {"paligemma": 224, "paligemma2": 448, "florence2": 768, "kosmos2": 224}  # pixels, of the real checkpoints
SAID = "red rectangle"


@pytest.fixture(scope="module")
def adapters(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Family, Any]]:
    """A family's adapter and its processor, which takes pictures as large as the real checkpoint's does."""

    @cache
    def adapter(name: str) -> tuple[Family, Any]:
        square = {"height": SIDES[name], "width": SIDES[name]}
        cropped = {"size": {"shortest_edge": SIDES[name]}, "crop_size": square}
        return loaded(
            CHECKPOINTS[name], tmp_path_factory.mktemp(name), cropped if name == "kosmos2" else {"size": square}
        )

    return adapter


def loaded(build: Callable[[Path], None], folder: Path, sizes: dict[str, Any]) -> tuple[Any, Any]:
    build(folder)
    processor = hf.AutoProcessor.from_pretrained(folder)
    for name, value in sizes.items():
        setattr(processor.image_processor, name, value)
    return family(hf.AutoModelForImageTextToText.from_pretrained(folder), processor), processor


def drawn(size: tuple[int, int] = (WIDE, HIGH), red: tuple[int, int, int, int] = RED) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    left, top, right, bottom = red
    ImageDraw.Draw(picture).rectangle((left, top, right - 1, bottom - 1), fill="red")
    return picture


def red_in(pixels: torch.Tensor) -> Corners:
    """Where the red is in what a processor made of a picture, float[3, height, width]."""
    redder = pixels[0] - pixels[1]
    red = redder > redder.max() / 2
    across, down = red.any(0).nonzero(), red.any(1).nonzero()
    high, wide = red.shape
    left, right = int(across.min()) / wide, (int(across.max()) + 1) / wide
    return left, int(down.min()) / high, right, (int(down.max()) + 1) / high


def loc(at: Corners) -> str:
    left, top, right, bottom = (min(1023, int(place * 1024)) for place in at)
    return "".join(f"<loc{place:04}>" for place in (top, left, bottom, right))


def paligemma(at: Corners, inputs: Inputs, processor: Any) -> str:
    prompt = processor.tokenizer.decode(inputs["input_ids"][0], skip_special_tokens=True)
    assert prompt == f"detect {SAID}\n"
    return f"{loc(at)} {SAID}<eos>"


def kosmos2(at: Corners, inputs: Inputs, processor: Any) -> str:
    first, last = hf.models.kosmos2.processing_kosmos2.coordinate_to_patch_index(at, 32)
    return f"<object><patch_index_{first:04}><patch_index_{last:04}></object></s>"


def florence2(at: Corners, inputs: Inputs, processor: Any) -> str:
    bins = processor.post_processor.quantize(torch.tensor([at]), (1, 1))[0].tolist()
    return f"</s><s>{SAID}" + "".join(f"<loc_{place}>" for place in bins) + "</s>"


WRITTEN = {"paligemma": paligemma, "paligemma2": paligemma, "kosmos2": kosmos2, "florence2": florence2}


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_a_known_rectangle_comes_back_within_one_percent(
    name: str, adapters: Callable[[str], tuple[Family, Any]]
) -> None:
    adapter, processor = adapters(name)

    def run(inputs: Inputs, tokens: int) -> str:
        return WRITTEN[name](red_in(inputs["pixel_values"][0]), inputs, processor)

    (box,) = adapter.locate(drawn(), SAID, run)
    assert box.label == SAID
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(TRUTH, abs=0.01)


def test_what_stands_at_the_side_of_a_wide_picture_reaches_kosmos_too(
    adapters: Callable[[str], tuple[Family, Any]],
) -> None:
    """Its processor cuts 35 % of such a picture away."""
    adapter, processor = adapters("kosmos2")
    edge = (0, 100, 60, 200)

    def run(inputs: Inputs, tokens: int) -> str:
        return kosmos2(red_in(inputs["pixel_values"][0]), inputs, processor)

    (box,) = adapter.locate(drawn((800, 300), edge), SAID, run)
    assert (box.left, box.right) == pytest.approx((0, 60 / 800), abs=1 / 32)
    assert (box.top, box.bottom) == pytest.approx((100 / 300, 200 / 300), abs=1 / 32)


def test_what_paligemma_does_not_detect_it_is_asked_to_outline(
    adapters: Callable[[str], tuple[Family, Any]],
) -> None:
    adapter, processor = adapters("paligemma")
    asked: list[str] = []

    def run(inputs: Inputs, tokens: int) -> str:
        asked.append(processor.tokenizer.decode(inputs["input_ids"][0], skip_special_tokens=True))
        outline = "".join(f"<seg{number:03}>" for number in range(16))
        return f"{loc(TRUTH)}{outline} {SAID}<eos>" if asked[-1].startswith("segment") else "<eos>"

    (box,) = adapter.locate(drawn(), SAID, run)
    assert asked == [f"detect {SAID}\n", f"segment {SAID}\n"]
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(TRUTH, abs=0.01)


def test_florence_tells_what_is_where_and_reads_what_is_written(
    adapters: Callable[[str], tuple[Family, Any]],
) -> None:
    adapter, processor = adapters("florence2")
    answers = {
        "Describe with a paragraph": "</s><s>A desk with a cup.</s>",
        "Locate the objects": "</s><s>cup<loc_10><loc_20><loc_210><loc_320>mug<loc_700><loc_700><loc_900><loc_900></s>",
        "What is the text": "</s><s>EXIT<loc_0><loc_0><loc_90><loc_0><loc_90><loc_50><loc_0><loc_50></s>",
    }

    def run(inputs: Inputs, tokens: int) -> str:
        prompt = processor.tokenizer.decode(inputs["input_ids"][0], skip_special_tokens=True)
        return next(answer for task, answer in answers.items() if prompt.startswith(task))

    told = adapter.describe(drawn(), run)
    assert told.caption == (
        "A desk with a cup. cup: at the top left of the picture. mug: at the bottom right of the picture."
    )
    assert told.text == "EXIT"
    assert [box.label for box in told.boxes] == ["cup", "mug"]


def test_kosmos_tells_what_is_where_without_its_location_words(adapters: Callable[[str], tuple[Family, Any]]) -> None:
    adapter, _ = adapters("kosmos2")
    said = "An image of<phrase> a cup</phrase><object><patch_index_0000><patch_index_0231></object>.</s>"
    told = adapter.describe(drawn(), lambda inputs, tokens: said)
    assert told.caption == "An image of a cup. a cup: at the top left of the picture."
    assert [box.label for box in told.boxes] == ["a cup"]


Write = Callable[[Corners], str]
Read = Callable[[str], list[Box]]
_SIZE = (644, 364)  # what Qwen2.5-VL makes of a picture of 640 x 360: multiples of 28


def _thousandths(at: Corners) -> list[int]:
    return [round(place * 1000) for place in at]


def _rows_first(at: Corners) -> list[int]:
    left, top, right, bottom = _thousandths(at)
    return [top, left, bottom, right]


def _points(at: Corners) -> str:
    left, top, right, bottom = _thousandths(at)
    return f"({left},{top}),({right},{bottom})"


def _pixels(at: Corners) -> list[int]:
    return [round(place * _SIZE[number % 2]) for number, place in enumerate(at)]


def _fenced(key: str, numbers: list[Any]) -> str:
    return f'Here it is:\n```json\n[\n\t{{"{key}": {numbers}, "label": "cup"}}\n]\n```'


CONVENTIONS: dict[str, tuple[Write, Read]] = {
    "Qwen2-VL": (
        lambda at: f"<|object_ref_start|>cup<|object_ref_end|><|box_start|>{_points(at)}<|box_end|><|im_end|>",
        lambda text: boxes.qwen2_vl(text, "it"),
    ),
    "Qwen2.5-VL": (
        lambda at: _fenced("bbox_2d", _pixels(at)),
        lambda text: boxes.qwen2_5_vl(text, "it", _SIZE),
    ),
    "Qwen3-VL": (lambda at: _fenced("bbox_2d", _thousandths(at)), lambda text: boxes.qwen3_vl(text, "it")),
    "InternVL": (
        lambda at: f"<ref>cup</ref><box>[{_thousandths(at)}]</box>",
        lambda text: boxes.internvl(text, "it"),
    ),
    "GLM-4V": (
        lambda at: f"<think>[[1, 1, 9, 9]]?</think><|begin_of_box|>[{_thousandths(at)}]<|end_of_box|>",
        lambda text: boxes.glm(text, "cup"),
    ),
    "Gemma": (lambda at: _fenced("box_2d", _rows_first(at)), lambda text: boxes.gemma(text, "it")),
    "LFM2-VL": (
        lambda at: _fenced("bbox", [round(place, 3) for place in at]),
        lambda text: boxes.lfm2(text, "it"),
    ),
    "LLaVA": (lambda at: str([round(place, 3) for place in at]), lambda text: boxes.llava(text, "cup", (1, 1))),
    "PaliGemma": (lambda at: f"{loc(at)} cup<eos>", lambda text: boxes.paligemma(text, "it")),
}
EVERY = pytest.mark.parametrize(("write", "read"), CONVENTIONS.values(), ids=CONVENTIONS)


def _somewhere(dice: random.Random) -> Corners:
    left, top = dice.uniform(0, 0.8), dice.uniform(0, 0.8)
    return left, top, left + dice.uniform(0.05, 0.2), top + dice.uniform(0.05, 0.2)


@EVERY
def test_any_place_that_is_written_is_read_as_the_same_place(write: Write, read: Read) -> None:
    dice = random.Random(1)
    for _ in range(200):
        at = _somewhere(dice)
        (box,) = read(write(at))
        assert (box.left, box.top, box.right, box.bottom) == pytest.approx(at, abs=0.002)
        assert box.label == "cup"


@EVERY
def test_swapped_corners_are_put_in_order(write: Write, read: Read) -> None:
    assert read(write((0.6, 0.7, 0.2, 0.3))) == read(write((0.2, 0.3, 0.6, 0.7)))


@EVERY
def test_what_lies_outside_the_picture_is_no_box(write: Write, read: Read) -> None:
    assert read(write((0.2, 0.3, 1.5, 0.7)).replace("<loc1023>", "<loc1536>")) == []


@EVERY
def test_a_box_without_an_inside_is_no_box(write: Write, read: Read) -> None:
    assert read(write((0.2, 0.3, 0.2, 0.7))) == []


@EVERY
def test_the_same_box_again_and_again_is_one_box(write: Write, read: Read) -> None:
    assert len(read(write((0.2, 0.3, 0.6, 0.7)) * 20)) == 1


def test_a_little_over_the_edge_is_the_edge() -> None:
    (box,) = boxes.qwen2_5_vl('[{"bbox_2d": [-3, 0, 650, 368], "label": "desk"}]', "it", _SIZE)
    assert (box.left, box.top, box.right, box.bottom) == (0, 0, 1, 1)


def test_a_box_without_a_name_has_the_name_that_was_asked_for() -> None:
    assert boxes.glm("[[100, 100, 500, 500]]", "my cup")[0].label == "my cup"
    assert boxes.qwen3_vl('{"bbox_2d": [100, 100, 500, 500], "label": "<loc_1>"}', "my cup")[0].label == "my cup"


def test_several_things_are_several_boxes() -> None:
    two = f"{loc((0.1, 0.1, 0.2, 0.2))} cup ; {loc((0.5, 0.5, 0.9, 0.9))} red book<eos>"
    assert [box.label for box in boxes.paligemma(two, "it")] == ["cup", "red book"]
    many = boxes.internvl("<ref>cups</ref><box>[[100, 100, 200, 200], [300, 300, 400, 400]]</box>", "it")
    assert [box.left for box in many] == [0.1, 0.3]


def merged_patches(made: Inputs, processor: Any) -> torch.Tensor:
    """The picture that Qwen2VLImageProcessor cut up: patches of two frames, two by two together."""
    _, rows, columns = made["image_grid_thw"][0].tolist()
    side, merge = processor.image_processor.patch_size, processor.image_processor.merge_size
    cut = made["pixel_values"].reshape(rows // merge, columns // merge, merge, merge, 3, 2, side, side)[
        :, :, :, :, :, 0
    ]
    return cut.permute(4, 0, 2, 5, 1, 3, 6).reshape(3, rows * side, columns * side)


def plain_patches(patches: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
    side = round((patches.shape[-1] / 3) ** 0.5)
    cut = patches[: rows * columns].reshape(rows, columns, side, side, 3)
    return cut.permute(4, 0, 2, 1, 3).reshape(3, rows * side, columns * side)


def gemma4_patches(made: Inputs, processor: Any) -> torch.Tensor:
    columns, rows = (made["image_position_ids"][0].amax(dim=0) + 1).tolist()
    return plain_patches(made["pixel_values"][0], rows, columns)


def lfm2_patches(made: Inputs, processor: Any) -> torch.Tensor:
    """Of the thumbnail, behind the tiles."""
    return plain_patches(made["pixel_values"][-1], *made["spatial_shapes"][-1].tolist())


def last_picture(made: Inputs, processor: Any) -> torch.Tensor:
    """The only one, or the thumbnail behind the tiles."""
    pixels: torch.Tensor = made["pixel_values"][-1]
    return pixels


_QWEN = {"size": {"shortest_edge": 56 * 56, "longest_edge": 1280 * 28 * 28}}
_TILES = {"max_image_tokens": 256, "tile_size": 512, "max_num_patches": 1024}
_CROPPED = {"size": {"shortest_edge": 336}, "crop_size": {"height": 336, "width": 336}}
Shown = Callable[[Inputs, Any], torch.Tensor]
CHATS: dict[
    str, tuple[str, dict[str, Any], Shown]
] = {  # convention, sizes of pictures, the picture as the model sees it
    "gemma3": ("Gemma", {"size": {"height": 896, "width": 896}}, last_picture),
    "gemma4": ("Gemma", {"max_soft_tokens": 280}, gemma4_patches),
    "glm4v": ("GLM-4V", _QWEN, merged_patches),
    "internvl": ("InternVL", {"size": {"height": 448, "width": 448}}, last_picture),
    "lfm2_vl": ("LFM2-VL", _TILES, lfm2_patches),
    "llava": ("LLaVA", _CROPPED, last_picture),
    "qwen2_vl": ("Qwen2-VL", _QWEN, merged_patches),
    "qwen2_5_vl": ("Qwen2.5-VL", _QWEN, merged_patches),
    "qwen3_vl": ("Qwen3-VL", _QWEN, merged_patches),
}


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Glm4vProcessor, NumPy 2
@pytest.mark.parametrize("name", CHATS)
def test_a_known_rectangle_comes_back_from_a_chat_within_one_percent(name: str, tmp_path: Path) -> None:
    convention, sizes, shown = CHATS[name]
    adapter, processor = loaded(chat.CHECKPOINTS[name], tmp_path, sizes)
    picture = shown(adapter.prepared(drawn(), several=False), processor)
    write, _ = CONVENTIONS[convention]
    (box,) = adapter.boxes(write(red_in(picture)), SAID, drawn())
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(TRUTH, abs=0.01)


def test_nothing_that_a_model_can_write_raises(adapters: Callable[[str], tuple[Family, Any]]) -> None:
    """Cut off, shuffled and overgrown answers: whatever box is read lies in the picture and has a name."""
    dice = random.Random(2)
    grounding = [adapters(name)[0] for name in ("paligemma", "florence2", "kosmos2")]
    written = [write(_somewhere(dice)) for write, _ in CONVENTIONS.values()]
    written += ["<phrase> a cup</phrase><object><patch_index_0044><patch_index_0863></object>", "cup<loc_1><loc_2>"]
    scraps = [
        "<",
        ">",
        "[",
        "]",
        "{",
        "}",
        '"',
        ",",
        "-",
        ".",
        "1e9",
        "9" * 30,
        "NaN",
        "<loc_3>",
        "<loc0003>",
        "圖",
        "\n",
    ]
    readers = [read for _, read in CONVENTIONS.values()]
    picture = drawn((64, 36), (13, 7, 45, 25))
    for turn in range(400):
        text = "".join(dice.choices(written, k=2))
        for _ in range(dice.randrange(12)):
            at = dice.randrange(len(text))
            text = (
                text[:at] + dice.choice([*scraps, ""]) + text[at + dice.randrange(4) :] if text else dice.choice(scraps)
            )
        found = [box for read in readers for box in read(text)]
        if turn % 10 == 0:
            found += [box for adapter in grounding for box in adapter.locate(picture, "it", lambda *_, said=text: said)]
        assert all(0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1 and box.label for box in found)
