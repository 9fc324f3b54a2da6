"""The network goes in the middle of a conversation and comes back, in real Chromium through a proxy that is cut."""

import asyncio
import threading
import zlib
from collections.abc import AsyncGenerator, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, Playwright, expect

from assistant.core.values import AudioChunk, Language
from tests.browser.conftest import launch_with, start, stop
from tests.browser.media import Scene
from tests.browser.proxy import Line, proxy
from tests.browser.test_scenes import begin, says, write
from tests.served import by_path, models, serve, speaks

CUT = 4.0  # seconds; half a minute is cut on a clock that jumps, in tests/test_situations.py
LONGER = 6.0  # seconds: more than a page that plays nothing is waited for, and than it has sound of
RATE = 24_000  # samples a second, of the voice
LETTER = RATE // 16  # samples that a letter takes to say
LONG = (
    "my bike is at the station beside the third lamp, that its lock is the blue one with four numbers, "
    "that the pump hangs under the saddle, and that the bell has been broken since the last rain in October"
)
# What the page gives its player, as one string of bytes for each reply.
RECORD = """
window.given = {};
const { postMessage } = MessagePort.prototype;
MessagePort.prototype.postMessage = function (message, ...rest) {
  if (message?.do === "add") {
    const bytes = [...new Uint8Array(message.pcm)].map((byte) => String.fromCharCode(byte)).join("");
    window.given[message.turn] = (window.given[message.turn] ?? "") + bytes;
  }
  return postMessage.call(this, message, ...rest);
};
"""


class Noise:
    """Speaks each sentence in a noise of its own, the same every time, in which no two places are alike."""

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        yield AudioChunk(noise(sentence), RATE)


def noise(sentence: str) -> bytes:
    samples = np.random.default_rng(zlib.crc32(sentence.encode())).integers(-800, 800, len(sentence) * LETTER, np.int16)
    return samples.tobytes()


@contextmanager
def voiced() -> Iterator[str]:
    """A server of that voice, in a thread; its address."""
    opened: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        over = asyncio.Event()
        async with serve(by_path(models=models("noise"), speech=speaks(Noise(), "en"))) as served:
            opened.set_result((served.address, asyncio.get_running_loop(), over))
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    address, loop, over = opened.result(timeout=10)
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Line, str]]:
    """A line that can be cut, and the page's address behind it."""
    with voiced() as voice:
        process, address = start(
            tmp_path_factory.mktemp("memory"), "--root-path", "/assist", "--tts", f"openai:{voice}#noise"
        )
        try:
            cuttable = Line()
            with proxy(int(address.rpartition(":")[2]), cuttable) as port:
                yield cuttable, f"http://127.0.0.1:{port}/assist/"
        finally:
            stop(process)


@pytest.fixture
def sheet(playwright: Playwright, line: tuple[Line, str], tmp_path: Path) -> Iterator[Page]:
    browser = launch_with(playwright, tmp_path, Scene())
    try:
        page = browser.new_page()
        page.add_init_script(RECORD)
        page.goto(line[1])
        page.wait_for_function("window.keepsight && window.keepsight.connected", timeout=30_000)
        yield page
    finally:
        browser.close()


def test_a_cut_is_said_and_all_goes_on_by_itself_with_nothing_twice(sheet: Page, line: tuple[Line, str]) -> None:
    cuttable, _ = line
    begin(sheet)
    sheet.evaluate("window.before = true")  # a reload would forget it, and end camera and microphone
    write(sheet, "remember that my bike is at the station")
    says(sheet, "I will remember")
    cuttable.is_cut = True
    expect(sheet.locator("#ks-status")).to_contain_text("Reconnecting…", timeout=10_000)
    box = sheet.locator("#ks-box textarea")
    box.fill("where is my bike?")
    box.press("Enter")
    expect(sheet.locator("#ks-banner")).to_contain_text("is kept here and sent when the connection is back")
    sheet.wait_for_timeout(CUT * 1000)
    cuttable.is_cut = False
    expect(sheet.locator("#ks-status")).to_contain_text("Connected", timeout=20_000)
    expect(sheet.locator("#ks-chat .bot.message")).to_have_count(2, timeout=20_000)
    says(sheet, "at the station")
    expect(sheet.locator("#ks-chat .user.message")).to_have_count(2)
    expect(sheet.locator("#ks-banner")).to_be_hidden()
    expect(sheet.locator(".toast-body")).to_have_count(0)
    expect(sheet.locator("#ks-light-words")).to_have_text("Camera on · Microphone on")
    assert sheet.evaluate("window.before")


def test_a_picture_whose_upload_is_torn_arrives_once_and_its_question_waits_for_it(
    sheet: Page, line: tuple[Line, str], tmp_path: Path
) -> None:
    cuttable, _ = line
    picture = tmp_path / "noise.png"
    cv2.imwrite(str(picture), np.random.default_rng(1).integers(0, 255, (300, 350, 3), np.uint8))  # 316 KB
    cuttable.is_slow = True
    sheet.locator("#ks-box input[type=file]").set_input_files(picture)
    box, loader = sheet.locator("#ks-box textarea"), sheet.locator("#ks-box .loader")
    expect(loader).to_be_visible()
    box.fill("what does it say?")
    box.press("Enter")
    expect(sheet.locator("#ks-banner")).to_contain_text("is sent as soon as it is here")
    sheet.wait_for_timeout(1000)
    cuttable.is_cut = True
    expect(sheet.locator("#ks-status")).to_contain_text("Reconnecting…", timeout=10_000)
    expect(loader).to_be_visible()
    cuttable.is_slow = cuttable.is_cut = False
    said = sheet.locator("#ks-chat .user.message")
    expect(said).to_have_count(1, timeout=20_000)
    expect(said).to_contain_text("what does it say?")
    expect(said.locator("img")).to_have_count(1)
    says(sheet, "no text")
    expect(sheet.locator("#ks-box .thumbnail-item")).to_have_count(0)
    expect(sheet.locator("#ks-banner")).to_be_hidden()
    expect(sheet.locator(".toast-body")).to_have_count(0)


def test_a_voice_that_is_cut_in_its_middle_goes_on_there_with_no_sound_lost_or_twice(
    sheet: Page, line: tuple[Line, str]
) -> None:
    cuttable, _ = line
    write(sheet, f"remember that {LONG}")
    sheet.wait_for_function("window.keepsight.playing", timeout=15_000)
    sheet.wait_for_timeout(1500)
    cuttable.is_cut = True
    sheet.wait_for_function("!window.keepsight.playing", timeout=10_000)  # what had come is played
    assert not named(sheet, "reply_ended")
    sheet.wait_for_timeout(LONGER * 1000)
    cuttable.is_cut = False
    sheet.wait_for_function("window.keepsight.events.some(([, name]) => name === 'reply_ended')", timeout=45_000)
    (ended,), sentences = named(sheet, "reply_ended"), named(sheet, "sentence")
    assert ended["ending"] == "finished"
    assert ended["heard"] == f"I will remember: {LONG}."
    says(sheet, ended["heard"])
    assert [one["index"] for one in sentences] == list(range(len(sentences)))
    given = sheet.evaluate("window.given")[str(ended["turn"])].encode("latin-1")
    assert len(given) > 8 * RATE * 2
    assert given == b"".join(noise(one["text"]) for one in sentences)
    assert [event["is"] for event in named(sheet, "playing")] == [True, False, True, False]


def named(sheet: Page, name: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = sheet.evaluate(
        "(name) => window.keepsight.events.filter((event) => event[1] === name).map((event) => event[2])", name
    )
    return events
