"""Other words for a thing: a closed list without contradictions, and what it does to a name."""

import re
from collections import Counter

import pytest

from memory.finding.naming import is_chinese, normal
from memory.finding.synonyms import Class, Name, alike, classes, describing, is_known, related

COCO = re.split(
    r",\s+",
    """
person, bicycle, car, motorcycle, airplane, bus, train, truck, boat, traffic light, fire hydrant,
stop sign, parking meter, bench, bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe,
backpack, umbrella, handbag, tie, suitcase, frisbee, skis, snowboard, sports ball, kite, baseball bat,
baseball glove, skateboard, surfboard, tennis racket, bottle, wine glass, cup, fork, knife, spoon, bowl,
banana, apple, sandwich, orange, broccoli, carrot, hot dog, pizza, donut, cake, chair, couch, potted plant,
bed, dining table, toilet, tv, laptop, mouse, remote, keyboard, cell phone, microwave, oven, toaster, sink,
refrigerator, book, clock, vase, scissors, teddy bear, hair drier, toothbrush
""".strip(),
)
THINGS = tuple(one for one in classes() if not one.describes)


def names(*words: str) -> set[Name]:
    return {normal(word) for word in words}


@pytest.mark.parametrize("describes", [False, True])
def test_no_name_is_in_two_classes(describes: bool) -> None:
    found = Counter(name for one in classes() if one.describes == describes for name in one.names)
    assert [name for name, times in found.items() if times > 1] == []


def test_no_thing_is_more_special_than_itself() -> None:
    for one in THINGS:
        below = {name for name in alike(one.names[0]) if name not in one.names}
        assert not any(one.names[0] in alike(name) for name in below), one


def test_what_is_more_special_or_mixed_up_is_neither_the_same_nor_both() -> None:
    for one in THINGS:
        assert set(one.special).isdisjoint(one.names), one
        assert set(one.confused).isdisjoint((*one.names, *one.special)), one


def test_what_is_mixed_up_with_a_thing_has_a_class_of_its_own() -> None:
    known = {name for one in THINGS for name in one.names}
    assert [name for one in THINGS for name in one.confused if name not in known] == []


def test_there_are_hundreds_of_classes_most_of_them_in_both_languages() -> None:
    def has_both(one: Class) -> bool:
        return {is_chinese(name[0]) for name in one.names} == {False, True}

    assert len(THINGS) > 400
    assert sum(map(has_both, THINGS)) > 0.95 * len(THINGS)


@pytest.mark.parametrize("name", COCO)
def test_what_a_detector_calls_a_thing_is_known_in_chinese(name: str) -> None:
    assert any(is_chinese(other[-1]) for other in alike(normal(name)))


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("glasses", "spectacles"),
        ("my spectacles", "glasses"),
        ("glasses", "reading glasses"),
        ("眼鏡", "glasses"),
        ("glasses", "眼镜"),
        ("phone", "cell phone"),
        ("手機", "smartphone"),
        ("sofa", "couch"),
        ("the settee", "沙發"),
        ("telly", "TV"),
        ("remote control", "remote"),
        ("rubbish bin", "trash can"),
        ("fridge", "refrigerator"),
        ("laptop", "notebook computer"),
        ("bag", "rucksack"),
        ("cup", "mugs"),
        ("kitchen counter", "worktop"),
        ("red spectacles", "red glasses"),
        ("anna red rucksack", "anna red backpack"),
        ("紅色的眼鏡", "red glasses"),
        ("red glasses", "红眼镜"),
        ("我的紅色背包", "红色双肩包"),
    ],
)
def test_a_thing_is_known_by_other_words(asked: str, known: str) -> None:
    assert normal(known) in alike(normal(asked))


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("reading glasses", "glasses"),
        ("mug", "cup"),
        ("backpack", "bag"),
        ("notebook", "laptop"),
        ("筆記本", "筆記本電腦"),
        ("glasses", "sunglasses"),
        ("glasses", "glass"),
        ("wine glasses", "glasses"),
        ("wine glasses", "spectacles"),
        ("car", "card"),
        ("purse", "wallet"),
        ("麵包", "bag"),
        ("table", "desk"),
        ("red bag", "blue backpack"),
    ],
)
def test_another_thing_is_no_other_word_for_it(asked: str, other: str) -> None:
    assert normal(other) not in alike(normal(asked))


def test_what_cannot_be_said_in_the_other_language_is_not_said() -> None:
    assert all(not is_chinese(name[-1]) for name in alike(normal("grandmother's glasses")))
    assert all(is_chinese(name[-1]) for name in alike(normal("奶奶的眼鏡")))


def test_what_is_more_general_or_mixed_up_with_it_is_only_related() -> None:
    assert names("glasses", "眼鏡") <= set(related(normal("reading glasses")))
    assert names("handbag", "wallet") <= set(related(normal("purse")))
    assert names("blue desk") <= set(related(normal("blue table")))
    assert set(related(normal("cup"))).isdisjoint(alike(normal("cup")))


def test_an_unknown_thing_has_no_other_name() -> None:
    assert (alike(normal("astrolabe")), related(normal("astrolabe")), alike(())) == ((), (), ())
    assert not is_known(normal("astrolabe"))


def test_a_colour_is_said_in_both_languages() -> None:
    assert ("红",) in describing("red")
    assert ("gray",) in describing("grey")
    assert describing("astrolabe") == ()
