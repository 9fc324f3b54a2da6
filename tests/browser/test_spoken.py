"""What the voice is saying stands over the picture, marked as far as it was played; and the voice can be turned off."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.contrast import CONTRAST
from tests.browser.test_scenes import event_time, says, write

# Every state of the caption from now on: what was played of it, and what is to come.
WATCH = """
() => {
  window.captions = [];
  const [box, ...parts] = ["ks-spoken", "ks-spoken-played", "ks-spoken-rest"].map((id) => document.getElementById(id));
  new MutationObserver(() => window.captions.push(box.hidden ? null : parts.map((part) => part.textContent)))
    .observe(box, { attributes: true, childList: true, characterData: true, subtree: true });
}
"""

# A browser with a voice of its own: a word every 60 ms, each reported as it begins.
VOICE = """
const voice = { name: "Ann", lang: "en-US", localService: true };
class Utterance { constructor(text) { this.text = text; } }
let saying = 0;
const speak = (utterance) => {
  const words = [...utterance.text.matchAll(/\\S+/g)];
  utterance.onstart();
  saying = setInterval(() => {
    const word = words.shift();
    if (word) return utterance.onboundary({ charIndex: word.index });
    clearInterval(saying);
    utterance.onend();
  }, 60);
};
const speech = { getVoices: () => [voice], speak, cancel: () => clearInterval(saying), pause() {}, resume() {} };
Object.defineProperty(window, "speechSynthesis", { value: speech });
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
"""


def captions(sheet: Page) -> list[tuple[str, str]]:
    """What was shown, in order, each state once."""
    states: list[Any] = sheet.evaluate("window.captions")
    seen = [tuple(state) for state in states if state]
    return [state for state, before in zip(seen, [None, *seen], strict=False) if state != before]


def sentences(sheet: Page) -> list[str]:
    told: list[str] = sheet.evaluate(
        "window.keepsight.events.filter((event) => event[1] === 'sentence').map((event) => event[2].text)"
    )
    return told


def goes_word_by_word_through_all_that_was_said(sheet: Page) -> None:
    shown, said = captions(sheet), sentences(sheet)
    assert list(dict.fromkeys(played + rest for played, rest in shown)) == said
    for text in said:
        played = [played for played, rest in shown if played + rest == text]
        assert played == sorted(set(played), key=len)
    assert len(shown) > 4
    assert shown[-1] == (said[-1], "")


def test_the_sentence_that_is_spoken_is_shown_and_marked_as_it_is_played(open_page: Open) -> None:
    sheet = open_page()
    sheet.evaluate(WATCH)
    caption = sheet.locator("#ks-spoken")
    assert caption.get_attribute("aria-hidden") == "true"  # it is in the chat, and heard
    write(sheet, "remember that my glasses are on the piano")
    expect(caption).to_be_visible(timeout=10_000)
    for part in ("#ks-spoken-played", "#ks-spoken-rest"):
        assert sheet.evaluate(CONTRAST, part) >= 4.5
    expect(caption).to_be_hidden(timeout=15_000)
    goes_word_by_word_through_all_that_was_said(sheet)


def test_a_cut_voice_leaves_the_word_it_came_to_which_is_where_the_conversation_stops(open_page: Open) -> None:
    sheet = open_page(size=(390, 844))
    write(sheet, "what can you do?")
    sheet.wait_for_function("document.getElementById('ks-spoken-played').textContent.length > 18", timeout=15_000)
    sheet.keyboard.press("Escape")
    expect(sheet.locator("#ks-spoken")).to_have_attribute("data-is", "cut")
    event_time(sheet, "reply_ended")
    heard = sheet.evaluate("window.keepsight.events.find((event) => event[1] === 'reply_ended')[2].heard")
    assert heard.endswith(sheet.locator("#ks-spoken-played").inner_text())
    expect(sheet.locator("#ks-spoken")).to_be_hidden(timeout=5_000)


def test_the_browsers_own_voice_is_shown_as_well(open_page: Open) -> None:
    sheet = open_page()
    sheet.add_init_script(VOICE)
    sheet.reload()
    sheet.wait_for_function("window.keepsight?.connected")
    sheet.evaluate(WATCH)
    write(sheet, "remember that my glasses are on the piano")
    event_time(sheet, "playing", '"is":false')
    goes_word_by_word_through_all_that_was_said(sheet)


def test_the_voice_is_turned_off_and_stays_off_and_nothing_is_asked_of_who_only_types(open_page: Open) -> None:
    sheet = open_page(devices=False)
    voice = sheet.locator("#ks-voice")
    expect(voice).to_have_attribute("title", "The voice is on")
    write(sheet, "what can you do?")
    event_time(sheet, "playing", '"is":true')
    voice.click()
    event_time(sheet, "playing", '"is":false')
    expect(voice).to_have_attribute("aria-pressed", "false")
    says(sheet, "whenever you like", 15)  # the text goes on
    sheet.reload()
    sheet.wait_for_function("window.keepsight?.connected")
    expect(voice).to_have_attribute("title", "The voice is off")
    expect(sheet.locator("#ks-whose-voice")).to_have_value("off")
    write(sheet, "remember that my glasses are on the piano")
    says(sheet, "I will remember")
    assert sentences(sheet) == []
    state = "async () => (await navigator.permissions.query({ name: 'microphone' })).state"
    assert sheet.evaluate(state) == "prompt"
    expect(sheet.locator("#ks-banner")).to_be_hidden()
    voice.click()
    expect(sheet.locator("#ks-whose-voice")).to_have_value("server")
