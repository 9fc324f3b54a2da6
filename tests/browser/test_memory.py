"""The memory on the page, in real Chromium: proof that opens large, a pause that is one, what is forgotten or taken."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_scenes import SIZE, attach, begin, says, write
from tests.pictures import encode, page

TRACKS = "document.getElementById('ks-preview').srcObject.getTracks().map((track) => track.enabled)"


def frames(sheet: Page) -> tuple[list[int], list[dict[str, Any]]]:
    """The kinds of binary packets and the JSON that the page sends, after a reload."""
    packets: list[int] = []
    told: list[dict[str, Any]] = []

    def keep(payload: str | bytes) -> None:
        if isinstance(payload, bytes):
            packets.append(payload[0])
        else:
            told.append(json.loads(payload))

    sheet.on("websocket", lambda opened: opened.on("framesent", keep))
    sheet.reload()
    sheet.wait_for_function("window.keepsight && window.keepsight.connected", timeout=30_000)
    return packets, told


def test_a_card_opens_large_with_what_was_read_marked_and_can_be_forgotten_there(open_page: Open) -> None:
    sheet = open_page()
    write(sheet, "remember that the receipt is in the blue folder")
    says(sheet, "I will remember")
    attach(sheet, "bill.jpg", encode(page("Receipt 5107", "Paid in full", size=SIZE)))
    write(sheet, "what does it say?")
    says(sheet, "Receipt 5107")
    expect(sheet.locator("#ks-memory-list")).to_contain_text("Paid in full", timeout=20_000)
    write(sheet, "find where I read receipt 5107")
    card = sheet.locator("#ks-chat .ks-card", has_text="bill.jpg").last
    expect(card.locator(".ks-mark").first).to_be_attached(timeout=10_000)
    card.locator("img").click()
    viewer, picture = sheet.locator("#ks-viewer"), sheet.locator("#ks-viewer-shot img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 500
    frame, mark = (sheet.locator(part).first.bounding_box() for part in ("#ks-viewer-shot", "#ks-viewer-shot .ks-mark"))
    assert frame is not None
    assert mark is not None
    assert frame["x"] <= mark["x"] <= mark["x"] + mark["width"] <= frame["x"] + frame["width"] + 1
    expect(sheet.locator("#ks-viewer-source")).to_have_text("A picture that you gave")
    expect(sheet.locator("#ks-viewer-text")).to_contain_text("Paid in full")
    expect(sheet.locator("#ks-viewer-ago")).to_have_text(re.compile("just now|minute"))
    download = sheet.locator("#ks-viewer-download").get_attribute("download")
    assert re.fullmatch(r"keepsight-\d{4}(-\d\d){4}\.jpg", str(download))
    sheet.keyboard.press("ArrowLeft")
    expect(sheet.locator("#ks-viewer-caption")).to_contain_text("blue folder")
    expect(sheet.locator("#ks-viewer-none")).to_have_text("There is no picture of this.")
    sheet.keyboard.press("ArrowRight")
    expect(sheet.locator("#ks-viewer-text")).to_contain_text("Paid in full")
    sheet.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(card).to_be_focused()
    sheet.keyboard.press("Enter")
    sheet.locator("#ks-viewer-forget").click()
    sheet.locator("#ks-viewer-forget").click()
    expect(sheet.locator("#ks-viewer-none")).to_have_text("This was forgotten.")
    assert sheet.locator("#ks-viewer-shot img").count() == 0
    expect(sheet.locator("#ks-chat")).not_to_contain_text("5107")
    expect(sheet.locator("#ks-memory-list")).not_to_contain_text("5107")
    assert "5107" not in sheet.evaluate("JSON.stringify(window.keepsight.events)")


def test_one_key_pauses_seeing_and_hearing_and_the_light_says_so(open_page: Open) -> None:
    sheet = open_page()
    packets, told = frames(sheet)
    begin(sheet)
    light, kept = sheet.locator("#ks-light"), sheet.locator("#ks-light-kept")
    expect(kept).to_have_text("What is seen is remembered")
    sheet.keyboard.press("p")
    expect(sheet.locator("#ks-light-words")).to_have_text("Paused: nothing is captured")
    expect(light).to_have_attribute("data-on", "false")
    assert sheet.evaluate(TRACKS) == [False]
    assert told[-1] == {"type": "capturing", "camera": False, "screen": False, "microphone": False, "voice": "server"}
    sheet.wait_for_timeout(300)
    before = len(packets)
    sheet.keyboard.down("Space")
    sheet.wait_for_timeout(1500)
    sheet.keyboard.up("Space")
    assert len(packets) == before
    sheet.locator("#ks-box textarea").press("p")
    expect(sheet.locator("#ks-pause")).to_have_attribute("aria-pressed", "true")
    sheet.locator("#ks-pause").click()
    expect(light).to_have_attribute("data-on", "true")
    assert sheet.evaluate(TRACKS) == [True]
    sheet.locator("#ks-off-record").click()
    expect(kept).to_have_text("Nothing is remembered")
    expect(sheet.locator("#ks-remember")).not_to_be_checked()
    # The conversation ends (a restart, an hour without a page): the next one remembers nothing either.
    ended = sheet.evaluate("window.keepsight.conversation")
    sheet.evaluate("async () => (await import('/keepsight/static/socket.js')).moveTo('one that has ended')")
    sheet.wait_for_function(
        "(ended) => window.keepsight.conversation.length > 20 && keepsight.conversation !== ended", arg=ended
    )
    expect(kept).to_have_text("Nothing is remembered")
    assert [message for message in told if message["type"] == "remembering"] == [
        {"type": "remembering", "on": False}
    ] * 2
    sheet.reload()
    expect(sheet.locator("#ks-off-record")).to_have_attribute("aria-pressed", "true", timeout=15_000)
    expect(sheet.locator("#ks-remember")).not_to_be_checked()
    expect(light).to_have_attribute("data-on", "false")


def test_the_memory_is_taken_along_and_the_last_ten_minutes_go_with_the_draft(open_page: Open) -> None:
    sheet = open_page()
    write(sheet, "remember that the spare key is under the red pot")
    says(sheet, "I will remember")
    sheet.locator("#ks-export").click()
    with sheet.expect_download() as download:
        sheet.locator("#ks-sure-yes").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert any(b"under the red pot" in archive.read(name) for name in archive.namelist())
    sheet.locator("#ks-box textarea").fill("the alarm code is 4711")
    sheet.locator("#ks-forget-span").click()
    sheet.locator("#ks-sure-yes").click()
    expect(sheet.locator("#ks-memory-list")).not_to_contain_text("red pot")
    expect(sheet.locator("#ks-chat")).not_to_contain_text("red pot")
    expect(sheet.locator("#ks-box textarea")).to_have_value("")
    assert "4711" not in sheet.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")
    assert "red pot" not in sheet.evaluate("JSON.stringify(window.keepsight.events)")
