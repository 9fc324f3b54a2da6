"""The page reached in other ways: with a password, under a sub-path of a proxy, by a name without https."""

from collections.abc import Iterator

import pytest
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
    image = sheet.locator("#ks-memory-list img").first
    expect(image).to_be_visible(timeout=10_000)
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    sheet.reload()
    says(sheet, "I will remember")


@pytest.mark.parametrize("sheet", ["127.0.0.1"], indirect=True)
def test_a_reply_that_no_voice_speaks_is_said_once_to_a_screen_reader(sheet: Page) -> None:
    write(sheet, "remember that my <i>helmet</i> is in the hall")
    expect(sheet.locator("#ks-said")).to_have_text("I will remember: my <i>helmet</i> is in the hall.", timeout=20_000)
    assert sheet.locator("#ks-chat [role=log]").get_attribute("aria-live") == "off"


@pytest.mark.parametrize("sheet", ["keepsight.test"], indirect=True)
def test_without_https_the_page_says_why_it_has_no_camera_and_typing_works(sheet: Page) -> None:
    expect(sheet.locator("#ks-view-empty")).to_contain_text("only over https or on localhost")
    write(sheet, "what time is it")
    says(sheet, ":")
    sheet.locator("#ks-start").click()
    expect(sheet.locator("#ks-banner")).to_contain_text("only over https or on localhost")
    expect(sheet.locator("#ks-light")).to_have_attribute("data-on", "false")
