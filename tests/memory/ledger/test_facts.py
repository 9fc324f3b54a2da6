"""What an observation says of things: sentences that were tuned on, and sentences that were not."""

import pytest

from assistant.core.values import Box, Observation
from memory.ledger.facts import Fact, facts, told_names
from memory.ledger.nouns import noun
from memory.ledger.stays import is_called


def said_of(thing: str, observation: Observation) -> list[Fact]:
    asked = noun(thing)
    return [fact for fact in facts(observation) if asked and is_called(asked, fact.thing)]


def sighting_in(thing: str, observation: Observation) -> bool:
    return any(fact.kind != "absent" for fact in said_of(thing, observation))


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
        ("the box with the bulbs is in the attic", ["box", "bulbs"]),
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
        ("my glasses are not on the piano", ["glasses"]),
        ("the box with the bulbs is in the attic", ["attic"]),
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


def places(observation: Observation) -> dict[str, str]:
    """Of what is said to be somewhere."""
    return {fact.thing.name: fact.place for fact in facts(observation) if fact.place and fact.kind != "absent"}


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("glasses: black, on the wooden desk, left of the lamp.", {"glasses": "on the wooden desk, left of the lamp"}),
        (
            "A pair of glasses rests on the kitchen counter next to a mug.",
            {"glasses": "on the kitchen counter next to a mug", "mug": "on the kitchen counter"},
        ),
        ("On the sofa there is a blue mug and a remote.", {"blue mug": "On the sofa", "remote": "On the sofa"}),
        ("a woman sitting at a table with a laptop", {"woman": "at a table", "laptop": "at a table"}),
        ("notebook: at the left of the picture.", {"notebook": "at the left of the picture"}),
        ("A desk with a vase and some keys on it.", {"vase": "on the desk", "keys": "on the desk"}),
        ("A cat sleeps on the rug while a dog lies under the table.", {"cat": "on the rug", "dog": "under the table"}),
        ("The image shows a mug on the desk and a pen in the drawer.", {"mug": "on the desk", "pen": "in the drawer"}),
        ("remote control: black. On the armrest of the sofa.", {"remote control": "On the armrest of the sofa"}),
        ("Keys (silver): on the shoe cabinet.", {"Keys": "on the shoe cabinet"}),
        ("眼鏡：黑色，在木桌上，鍵盤左邊。", {"眼鏡": "在木桌上，鍵盤左邊"}),
        ("桌上有一副眼鏡和一個杯子", {"眼鏡": "桌上", "杯子": "桌上"}),
        ("餐桌上擺著一個花瓶，旁邊是一盤水果。", {"花瓶": "餐桌上", "水果": "花瓶旁邊"}),
        ("一個女人坐在桌旁，手裡拿著手機。", {"女人": "桌旁", "手機": "桌旁"}),
    ],
)
def test_a_caption_says_what_is_where(caption: str, expected: dict[str, str]) -> None:
    found = places(Observation(1, "camera", caption))
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        (
            "A violin case leans against the wall behind the piano.",
            {"violin case": "against the wall behind the piano"},
        ),
        ("ruler: plastic, underneath the stack of folders", {"ruler": "underneath the stack of folders"}),
        ("Two umbrellas are hanging from the coat rack.", {"umbrellas": "from the coat rack"}),
        (
            "There are several plates in the sink and a kettle on the stove.",
            {"plates": "in the sink", "kettle": "on the stove"},
        ),
        ("An open suitcase lies on the bed; inside it are three shirts.", {"open suitcase": "on the bed"}),
        ("In the hallway, a bicycle is parked beside the stairs.", {"bicycle": "In the hallway, beside the stairs"}),
        ("a yellow banana on a plate", {"yellow banana": "on a plate"}),
        ("Stapler: red, top right corner of the desk", {"Stapler": "top right corner of the desk"}),
        ("A boy holds a kite.", {"kite": "with the boy"}),
        ("洗衣機旁邊放著一個籃子。", {"籃子": "洗衣機旁邊"}),
        ("滑鼠：白色，無線，在鍵盤的右邊。", {"滑鼠": "在鍵盤的右邊"}),
        ("牆上掛著一幅畫和一個時鐘。", {"畫": "牆上", "時鐘": "牆上"}),
    ],
)
def test_so_do_sentences_that_nobody_tuned_on(caption: str, expected: dict[str, str]) -> None:
    found = places(Observation(1, "camera", caption))
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("sentence", "thing", "place"),
    [
        ("I put Anna's keys in the drawer", "Anna's keys", "in the drawer"),
        ("I lent my drill to Tom", "drill", "with Tom"),
        ("Tom has my drill", "drill", "with Tom"),
        ("the dog is with Anna", "dog", "with Anna"),
        ("I've moved the scissors from the desk to the shelf", "scissors", "to the shelf"),
        ("the tickets? I put them in the blue folder", "tickets", "in the blue folder"),
        ("you will find the stapler in the top drawer", "stapler", "in the top drawer"),
        ("I left my red scarf in Anna's car", "red scarf", "in Anna's car"),
        ("我把鑰匙放在抽屜裡", "鑰匙", "抽屜裡"),
        ("我把電鑽借給湯姆了", "電鑽", "借給湯姆"),
        ("雨傘忘在辦公室了", "雨傘", "辦公室"),
        ("小明的鑰匙在玄關", "小明的鑰匙", "玄關"),
    ],
)
def test_a_told_sentence_says_where_its_thing_is(sentence: str, thing: str, place: str) -> None:
    (fact,) = said_of(thing, Observation(1, "told", sentence))[:1]
    assert (fact.place, fact.kind) == (place, "told")


@pytest.mark.parametrize(
    ("sentence", "thing"),
    [
        ("no keys on the desk", "keys"),
        ("my keys are not on the piano", "keys"),
        ("I took my keys out of the drawer", "keys"),
        ("桌上沒有眼鏡", "眼鏡"),
        ("我的耳機不在書桌上", "耳機"),
    ],
)
def test_what_is_said_not_to_be_there_is_no_sighting(sentence: str, thing: str) -> None:
    assert [fact.kind for fact in said_of(thing, Observation(1, "told", sentence))] == ["absent"]


@pytest.mark.parametrize(
    ("asked", "caption", "is_it"),
    [
        ("my red notebook", "notebook: red, on the desk", True),
        ("red notebook", "notebook: blue, on the desk", False),
        ("keys", "Anna's keys are on the desk", False),
        ("Anna's keys", "Anna's keys are on the desk", True),
        ("keys of Anna", "Anna's keys are on the desk", True),
        ("Anna's keys", "keys: silver, on the desk", False),
        ("Anna's keys", "Bob's keys are on the desk", False),
        ("glasses", "wine glasses: on the table", False),
        ("wine glasses", "glasses: on the table", False),
        ("car", "a card on the table", False),
        ("phone", "phone case: black, on the table", False),
        ("小明的鑰匙", "桌上有一串鑰匙", False),
        ("貓", "沙發上有一隻白貓", True),
    ],
)
def test_whose_and_which_it_is_counts(asked: str, caption: str, is_it: bool) -> None:
    assert sighting_in(asked, Observation(1, "camera", caption)) == is_it


def test_a_box_and_the_words_for_it_are_one() -> None:
    box = Box("notebook", 0, 0.4, 0.2, 0.6)
    (fact,) = said_of("notebook", Observation(1, "camera", "notebook: red, on the desk.", boxes=(box,)))
    assert (fact.place, fact.kind, fact.box) == ("on the desk", "look", box)


def test_boxes_of_text_faces_and_codes_are_no_things() -> None:
    boxes = tuple(Box(label, 0, 0, 1, 1) for label in ("text", "face", "movement", "QR code", "barcode"))
    assert facts(Observation(1, "camera", "", "car keys", boxes)) == []


def test_told_sentences_give_their_names() -> None:
    assert told_names("I put my blue notebook on the shelf and the keys are at work") == (
        ("blue", "notebook"),
        ("key",),
    )
    assert told_names("我把眼鏡放在鋼琴上") == (("眼镜",),)
    assert told_names("remember me") == ()


@pytest.mark.parametrize(
    "text", ["", ".", "::", "，，。", "on the", "with with with", "a" * 2_000, "在在在", "的的的", "\x00", "🎹: 🎹"]
)
def test_no_words_break_it(text: str) -> None:
    facts(Observation(1, "camera", text))
    facts(Observation(1, "told", text))
