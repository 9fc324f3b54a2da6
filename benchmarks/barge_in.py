"""Who speaks over a reply, in real Chromium: how soon the voice stops for those who mean it, and whether for others.

    python -m benchmarks.barge_in --data FOLDER [--slots 34]

FOLDER holds speech as 16 kHz mono WAV. The browser's fake microphone plays one file: a spoken question, by which the
assistant gets to know the user's loudness, then every 7 s something of `overlaps.py` over a reply. In a second browser
the page's own voice comes back into the microphone at several levels, 80 ms late and past all echo cancelling, alone
and with interruptions on top. A stop is measured from the first loud sample in the packets of sound that the page
sends until its player has faded out; history is compared with the sound that the page had been sent and had played.
"""

import argparse
import json
import random
import re
import struct
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, Playwright, WebSocket, sync_playwright

from assistant.voice.heard import heard_part
from assistant.voice.speaking import Piece
from benchmarks.overlaps import LOUDNESS, Overlap, overlaps, pcm16, spoken
from benchmarks.table import machine, percentile, print_table
from tests.browser.conftest import FAKE_MEDIA, launch, start, stop
from tests.browser.media import write_wav, write_y4m

FIRST, EVERY = 12.0, 7.0  # seconds of the file at which the first overlap begins, and from one to the next
AHEAD = 2.6  # seconds before it at which the question is typed
LOUD = 900  # of 32768: speech, and above what the fake microphone makes of silence
QUESTION = 4.0  # seconds of the file at which the spoken one begins
ECHOES = (-6, -12, -18, -24)  # dB of what is played
SOUND_UP, SOUND_DOWN = 1, 17
# The page's own voice into its microphone. Not a part of the page: a room.
ROOM = """() => {
  const connect = AudioNode.prototype.connect;
  let gain = null, wire = null;
  window.__echo = (db) => { window.__level = db; if (gain) gain.gain.value = db === null ? 0 : 10 ** (db / 20); };
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode && this instanceof AudioWorkletNode) {
      const late = new DelayNode(this.context, { delayTime: 0.08 });
      gain = new GainNode(this.context, { gain: window.__level == null ? 0 : 10 ** (window.__level / 20) });
      wire = new MediaStreamAudioDestinationNode(this.context);
      connect.call(this, late); connect.call(late, gain); connect.call(gain, wire);
      window.__mix?.(wire.stream);
    }
    return connect.call(this, to, ...rest);
  };
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    if (!wanted.audio) return stream;
    const room = new AudioContext();
    const out = new MediaStreamAudioDestinationNode(room);
    const add = (one) => connect.call(new MediaStreamAudioSourceNode(room, { mediaStream: one }), out);
    add(stream);
    window.__mix = add;
    if (wire) add(wire.stream);
    return out.stream;
  };
}"""


EVENTS = """JSON.parse(JSON.stringify(window.keepsight.events.filter(
  ([, name]) => ["playing", "silence", "reply_ended"].includes(name))))"""


@dataclass(frozen=True, slots=True)
class Slot:
    """At `at` seconds of the microphone's file; `echo` in dB of what is played, None for a headset."""

    overlap: Overlap | None
    at: float
    echo: float | None = None


@dataclass
class Wire:
    """What goes through the page's socket, with Unix milliseconds."""

    loud: list[float] = field(default_factory=list)
    played: dict[int, float] = field(default_factory=dict)
    sent: dict[int, float] = field(default_factory=dict)
    pieces: dict[int, list[tuple[str, float]]] = field(default_factory=dict)

    def watch(self, socket: WebSocket) -> None:
        socket.on("framesent", self._up)
        socket.on("framereceived", self._down)

    def _up(self, payload: str | bytes) -> None:
        if isinstance(payload, str):
            if '"type":"played"' in payload and (report := json.loads(payload)):
                self.played[report["turn"]] = max(self.played.get(report["turn"], 0.0), report["seconds"])
        elif payload[0] == SOUND_UP:
            loud = np.flatnonzero(np.abs(np.frombuffer(payload[16:], "<i2").astype(np.int32)) > LOUD)
            if len(loud):
                self.loud.append(struct.unpack_from("<d", payload, 8)[0] - 20 + loud[0] / 16)

    def _down(self, payload: str | bytes) -> None:
        if isinstance(payload, str):
            if '"type":"sentence"' in payload and (event := json.loads(payload)):
                begun = self.pieces.setdefault(event["turn"], [])
                begun.append((event["text"], self.sent.get(event["turn"], 0.0)))
        elif payload[0] == SOUND_DOWN:
            turn = struct.unpack_from("<H", payload, 2)[0]
            self.sent[turn] = self.sent.get(turn, 0.0) + (len(payload) - 16) / 48_000

    def words_played(self, turn: int) -> str:
        """By the sound that came for each sentence, and how much of it was played."""
        begun = self.pieces.get(turn, [])
        ends = [at for _, at in begun[1:]] + [self.sent.get(turn, 0.0)]
        spans = [(at, end) for (_, at), end in zip(begun, ends, strict=True)]
        pieces = [Piece(text, text, " " if number else "") for number, (text, _) in enumerate(begun)]
        return heard_part(pieces, spans, self.played.get(turn, 0.0))


@dataclass(frozen=True, slots=True)
class Outcome:
    """`stop`: ms from the first loud sample to silence, None where it was not silent. back: ms that it was silent."""

    slot: Slot
    playing: bool
    stop: float | None
    cut: float | None
    back: float | None
    off_by: int | None


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def browse(playwright: Playwright, address: str, slots: Sequence[Slot], folder: Path, *, room: bool) -> list[Outcome]:
    question = (QUESTION, pcm16(spoken("what can you do", "slt")))
    clips = [(slot.at, pcm16(slot.overlap.sound[: int(4.2 * 16_000)])) for slot in slots if slot.overlap]
    seconds = slots[-1].at + 2 * EVERY
    sound = write_wav(folder / "mic.wav", [question, *clips], seconds)
    view = write_y4m(folder / "camera.y4m", [])
    files = (f"--use-file-for-fake-audio-capture={sound}%noloop", f"--use-file-for-fake-video-capture={view}")
    browser = launch(playwright, *FAKE_MEDIA, *files)
    try:
        page, wire = browser.new_page(), Wire()
        if room:
            page.add_init_script(f"({ROOM})()")
        page.on("websocket", wire.watch)
        page.goto(address)
        page.wait_for_function("window.keepsight && window.keepsight.connected")
        page.locator("#ks-start").click()
        begun = time.time() * 1000
        page.wait_for_timeout(QUESTION * 1000 + 2500)
        first = next((at for at in wire.loud if at > begun + 1500), begun + QUESTION * 1000)
        return [trial(page, wire, slot, first - QUESTION * 1000, room=room) for slot in slots]
    finally:
        browser.close()


def trial(page: Page, wire: Wire, slot: Slot, zero: float, *, room: bool) -> Outcome:
    at = zero + slot.at * 1000
    page.wait_for_timeout(max(0.0, at - AHEAD * 1000 - time.time() * 1000))
    if room:
        page.evaluate("db => window.__echo(db)", slot.echo)
    page.locator("#ks-box textarea").fill("what can you do?")
    page.locator("#ks-box textarea").press("Enter")
    page.wait_for_timeout(max(0.0, at + (EVERY - AHEAD - 0.3) * 1000 - time.time() * 1000))
    events: list[tuple[float, str, dict[str, Any]]] = [tuple(one) for one in page.evaluate(EVENTS)]
    return judged(wire, slot, at, [event for event in events if event[0] > at - AHEAD * 1000 + 100])


def judged(wire: Wire, slot: Slot, at: float, events: list[tuple[float, str, dict[str, Any]]]) -> Outcome:
    loud = [moment for moment in wire.loud if moment > at - 250] if not slot.echo else [at]
    onset = min(loud, default=at) if slot.overlap else at - (AHEAD - 0.5) * 1000
    states = [(fields.get("time", when), fields["is"]) for when, name, fields in events if name == "playing"]
    before = [is_on for when, is_on in states if when <= onset]
    off = next((when for when, is_on in states if not is_on and when > onset), None)
    on = next((when for when, is_on in states if is_on and off and when > off), None)
    cut = next((when for when, name, _ in events if name == "silence" and when > onset), None)
    ended = next((fields for when, name, fields in events if name == "reply_ended" and when > onset), None)
    off_by = None
    if cut and ended and ended["ending"] == "interrupted":
        off_by = abs(len(words(ended["heard"])) - len(words(wire.words_played(ended["turn"]))))
    stop = off - onset if off else None
    return Outcome(
        slot, bool(before and before[-1]), stop, cut - onset if cut else None, on - off if on and off else None, off_by
    )


def chosen(folder: Path, count: int) -> list[Overlap]:
    """A fixed mixture: two fifths are meant, the others are all the kinds that are not."""
    dice, found = random.Random(5), overlaps(folder)
    shares = {"interruption": 0.38, "order": 0.0, "backchannel": 0.26, "cough": 0.14, "click": 0.1, "background": 0.12}
    picked = []
    for kind, share in shares.items():
        some = [overlap for overlap in found if overlap.kind == kind]
        picked += dice.sample(some, min(len(some), round(share * count)))
    dice.shuffle(picked)
    return picked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media/speech"))
    parser.add_argument("--slots", type=int, default=34, help="overlaps in the first browser")
    options = parser.parse_args()
    mixture = chosen(options.data, options.slots)
    slots = [Slot(overlap, FIRST + EVERY * n) for n, overlap in enumerate(mixture)]
    over = [overlap for overlap in mixture if overlap.kind == "interruption"]
    echoes = [(db, one) for db in ECHOES for one in (None, over[ECHOES.index(db) % len(over)])]
    echoed = [Slot(one, FIRST + EVERY * n, float(db)) for n, (db, one) in enumerate(echoes)]
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        process, address = start(Path(made) / "memory")
        try:
            outcomes = browse(playwright, address, slots, Path(made), room=False)
            outcomes += browse(playwright, address, echoed, Path(made), room=True)
        finally:
            stop(process)
    report(outcomes)


def report(outcomes: Sequence[Outcome]) -> None:
    rows = []
    for one in sorted(
        outcomes, key=lambda one: (one.slot.echo or 0, one.slot.overlap.kind if one.slot.overlap else "")
    ):
        name = one.slot.overlap.name if one.slot.overlap else "-"
        kind = (one.slot.overlap.kind if one.slot.overlap else "nobody") + (
            f", echo {one.slot.echo:.0f} dB" if one.slot.echo else ""
        )
        rows.append(
            [
                kind,
                name,
                *(("-" if value is None else f"{value:.0f}") for value in (one.stop, one.cut, one.back, one.off_by)),
            ]
        )
    heard = [one for one in outcomes if one.playing or one.slot.overlap is None]
    meant = [one for one in heard if one.slot.overlap and one.slot.overlap.meant]
    plain = [one for one in meant if one.slot.echo is None]
    others = [one for one in heard if one not in meant]
    stops = [one.stop for one in plain if one.stop is not None]
    backs = [one.back for one in others if one.back is not None]
    print(machine(), f"loudness {LOUDNESS}")
    print_table(
        ["over the reply", "which", "silent after, ms", "cut after, ms", "voice back after, ms", "words off"], rows
    )
    result: dict[str, float | int | None] = {
        "silent_p50_ms": round(percentile(stops, 0.5)),
        "silent_p95_ms": round(percentile(stops, 0.95)),
        "recall": round(sum(one.cut is not None for one in plain) / len(plain), 2),
        "recall_over_echo": sum(one.cut is not None for one in meant if one.slot.echo),
        "false_stops": round(sum(one.cut is not None for one in others) / len(others), 2),
        "paused_in_vain": round(sum(one.stop is not None for one in others) / len(others), 2),
        "back_p50_ms": round(percentile(backs, 0.5)) if backs else None,
        "back_worst_ms": round(max(backs)) if backs else None,
        "history_same": sum(one.off_by == 0 for one in outcomes if one.off_by is not None),
        "history_within_a_word": sum(one.off_by <= 1 for one in outcomes if one.off_by is not None),
        "history_compared": sum(one.off_by is not None for one in outcomes),
        "not_playing": len(outcomes) - len(heard),
        "trials": len(outcomes),
    }  # fmt: skip
    print("RESULT", json.dumps(result))


if __name__ == "__main__":
    main()
