"""Text in pictures is read, in English and in both kinds of Chinese, whichever way up it is held."""

import threading
from collections.abc import Iterator

import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from models.builtin.reading import Line, Page, Reader
from models.builtin.rereading import Rereader
from models.builtin.turning import read_aloud
from tests.models.builtin.scenes import SHARED, array, media, needs_font, needs_media, screen
from tests.pictures import desk, page

ENGLISH = """Meeting moved to Thursday 14:30 in room B-217, bring the invoices.
Order #48213 shipped on 2026-03-09; tracking code ZX-99417-KT.
Please remember to water the plants and feed the cat at seven."""
TRADITIONAL = """會議改到星期四下午兩點半，請帶發票。
冰箱裡有牛奶、雞蛋和昨天的剩菜。
鑰匙放在門口的藍色盒子裡面。"""
SIMPLIFIED = """会议改到星期四下午两点半，请带发票。
冰箱里有牛奶、鸡蛋和昨天的剩菜。
钥匙放在门口的蓝色盒子里面。"""


def read(reader: Reader, picture: Image.Image) -> str:
    return "\n".join(row.text for row in read_aloud(reader, array(picture), threading.Event()))


def errors(read: str, gold: str) -> float:
    """Character error rate, spaces aside."""
    read, gold = "".join(read.split()), "".join(gold.split())
    return Levenshtein.distance(read, gold) / len(gold)


@needs_font
@pytest.mark.parametrize("text", [ENGLISH, TRADITIONAL, SIMPLIFIED], ids=["en", "zh-Hant", "zh-Hans"])
def test_a_screen_of_sixteen_pixel_letters_is_read_without_an_error(reader: Reader, text: str) -> None:
    assert errors(read(reader, screen(text)), text) == 0.0


@needs_media
def test_a_scanned_page_is_read_without_an_error(reader: Reader) -> None:
    gold = (SHARED / "screens/tess_phototest.gold.txt").read_text()

    assert errors(read(reader, media("screens/tess_phototest.tif")), gold) == 0.0


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_held_the_wrong_way_up_is_read_in_its_own_order(reader: Reader, turn: int) -> None:
    upright = page("The kettle is on the stove", "and the tea is in the tin", "behind the yellow door")

    said = read(reader, upright.rotate(turn, expand=True))

    assert said.splitlines() == ["The kettle is on the stove", "and the tea is in the tin", "behind the yellow door"]


def test_newspaper_columns_are_not_read_across(reader: Reader) -> None:
    left = ["The harbour was quiet", "when the first boats", "came back with herring", "and the gulls woke"]
    right = ["Bread prices rose for", "the third week while", "bakers waited for the", "new harvest of wheat"]
    picture = Image.new("RGB", (640, 300), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(22)
    for row, (one, other) in enumerate(zip(left, right, strict=True)):
        draw.text((20, 40 + 34 * row), one, "black", font)
        draw.text((340, 44 + 34 * row), other, "black", font)

    assert read(reader, picture).splitlines() == left + right


def test_nothing_is_read_where_there_is_no_text(reader: Reader) -> None:
    assert read(reader, desk()) == ""


def test_an_unchanged_page_is_not_read_twice(reader: Reader, never: threading.Event) -> None:
    counted = Counted(reader)
    eyes = Rereader(counted)
    picture = array(page("Flight LX 318 to Zurich", "boards at gate B42"))

    first, _ = eyes.read(picture, never)
    again, _ = eyes.read(picture, never)

    assert first == again == "Flight LX 318 to Zurich\nboards at gate B42"
    assert counted.lines == 2


def test_a_line_in_which_one_digit_changes_is_read_anew_and_the_others_are_not(
    reader: Reader, never: threading.Event
) -> None:
    counted = Counted(reader)
    eyes = Rereader(counted)
    eyes.read(array(page("The train leaves at 10:41", "from the third platform")), never)

    text, _ = eyes.read(array(page("The train leaves at 10:47", "from the third platform")), never)

    assert text == "The train leaves at 10:47\nfrom the third platform"
    assert counted.lines == 3


def test_reading_stops_after_the_line_at_hand(reader: Reader) -> None:
    stop = threading.Event()
    counted = Counted(reader)
    rows = counted.read(reader.find(array(page("one apple", "two pears", "three plums")), 960), stop)

    next(rows)
    stop.set()

    assert list(rows) == []
    assert counted.lines == 1


class Counted(Reader):
    """A reader that counts the lines it reads."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader
        self.lines = 0

    def load(self) -> object:
        return self._reader.load()

    def read(self, page: Page, stop: threading.Event, only: list[int] | None = None) -> Iterator[tuple[int, Line]]:
        for found in self._reader.read(page, stop, only):
            self.lines += 1
            yield found
