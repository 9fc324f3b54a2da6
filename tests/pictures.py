"""Pictures made for the tests: the same name gives the same picture. All are JPEG, RGB inside."""

import functools
import io
import zlib

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIZE = (640, 480)


def encode(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


@functools.cache
def desk(name: str = "desk", size: tuple[int, int] = SIZE) -> Image.Image:
    """Soft grey and brown shapes with a little grain: nothing on it to read or to match."""
    dice = np.random.default_rng(zlib.crc32(name.encode()))
    coarse = Image.fromarray(dice.integers(70, 190, (5, 7, 3), np.uint8))
    return coarse.resize(size, Image.Resampling.BICUBIC)


@functools.cache
def cover(name: str, size: tuple[int, int] = (200, 260)) -> Image.Image:
    """A book cover full of shapes, different for each name: textured, so that its look can be learned."""
    dice = np.random.default_rng(zlib.crc32(name.encode()))
    picture = Image.new("RGB", size, tuple(int(part) for part in dice.integers(60, 200, 3)))
    draw = ImageDraw.Draw(picture)
    for _ in range(90):
        x, y, w, h = (int(dice.integers(0, most)) for most in (size[0], size[1], 50, 50))
        colour = tuple(int(part) for part in dice.integers(0, 256, 3))
        shape = draw.ellipse if dice.random() < 0.5 else draw.rectangle
        shape((x, y, x + w + 4, y + h + 4), fill=colour)
    return picture


def on_desk(
    thing: Image.Image,
    at: tuple[int, int],
    *,
    turn: float = 0.0,
    scale: float = 1.0,
    scene: Image.Image | None = None,
) -> Image.Image:
    """`thing` lying on the desk, its top left corner `at` pixels, turned by degrees."""
    size = (round(thing.width * scale), round(thing.height * scale))
    turned = (
        thing.resize(size, Image.Resampling.LANCZOS)
        .convert("RGBA")
        .rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
    )
    picture = (scene or desk()).copy()
    picture.paste(turned, at, turned)
    return picture


def page(*lines: str, size: tuple[int, int] = SIZE, letters: int = 34) -> Image.Image:
    """A white page with lines of text, `letters` pixels high, on the desk."""
    picture = desk(size=size).copy()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 30, size[0] - 40, size[1] - 30), fill=(250, 250, 245))
    font = ImageFont.load_default(letters)
    for number, line in enumerate(lines):
        draw.text((70, 60 + number * letters * 1.6), line, (20, 20, 30), font)
    return picture


def jpeg(name: str) -> bytes:
    """Any picture, as long as it is always the same one."""
    return encode(desk(name))
