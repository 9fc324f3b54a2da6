import contextlib
import io
import random

import numpy as np
import pytest
from PIL import Image

from assistant.core.errors import PictureError
from assistant.pictures import check, glance, same_view
from tests.pictures import desk

LIMIT = 50_000_000


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    assert picture.format == "JPEG"
    picture.load()
    return picture


def test_a_picture_comes_out_as_jpeg_of_the_same_size() -> None:
    given = check(encoded(Image.new("RGB", (300, 200), "red"), "PNG"), "red.png", LIMIT)
    assert given.name == "red.png"
    assert opened(given.jpeg).size == (300, 200)


def test_a_large_picture_is_made_smaller_to_2048_pixels() -> None:
    given = check(encoded(Image.new("RGB", (4096, 1024), "red"), "JPEG"), "wide.jpg", LIMIT)
    assert opened(given.jpeg).size == (2048, 512)


@pytest.mark.parametrize("data", [b"", b"hello, I am a text file", b"%PDF-1.7 ...", b"<svg></svg>", b"\x00" * 4000])
def test_what_is_no_picture_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(PictureError, match=r"empty|not a picture"):
        check(data, "thing", LIMIT)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_picture_that_is_cut_off_is_refused_in_words(kind: str) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8))
    whole = encoded(noise, kind)
    with pytest.raises(PictureError, match=r"broken|not a picture"):
        check(whole[: len(whole) // 2], "half", LIMIT)


def test_flipped_bytes_are_either_shown_or_refused_but_never_raise_anything_else() -> None:
    chance = random.Random(3)
    for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP"):
        whole = encoded(Image.effect_noise((64, 64), 80).convert("RGB"), kind)
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(8):
                data[chance.randrange(len(data))] = chance.randrange(256)
            with contextlib.suppress(PictureError):
                check(bytes(data), "flipped", LIMIT)


def test_a_picture_over_the_pixel_limit_is_refused_before_it_is_decoded() -> None:
    bomb = encoded(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 100_000
    with pytest.raises(PictureError, match="more than 50 megapixels"):
        check(bomb, "bomb.png", LIMIT)


def test_of_an_animation_the_first_frame_is_taken_and_the_name_says_so() -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    given = check(data, "dance.gif", LIMIT)
    assert given.name == "dance.gif (first of 3 frames)"
    assert opened(given.jpeg).convert("RGB").getpixel((20, 15)) == pytest.approx((255, 0, 0), abs=6)


def test_a_picture_lying_on_its_side_is_put_upright_and_loses_its_metadata() -> None:
    lying = Image.new("RGB", (60, 40), "white")
    lying.paste("black", (0, 0, 60, 10))
    exif = Image.Exif()
    exif[0x0112] = 6  # the top is on the right
    exif[0x010E] = "where I live"
    given = opened(check(encoded(lying, "JPEG", exif=exif, quality=95), "lying.jpg", LIMIT).jpeg)
    assert given.size == (40, 60)
    assert given.convert("L").getpixel((35, 30)) < 60  # type: ignore[operator]
    assert not given.getexif()
    assert "exif" not in given.info


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    given = opened(check(encoded(clear, "PNG"), "clear.png", LIMIT).jpeg)
    assert given.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_taken(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    given = check(encoded(Image.new(mode, (30, 20)), kind), "odd", LIMIT)
    assert opened(given.jpeg).mode == "RGB"


def test_the_gate_sees_32_by_18_grey_values_between_0_and_1() -> None:
    half = Image.new("RGB", (768, 432), "black")
    half.paste("white", (384, 0, 768, 432))
    grey = glance(encoded(half, "JPEG")).grey
    assert grey.shape == (18, 32)
    assert grey.dtype == np.float32
    assert grey[:, :15].max() < 0.05
    assert grey[:, 17:].min() > 0.95


def noisy(picture: Image.Image, seed: int) -> bytes:
    grain = np.random.default_rng(seed).normal(0, 6, (picture.height, picture.width, 3))
    values = (np.asarray(picture, np.float32) + grain).clip(0, 255).astype(np.uint8)
    return encoded(Image.fromarray(values), "JPEG", quality=80)


def test_a_room_at_rest_is_the_same_view_and_a_finger_more_is_not() -> None:
    room = desk(size=(1920, 1080)).copy()
    before = noisy(room, 1)
    assert same_view(before, before)
    assert same_view(before, noisy(room, 2))
    room.paste((210, 170, 150), (900, 400, 945, 625))
    assert not same_view(before, noisy(room, 3))


@pytest.mark.parametrize("data", [b"", b"no jpeg", b"\xff\xd8\xff\xe0 and nothing more"])
def test_a_broken_camera_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError, match="arrived broken"):
        glance(data)
    with pytest.raises(PictureError, match="arrived broken"):
        same_view(encoded(desk(), "JPEG"), data)
