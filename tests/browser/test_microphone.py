"""The microphone is open exactly as long as it should be, whatever is pressed in between, in real Chromium."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.media import Scene
from tests.browser.packets import count, sent
from tests.browser.test_scenes import begin, event_time, write
from tests.speech import flite

# Keeps what the page was given, and gives it late: as a user answers who is asked for permission.
LATE = """
() => {
  window.given = [];
  const media = navigator.mediaDevices, get = media.getUserMedia.bind(media);
  media.getUserMedia = async (what) => {
    const stream = await get(what);
    window.given.push(stream);
    await new Promise((go) => setTimeout(go, 500));
    return stream;
  };
}
"""
LIVE = "window.given.flatMap((one) => one.getAudioTracks()).filter((track) => track.readyState === 'live').length"


def words(sheet: Page, said: str) -> None:
    expect(sheet.locator("#ks-light-words")).to_have_text(said)


def test_start_pressed_twice_opens_one_microphone_and_stop_ends_all(open_page: Open) -> None:
    sheet = open_page()
    sheet.evaluate(LATE)
    sheet.evaluate("() => { for (const _ of [1, 2]) document.getElementById('ks-start').click(); }")
    expect(sheet.locator("#ks-start")).to_have_text("Stop")
    words(sheet, "Camera on · Microphone on")
    sheet.wait_for_function(f"window.given.length === 4 && {LIVE} === 1")
    expect(sheet.locator("#ks-banner")).to_be_hidden()
    sheet.locator("#ks-start").click()
    sheet.wait_for_function(f"{LIVE} === 0")
    words(sheet, "Nothing is captured")


def test_the_key_for_talking_is_let_go_of_also_where_it_was_paused_meanwhile(open_page: Open) -> None:
    sheet = open_page()
    begin(sheet)
    sheet.locator("#ks-mute").click()
    sheet.keyboard.down("Space")
    words(sheet, "Camera on · Microphone on")
    sheet.keyboard.press("p")
    sheet.keyboard.up("Space")
    sheet.keyboard.press("p")
    words(sheet, "Camera on")
    expect(sheet.locator("#ks-talk")).not_to_have_class("ks-pressed")


def test_a_microphone_that_is_stopped_while_somebody_speaks_leaves_nobody_speaking(open_page: Open) -> None:
    """Else the next reply would wait at its beginning for them to be done."""
    sheet = open_page(Scene(sound=[(2.0, flite("that is a very long story, and I have only just begun to tell it"))]))
    begin(sheet)
    event_time(sheet, "speaking", '"is":true')
    sheet.locator("#ks-start").click()
    event_time(sheet, "speaking", '"is":false')
    write(sheet, "what can you do?")
    event_time(sheet, "playing", '"is":true')
    sheet.wait_for_timeout(1000)
    assert not sheet.evaluate("window.keepsight.events.some(([, name]) => name === 'held')")


# A browser that understands speech on this device: what it understands, the test says.
RECOGNITION = """
window.SpeechRecognition = class {
  static available = async () => "available";
  start() { window.recogniser = this; }
  stop() { this.onend(); }
};
window.understand = (transcript, isFinal) =>
  window.recogniser.onresult({ results: [Object.assign([{ transcript }], { isFinal })] });
"""


def test_words_that_the_browser_understands_over_a_reply_stop_it_only_where_they_are_meant(open_page: Open) -> None:
    sheet = open_page()
    sheet.add_init_script(RECOGNITION)
    packets = sent(sheet)
    begin(sheet)
    write(sheet, "what can you do?")
    event_time(sheet, "playing", '"is":true')
    sheet.evaluate("understand('mm-hm', false)")
    sheet.evaluate("understand('mm-hm', true)")
    event_time(sheet, "resumed")
    assert not sheet.evaluate("window.keepsight.events.some(([, name]) => name === 'silence')")
    sheet.evaluate("understand('wait', false)")
    event_time(sheet, "silence")
    assert count(packets, kind=1) == 0
    sheet.evaluate("recogniser.onerror({ error: 'network' })")
    sheet.wait_for_timeout(500)
    assert count(packets, kind=1) > 0  # the server's ears are there
    assert not sheet.locator("#ks-recognition").is_checked()
