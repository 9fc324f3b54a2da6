"""What is understood while the user still speaks stands under the picture, the part that may yet change dimmed."""

import json

import pytest
from playwright.sync_api import Page, expect

from assistant.core import events
from assistant.core.events import Event
from assistant.web.wire import write_event
from tests.browser.conftest import Open
from tests.browser.contrast import CONTRAST

ARRIVE = 'async ({ type, ...fields }) => (await import("/keepsight/static/state.js")).emit(type, fields)'


def arrives(sheet: Page, event: Event) -> None:
    """As the page's socket hands it on."""
    sheet.evaluate(ARRIVE, json.loads(write_event(event, str)))


@pytest.mark.parametrize(("locale", "listening"), [("en-US", "Listening…"), ("zh-CN", "聆听中…")])
def test_what_is_being_said_is_shown_until_it_is_in_the_conversation(
    open_page: Open, locale: str, listening: str
) -> None:
    sheet = open_page(locale=locale)
    caption = sheet.locator("#ks-caption")
    expect(caption).to_be_hidden()
    arrives(sheet, events.SpeechStarted())
    expect(caption).to_have_text(listening)
    arrives(sheet, events.Partial("我的眼鏡", "我的眼鏡在那裡"))
    expect(sheet.locator("#ks-caption-stable")).to_have_text("我的眼鏡")
    expect(sheet.locator("#ks-caption-rest")).to_have_text("在那裡")
    assert caption.get_attribute("aria-live") == "off"
    assert sheet.evaluate(CONTRAST, "#ks-caption-rest") >= 4.5
    arrives(sheet, events.UserSaid(1, "我的眼鏡在哪裡", spoken=True))
    expect(caption).to_be_hidden()


def test_a_long_sentence_shows_its_end_and_stays_in_the_picture(open_page: Open) -> None:
    sheet = open_page(size=(390, 844))
    arrives(sheet, events.Partial("", " ".join(f"word{n}" for n in range(80)) + " the end"))
    caption, view = sheet.locator("#ks-caption").bounding_box(), sheet.locator("#ks-view").bounding_box()
    words = sheet.locator("#ks-caption span").bounding_box()
    assert caption is not None
    assert view is not None
    assert words is not None
    assert view["y"] < caption["y"] < caption["y"] + caption["height"] <= view["y"] + view["height"]
    assert words["y"] < caption["y"]  # the beginning is cut off,
    assert words["y"] + words["height"] <= caption["y"] + caption["height"]  # the end is not
