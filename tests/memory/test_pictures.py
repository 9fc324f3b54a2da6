"""Small pictures for as long as they are remembered, large ones for an hour; neither tells more than what it shows."""

import io
import time
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from assistant.core.values import Observation
from memory.ageing.retention import Limits
from memory.jpeg import bare
from memory.pictures import LARGE_SECONDS, Pictures, sizes
from memory.store import Store
from tests.clock import run

NOW = 1_000_000.0  # Unix seconds


def photo(width: int, height: int, **how: object) -> bytes:
    out = io.BytesIO()
    grain = np.random.default_rng(1).integers(0, 255, (height // 8, width // 8, 3), np.uint8)
    Image.fromarray(cv2.resize(grain, (width, height))).save(out, "JPEG", **how)
    return out.getvalue()


def size(jpeg: bytes | None) -> tuple[int, int]:
    assert jpeg
    return Image.open(io.BytesIO(jpeg)).size


def pixels(jpeg: bytes) -> int:
    return zlib.crc32(Image.open(io.BytesIO(jpeg)).convert("RGB").tobytes())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "pictures").iterdir())


def seen(moment: float, caption: str = "a desk", picture: bytes = b"") -> Observation:
    return Observation(moment, "camera", caption, picture=picture)


@pytest.mark.parametrize(
    ("given", "small", "large"),
    [
        ((320, 240), (320, 240), None),
        ((640, 480), (640, 480), None),
        ((768, 432), (640, 360), (768, 432)),
        ((1080, 1920), (360, 640), (1080, 1920)),
        ((3840, 2160), (640, 360), (1920, 1080)),
    ],
)
def test_a_large_one_is_kept_only_where_there_is_more_to_see(
    given: tuple[int, int], small: tuple[int, int], large: tuple[int, int] | None
) -> None:
    kept = sizes(photo(*given))
    assert size(kept.small) == small
    assert (size(kept.large) if kept.large else None) == large


def test_what_is_no_picture_is_none() -> None:
    assert sizes(b"") == sizes(b"\xff\xd8 torn") == (b"", b"")


@pytest.mark.parametrize("progressive", [False, True])
def test_metadata_go_and_every_pixel_stays(progressive: bool) -> None:
    plain = photo(800, 600, quality=80, progressive=progressive)
    marked = photo(800, 600, quality=80, progressive=progressive, comment=b"at home", icc_profile=b"profile" * 99)
    kept = bare(marked + b"what a phone appends")
    assert kept is not None
    assert b"at home" in marked
    assert not [word for word in (b"at home", b"profile", b"appends", b"JFIF") if word in kept]
    assert pixels(kept) == pixels(plain)
    assert sizes(marked).large == kept


def test_where_exif_may_turn_it_the_large_one_is_drawn_again_and_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "garden of Anna"
    kept = sizes(photo(800, 600, exif=exif))
    assert (size(kept.small), size(kept.large)) == ((480, 640), (600, 800))
    assert b"Anna" not in kept.small + kept.large


@pytest.mark.parametrize("at", [2, 3, 5, 30, 200, 700, 5_000, -2, -1])
def test_a_picture_that_is_cut_off_is_not_taken_for_whole(at: int) -> None:
    assert bare(photo(800, 600)[:at]) is None


def test_an_adobe_file_keeps_what_says_which_colours_it_holds() -> None:
    marked = photo(800, 600, quality=80, keep_rgb=True)
    kept = bare(marked)
    assert kept is not None
    assert pixels(kept) == pixels(marked)


def test_the_large_one_is_given_for_an_hour_and_then_the_small_one(tmp_path: Path) -> None:
    memory = Store.open(tmp_path)
    first = run(memory.add(seen(NOW, picture=photo(1280, 720))))
    assert size(run(memory.picture(first.id))) == (640, 360)
    assert size(run(memory.picture(first.id, large=True))) == (1280, 720)
    run(memory.add(seen(NOW + LARGE_SECONDS, "a cup")))
    assert size(run(memory.picture(first.id, large=True))) == (1280, 720)
    run(memory.add(seen(NOW + LARGE_SECONDS + 1, "a pen")))
    assert size(run(memory.picture(first.id, large=True))) == (640, 360)
    assert names(tmp_path) == ["1.jpg"]
    memory.close()


def test_a_start_drops_the_large_ones_of_more_than_an_hour_ago_and_those_without_a_row(tmp_path: Path) -> None:
    memory = Store.open(tmp_path)
    now = time.time()
    for number, ago in enumerate((LARGE_SECONDS + 60, LARGE_SECONDS - 60)):
        run(memory.add(seen(now - ago, f"cup {number}", photo(800, 600))))
    memory.close()
    pictures = Pictures(tmp_path / "pictures")
    pictures.put(1, photo(320, 240), photo(800, 600), now - LARGE_SECONDS - 60)
    pictures.put(99, photo(320, 240), photo(800, 600), now)  # left by a kill before its row was written
    memory = Store.open(tmp_path)
    assert names(tmp_path) == ["1.jpg", "2.jpg", "2.large.jpg"]
    memory.close()


def test_seen_again_both_are_of_the_newest(tmp_path: Path) -> None:
    memory = Store.open(tmp_path)
    run(memory.add(seen(NOW, picture=photo(1280, 720))))
    twin = run(memory.add(seen(NOW + 9, picture=photo(800, 600))))
    assert size(run(memory.picture(twin.id, large=True))) == (800, 600)
    twin = run(memory.add(seen(NOW + 18, picture=photo(400, 400))))
    assert size(run(memory.picture(twin.id, large=True))) == (400, 400)
    assert names(tmp_path) == ["1.jpg"]
    memory.close()


def test_forgetting_takes_both(tmp_path: Path) -> None:
    memory = Store.open(tmp_path)
    for number, caption in enumerate(("cup: on the desk. pen: on the desk.", "a bag", "a book")):
        run(memory.add(seen(NOW + number, caption, photo(800, 600))))
    run(memory.forget(thing="cup"))
    assert names(tmp_path) == ["2.jpg", "2.large.jpg", "3.jpg", "3.large.jpg"]
    run(memory.forget(ids=[2]))
    assert names(tmp_path) == ["3.jpg", "3.large.jpg"]
    run(memory.forget_everything())
    assert names(tmp_path) == []
    memory.close()


def test_large_ones_count_as_room_that_is_taken(tmp_path: Path) -> None:
    memory = Store.open(tmp_path, Limits(max_bytes=2_000_000))
    large = photo(1280, 720, quality=95)
    for number in range(128):
        run(memory.add(seen(NOW + number, f"cup {number}", large)))
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 66 * 2 * len(large)
    assert len(run(memory.recent(limit=999))) < 100
    memory.close()


def test_in_memory_there_are_both_too() -> None:
    pictures = Pictures(None)
    pictures.put(1, b"small", b"large", NOW)
    assert (pictures.get(1), pictures.get(1, large=True), pictures.large_bytes) == (b"small", b"large", 5)
    pictures.drop_large(NOW)
    assert pictures.get(1, large=True) == b"large"
    pictures.drop_large(NOW + 1)
    assert (pictures.get(1, large=True), pictures.large_bytes) == (b"small", 0)
    pictures.keep_only(set())
    assert pictures.get(1) is None
