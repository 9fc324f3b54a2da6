"""How much of a picture a CPU is given to read: a glance, not a study.

SmolVLM makes 13 tiles of 512 pixels of any frame, however small it came: 880 tokens and 13 runs of its vision tower,
where one tile is 82 tokens and one run. A screenshot is 2 000 tokens to Qwen3-VL; a CPU reads about 100 a second of a
model of a billion weights. Small print is not lost by it: the built-in reader reads the whole picture.
"""

from typing import Any

PLACES = 400  # tokens for one picture at most, where a family counts them: 640 x 640 pixels of Qwen3-VL
SIDE = 640  # pixels, where a family goes by the longer side


def thrifty(processor: Any) -> None:
    """Turns off what cuts a picture into tiles, and bounds its size. Call it before anything is prepared."""
    pictures = processor.image_processor
    for cutting in ("do_image_splitting", "crop_to_patches"):
        if getattr(pictures, cutting, False):
            setattr(pictures, cutting, False)
    size: Any = getattr(pictures, "size", None)
    longest = getattr(size, "longest_edge", None)
    if longest is None:
        return
    if merge := getattr(pictures, "merge_size", None):  # Qwen-VL, GLM-4V: not an edge, but the number of pixels
        most = PLACES * (pictures.patch_size * merge) ** 2
    elif getattr(pictures, "max_image_size", None):  # SmolVLM, Idefics 3: the size before it is cut into tiles
        return
    else:
        most = SIDE
    if longest > most:
        pictures.size = type(size)(**{**dict(size), "longest_edge": most})
