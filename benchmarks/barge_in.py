"""Who speaks over a reply, in real Chromium: how soon the voice stops for those who mean it, and whether for others.

    python -m benchmarks.barge_in --data FOLDER [--part plain|echo|chromium]

FOLDER holds speech as 16 kHz mono WAV. plain: what `overlaps.py` has is put into the page's microphone while the
page's player runs, 1 to 2 s into a long reply, past the browser's own echo cancelling, noise suppression and gain
control. echo: the same with the page's own voice back in the microphone, 80 ms late, at several levels. chromium: some
come as the file of the browser's fake microphone, through all three. A stop is measured from the first loud sample
until the player has faded out for good; history is compared with the words that had been played by espeak-ng's account.
"""

import argparse
import base64
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, Playwright, sync_playwright

from benchmarks.clips import Floats, pcm16
from benchmarks.overlaps import Kind, overlaps, spoken
from benchmarks.room import LOUD, ROOM, Wire
from benchmarks.stops import Events, Outcome, Trial, judged, report
from tests.browser.conftest import FAKE_MEDIA, launch, start, stop
from tests.browser.media import write_wav, write_y4m

QUESTION = "what can you do"  # its answer is spoken for 23 s
LONGEST = int(4.2 * 16_000)  # samples of an overlap
JUDGED = {True: 3500, False: 2500}  # ms after an overlap, meant or not, within which its end was noticed and judged
ECHOES = (-6.0, -12.0, -18.0, -24.0)  # dB of what is played
TAKEN: dict[Kind, int] = {"interruption": 20, "order": 6, "backchannel": 14, "cough": 6, "click": 2, "background": 4}
FIRST, EVERY, AHEAD = 12.0, 11.0, 3.5  # seconds of the microphone's file: the first overlap, the next, the question
CHROMIUM = 6  # overlaps that come through it


def trials(folder: Path, part: str) -> list[Trial]:
    """A fixed choice in a fixed order."""
    dice, found = random.Random(5), overlaps(folder)
    kinds = {kind: [one for one in found if one.kind == kind] for kind in TAKEN}
    picked = [one for kind, count in TAKEN.items() for one in dice.sample(kinds[kind], min(count, len(kinds[kind])))]
    dice.shuffle(picked)
    over = [one for one in picked if one.kind == "interruption"]
    others = [one for one in picked if one.kind in ("backchannel", "cough")]
    if part == "plain":
        return [Trial(one) for one in picked]
    if part == "chromium":
        return [Trial(one, through=True) for pair in zip(over, others, strict=False) for one in pair][: 2 * CHROMIUM]
    echoed = [
        Trial(one, echo)
        for number, echo in enumerate(ECHOES)
        for one in (None, *over[4 * number : 4 * number + 4], others[number])
    ]
    dice.shuffle(echoed)
    return echoed


def in_the_room(playwright: Playwright, address: str, chosen: Sequence[Trial], folder: Path) -> list[Outcome]:
    browser = launch(playwright, *FAKE_MEDIA, *files(folder, []))
    try:
        page, wire = opened(browser.new_page(), address, room=True)
        dice = random.Random(1)
        get_known(page)
        return [roomed(page, wire, trial, dice.uniform(1000, 2000)) for trial in chosen]
    finally:
        browser.close()


def get_known(page: Page) -> None:
    """A spoken question, from which the assistant learns how loud its user is."""
    page.wait_for_timeout(1500)
    at = time.time() * 1000
    page.evaluate("sound => window.__room.say(sound)", sent(spoken(QUESTION, "slt")))
    page.wait_for_function("window.keepsight.playing", timeout=20_000)
    hush(page, at)


def roomed(page: Page, wire: Wire, trial: Trial, wait: float) -> Outcome:
    sound = trial.overlap.sound[:LONGEST] if trial.overlap else np.zeros(16_000 * 4, np.float32)
    turn = page.evaluate("window.keepsight.turn")
    ask(page)
    asked = {"sound": sent(sound), "echo": trial.echo, "wait": wait, "after": JUDGED[trial.meant], "turn": turn}
    seen = page.evaluate("trial => window.__room.over(trial)", asked)
    hush(page, seen["at"])
    loud = np.flatnonzero(np.abs(sound) * 32_768 > LOUD)
    onset = seen["at"] + (loud[0] / 16 if len(loud) else 0.0)
    return judged(wire, trial, onset, seen["events"], playing=seen["playing"])


def through_chromium(playwright: Playwright, address: str, chosen: Sequence[Trial], folder: Path) -> list[Outcome]:
    starts = [FIRST + EVERY * number for number in range(len(chosen))]
    clips = [(at, pcm16(one.overlap.sound[:LONGEST])) for at, one in zip(starts, chosen, strict=True) if one.overlap]
    browser = launch(playwright, *FAKE_MEDIA, *files(folder, [(4.0, pcm16(spoken(QUESTION, "slt"))), *clips]))
    try:
        page, wire = opened(browser.new_page(), address, room=False)
        begun = time.time() * 1000
        page.wait_for_timeout(6500)
        zero = next((at for at in wire.loud if at > begun + 1500), begun + 4000) - 4000
        return [played(page, wire, trial, zero + at * 1000) for trial, at in zip(chosen, starts, strict=True)]
    finally:
        browser.close()


def played(page: Page, wire: Wire, trial: Trial, at: float) -> Outcome:
    page.wait_for_timeout(max(0.0, at - AHEAD * 1000 - time.time() * 1000))
    ask(page)
    page.wait_for_timeout(max(0.0, at - 300 - time.time() * 1000))
    playing = bool(page.evaluate("window.keepsight.playing"))
    page.wait_for_timeout(max(0.0, at + (EVERY - AHEAD - 0.5) * 1000 - time.time() * 1000))
    events: Events = page.evaluate(
        """JSON.parse(JSON.stringify(window.keepsight.events.filter(
        ([, name]) => ["playing", "silence", "reply_ended"].includes(name))))"""
    )
    onset = min((moment for moment in wire.loud if moment > at - 250), default=at)
    return judged(wire, trial, onset, [event for event in events if event[0] > at - 250], playing=playing)


def files(folder: Path, sound: Sequence[tuple[float, bytes]]) -> tuple[str, str]:
    heard = write_wav(folder / "mic.wav", sound, max([10.0, *(at + 2 * EVERY for at, _ in sound)]))
    view = write_y4m(folder / "camera.y4m", [])
    return f"--use-file-for-fake-audio-capture={heard}%noloop", f"--use-file-for-fake-video-capture={view}"


def opened(page: Page, address: str, *, room: bool) -> tuple[Page, Wire]:
    wire = Wire()
    if room:
        page.add_init_script(f"({ROOM})()")
    page.on("websocket", wire.watch)
    page.goto(address)
    page.wait_for_function("window.keepsight && window.keepsight.connected")
    page.locator("#ks-start").click()
    return page, wire


def ask(page: Page) -> None:
    page.locator("#ks-box textarea").fill(f"{QUESTION}?")
    page.locator("#ks-box textarea").press("Enter")


def hush(page: Page, at: float) -> None:
    page.evaluate("document.getElementById('ks-stop-talking').click()")
    page.evaluate("at => window.__room.settle({ at })", at)


def sent(sound: Floats) -> str:
    return base64.b64encode(pcm16(sound)).decode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media/speech"))
    parser.add_argument("--part", choices=("plain", "echo", "chromium"), default="plain")
    parser.add_argument("--trials", type=int, help="only so many")
    options = parser.parse_args()
    chosen = trials(options.data, options.part)[: options.trials]
    browse = through_chromium if options.part == "chromium" else in_the_room
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        process, address = start(Path(made) / "memory")
        try:
            outcomes = browse(playwright, address, chosen, Path(made))
        finally:
            stop(process)
    report(outcomes, options.part)


if __name__ == "__main__":
    main()
