"""Pictures for the built-in engine's tests, made from the shared ones of `tests.pictures` or read from ../shared."""

import functools
import threading
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.core.values import Frame, Source, Taught
from models.builtin.picture import Picture
from models.builtin.teaching import learn
from tests.pictures import cover, desk, encode, on_desk

SHARED = Path(__file__).parents[4] / "shared" / "media"
CHINESE = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")

needs_media = pytest.mark.skipif(not SHARED.is_dir(), reason="the media of ../shared are not here")
needs_font = pytest.mark.skipif(not CHINESE.is_file(), reason="no Chinese font: apt install fonts-wqy-microhei")


def array(picture: Image.Image) -> Picture:
    return cv2.cvtColor(np.asarray(picture.convert("RGB")), cv2.COLOR_RGB2BGR)


def frame(picture: Image.Image, time: float = 0.0, source: Source = "camera") -> Frame:
    return Frame(encode(picture), time, source)


def media(name: str, size: tuple[int, int] | None = None) -> Image.Image:
    picture = Image.open(SHARED / name).convert("RGB")
    return picture.resize(size, Image.Resampling.LANCZOS) if size else picture


def screen(text: str, *, letters: int = 16, size: tuple[int, int] = (1280, 720)) -> Image.Image:
    """Lines of text in black on white, one below the other, in a font that has Chinese."""
    picture = Image.new("RGB", size, "white")
    font = ImageFont.truetype(str(CHINESE), letters)
    ImageDraw.Draw(picture).multiline_text((60, 40), text, (20, 20, 20), font, spacing=letters * 0.7)
    return picture


def held_up(thing: Image.Image, scene: Image.Image | None = None) -> list[Image.Image]:
    """Six views of a thing held before the camera and turned a little."""
    return [
        on_desk(thing, (180 + 9 * step, 90 + 4 * step), turn=-10 + 4 * step, scale=1.2, scene=scene)
        for step in range(6)
    ]


@functools.cache
def taught(name: str) -> Taught:
    """A book cover learned from being held up."""
    return replace(learn(name, *taught_views(name), threading.Event()), id=1)


def taught_views(name: str = "notebook") -> tuple[list[Frame], list[Frame]]:
    """Views of a book cover held up, and the empty desk before."""
    views = [frame(view, 10.0 + step) for step, view in enumerate(held_up(cover(name)))]
    return views, [frame(desk(), step) for step in range(3)]
