"""The page for everybody: in their language, by keyboard, to a screen reader, with any camera, screen or permission."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_scenes import begin, event_time, says, write

SCREEN_ALONE = ("--use-fake-device-for-media-stream",)  # devices, but nobody who allows them
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

# The contrast of an element's text against what is behind it, by WCAG's formula; opacities count.
CONTRAST = """
(selector) => {
  const element = document.querySelector(selector);
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const above = [];
  for (let at = element; at; at = at.parentElement) above.push(at);
  let behind = [255, 255, 255];
  for (const at of above.toReversed()) behind = over(rgba(getComputedStyle(at).backgroundColor), behind);
  const placeholder = "placeholder" in element && !element.value ? "::placeholder" : undefined;
  const ink = rgba(getComputedStyle(element, placeholder).color);
  ink[3] *= above.reduce((whole, at) => whole * Number(getComputedStyle(at).opacity), 1);
  const light = (colour) => {
    const [r, g, b] = colour.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [a, b] = [light(over(ink, behind)), light(behind)].sort((one, two) => two - one);
  return (a + 0.05) / (b + 0.05);
}
"""

# What has the focus, and whether that can be seen.
FOCUS = """
() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.closest("#ks-box");
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const name = element.id || element.className.match(/ks-[a-z]+|[a-z]+-button/)?.[0] || element.tagName.toLowerCase();
  return [name, ring || Boolean(box) && getComputedStyle(box).boxShadow !== "none"];
}
"""


def sent(sheet: Page) -> list[bytes]:
    """The binary packets that the page sends from now on, also after it connects anew."""
    packets: list[bytes] = []

    def keep(payload: Any) -> None:
        if isinstance(payload, bytes):
            packets.append(payload[:2])

    sheet.on("websocket", lambda opened: opened.on("framesent", keep))
    sheet.reload()
    sheet.wait_for_function("window.keepsight && window.keepsight.connected", timeout=30_000)
    return packets


def count(packets: list[bytes], kind: int, flags: int | None = None) -> int:
    return sum(packet[0] == kind and flags in (None, packet[1]) for packet in packets)


def tab_to(sheet: Page, name: str) -> list[str]:
    """Presses Tab until the part `name` has the focus; what had it on the way. Each time it can be seen."""
    passed: list[str] = []
    for _ in range(30):
        sheet.keyboard.press("Tab")
        at, visible = sheet.evaluate(FOCUS)
        assert visible or at.startswith("ks-memory-open"), f"the focus on {at} cannot be seen"  # the latter is the body
        passed.append(at)
        if at == name:
            return passed
    raise AssertionError(f"Tab does not reach {name}: {passed}")


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


def test_the_whole_conversation_by_keyboard_alone(open_page: Open) -> None:
    sheet = open_page()
    on_the_way = tab_to(sheet, "ks-start")
    assert on_the_way == ["ks-memory-toggle", "ks-voice", "ks-off-record", "ks-start"]
    sheet.keyboard.press("Space")
    expect(sheet.locator("#ks-light-words")).to_have_text("Camera on · Microphone on", timeout=10_000)
    live = tab_to(sheet, "textarea")
    assert live[:4] == ["ks-pause", "ks-mute", "ks-talk", "ks-stop-talking"]
    assert live[4:8] == [f"ks-mode-{mode}" for mode in ("conversation", "called", "interpreter", "notes")]
    assert live[8:10] == ["summary", "ks-continue"]
    sheet.keyboard.type("remember that my hat is on the hook")
    expect(sheet.locator("#ks-box textarea")).to_have_value("remember that my hat is on the hook")
    sheet.keyboard.press("Enter")
    says(sheet, "I will remember")
    tab_to(sheet, "ks-memory-search")
    sheet.keyboard.type("hat on")
    expect(sheet.locator("#ks-memory-list li")).to_have_count(1, timeout=5_000)
    tab_to(sheet, "ks-forget")
    sheet.keyboard.press("Enter")
    sheet.keyboard.press("Enter")
    expect(sheet.locator("#ks-memory-list li")).to_have_count(0, timeout=5_000)
    assert sheet.evaluate(FOCUS)[0] == "ks-memory-search"


def test_space_talks_except_where_it_types_or_presses(open_page: Open) -> None:
    sheet = open_page()
    begin(sheet)
    talk = sheet.locator("#ks-talk")
    pressed = re.compile("ks-pressed")
    sheet.keyboard.down("Space")
    expect(talk).to_have_class(pressed)
    sheet.keyboard.up("Space")
    expect(talk).not_to_have_class(pressed)
    talk.focus()
    sheet.keyboard.down("Enter")
    expect(talk).to_have_class(pressed)
    sheet.keyboard.up("Enter")
    expect(talk).not_to_have_class(pressed)
    sheet.locator("#ks-mute").focus()
    sheet.keyboard.press("Space")
    expect(sheet.locator("#ks-mute")).to_have_attribute("aria-pressed", "true")
    expect(talk).not_to_have_class(pressed)
    sheet.locator("#ks-memory-search").focus()
    sheet.keyboard.type("a b")
    expect(sheet.locator("#ks-memory-search")).to_have_value("a b")


def test_a_screen_reader_is_told_names_and_roles_and_no_markup(open_page: Open) -> None:
    sheet = open_page()
    write(sheet, "remember that my <b>keys</b> are in the bowl")
    says(sheet, "I will remember")
    tree = sheet.locator("main").aria_snapshot()
    for line in (
        'region "Live"',
        'heading "Keepsight" [level=1]',
        "status: Connected",
        "status: Nothing is captured",
        'button "Don\'t remember this"',
        'button "Pause" [disabled]',
        'button "Hold to talk" [disabled]',
        'button "Stop talking"',
        'button "Voice" [pressed]',
        'group "Mode"',
        'button "Talk" [pressed]',
        'button "Interpreter"',
        'log "Conversation"',
        'group "You"',
        'group "Keepsight"',
        'textbox "Your message"',
        'button "Attach a picture"',
        'button "Send"',
        'region "Memory"',
        'searchbox "Search memories"',
        'switch "Remember what is seen" [checked]',
        'list "Memories, newest first"',
        'button "Forget the last 10 minutes"',
        'button "Forget everything"',
        'button "Export…"',
    ):
        assert line in tree
    assert re.search(r'button "Forget: .*keys', tree)
    names = sheet.evaluate("[...document.querySelectorAll('#ks-chat [aria-label]')].map(e => e.ariaLabel).join()")
    assert "<" not in names
    assert "ks-" not in names


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
