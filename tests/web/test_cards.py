"""Cards: which box is marked, where it lies, and by which clock its time is told."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.core.values import Box, Language, Observation
from assistant.web.cards import Card, drawn

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC).timestamp()
BERLIN = ZoneInfo("Europe/Berlin")
CUP, KEYS = Box("cup", 0.5, 0.25, 0.75, 1.2), Box("key", 0.1, 0.1, 0.2, 0.2)
DESK = Observation(NOON - 60, "camera", "a desk", boxes=(CUP, KEYS), id=7)


def html(card: Card, words: str = "There it is.", language: Language = "en") -> str:
    return drawn(card, words, "/picture/7?key=k", language, NOON, BERLIN)


def test_the_cited_box_alone_is_marked_and_lit() -> None:
    shown = html(Card(DESK, Box("glasses", 0.4, 0.4, 0.5, 0.5)), "The cup is on the desk.")
    assert shown.count("ks-mark") == 1
    assert "ks-lit" in shown
    assert 'style="left:40.0%;top:40.0%;width:10.0%;height:10.0%"' in shown
    assert "in the middle of the picture" in shown


@pytest.mark.parametrize(("words", "marks"), [("Your cup is there.", 1), ("Two cups, and the keys.", 2)])
def test_of_several_boxes_those_are_marked_that_the_reply_is_about(words: str, marks: int) -> None:
    shown = html(Card(DESK), words)
    assert shown.count("ks-mark") == marks == shown.count("ks-lit")


def test_where_the_reply_names_none_all_are_shown_with_their_names_and_none_is_lit() -> None:
    shown = html(Card(DESK), "It was a busy keyboard.")
    assert shown.count("ks-mark") == 2
    assert "<b>cup</b>" in shown
    assert "<b>key</b>" in shown
    assert "ks-lit" not in shown


def test_a_box_that_the_reply_does_not_name_is_not_passed_off_as_the_thing() -> None:
    shown = html(Card(replace(DESK, boxes=(KEYS,))), "Your notebook is on the desk.")
    assert "ks-lit" not in shown
    assert "key: at the top left of the picture" in shown


def test_a_chinese_name_is_found_in_either_kind_of_characters() -> None:
    seen = replace(DESK, boxes=(Box("筆記本", 0, 0, 0.1, 0.1), CUP))
    assert html(Card(seen), "您的笔记本在桌上。", "zh-Hans").count("ks-lit") == 1
    assert "文字：" in html(Card(replace(DESK, boxes=(Box("text", 0, 0, 0.1, 0.1),))), "在桌上。", "zh-Hant")


def test_a_box_ends_where_the_picture_does() -> None:
    assert "left:50.0%;top:25.0%;width:25.0%;height:75.0%" in html(Card(replace(DESK, boxes=(CUP,))))


def test_a_label_is_shown_as_text() -> None:
    shown = html(Card(replace(DESK, boxes=(Box("<b>x", 0, 0, 1, 1), CUP))))
    assert "&lt;b&gt;x" in shown


@pytest.mark.parametrize(
    ("zone", "time"), [(None, "12:59"), (60, "12:59"), (480, "19:59 UTC+0800"), (-300, "06:59 UTC-0500")]
)
def test_the_time_is_told_by_the_clock_that_hung_there_and_its_zone_named_where_the_page_has_another(
    zone: int | None, time: str
) -> None:
    assert f'ks-card-time">{time}</span>' in html(Card(replace(DESK, zone=zone)))
