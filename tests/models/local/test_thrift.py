"""What a screenshot costs a CPU, with the processors as the families' real checkpoints configure them."""

from types import SimpleNamespace
from typing import Any

import pytest
import transformers as hf
from PIL import Image

from models.local import torchvision_hook
from models.local.thrift import PLACES, SIDE, thrifty

torchvision_hook.install()

SCREEN = Image.new("RGB", (1920, 1080), "grey")


def prepared(pictures: Any) -> Any:
    thrifty(SimpleNamespace(image_processor=pictures))
    return pictures(images=[SCREEN], return_tensors="pt")


@pytest.mark.parametrize(
    ("patch", "least", "most"), [(14, 56 * 56, 12_845_056), (16, 65_536, 16_777_216)], ids=["Qwen2.5-VL", "Qwen3-VL"]
)
def test_what_counts_pixels_takes_no_more_places_than_a_glance(patch: int, least: int, most: int) -> None:
    sizes = {"shortest_edge": least, "longest_edge": most}
    made = prepared(hf.Qwen2VLImageProcessor(patch_size=patch, merge_size=2, size=sizes))
    assert PLACES * 0.8 < made["image_grid_thw"].prod() / 4 <= PLACES


@pytest.mark.parametrize("kind", ["SmolVLM", "Idefics3"])
def test_what_cuts_into_tiles_looks_at_one(kind: str) -> None:
    sizes = {"size": {"longest_edge": 2048}, "max_image_size": {"longest_edge": 512}}
    made = prepared(getattr(hf, f"{kind}ImageProcessor")(**sizes, do_image_splitting=True))
    assert tuple(made["pixel_values"].shape[1:]) == (1, 3, 512, 512)


def test_internvl_looks_at_one_tile_too() -> None:
    sizes = {"size": {"height": 448, "width": 448}, "crop_to_patches": True, "max_patches": 12}
    assert prepared(hf.GotOcr2ImageProcessor(**sizes))["pixel_values"].shape[0] == 1


def test_what_goes_by_the_longer_side_sees_a_smaller_picture() -> None:
    made = prepared(hf.PixtralImageProcessor(size={"longest_edge": 1540}, patch_size=14))
    assert max(made["pixel_values"].shape[-2:]) <= SIDE + 14  # whole patches


def test_what_is_small_already_stays_as_it_is() -> None:
    pictures = hf.Qwen2VLImageProcessor(
        patch_size=16, merge_size=2, size={"shortest_edge": 4096, "longest_edge": 16_384}
    )
    made = prepared(pictures)
    assert made["image_grid_thw"].prod() / 4 <= 16
    cropped = hf.CLIPImageProcessor(size={"shortest_edge": 336}, crop_size={"height": 336, "width": 336})
    assert tuple(prepared(cropped)["pixel_values"].shape[-2:]) == (336, 336)
