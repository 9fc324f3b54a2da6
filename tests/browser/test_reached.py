"""The page reached in other ways: with a password, under a sub-path of a proxy, by a name without https."""

import io
import re
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import FAKE_MEDIA, launch, start, stop
from tests.browser.proxy import proxy
from tests.browser.test_scenes import begin, says, write

ELSEWHERE = "--host-resolver-rules=MAP keepsight.test 127.0.0.1"


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a proxy; behind it is the page under /assist, with a password and without a voice."""
    options = ("--password", "a good one", "--root-path", "/assist", "--tts", "off")
    process, address = start(tmp_path_factory.mktemp("memory"), *options)
    try:
        with proxy(int(address.rpartition(":")[2])) as port:
            yield port
    finally:
        stop(process)


@pytest.fixture
def sheet(playwright: Playwright, request: pytest.FixtureRequest, proxied: int) -> Iterator[Page]:
    browser = launch(playwright, *FAKE_MEDIA, ELSEWHERE)
    try:
        page = browser.new_page()
        page.goto(f"http://{request.param}:{proxied}/assist/")
        page.get_by_label("username").fill("me")
        page.get_by_label("password").fill("a good one")
        page.keyboard.press("Enter")
        page.wait_for_function("window.keepsight && window.keepsight.connected", timeout=30_000)
        yield page
    finally:
        browser.close()


@pytest.mark.parametrize("sheet", ["127.0.0.1"], indirect=True)
def test_behind_a_proxy_with_a_password_everything_works(sheet: Page) -> None:
    begin(sheet)
    write(sheet, "remember that my bike is at the station")
    says(sheet, "I will remember")
    expect(sheet.locator("#ks-memory-list img").first).to_be_visible(timeout=10_000)
    # Not `decode()`, which fails where the list is drawn anew meanwhile.
    sheet.wait_for_function("document.querySelector('#ks-memory-list img').naturalWidth > 0", timeout=10_000)
    sheet.reload()
    says(sheet, "I will remember")


@pytest.mark.parametrize("sheet", ["127.0.0.1"], indirect=True)
def test_a_reply_that_no_voice_speaks_is_said_once_to_a_screen_reader(sheet: Page) -> None:
    write(sheet, "remember that my <i>helmet</i> is in the hall")
    expect(sheet.locator("#ks-said")).to_have_text("I will remember: my <i>helmet</i> is in the hall.", timeout=20_000)
    assert sheet.locator("#ks-chat [role=log]").get_attribute("aria-live") == "off"


@pytest.mark.parametrize("sheet", ["keepsight.test"], indirect=True)
def test_a_phone_scans_the_code_signs_in_and_goes_on_with_the_conversation(sheet: Page) -> None:
    write(sheet, "remember that my skates are in the cellar")
    says(sheet, "I will remember")
    sheet.locator("#ks-continue").click()
    link = scanned(sheet, "#ks-invite-picture")
    assert link.partition("#join=")[0] == sheet.url
    phone = signed_in(sheet, link)
    says(phone, "skates are in the cellar")
    assert phone.url == sheet.url
    expect(phone.locator("#ks-memory-list")).to_contain_text("skates")
    expect(sheet.locator("#ks-moved-words")).to_have_text("This conversation moved to another device.")
    expect(sheet.locator("#ks-invite")).to_be_hidden()
    other = signed_in(sheet, link)
    expect(other.locator("#ks-banner")).to_contain_text("was used already")
    expect(other.locator("#ks-chat .message")).to_have_count(0)
    sheet.locator("#ks-take-back").click()
    expect(phone.locator("#ks-moved-words")).to_have_text("This conversation moved to another device.")
    sheet.locator("#ks-continue").click()
    letters = sheet.locator("#ks-invite-letters")
    expect(letters).to_have_text(re.compile(r"\w{3} \w{3}"))
    code = letters.inner_text()
    other.locator("#ks-continue").click()
    other.locator("#ks-join-code").fill(code.lower())
    other.keyboard.press("Enter")
    says(other, "skates are in the cellar")


def scanned(sheet: Page, part: str) -> str:
    """What a phone reads off the screen."""
    expect(sheet.locator(f"{part} svg")).to_be_visible()
    shot = Image.open(io.BytesIO(sheet.locator(part).screenshot())).convert("L")
    text, *_ = cv2.QRCodeDetector().detectAndDecode(np.asarray(shot))
    return str(text)


def signed_in(sheet: Page, link: str) -> Page:
    """Another device: a browser that shares nothing with the first, at the address that was scanned."""
    browser = sheet.context.browser
    assert browser is not None
    device = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    device.goto(link)
    device.get_by_label("username").fill("me")
    device.get_by_label("password").fill("a good one")
    device.keyboard.press("Enter")
    device.wait_for_function("window.keepsight && window.keepsight.connected", timeout=30_000)
    return device


@pytest.mark.parametrize("sheet", ["keepsight.test"], indirect=True)
def test_without_https_the_page_says_why_it_has_no_camera_and_typing_works(sheet: Page) -> None:
    expect(sheet.locator("#ks-view-empty")).to_contain_text("only over https or on localhost")
    write(sheet, "what time is it")
    says(sheet, ":")
    sheet.locator("#ks-start").click()
    expect(sheet.locator("#ks-banner")).to_contain_text("only over https or on localhost")
    expect(sheet.locator("#ks-light")).to_have_attribute("data-on", "false")
