"""Which kind of event the words name, and what it is recognised by."""

import pytest

from assistant.awaiting.kinds import PERSON, Anything, Happens, Heard, Kind, Reads, Thing, kind_of
from assistant.awaiting.watcher import Means, means_of
from assistant.core.labels import FACE, TEXT

NAMES = {
    "person": ("person", "人"),
    "cup": ("cup", "mug", "杯子"),
    "knife": ("knife", "刀"),
    FACE: (FACE,),
    TEXT: (TEXT,),
}


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("someone comes in", Thing("appears", PERSON)),
        ("someone is at the door", Thing("appears", PERSON, loosely=True)),
        ("the postman comes", Thing("appears", PERSON, loosely=True)),
        ("nobody is there any more", Thing("gone", PERSON)),
        ("I pick up a knife", Thing("taken", "a knife")),
        ("the bottle is taken away", Thing("taken", "the bottle")),
        ("I put the cup down", Thing("put", "the cup")),
        ("a bottle is put back", Thing("put", "a bottle")),
        ("the red cup is gone", Thing("gone", "the red cup")),
        ("the cat comes in", Thing("appears", "the cat")),
        ("a cup is on the table", Thing("appears", "a cup", loosely=True)),
        ("the bottle moves", Thing("moves", "the bottle")),
        ("something moves", Anything()),
        ("it says ready", Reads("ready")),
        ("the display shows 100", Reads("100")),
        ("the progress bar reaches 100", Reads("100")),
        ("somebody leaves the room", Thing("gone", PERSON)),
        ("nobody is in the room anymore", Thing("gone", PERSON)),
        ("my wife leaves", Thing("gone", PERSON, loosely=True)),
        ("my boss walks in", Thing("appears", PERSON, loosely=True)),
        ("somebody's behind me", Thing("appears", PERSON, loosely=True)),
        ("my glasses are back on the desk", Thing("appears", "my glasses", loosely=True)),
        ("the dog's gone", Thing("gone", "the dog")),
        ("something happens to my bike", Thing("moves", "my bike")),
        ("someone rings the doorbell", Heard()),
        ("the alarm goes off", Heard()),
        ("the oven light goes off", Happens()),
        ("the kettle boils", Happens()),
        ("the door opens", Happens()),
        ("有人來了", Thing("appears", PERSON)),
        ("有人在門口", Thing("appears", PERSON, loosely=True)),
        ("人走了", Thing("gone", PERSON)),
        ("我拿起刀", Thing("taken", "刀")),
        ("有人拿走瓶子", Thing("taken", "瓶子")),
        ("杯子不見了", Thing("gone", "杯子")),
        ("貓進來了", Thing("appears", "猫")),
        ("東西動了", Anything()),
        ("畫面上出現「完成」", Reads("完成")),
        ("有人經過", Thing("appears", PERSON)),
        ("我離開座位", Thing("gone", PERSON)),
        ("拿起杯子", Thing("taken", "杯子")),
        ("有人动我的包", Thing("moves", "我的包")),
        ("爐子有動靜", Thing("moves", "炉子")),
        ("螢幕上寫著下載完成", Reads("下载完成")),
        ("屏幕上显示100", Reads("100")),
        ("畫面有變化", Anything()),
        ("有人按門鈴", Heard()),
        ("電話響了", Heard()),
        ("水開了", Happens()),
        ("门开了", Happens()),
    ],
)
def test_words_name_a_kind_of_event(event: str, kind: Kind) -> None:
    assert kind_of(event) == kind


def means(event: str, *asked: str, judges: bool = False, names: dict[str, tuple[str, ...]] = NAMES) -> Means | None:
    return means_of(kind_of(event), names, asked, judges)


def test_a_thing_is_known_by_another_name_and_a_person_by_a_face_where_no_detector_names_them() -> None:
    assert means("I pick up a mug", "mug", "cup") == Means(frozenset({"cup"}))
    assert means("someone comes in") == Means(frozenset({"person"}))
    assert means("someone comes in", names={FACE: (FACE,)}) == Means(frozenset({FACE}), closer=True, called=FACE)
    assert means("it says ready") == Means(closer=True)


def test_what_a_box_does_not_tell_is_said_or_asked_of_a_model() -> None:
    assert means("the red cup is gone", "red cup") == Means(frozenset({"cup"}), called="cup")
    assert means("the red cup is gone", "red cup", judges=True) == Means(judged=True)
    assert means("someone is at the door", judges=True) == Means(judged=True)
    assert means("someone comes in", judges=True) == Means(frozenset({"person"}))


def test_what_nothing_here_can_recognise_has_no_means() -> None:
    assert means("the kettle boils") is None
    assert means("the dog comes in", "dog") is None
    assert means("the kettle boils", judges=True) == Means(judged=True)
    assert means("the doorbell rings", judges=True) is None
