"""What the scripts of events say happens: what is not there neither comes nor goes."""

from assistant.core.values import Frame
from benchmarks.frames import Clip
from benchmarks.happenings import WALK, named, of_clip
from benchmarks.watching import mentioned
from tests.pictures import jpeg

PICTURE = jpeg("a room")
BOTTLES = "2 bottles. Timeline (s): 0-6 two; ~7 hand takes LEFT; 8-11 only RIGHT; 12-14 LEFT back; 15-16 two"


def clip(name: str, content: str, first: float) -> Clip:
    return Clip(name, [Frame(PICTURE, first + second, "camera") for second in range(20)], content)


def test_a_hot_dog_is_no_dog_and_one_of_two_is_neither() -> None:
    assert mentioned("a hot dog with onions") == ["hot dog"]
    assert mentioned("a dog beside a hot dog") == ["dog", "hot dog"]
    assert mentioned("newspaper/laptop on the table, a vase") == ["vase"]
    assert mentioned("a sofa and a mug") == ["cup", "couch"]


def test_what_stands_on_the_desk_neither_comes_nor_goes_with_a_photo() -> None:
    assert named("a vase beside a bottle", there=["bottle"]) == [("you see a vase", "the vase is gone")]


def test_what_is_in_the_first_picture_of_a_walk_does_not_come_into_view() -> None:
    for name, things in WALK.items():
        for first, expected in ((0.0, len(things)), (0.5, len(things) - 1)):
            (script,) = of_clip(clip(name, "", first), mirrored=False, builtin=False)
            assert len(script.happenings) == expected


def test_an_event_of_one_second_lasts_for_it() -> None:
    taken = next(iter(of_clip(clip("bottles.mp4", BOTTLES, 0.0), mirrored=False, builtin=False)))
    assert [(one.words, one.begin, one.end) for one in taken.happenings] == [
        ("someone takes a bottle", 7.0, 8.0),
        ("a bottle is put back", 12.0, 14.0),
    ]
