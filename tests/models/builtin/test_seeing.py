"""What can be told of a picture without a model: codes, colours, its quality, a face, a movement."""

from typing import get_args

import cv2
import numpy as np
import pytest
import segno
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from assistant.core.wording import place
from models.builtin.codes import codes
from models.builtin.colours import Colour, colour_name, colours
from models.builtin.faces import Facing, faces
from models.builtin.motion import Motion
from models.builtin.picture import fit
from models.builtin.quality import quality
from tests.models.builtin.scenes import SHARED, array, media, needs_media
from tests.pictures import cover, desk, on_desk, page


def qr(words: str, scale: int = 6, encoding: str | None = None) -> Image.Image:
    matrix = np.array([list(row) for row in segno.make(words, micro=False, encoding=encoding).matrix_iter(border=4)])
    return Image.fromarray(np.where(np.kron(matrix, np.ones((scale, scale))) > 0, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("turn", [0, 30, 180])
def test_a_qr_code_is_read_however_it_is_turned(turn: int) -> None:
    found = codes(array(on_desk(qr("https://example.org/menu?t=7"), (400, 120), turn=turn)))

    assert [words for words, _ in found] == ["https://example.org/menu?t=7"]
    assert found[0][1].label == "QR code"
    assert "right" in place(found[0][1], "en")


def test_chinese_in_a_qr_code_comes_through() -> None:
    assert [words for words, _ in codes(array(on_desk(qr("鑰匙在藍色盒子", encoding="utf-8"), (100, 100))))] == [
        "鑰匙在藍色盒子"
    ]


def test_a_barcode_is_read() -> None:
    left = {"0": "0001101", "1": "0011001", "2": "0010011", "3": "0111101", "4": "0100011"}
    left |= {"5": "0110001", "6": "0101111", "7": "0111011", "8": "0110111", "9": "0001011"}
    number, parity = "4006381333931", "LGLLGG"  # parity of a first digit 4

    def half(digits: str, kinds: str) -> str:
        right = {digit: "".join("10"[int(bit)] for bit in bits) for digit, bits in left.items()}
        forms = {"L": left, "R": right, "G": {digit: bits[::-1] for digit, bits in right.items()}}
        return "".join(forms[kind][digit] for digit, kind in zip(digits, kinds, strict=True))

    bars = "101" + half(number[1:7], parity) + "01010" + half(number[7:], "RRRRRR") + "101"
    strip = np.kron([[1 - int(bit) for bit in bars]], np.ones((120, 3))) * 255
    label = Image.new("L", (strip.shape[1] + 60, 170), 255)
    label.paste(Image.fromarray(strip.astype(np.uint8)), (30, 25))

    found = codes(array(on_desk(label, (120, 150))))

    assert [(words, box.label) for words, box in found] == [(number, "barcode")]


def test_a_picture_without_codes_has_none() -> None:
    assert codes(array(on_desk(cover("atlas"), (200, 100)))) == []


@pytest.mark.parametrize(
    ("name", "rgb"),
    [
        ("black", (20, 20, 20)),
        ("grey", (128, 128, 128)),
        ("white", (245, 245, 245)),
        ("red", (200, 30, 30)),
        ("orange", (250, 130, 20)),
        ("yellow", (250, 220, 30)),
        ("green", (40, 160, 50)),
        ("blue", (20, 90, 200)),
        ("purple", (120, 40, 150)),
        ("pink", (250, 150, 190)),
        ("brown", (120, 70, 30)),
    ],
)
def test_plain_colours_have_their_names(name: str, rgb: tuple[int, int, int]) -> None:
    assert colours(array(Image.new("RGB", (80, 60), rgb)))[0][0] == name


def lab_of(blue_green_red: tuple[int, int, int]) -> NDArray[np.float32]:
    pixel = np.array([[blue_green_red]], np.float32) / 255
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_BGR2LAB)[0, 0], np.float32)


def test_every_shade_has_one_of_the_eleven_names() -> None:
    shades = [(b, g, r) for b in range(0, 256, 51) for g in range(0, 256, 51) for r in range(0, 256, 51)]

    names = {colour_name(*(float(part) for part in lab_of(shade))) for shade in shades}

    assert names == set(get_args(Colour))


def test_the_larger_colour_comes_first() -> None:
    picture = Image.new("RGB", (90, 60), (20, 90, 200))
    picture.paste((250, 220, 30), (0, 0, 30, 60))

    assert [name for name, _ in colours(array(picture))] == ["blue", "yellow"]


def test_a_covered_lens_a_dark_room_and_a_blurred_page_are_told_apart() -> None:
    sharp = page("A page of text", "that is in focus")
    dark = Image.fromarray((np.asarray(sharp) * 0.12).astype(np.uint8))
    covered = Image.fromarray(np.random.default_rng(1).integers(8, 14, (480, 640, 3), np.uint8))

    assert [
        quality(array(picture))
        for picture in (
            sharp,
            dark,
            covered,
            sharp.filter(ImageFilter.GaussianBlur(6)),
            Image.new("RGB", (64, 48), "white"),
        )
    ] == ["good", "dark", "covered", "blurred", "bright"]


@needs_media
@pytest.mark.parametrize("name", ["coral_cat_720p.jpg", "coral_pets.jpg", "aska_dog.png", "coral_hot_dog.jpg"])
def test_photos_in_focus_are_good_and_their_blurred_copies_are_not(name: str) -> None:
    picture = fit(array(media(f"photos/{name}")), 640)

    assert quality(picture) == "good"
    assert quality(cv2.GaussianBlur(picture, (0, 0), 4)) == "blurred"


@needs_media
@pytest.mark.parametrize("name", ["coral_cat_720p.jpg", "coral_pets.jpg", "aska_dog.png", "coral_hot_dog.jpg"])
def test_no_face_is_found_in_pictures_of_animals_and_food(name: str) -> None:
    assert faces(array(media(f"photos/{name}"))) == []


@needs_media
def test_someone_facing_the_camera_counts_from_the_third_frame_on() -> None:
    video = cv2.VideoCapture(str(SHARED / "video/intel_asl_book.mkv"))
    facing = Facing()

    seen = [facing.seen(video.read()[1]) is not None for _ in range(5)]

    assert seen == [False, False, True, True, True]


def test_what_moved_is_found_where_it_moved_and_a_still_scene_is_still() -> None:
    motion = Motion()
    scenes = [
        desk(),
        desk(),
        on_desk(cover("mug", (120, 140)), (470, 300)),
        on_desk(cover("mug", (120, 140)), (470, 300)),
    ]

    moved = [motion.moved(array(scene)) for scene in scenes]

    assert [found is not None for found in moved] == [False, False, True, False]
    assert moved[2] is not None
    assert place(moved[2], "en") == "at the bottom right of the picture"


def test_a_light_that_is_switched_moves_nothing() -> None:
    motion = Motion()
    dimmed = Image.fromarray((np.asarray(desk()) * 0.8).astype(np.uint8))

    assert [motion.moved(array(scene)) for scene in (desk(), dimmed)] == [None, None]
