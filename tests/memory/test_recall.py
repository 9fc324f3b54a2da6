"""Where was it last, and what is left when it is forgotten: pure over observations."""

import pytest

from assistant.core.values import Box, Observation
from memory.naming import normal
from memory.recall import last_sighting, told_names, without


def sighting_in(thing: str, observation: Observation) -> bool:
    return last_sighting([normal(thing)], [observation]) == observation


@pytest.mark.parametrize(
    ("sentence", "things"),
    [
        ("my glasses are on the piano", ["glasses"]),
        ("I put my keys in the drawer", ["keys", "key"]),
        ("The black wallet is upstairs", ["wallet", "black wallet"]),
        ("my keys and my wallet are in the drawer", ["keys", "wallet"]),
        ("my keys are in the drawer and my phone is under the sofa", ["keys", "phone"]),
        ("The keys are in the bowl. The car is at the garage, the dog is with Anna", ["keys", "car", "dog"]),
        ("on the piano are my glasses", ["glasses"]),
        ("there are spare bulbs in the attic", ["bulbs"]),
        ("the passport of Anna is in the safe", ["passport"]),
        ("my glasses are not on the piano", ["glasses"]),
        ("the box with the bulbs is in the attic", ["box"]),
        ("我的眼鏡在鋼琴上", ["眼鏡", "眼镜", "我的眼鏡"]),
        ("我把鑰匙放在抽屜裡", ["鑰匙"]),
        ("鋼琴上有我的眼鏡", ["眼鏡"]),
        ("眼鏡和鑰匙都在桌上", ["眼鏡", "鑰匙"]),
        ("黑色的錢包放在車裡，護照在保險箱", ["錢包", "護照"]),
    ],
)
def test_a_told_sentence_tells_the_place_of_its_subject(sentence: str, things: list[str]) -> None:
    assert [thing for thing in things if not sighting_in(thing, Observation(1, "told", sentence))] == []


@pytest.mark.parametrize(
    ("sentence", "things"),
    [
        ("my glasses are on the piano", ["piano", "glass", "my"]),
        ("my keys are in the drawer and my phone is under the sofa", ["drawer", "sofa"]),
        ("my car keys are in the bag", ["car", "bag", "keys"]),
        ("the keys of my car are on the table", ["car", "table"]),
        ("the box with the bulbs is in the attic", ["bulbs", "attic"]),
        ("the remote for the tv is on the couch", ["tv", "couch"]),
        ("Anna's glasses are on the piano", ["glasses", "Anna"]),
        ("her glasses are on the piano", ["glasses"]),
        ("my wine glasses are in the cupboard", ["glasses"]),
        ("my card is in the drawer", ["car"]),
        ("my car is a Toyota", ["car", "Toyota"]),
        ("on the piano are my glasses", ["piano"]),
        ("我的眼鏡在鋼琴上", ["鋼琴", "鏡", "我"]),
        ("眼鏡盒在桌上", ["眼鏡", "桌"]),
        ("火車在車站", ["車", "車站"]),
        ("鋼琴上有我的眼鏡", ["鋼琴"]),
        ("小明的眼鏡在桌上", ["眼鏡"]),
    ],
)
def test_a_told_sentence_tells_nothing_of_other_things(sentence: str, things: list[str]) -> None:
    assert [thing for thing in things if sighting_in(thing, Observation(1, "told", sentence))] == []


@pytest.mark.parametrize(
    ("caption", "things"),
    [
        ("glasses: on the wooden desk, left of the keyboard", ["glasses", "keyboard", "desk"]),
        ("notebook: held before the camera.", ["notebook", "my notebooks"]),
        ("A man wearing glasses holds two red cups.", ["glasses", "cups", "red cup"]),
        ("a pair of scissors lying next to the T-shirt", ["scissors", "t-shirt"]),
        ("木桌上的眼鏡", ["眼鏡"]),
        ("一副眼鏡在一架鋼琴上", ["眼鏡"]),
    ],
)
def test_a_caption_shows_what_it_names(caption: str, things: list[str]) -> None:
    assert [thing for thing in things if not sighting_in(thing, Observation(1, "camera", caption))] == []


@pytest.mark.parametrize(
    ("caption", "things"),
    [
        ("two wine glasses beside a car park ticket", ["glasses", "car", "park"]),
        ("no glasses on the desk", ["glasses"]),
        ("a card, a car-key and a glass of water", ["car", "key", "glasses"]),
        ('a page that says "where is my car"', ["car"]),
        ("picture car.jpg", ["car"]),
        ("a photo of a car", ["car"]),
        ("桌上沒有眼鏡", ["眼鏡"]),
        ("一張寫著「眼鏡」的紙", ["眼鏡"]),
    ],
)
def test_a_caption_shows_nothing_else(caption: str, things: list[str]) -> None:
    assert [thing for thing in things if sighting_in(thing, Observation(1, "camera", caption))] == []


def test_a_page_that_mentions_a_thing_is_no_sighting_of_it() -> None:
    assert not sighting_in("car", Observation(1, "screen", "a page", text="my car is at the garage"))


def test_the_first_credible_one_counts() -> None:
    rows = [
        Observation(3, "camera", "a card"),
        Observation(2, "camera", "", boxes=(Box("car", 0, 0, 1, 1),)),
        Observation(1, "told", "my car is in the garage"),
    ]
    assert last_sighting([("car",)], rows) == rows[1]
    assert last_sighting([("bus",)], rows) is None


def test_told_sentences_give_their_names() -> None:
    assert told_names("I put my blue notebook on the shelf and the keys are at work") == [
        ("blue", "notebook"),
        ("key",),
    ]
    assert told_names("我把眼鏡放在鋼琴上") == [("眼镜",)]
    assert told_names("remember me") == []


def test_what_never_named_it_is_left_as_it_is() -> None:
    observation = Observation(1, "camera", "a desk.  a cup", "one\n\ntwo", (Box("cup", 0, 0, 1, 1),))
    assert without([("pen",)], observation) is observation


def test_what_only_named_it_is_gone() -> None:
    assert without([("cup",)], Observation(1, "camera", "cup: at the left.", "", (Box("cup", 0, 0, 1, 1),))) is None
    assert without([("眼镜",)], Observation(1, "told", "鑰匙在眼鏡旁邊")) is None


def test_what_named_it_and_others_keeps_the_others() -> None:
    boxes = (Box("cup", 0, 0, 1, 1), Box("pen", 0, 0, 1, 1))
    observation = Observation(1, "camera", "cup: at the left. pen: at the top. 一個杯子", "Cups 3\nPens 4", boxes)
    assert without([("cup",), ("杯子",)], observation) == Observation(
        1, "camera", "pen: at the top.", "Pens 4", boxes[1:]
    )
