"""The network goes in the middle of a conversation and comes back, in real Chromium through a proxy that is cut."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import launch_with, start, stop
from tests.browser.media import Scene
from tests.browser.proxy import Line, proxy
from tests.browser.test_scenes import begin, says, write

CUT = 4.0  # seconds; half a minute is cut on a clock that jumps, in tests/test_situations.py


@pytest.fixture
def line(tmp_path: Path) -> Iterator[tuple[Line, str]]:
    """A line that can be cut, and the page's address behind it."""
    process, address = start(tmp_path / "memory", "--root-path", "/assist")
    try:
        cuttable = Line()
        with proxy(int(address.rpartition(":")[2]), cuttable) as port:
            yield cuttable, f"http://127.0.0.1:{port}/assist/"
    finally:
        stop(process)


@pytest.fixture
def sheet(playwright: Playwright, line: tuple[Line, str], tmp_path: Path) -> Iterator[Page]:
    browser = launch_with(playwright, tmp_path, Scene())
    try:
        page = browser.new_page()
        page.goto(line[1])
        page.wait_for_function("window.keepsight && window.keepsight.connected", timeout=30_000)
        yield page
    finally:
        browser.close()


def test_a_cut_is_said_and_all_goes_on_by_itself_with_nothing_twice(sheet: Page, line: tuple[Line, str]) -> None:
    cuttable, _ = line
    begin(sheet)
    sheet.evaluate("window.before = true")  # a reload would forget it, and end camera and microphone
    write(sheet, "remember that my bike is at the station")
    says(sheet, "I will remember")
    cuttable.is_cut = True
    expect(sheet.locator("#ks-status")).to_contain_text("Reconnecting…", timeout=10_000)
    box = sheet.locator("#ks-box textarea")
    box.fill("where is my bike?")
    box.press("Enter")
    expect(sheet.locator("#ks-banner")).to_contain_text("is kept here and sent when the connection is back")
    sheet.wait_for_timeout(CUT * 1000)
    cuttable.is_cut = False
    expect(sheet.locator("#ks-status")).to_contain_text("Connected", timeout=20_000)
    expect(sheet.locator("#ks-chat .bot.message")).to_have_count(2, timeout=20_000)
    says(sheet, "at the station")
    expect(sheet.locator("#ks-chat .user.message")).to_have_count(2)
    expect(sheet.locator("#ks-banner")).to_be_hidden()
    expect(sheet.locator(".toast-body")).to_have_count(0)
    expect(sheet.locator("#ks-light-words")).to_have_text("Camera on · Microphone on")
    assert sheet.evaluate("window.before")


def test_a_picture_whose_upload_is_torn_arrives_once_and_its_question_waits_for_it(
    sheet: Page, line: tuple[Line, str], tmp_path: Path
) -> None:
    cuttable, _ = line
    picture = tmp_path / "noise.png"
    cv2.imwrite(str(picture), np.random.default_rng(1).integers(0, 255, (300, 350, 3), np.uint8))  # 316 KB
    cuttable.is_slow = True
    sheet.locator("#ks-box input[type=file]").set_input_files(picture)
    box, loader = sheet.locator("#ks-box textarea"), sheet.locator("#ks-box .loader")
    expect(loader).to_be_visible()
    box.fill("what does it say?")
    box.press("Enter")
    expect(sheet.locator("#ks-banner")).to_contain_text("is sent as soon as it is here")
    sheet.wait_for_timeout(1000)
    cuttable.is_cut = True
    expect(sheet.locator("#ks-status")).to_contain_text("Reconnecting…", timeout=10_000)
    expect(loader).to_be_visible()
    cuttable.is_slow = cuttable.is_cut = False
    said = sheet.locator("#ks-chat .user.message")
    expect(said).to_have_count(1, timeout=20_000)
    expect(said).to_contain_text("what does it say?")
    expect(said.locator("img")).to_have_count(1)
    says(sheet, "no text")
    expect(sheet.locator("#ks-box .thumbnail-item")).to_have_count(0)
    expect(sheet.locator("#ks-banner")).to_be_hidden()
    expect(sheet.locator(".toast-body")).to_have_count(0)
