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
import json
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, Playwright, sync_playwright

from benchmarks.overlaps import LOUDNESS, Kind, Overlap, overlaps, pcm16, spoken
from benchmarks.room import LOUD, ROOM, Wire
from benchmarks.table import machine, percentile, print_table
from benchmarks.word_times import word_times, words_of
from tests.browser.conftest import FAKE_MEDIA, launch, start, stop
from tests.browser.media import write_wav, write_y4m

QUESTION = "what can you do"  # its answer is spoken for 23 s
LONGEST = int(4.2 * 16_000)  # samples of an overlap
JUDGED = {True: 3500, False: 2500}  # ms after an overlap, meant or not, within which its end was noticed and judged
ECHOES = (-6.0, -12.0, -18.0, -24.0)  # dB of what is played
TAKEN: dict[Kind, int] = {"interruption": 20, "order": 6, "backchannel": 14, "cough": 6, "click": 2, "background": 4}
FIRST, EVERY, AHEAD = 12.0, 11.0, 3.5  # seconds of the microphone's file: the first overlap, the next, the question
CHROMIUM = 6  # overlaps that come through it

Events = list[tuple[float, str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Trial:
    """`overlap` over a reply, or nobody; `echo` in dB of what is played, None for a headset."""

    overlap: Overlap | None
    echo: float | None = None
    through: bool = False  # the browser's own processing

    @property
    def meant(self) -> bool:
        return self.overlap is not None and self.overlap.meant

    @property
    def kind(self) -> str:
        kind = self.overlap.kind if self.overlap else "nobody"
        return f"{kind}{f', echo {self.echo:.0f} dB' if self.echo else ''}{', Chromium' if self.through else ''}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Milliseconds from the first loud sample. playing: until the reply was cut, or all was judged.

    silent: it paused first. stopped: it paused for good. cut: the server said so. paused: it was silent in all.
    off: words that history has more than were played. story: what happened, for whoever looks for a cause.
    """

    trial: Trial
    playing: bool
    silent: float | None
    stopped: float | None
    cut: float | None
    paused: float
    off: int | None
    story: str

    @property
    def wrong(self) -> bool:
        return self.playing and (self.cut is not None) != self.trial.meant


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


def sent(sound: np.ndarray[Any, np.dtype[np.float32]]) -> str:
    return base64.b64encode(pcm16(sound)).decode()


def judged(wire: Wire, trial: Trial, onset: float, events: Events, *, playing: bool) -> Outcome:
    after = [event for event in events if event[0] > onset]
    cut = next((when for when, name, fields in after if name == "silence" and not fields.get("local")), None)
    ended = next((fields for _, name, fields in after if name == "reply_ended"), None)
    states = [(fields["time"], fields["is"]) for _, name, fields in after if name == "playing"]
    states = [state for state in states if state[0] >= onset and (cut is None or state[0] <= cut + 100)]
    offs = [when for when, is_on in states if not is_on]
    back = [when for when, is_on in states if is_on]
    silences = [next((on for on in back if on > off), cut or off) - off for off in offs]
    ran_out = cut is None and ended is not None
    return Outcome(
        trial,
        playing and not ran_out,
        offs[0] - onset if offs else None,
        offs[-1] - onset if offs and cut else None,
        cut - onset if cut else None,
        sum(silences),
        words_off(wire, ended) if cut and ended and ended["ending"] == "interrupted" else None,
        ", ".join(f"{name} {fields.get('is', '')} {when - onset:.0f}" for when, name, fields in events),
    )


def words_off(wire: Wire, ended: dict[str, Any]) -> int:
    turn = ended["turn"]
    texts = [text for text, _ in wire.sentences.get(turn, [])]
    times = dict(zip(texts, word_times(texts), strict=True))
    return len(words_of(ended["heard"])) - wire.words_played(turn, times)


def report(outcomes: Sequence[Outcome], part: str) -> None:
    print(machine(), f"loudness {LOUDNESS}")
    heads = ["silent after, ms", "for good", "cut after, ms", "silent in vain, ms", "words off"]
    rows = [row(one) for one in sorted(outcomes, key=lambda one: one.trial.kind)]
    print_table(["over the reply", "which", "", *heads], rows)
    for one in outcomes:
        if one.wrong or not one.playing:
            print(f"{one.trial.kind}, {named(one)}: {one.story}")
    print("RESULT", json.dumps({"part": part, **counts(outcomes)}))


def named(one: Outcome) -> str:
    return one.trial.overlap.name if one.trial.overlap else "-"


def row(one: Outcome) -> list[str]:
    figures = (one.silent, one.stopped, one.cut, one.paused, one.off)
    playing = "" if one.playing else "not playing"
    return [one.trial.kind, named(one), playing, *("-" if ms is None else f"{ms:.0f}" for ms in figures)]


def counts(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Of the trials in which a reply was playing."""
    counted = [one for one in outcomes if one.playing]
    meant = [one for one in counted if one.trial.meant]
    others = [one for one in counted if not one.trial.meant]
    cuts = [one.cut for one in meant if one.cut is not None]
    paused = [one.paused for one in others if one.cut is None and one.silent is not None]
    off = [one.off for one in counted if one.off is not None]
    times = {
        "silent": [one.silent for one in meant if one.silent is not None],
        "stopped_for_good": [one.stopped for one in meant if one.stopped is not None],
        "cut": cuts,
    }
    shares = {"p50": 0.5, "p95": 0.95}
    return {
        **{f"{name}_{at}_ms": middle(found, share) for name, found in times.items() for at, share in shares.items()},
        "meant": len(meant),
        "recall": round(len(cuts) / max(1, len(meant)), 3),
        "others": len(others),
        "false_stops": round(sum(one.cut is not None for one in others) / max(1, len(others)), 3),
        "paused_in_vain": len(paused),
        "paused_p50_ms": middle(paused, 0.5),
        "paused_worst_ms": middle(paused, 1.0),
        "history_same": sum(one == 0 for one in off),
        "history_within_a_word": sum(abs(one) <= 1 for one in off),
        "history_compared": len(off),
        "not_playing": len(outcomes) - len(counted),
    }


def middle(values: Sequence[float], share: float) -> int | None:
    return round(percentile(values, share)) if values else None


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
