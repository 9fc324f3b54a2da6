"""The page by keyboard alone, and to a screen reader."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_scenes import begin, says, write

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
