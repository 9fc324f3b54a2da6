"""Modes, what is waited for, and a model that thinks for long: what the page shows of them, and asks for."""

import itertools
import json
import time
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from assistant.core import events
from assistant.core.values import Awaited
from assistant.tongues import CODES
from tests.browser.conftest import Open
from tests.browser.contrast import CONTRAST
from tests.browser.test_caption import arrives
from tests.browser.test_scenes import begin

PARTS = ("#ks-view", ".ks-lamp", ".ks-controls", ".ks-modes", "#ks-mode", "#ks-waiting", ".ks-more", "#ks-engine")


def told(sheet: Page) -> list[dict[str, object]]:
    """The JSON that the page sends from now on."""
    messages: list[dict[str, object]] = []

    def keep(payload: str | bytes) -> None:
        if isinstance(payload, str):
            messages.append(json.loads(payload))

    sheet.on("websocket", lambda opened: opened.on("framesent", keep))
    sheet.reload()
    sheet.wait_for_function("window.keepsight?.connected")
    return messages


def of(messages: Sequence[dict[str, object]], kind: str) -> list[dict[str, object]]:
    return [message for message in messages if message["type"] == kind]


def awaits(*awaited: Awaited) -> events.Awaiting:
    return events.Awaiting(awaited)


def test_a_mode_is_chosen_shown_and_ended(open_page: Open) -> None:
    sheet = open_page()
    asked = told(sheet)
    box, words, how = (sheet.locator(part) for part in ("#ks-mode", "#ks-mode-words", "#ks-mode-how"))
    expect(box).to_be_hidden()
    sheet.locator("#ks-mode-called").click()
    expect(words).to_have_text("Answers only when called")
    expect(how).to_have_text("It hears nothing yet: press Start.")
    expect(sheet.locator("#ks-mode-called")).to_have_attribute("aria-pressed", "true")
    expect(sheet.locator("#ks-mode-conversation")).to_have_attribute("aria-pressed", "false")
    begin(sheet)
    expect(how).to_have_text("Begin with “Keepsight, …”")
    sheet.reload()
    expect(words).to_have_text("Answers only when called", timeout=10_000)
    sheet.locator("#ks-mode-called").click()
    expect(box).to_be_hidden()
    assert [message["mode"] for message in of(asked, "set_mode")] == ["called", "conversation"]


def test_the_interpreters_two_languages_are_chosen(open_page: Open) -> None:
    sheet = open_page()
    asked = told(sheet)
    arrives(sheet, events.ModeChanged("interpreter", ("en", "zh-Hant")))  # the built-in engine knows no other language
    expect(sheet.locator("#ks-pair-two option:checked")).to_have_text("繁體中文")
    expect(sheet.locator("#ks-pair-one option")).to_have_count(len(CODES))
    sheet.locator("#ks-pair-one").select_option("zh-Hant")  # both the same: they change places
    expect(sheet.locator("#ks-pair-two")).to_have_value("en")
    chosen = [(message["mode"], message["languages"]) for message in of(asked, "set_mode")]
    assert chosen == [("interpreter", ["zh-Hant", "en"])]
    sheet.reload()
    expect(sheet.locator("#ks-pair-one")).to_have_value("zh-Hant")


def test_notes_are_counted_and_timed_and_what_is_forgotten_leaves_them(open_page: Open) -> None:
    sheet = open_page()
    begin(sheet)
    sheet.locator("#ks-mode-notes").click()
    expect(sheet.locator("#ks-mode-how")).to_have_text("Say “stop taking notes” to end.")
    arrives(sheet, events.Noted("We meet on Tuesday.", 1_000.0, 7))
    arrives(sheet, events.Noted("Anna brings the plan.", 2_000.0, 8))
    arrives(sheet, events.Noted("And a cake.", 2_100.0, 9))
    expect(sheet.locator("#ks-mode-count")).to_contain_text("3 lines")
    arrives(sheet, events.Forgotten((9,)))
    expect(sheet.locator("#ks-mode-count")).to_contain_text("2 lines")
    expect(sheet.locator("#ks-mode-line")).to_have_text("Anna brings the plan.")
    expect(sheet.locator("#ks-mode-count")).to_contain_text("00:02", timeout=5_000)
    arrives(sheet, events.Forgotten((), since=1_500.0))
    expect(sheet.locator("#ks-mode-count")).to_contain_text("1 line")
    expect(sheet.locator("#ks-mode-line")).to_have_text("We meet on Tuesday.")
    sheet.locator("#ks-mode-end").click()
    expect(sheet.locator("#ks-mode")).to_be_hidden(timeout=10_000)


@pytest.mark.parametrize(("locale", "download"), [("en-US", "Download"), ("zh-TW", "下載")])
def test_notes_are_downloaded_as_they_go_on_and_with_their_summary(open_page: Open, locale: str, download: str) -> None:
    sheet = open_page(locale=locale)
    sheet.locator("#ks-mode-notes").click()
    expect(sheet.locator("#ks-mode-words")).not_to_be_empty()
    words = "We meet on Tuesday." if locale == "en-US" else "我們星期二見面。"
    arrives(sheet, events.Unsure(words))
    sheet.locator("#ks-heard button").click()  # confirmed words are noted as said ones are
    link = sheet.locator("#ks-chat .ks-notes-get")
    expect(link).to_have_text(download)
    assert words in downloaded(sheet)
    sheet.locator("#ks-mode-end").click()
    extract = "This is an extract" if locale == "en-US" else "以下是逐字摘錄"  # in the language of the notes
    expect(sheet.locator("#ks-chat")).to_contain_text(extract, timeout=10_000)
    assert [line for line in downloaded(sheet).splitlines() if line.startswith("## ")] == (
        ["## Summary", "## What was said"] if locale == "en-US" else ["## 總結", "## 談話記錄"]
    )


def downloaded(sheet: Page) -> str:
    with sheet.expect_download() as expected:
        sheet.locator("#ks-chat .ks-notes-get").click()
    assert expected.value.suggested_filename.endswith(".md")
    return expected.value.path().read_text()


def test_what_is_waited_for_is_listed_lit_when_it_comes_and_cancelled(open_page: Open) -> None:
    sheet = open_page()
    asked, now = told(sheet), time.time()
    kettle = Awaited(1, "the kettle boils", now + 3000)
    door = Awaited(2, "<b>someone</b> rings", now + 80_000, sure=False)
    over = Awaited(3, "the rain stops", now - 1)
    arrives(sheet, awaits(kettle, door, over))
    items = sheet.locator("#ks-awaited li")
    expect(items).to_have_count(2)
    expect(items.nth(0)).to_contain_text("50 min left")
    expect(items.nth(1)).to_contain_text("<b>someone</b> rings")
    expect(items.nth(1)).to_contain_text("Nothing here can recognise it")
    expect(sheet.locator(".ks-lit")).to_have_count(0)
    arrives(sheet, awaits(Awaited(1, "the kettle boils", now + 3000, told=1), door))
    expect(sheet.locator(".ks-lit")).to_contain_text("told once")
    sheet.get_by_role("button", name="Stop waiting for: the kettle boils").click()
    assert of(asked, "cancel_awaited") == [{"type": "cancel_awaited", "id": 1}]
    arrives(sheet, awaits())
    expect(sheet.locator("#ks-waiting")).to_be_hidden()


def test_a_slow_model_is_said_to_think_until_its_first_word(open_page: Open) -> None:
    sheet = open_page()
    status = sheet.locator("#ks-status")
    arrives(sheet, events.ReplyStarted(901, "slow"))
    arrives(sheet, events.Thinking(901))
    expect(sheet.locator("#ks-thinking")).to_have_text("Thinking…")
    expect(sheet.get_by_role("status").filter(has=sheet.locator("#ks-thinking"))).to_contain_text("Connected")
    arrives(sheet, events.ReplyText(901, "At"))
    expect(status).to_have_text("Connected")


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_with_notes_and_two_things_awaited_all_fits_and_stands_out(open_page: Open, size: tuple[int, int]) -> None:
    sheet = open_page(size=size)
    begin(sheet)
    now = time.time()
    arrives(sheet, events.ModeChanged("notes"))
    arrives(sheet, events.Noted("We meet again on Tuesday at four, and Anna brings the plan of the garden.", now))
    kettle, door = Awaited(1, "the kettle boils", now + 3000), Awaited(2, "someone is at the door", now + 80_000)
    arrives(sheet, awaits(kettle, door))
    boxes = [box for part in PARTS if (box := sheet.locator(part).bounding_box())]
    assert len(boxes) == len(PARTS)
    for above, below in itertools.pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"] + 7  # the summary row is drawn up a little
    assert boxes[0]["height"] >= 84  # room for a caption of three lines
    assert boxes[-1]["y"] + boxes[-1]["height"] <= size[1]
    assert sheet.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for button in sheet.locator(".ks-modes button, #ks-mode-end, #ks-awaited button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    words = ("#ks-mode-words", "#ks-mode-count", "#ks-mode-line", "#ks-mode-how", "#ks-mode-end", "#ks-mode-called")
    faint = {part: sheet.evaluate(CONTRAST, part) for part in (*words, "#ks-awaited b", "#ks-awaited small")}
    assert [part for part, ratio in faint.items() if ratio < 4.5] == []
