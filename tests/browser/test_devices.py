"""The page with any camera, microphone, screen or permission."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.packets import count, sent
from tests.browser.test_scenes import begin

SCREEN_ALONE = ("--use-fake-device-for-media-stream",)  # devices, but nobody who allows them


def test_a_shared_screen_is_sent_as_one_and_the_camera_comes_back_after_it(open_page: Open) -> None:
    sheet = open_page()
    packets = sent(sheet)
    light = sheet.locator("#ks-light-words")
    sheet.locator("#ks-devices summary").click()
    sheet.locator("#ks-screen").click()
    expect(light).to_have_text("Screen shared")
    expect(sheet.locator("#ks-start")).to_have_text("Start")
    sheet.wait_for_timeout(2500)
    assert count(packets, kind=2) == count(packets, kind=2, flags=1) > 0
    sheet.locator("#ks-screen").click()
    expect(light).to_have_text("Nothing is captured")
    expect(sheet.locator("#ks-light")).to_have_attribute("data-on", "false")
    begin(sheet)
    sheet.locator("#ks-screen").click()
    expect(light).to_have_text("Screen shared · Microphone on")
    sheet.locator("#ks-screen").click()
    expect(light).to_have_text("Camera on · Microphone on")


def test_another_camera_and_microphone_can_be_chosen(open_page: Open) -> None:
    flags = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=device-count=2")
    sheet = open_page(devices=False, flags=flags)
    # What the browser was really asked for, beside what it does.
    sheet.evaluate(
        "() => { window.asked = []; const media = navigator.mediaDevices; const get = media.getUserMedia.bind(media);"
        " media.getUserMedia = (what) => { window.asked.push(what); return get(what); }; }"
    )
    begin(sheet)
    sheet.locator("#ks-devices summary").click()
    sheet.locator("#ks-camera").select_option(label="fake_device_1")
    chosen = sheet.locator("#ks-camera").input_value()
    device = "document.getElementById('ks-preview').srcObject?.getVideoTracks()[0].getSettings().deviceId"
    sheet.wait_for_function(f"(id) => {device} === id", arg=chosen)
    sheet.locator("#ks-microphone").select_option(label="Fake Audio Input 2")
    chosen = sheet.locator("#ks-microphone").input_value()
    sheet.wait_for_function("(id) => window.asked.at(-1).audio?.deviceId?.exact === id", arg=chosen)
    expect(sheet.locator("#ks-light-words")).to_have_text("Camera on · Microphone on")


def test_muted_sends_no_sound_but_while_the_button_is_held(open_page: Open) -> None:
    sheet = open_page()
    packets = sent(sheet)
    begin(sheet)
    sheet.locator("#ks-mute").click()
    expect(sheet.locator("#ks-light-words")).to_have_text("Camera on")
    sheet.wait_for_timeout(200)
    before = count(packets, kind=1)
    sheet.wait_for_timeout(600)
    assert count(packets, kind=1) == before
    sheet.locator("#ks-talk").hover()
    sheet.mouse.down()
    expect(sheet.locator("#ks-light-words")).to_have_text("Camera on · Microphone on")
    sheet.wait_for_timeout(600)
    assert count(packets, kind=1) > before
    sheet.mouse.up()
    expect(sheet.locator("#ks-light-words")).to_have_text("Camera on")


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en-GB", "does not allow the camera and the microphone. Allow it in the address bar"),
        ("zh-CN", "浏览器不允许使用摄像头和麦克风。请在地址栏允许"),
    ],
)
def test_a_refused_permission_is_explained(open_page: Open, locale: str, words: str) -> None:
    sheet = open_page(devices=False, flags=SCREEN_ALONE, locale=locale)
    sheet.context.grant_permissions([])  # none, and nobody is asked
    sheet.locator("#ks-start").click()
    expect(sheet.locator("#ks-banner")).to_contain_text(words, timeout=10_000)
    expect(sheet.locator("#ks-light")).to_have_attribute("data-on", "false")
