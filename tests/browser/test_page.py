"""The page for everybody: in their language, to be read in any light, without a movement that nobody asked for."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.contrast import CONTRAST
from tests.browser.test_scenes import begin, event_time, says, write

KEPT_ENGLISH = re.compile(r"Keepsight|Esc|QR|Fake Audio Input \d|/\S+/camera.y4m")
# Every text, name, placeholder and title in our four parts of the page, hidden ones too (but for the button that
# clears the chat, which Gradio makes and the page never shows, and for languages, each called by its own name).
# Not Gradio's progress, which is never shown: "queue: 1/1" stands there while the machine is busy.
WORDS = """
() => [...document.querySelectorAll("#ks-live, #ks-chat, #ks-box, #ks-memory")].flatMap((part) =>
  [...part.querySelectorAll("*:not(.top-panel *, [data-testid=status-tracker] *, option[lang])")].flatMap((element) => [
    ...["aria-label", "placeholder", "title", "alt"].map((name) => element.getAttribute(name)),
    ...[...element.childNodes].filter((node) => node.nodeType === 3 && !element.closest("style, script"))
      .map((node) => node.data),
  ])).filter((words) => words && words.trim()).map((words) => words.trim())
"""


@pytest.mark.parametrize(
    ("locale", "start", "thinking"), [("zh-TW", "開始", "裝置"), ("zh-HK", "開始", "裝置"), ("zh-CN", "开始", "设备")]
)
def test_every_word_is_in_the_browsers_chinese(open_page: Open, locale: str, start: str, thinking: str) -> None:
    sheet = open_page(locale=locale)
    expect(sheet.locator("#ks-start")).to_have_text(start)
    expect(sheet.locator("#ks-devices summary")).to_have_text(thinking)
    seen = set(sheet.evaluate(WORDS))
    write(sheet, "記住我的雨傘在門後")
    says(sheet, "我會記住")
    sheet.locator("#ks-start").click()
    expect(sheet.locator("#ks-light")).to_have_attribute("data-on", "true")
    seen |= set(sheet.evaluate(WORDS))
    kept = [caption for caption in sheet.locator("#ks-memory-list p").all_inner_texts() if caption]  # as it was kept
    seen = {words for words in seen if not any(caption in words for caption in kept)}
    english = {words for words in seen if re.search(r"[A-Za-z]{2}", KEPT_ENGLISH.sub("", words))}
    assert english == set()


@pytest.mark.parametrize(
    ("source", "words"), [("camera", "相機看到的"), ("screen", "分享的畫面"), ("upload", "您的圖片")]
)
def test_a_memory_without_words_says_what_its_picture_is(open_page: Open, source: str, words: str) -> None:
    sheet = open_page(locale="zh-TW")
    seen = {"id": 900_000, "time": 1_780_000_000, "source": source, "caption": "", "text": "", "picture": ""}
    sheet.evaluate(
        "async (observation) => (await import('/keepsight/static/state.js')).emit('seen', {observation})", seen
    )
    expect(sheet.locator("#memory-900000 p")).to_have_text(words)
    expect(sheet.locator("#memory-900000 button")).to_have_accessible_name(f"忘記：{words}")


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_from_what_is_behind_it(open_page: Open, dark: bool) -> None:
    sheet = open_page()
    sheet.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    sheet.reload()
    sheet.wait_for_function("window.keepsight && window.keepsight.connected")
    faint: dict[str, float] = {}
    empty = ("#ks-chat .ks-empty p", "#ks-box textarea", "#ks-view-empty", "#ks-start")
    faint |= {part: ratio for part in empty if (ratio := sheet.evaluate(CONTRAST, part)) < 4.5}
    write(sheet, "remember that my scarf is in the car")
    says(sheet, "I will remember")
    sheet.evaluate("document.getElementById('ks-banner').hidden = false")
    full = (
        *("#ks-status", "#ks-memory-toggle", "#ks-banner", "#ks-light-words", "#ks-stop-talking", "#ks-engine"),
        *("#ks-stop-talking kbd", "#ks-devices summary", "#ks-timing", "#ks-chat .user p", "#ks-chat .bot p"),
        *("#ks-chat .ks-card-time", "#ks-chat .ks-card-caption", "#ks-memory-search", "#ks-memory h2"),
        *("#ks-memory-list time", "#ks-memory-list p", "#ks-memory-list .ks-forget", "#ks-forget-all"),
        *("#ks-off-record", "#ks-continue", "#ks-forget-span", "#ks-export"),
    )
    faint |= {part: ratio for part in full if (ratio := sheet.evaluate(CONTRAST, part)) < 4.5}
    assert faint == {}


def test_nothing_moves_for_who_asked_for_no_motion(open_page: Open) -> None:
    sheet = open_page()
    sheet.emulate_media(reduced_motion="reduce")
    begin(sheet)
    assert sheet.evaluate("document.getAnimations().filter((one) => one.playState === 'running').length") == 0
    sheet.emulate_media(reduced_motion="no-preference")
    sheet.wait_for_function("document.getAnimations().some((one) => one.animationName === 'ks-glow')")


def test_a_reply_overtaken_by_the_next_question_is_not_called_stopped(open_page: Open) -> None:
    sheet = open_page()
    write(sheet, "what can you do?")
    event_time(sheet, "playing", '"is":true')
    write(sheet, "what time is it")
    says(sheet, ":")
    expect(sheet.locator("#ks-chat")).not_to_contain_text("Stopped.")


def test_the_head_of_the_page_holds_its_longest_words(open_page: Open) -> None:
    sheet = open_page()
    sheet.evaluate("document.getElementById('ks-status').textContent = 'Reconnecting…'")
    panel, toggle = sheet.locator(".ks-live").bounding_box(), sheet.locator("#ks-memory-toggle").bounding_box()
    assert panel is not None
    assert toggle is not None
    assert toggle["x"] + toggle["width"] <= panel["x"] + panel["width"] - 12  # pixels of its padding


PLACES = """
() => ["#ks-view", "#ks-start", "#ks-devices", "#ks-chat", "#ks-box"].map((part) =>
  JSON.stringify(document.querySelector(part).getBoundingClientRect()))
"""


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_a_model_on_its_way_in_is_one_line_that_moves_nothing(open_page: Open, size: tuple[int, int]) -> None:
    sheet = open_page(size=size)

    def told(state: str, **fields: object) -> None:
        progress = {"role": "vlm", "name": "ann/tiny-vl", "state": state, "message": "", "total": None, **fields}
        sheet.evaluate(
            "async (progress) => (await import('/keepsight/static/state.js')).emit('loading', {progress})", progress
        )

    expect(sheet.locator("#ks-engine")).to_have_text("Answers: built in, without a model")
    before = sheet.evaluate(PLACES)
    told("downloading", done=412e6, total=1.015e9, speed=8.3e6, left=73)
    expect(sheet.locator("#ks-loading-name")).to_have_text("tiny-vl")
    expect(sheet.locator("#ks-loading-words")).to_have_text("412 MB of 1.0 GB · 8.3 MB/s · 2 min left")
    assert sheet.evaluate(PLACES) == before
    told("waiting", message="There is no network. It is fetched as soon as there is one.")
    expect(sheet.locator("#ks-loading-words")).to_contain_text("There is no network.")
    assert sheet.evaluate(PLACES) == before
    told("ready")
    expect(sheet.locator("#ks-loading-words")).to_have_text("tiny-vl is ready.")
    told("failed", role="stt", name="base", message="base holds no weights.")
    expect(sheet.locator("#ks-notices")).to_have_text("base holds no weights.")
    assert sheet.evaluate(PLACES) == before
    assert sheet.evaluate("document.getElementById('ks-engine').textContent") == "Answers: tiny-vl"
