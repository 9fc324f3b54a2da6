"""A taught thing is known again where it is, and never where it is not."""

import threading
from dataclasses import replace

import pytest
from PIL import Image, ImageEnhance

from assistant.core.errors import SeeingError
from assistant.core.values import Taught
from assistant.core.wording import place, recognition
from models.builtin.looks import Looks, certainty, look_of_view
from models.builtin.teaching import learn
from tests.models.builtin.scenes import array, frame, held_up, media, needs_media, taught, taught_views
from tests.pictures import cover, desk, on_desk

ROOMS = ("coral_pets.jpg", "llava_extreme_ironing.jpg")
SMALL = (150, 190)


@pytest.fixture
def notebook() -> Taught:
    return taught("notebook")


def test_a_textured_thing_held_up_is_learned_well_from_several_views(notebook: Taught) -> None:
    assert recognition(notebook.features) == "well"
    assert 5 <= len(notebook.views) <= 8
    assert notebook.time == 15.0


def test_the_background_is_cut_away(notebook: Taught) -> None:
    for view in notebook.views:
        look = look_of_view(view)
        assert max(look.width, look.height) <= 480
        assert look.width * look.height < 0.5 * 640 * 480


@pytest.mark.parametrize(
    ("turn", "scale", "light"), [(0, 1.0, 1.0), (35, 0.8, 1.0), (180, 1.0, 0.6), (-90, 1.1, 1.3), (12, 0.55, 0.8)]
)
def test_it_is_known_again_turned_nearer_farther_and_in_other_light(
    notebook: Taught, turn: int, scale: float, light: float
) -> None:
    scene = on_desk(cover("notebook"), (30, 40), turn=turn, scale=scale, scene=desk("another room"))

    found = Looks().find(array(ImageEnhance.Brightness(scene).enhance(light)), [notebook])

    assert [box.label for box in found] == ["notebook"]
    assert "left" in place(found[0], "en")
    assert found[0].score > 0.5


def test_of_two_things_in_view_each_is_named_in_its_place(notebook: Taught) -> None:
    atlas = replace(taught("atlas"), id=2)
    both = on_desk(cover("notebook"), (20, 100), scene=on_desk(cover("atlas"), (420, 110)))

    found = {box.label: place(box, "en") for box in Looks().find(array(both), [notebook, atlas])}

    assert found == {"notebook": "at the left of the picture", "atlas": "at the right of the picture"}


def test_a_thing_that_is_forgotten_is_no_longer_found(notebook: Taught) -> None:
    looks, scene = Looks(), array(on_desk(cover("notebook"), (200, 100)))
    assert looks.find(scene, [notebook])

    looks.keep_only([])

    assert looks.find(scene, []) == []
    assert not looks._kept


def test_a_thing_taught_anew_has_its_new_look(notebook: Taught) -> None:
    looks, scene = Looks(), array(on_desk(cover("atlas"), (200, 100)))
    assert looks.find(scene, [notebook]) == []

    assert looks.find(scene, [replace(taught("atlas"), name="notebook", time=99.0)])


def test_another_book_in_the_same_place_is_not_it(notebook: Taught) -> None:
    others = [on_desk(cover(name), (190, 90), scale=1.2) for name in ("diary", "novel", "cookbook", "ledger", "album")]

    assert [Looks().find(array(scene), [notebook]) for scene in others] == [[]] * 5


def test_the_empty_desk_it_was_taught_on_is_not_it(notebook: Taught) -> None:
    assert Looks().find(array(desk()), [notebook]) == []


@needs_media
def test_things_taught_in_real_rooms_are_never_found_in_empty_ones_and_are_found_where_they_are() -> None:
    things = [_taught_in(room, f"thing {id}", id) for id, room in enumerate(ROOMS, 1)]
    looks = Looks()
    for room in ROOMS:
        empty = media(f"photos/{room}", (640, 400))
        assert looks.find(array(empty), things) == [], room
        for thing in things:
            there = on_desk(cover(thing.name, SMALL), (300, 100), turn=20, scene=empty)
            assert [box.label for box in looks.find(array(there), things)] == [thing.name], room


def _taught_in(room: str, name: str, id: int) -> Taught:
    scene = media(f"photos/{room}", (640, 400))
    views = [frame(view) for view in held_up(cover(name, SMALL), scene)]
    return replace(learn(name, views, [frame(scene)], threading.Event()), id=id)


@needs_media
def test_without_a_frame_of_the_background_what_moved_is_learned_and_the_room_is_not() -> None:
    room = media("photos/coral_cat_720p.jpg", (640, 400))
    views = [frame(view) for view in held_up(cover("parcel", SMALL), room)]

    parcel = learn("parcel", views, [], threading.Event())

    assert Looks().find(array(room), [parcel]) == []
    assert Looks().find(array(on_desk(cover("parcel", SMALL), (40, 60), scene=desk())), [parcel])


def test_earlier_frames_that_show_the_thing_elsewhere_are_no_background(notebook: Taught) -> None:
    views, _ = taught_views("notebook")
    earlier = [frame(on_desk(cover("notebook"), (20, 60), scale=1.2))]

    learned = learn("notebook", views, earlier, threading.Event())

    assert recognition(learned.features) == "well"


def test_a_thing_that_lay_there_for_a_while_is_told_apart_by_the_frames_before_it_came() -> None:
    lying = on_desk(cover("novel"), (200, 100), turn=7)
    earlier = [frame(desk())] * 3 + [frame(lying)] * 9

    novel = learn("novel", [frame(lying)] * 6, earlier, threading.Event())

    assert recognition(novel.features) == "well"
    assert Looks().find(array(desk()), [novel]) == []


@pytest.mark.parametrize("scene", [desk("bare"), on_desk(cover("book"), (200, 100))], ids=["nothing", "not held up"])
def test_what_neither_differs_nor_moves_is_not_learned(scene: Image.Image) -> None:
    still = [frame(scene)] * 3

    with pytest.raises(SeeingError, match="take it out of view"):
        learn("mug", still, still, threading.Event())


def test_nothing_in_view_cannot_be_learned() -> None:
    with pytest.raises(SeeingError, match="show it to the camera"):
        learn("mug", [], [], threading.Event())


def test_a_single_photo_can_be_learned_from() -> None:
    photo = frame(on_desk(cover("album", (260, 260)), (190, 110), scene=Image.new("RGB", (640, 480), (90, 110, 90))))

    album = learn("album", [replace(photo, source="upload")], [], threading.Event())

    assert len(album.views) == 1
    assert Looks().find(array(on_desk(cover("album", (260, 260)), (60, 60), turn=15)), [album])


def test_certainty_grows_with_the_points_that_agree() -> None:
    assert certainty(10) == 0.5 < certainty(20) < certainty(200) < 1


def test_the_words_for_how_well_it_will_be_known_follow_its_points() -> None:
    assert [recognition(points) for points in (0, 79, 80, 159, 160)] == ["poorly", "poorly", "fairly", "fairly", "well"]
