"""A person at the page, in real Chromium: what they do, see and hear."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.media import Scene
from tests.pictures import cover, desk, encode, on_desk, page
from tests.speech import flite

SIZE = (1280, 720)


def write(sheet: Page, text: str) -> None:
    box = sheet.locator("#ks-box textarea")
    box.fill(text)
    box.press("Enter")
    expect(box).to_have_value("", timeout=10_000)


def attach(sheet: Page, name: str, data: bytes, kind: str = "image/jpeg") -> None:
    sheet.locator("#ks-box input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": data})
    expect(sheet.locator("#ks-box .thumbnail-item")).to_have_count(1, timeout=10_000)


def says(sheet: Page, words: str, seconds: float = 20) -> None:
    """The newest reply says these words."""
    expect(sheet.locator("#ks-chat .bot.message").last).to_contain_text(words, timeout=seconds * 1000)


def begin(sheet: Page) -> None:
    sheet.locator("#ks-start").click()
    expect(sheet.locator("#ks-light-words")).to_have_text("Camera on · Microphone on", timeout=10_000)


def event_time(sheet: Page, name: str, field: str = "") -> float:
    """Unix milliseconds of the first page event of that name whose fields contain `field` as JSON text."""
    found = sheet.wait_for_function(
        "([name, field]) => (window.keepsight.events.find(e => e[1] === name && JSON.stringify(e[2]).includes(field))"
        " || [0])[0]",
        arg=[name, field],
        timeout=30_000,
    )
    return float(found.json_value())


def test_a_screenshot_is_uploaded_and_read(open_page: Open) -> None:
    sheet = open_page()
    attach(sheet, "bill.jpg", encode(page("Invoice 2041", "Total due: 318 euros", size=SIZE)))
    write(sheet, "what does it say?")
    says(sheet, "Total due: 318 euros")
    expect(sheet.locator("#ks-memory-list")).to_contain_text("Invoice 2041", timeout=20_000)
    sheet.locator("#ks-memory-search").fill("invoice")
    expect(sheet.locator("#ks-memory-list li")).to_have_count(1, timeout=5_000)


def test_a_page_held_before_the_camera_is_read(open_page: Open) -> None:
    sheet = open_page(Scene([(page("Buy milk and eggs", "Meeting at four", size=SIZE), 2.0)]))
    begin(sheet)
    expect(sheet.locator("#ks-memory-list")).to_contain_text("milk", timeout=20_000)
    write(sheet, "read that")
    says(sheet, "Meeting at four")


def test_a_thing_is_taught_taken_away_and_found_again_by_voice_with_its_picture(open_page: Open) -> None:
    empty = desk("office", SIZE)
    book = cover("field guide", (300, 390))
    held = [(on_desk(book, (470 + 8 * i, 150), turn=3 * i, scene=empty), 1.0) for i in range(-4, 5)]
    lying = on_desk(book, (130, 240), turn=12, scale=0.8, scene=empty)
    view = [(empty, 8.0), *held, *held, (lying, 8.0), (empty, 60.0)]
    asked = [(11.0, flite("this is my notebook")), (42.0, flite("where is my notebook"))]
    sheet = open_page(Scene(view, asked))
    begin(sheet)
    says(sheet, "Learned", 40)
    expect(sheet.locator("#ks-chat .user.message").last).to_contain_text("where is my notebook", timeout=60_000)
    says(sheet, "notebook")
    expect(sheet.locator("#ks-chat .ks-card").last).to_contain_text("left")
    assert sheet.locator("#ks-chat .ks-card img").last.evaluate("image => image.complete && image.naturalWidth > 0")


def test_a_told_thing_is_asked_for_in_chinese(open_page: Open) -> None:
    sheet = open_page()
    write(sheet, "記住我的眼鏡在鋼琴上")
    says(sheet, "我會記住")
    write(sheet, "我的眼鏡在哪裡？")
    says(sheet, "鋼琴")
    expect(sheet.locator("#ks-chat .ks-card").last).to_contain_text("鋼琴")


def test_speaking_silences_the_voice(open_page: Open) -> None:
    sheet = open_page(Scene(sound=[(8.0, flite("what time is it"))]))
    begin(sheet)
    write(sheet, "what can you do?")
    event_time(sheet, "playing", '"is":true')
    onset = event_time(sheet, "speaking", '"is":true')
    event_time(sheet, "silence")
    hushed = event_time(sheet, "playing", '"is":false')
    assert 0 <= hushed - onset < 1000, "an ordinary machine takes 20 to 150 ms; benchmarks/barge_in.py measures it"
    expect(sheet.locator("#ks-chat .user.message").last).to_contain_text("what time is it", timeout=20_000)
    expect(sheet.locator("#ks-chat")).to_contain_text("Stopped.")


def test_esc_stops_the_voice(open_page: Open) -> None:
    sheet = open_page()
    write(sheet, "what can you do?")
    event_time(sheet, "playing", '"is":true')
    sheet.keyboard.press("Escape")
    event_time(sheet, "playing", '"is":false')
    says(sheet, "Stopped.")


def test_a_reload_keeps_chat_and_memory(open_page: Open) -> None:
    sheet = open_page()
    write(sheet, "remember that my passport is in the blue drawer")
    says(sheet, "I will remember")
    sheet.reload()
    says(sheet, "I will remember")
    expect(sheet.locator("#ks-memory-list")).to_contain_text("blue drawer", timeout=10_000)
    write(sheet, "where is my passport?")
    says(sheet, "blue drawer")
    expect(sheet.locator("#ks-chat .user.message")).to_have_count(2)


def test_a_lost_connection_loses_no_typed_text_and_doubles_nothing(open_page: Open) -> None:
    sheet = open_page()
    sheet.context.set_offline(True)
    expect(sheet.locator("#ks-status")).to_have_text("Reconnecting…", timeout=60_000)
    box = sheet.locator("#ks-box textarea")
    box.fill("what time is it")
    box.press("Enter")
    sheet.wait_for_timeout(1500)
    sheet.context.set_offline(False)
    sheet.wait_for_function("window.keepsight.connected", timeout=30_000)
    if box.input_value():
        box.press("Enter")
    expect(sheet.locator("#ks-chat .user.message")).to_have_count(1, timeout=15_000)
    sheet.wait_for_timeout(1000)
    expect(sheet.locator("#ks-chat .user.message")).to_have_count(1)


def test_what_is_forgotten_leaves_chat_and_panel(open_page: Open) -> None:
    sheet = open_page()
    write(sheet, "remember that the spare key is under the green pot")
    says(sheet, "I will remember")
    write(sheet, "forget the last ten minutes")
    says(sheet, "Forgotten")
    expect(sheet.locator("#ks-memory-list")).not_to_contain_text("green pot")
    expect(sheet.locator("#ks-chat")).not_to_contain_text("green pot")


def test_a_memory_is_deleted_from_the_panel(open_page: Open) -> None:
    sheet = open_page()
    write(sheet, "remember that the ladder is behind the garage")
    row = sheet.locator("#ks-memory-list li", has_text="ladder")
    expect(row).to_have_count(1, timeout=10_000)
    row.locator(".ks-forget").click()
    row.locator(".ks-forget").click()
    expect(row).to_have_count(0, timeout=5_000)
    write(sheet, "where is the ladder?")
    says(sheet, "not seen")


def test_the_light_is_on_exactly_while_something_is_captured(open_page: Open) -> None:
    sheet = open_page()
    light = sheet.locator("#ks-light")
    expect(light).to_have_attribute("data-on", "false")
    begin(sheet)
    expect(light).to_have_attribute("data-on", "true")
    sheet.locator("#ks-mute").click()
    expect(sheet.locator("#ks-light-words")).to_have_text("Camera on")
    sheet.locator("#ks-start").click()
    expect(light).to_have_attribute("data-on", "false")


def test_without_a_camera_the_page_says_what_to_do_and_typing_works(open_page: Open) -> None:
    sheet = open_page(devices=False)
    sheet.locator("#ks-start").click()
    expect(sheet.locator("#ks-banner")).to_be_visible(timeout=10_000)
    assert any(word in sheet.locator("#ks-banner").inner_text() for word in ("Allow it", "Plug one in"))
    write(sheet, "what time is it")
    says(sheet, ":")


def test_a_second_tab_takes_over_and_the_first_can_take_it_back(open_page: Open) -> None:
    first = open_page()
    write(first, "remember that the tent is in the attic")
    says(first, "I will remember")
    second = first.context.new_page()
    second.goto(first.url)
    says(second, "attic")
    expect(first.locator("#ks-moved")).to_be_visible(timeout=10_000)
    first.locator("#ks-take-back").click()
    expect(second.locator("#ks-moved")).to_be_visible(timeout=10_000)
    write(first, "where is the tent?")
    says(first, "attic")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.png", b"", "empty"),
        ("torn.jpg", encode(page("half"))[:3000], "broken"),
        ("letter.png", b"Dear Sir or Madam", "not a picture"),
    ],
)
def test_a_bad_upload_is_refused_in_words_and_the_question_stays(
    open_page: Open, name: str, data: bytes, words: str
) -> None:
    sheet = open_page()
    attach(sheet, name, data)
    sheet.locator("#ks-box textarea").fill("what does it say?")
    sheet.locator("#ks-box textarea").press("Enter")
    expect(sheet.locator("body")).to_contain_text(words, timeout=10_000)
    expect(sheet.locator("#ks-box textarea")).to_have_value("what does it say?")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_the_page_fits_its_window_and_a_thumb(open_page: Open, size: tuple[int, int], dark: bool) -> None:
    sheet = open_page(size=size)
    sheet.emulate_media(color_scheme="dark" if dark else "light")
    begin(sheet)
    write(sheet, "remember that my glasses are on the piano")
    says(sheet, "I will remember")
    write(sheet, "where are my glasses?")
    says(sheet, "piano")
    assert sheet.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    controls = "#ks-start, #ks-mute, #ks-talk, #ks-stop-talking, #ks-memory-toggle, #ks-box .submit-button"
    for box in [control.bounding_box() for control in sheet.locator(controls).all()]:
        assert box is not None
        assert box["height"] >= 44
        assert 0 <= box["x"] <= box["x"] + box["width"] <= size[0]
        assert box["y"] + box["height"] <= size[1]
    folder = Path("build/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    sheet.screenshot(path=folder / f"{size[0]}x{size[1]}-{'dark' if dark else 'light'}.png")
