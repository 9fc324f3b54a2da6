"""When the page pauses its voice for who speaks, and when it lets it go on, in the page's own code."""

from typing import Any

import pytest

from assistant.reply import PATIENCE
from tests.web.page_code import needs_node, returned

pytestmark = needs_node

# A voice of its own that notes when it was paused and went on, and a clock that jumps.
BROWSER = """
globalThis.window = globalThis;
Object.defineProperty(globalThis, "navigator", { value: { language: "en-US" }, configurable: true });
const heard = [];
const note = (what) => () => heard.push([what, Math.round(now * 1000)]);
globalThis.SpeechSynthesisUtterance = class {};
globalThis.speechSynthesis = {
  getVoices: () => [{ lang: "en-US", localService: true }],
  speak: (utterance) => utterance.onstart(), cancel() {}, pause: note("silent"), resume: note("on"),
};
const timers = [];
globalThis.setTimeout = (act, ms) => timers.push({ act, at: now * 1000 + ms });
globalThis.clearTimeout = (number) => number && (timers[number - 1].at = Infinity);
const pass = (ms) => {
  for (const until = now * 1000 + ms; ; ) {
    const next = timers.reduce((one, other) => (other.at < one.at ? other : one), { at: until });
    now = next.at / 1000;
    if (!next.act) return;
    next.at = Infinity;
    next.act();
  }
};
"""

PREPARED = """
const { emit, state } = await import(page + "/state.js");
const { prepareVoice } = await import(page + "/voice.js");
prepareVoice(() => {});
prepareBarge();
const says = (name) => emit(name, {});
const speaks = (is) => emit("speaking", { is });
emit("sentence", { turn: 1, index: 0, text: "A reply.", language: "en" });
"""


def voice(script: str) -> list[list[Any]]:
    """When the voice fell silent and went on, milliseconds, while a reply is spoken."""
    told = returned("prepareBarge", "barge.js", PREPARED + script + "; return heard", BROWSER)
    assert isinstance(told, list)
    return told


def test_a_click_that_the_server_does_not_hear_pauses_the_voice_for_as_long_as_it_is_heard() -> None:
    assert voice("speaks(true); pass(340); speaks(false); pass(5000)") == [["silent", 0], ["on", 340]]


def test_whoever_the_server_never_hears_stops_the_voice_for_two_seconds_at_most() -> None:
    assert voice("speaks(true); pass(5000)") == [["silent", 0], ["on", 1900]]


@pytest.mark.parametrize(
    "first", ["says('speech_started'); pass(60); speaks(true)", "speaks(true); pass(60); says('speech_started')"]
)
def test_a_word_that_the_server_hears_is_silence_until_it_is_judged_whoever_heard_it_first(first: str) -> None:
    pauses = voice(f"{first}; pass(400); speaks(false); says('speech_ended'); pass(300); says('resumed'); pass(5000)")
    assert [what for what, _ in pauses if what == "on"] == ["on"]
    assert pauses[-1] == ["on", 760]


def test_words_that_the_browser_understands_itself_are_waited_for_as_well() -> None:
    says = "speaks(true); pass(300); emit('dictated', { final: false }); pass(300); speaks(false); pass(500);"
    judged = "emit('dictated', { final: true }); pass(60); says('resumed'); pass(5000)"
    assert voice(says + judged) == [["silent", 0], ["silent", 300], ["silent", 1100], ["on", 1160]]


def test_what_has_been_judged_is_not_waited_for_again() -> None:
    again = "speaks(true); says('speech_started'); pass(500); says('resumed'); pass(500); speaks(false); speaks(true)"
    assert voice(f"{again}; pass(400); speaks(false); pass(5000)")[-1] == ["on", 1400]


def test_the_voice_goes_on_before_the_server_takes_it_not_to_be_heard_however_often_somebody_begins() -> None:
    """The server tells the page how long it waits; with no welcome yet the page takes it to be as long."""
    begins = "speaks(true); says('speech_started'); pass(900); speaks(false); says('speech_ended'); pass(700);"
    assert voice(begins * 2 + "pass(5000)")[-1] == ["on", PATIENCE * 1000 - 200]
    assert voice("state.patience = 1000;" + begins + "pass(5000)")[-1] == ["on", 800]
