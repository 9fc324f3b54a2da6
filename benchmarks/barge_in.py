"""From the first sound of an interruption to silence in the page, in real Chromium with real voices.

    python -m benchmarks.barge_in --data FOLDER [--trials 12]

FOLDER holds speech as 16 kHz mono WAV; files whose name begins with "noise" are left out. Each is played by the
browser's fake microphone while a reply is being spoken. The onset is the first loud sample in the sound packets that
the page sends; silence is when its player has faded out. Beside it: when the server had confirmed the interruption,
which is when a page without a voice detector of its own would fall silent.
"""

import argparse
import json
import struct
import tempfile
import wave
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, Playwright, WebSocket, sync_playwright

from benchmarks.table import machine, percentile, print_table
from tests.browser.conftest import FAKE_MEDIA, launch, start, stop
from tests.browser.media import write_wav, write_y4m

BEGIN = 5.0  # seconds after Start at which the interruption begins
LOUD = 900  # of 32768: speech, and above what the fake microphone makes of silence
SOUND_UP = 1
EVENT = "([name, field]) => window.keepsight.events.find(e => e[1] === name && JSON.stringify(e[2]).includes(field))"


class Onset:
    """Watches the packets the page sends; `at` is Unix milliseconds of the first loud sample, 0 until then."""

    def __init__(self) -> None:
        self.at = 0.0

    def watch(self, socket: WebSocket) -> None:
        socket.on("framesent", self._packet)

    def _packet(self, payload: str | bytes) -> None:
        if self.at or isinstance(payload, str) or payload[0] != SOUND_UP:
            return
        time: float = struct.unpack_from("<d", payload, 8)[0]
        loud = np.flatnonzero(np.abs(np.frombuffer(payload[16:], "<i2").astype(np.int32)) > LOUD)
        if len(loud):
            self.at = time - 20 + loud[0] / 16


def read_clip(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (16_000, 1, 2):
            return b""
        sound: bytes = file.readframes(file.getnframes())
        return sound


def when(page: Page, name: str, field: str = "", timeout: float = 30_000) -> tuple[float, dict[str, float]]:
    event = page.wait_for_function(EVENT, arg=[name, field], timeout=timeout).json_value()
    return float(event[0]), event[2]


def trial(playwright: Playwright, address: str, clip: bytes, folder: Path) -> tuple[float, float]:
    """Milliseconds from the onset to silence in the page, and to the server's word."""
    sound = write_wav(folder / "mic.wav", [(BEGIN, clip)])
    view = write_y4m(folder / "camera.y4m", [])
    files = (f"--use-file-for-fake-audio-capture={sound}%noloop", f"--use-file-for-fake-video-capture={view}")
    browser = launch(playwright, *FAKE_MEDIA, *files)
    try:
        page = browser.new_page()
        onset = Onset()
        page.on("websocket", onset.watch)
        page.goto(address)
        page.wait_for_function("window.keepsight && window.keepsight.connected")
        page.locator("#ks-start").click()
        page.locator("#ks-box textarea").fill("what can you do?")
        page.locator("#ks-box textarea").press("Enter")
        when(page, "playing", '"is":true')
        confirmed, _ = when(page, "silence")
        _, stopped = when(page, "playing", '"is":false')
        return stopped["time"] - onset.at, confirmed - onset.at
    finally:
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media/speech"))
    parser.add_argument("--trials", type=int, default=12)
    options = parser.parse_args()
    found = [path for path in sorted(options.data.rglob("*.wav")) if not path.name.startswith("noise")]
    clips = [(path.name, clip) for path in found if len(clip := read_clip(path)) > 32_000][: options.trials]
    rows, silences, confirmations = [], [], []
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        process, address = start(Path(made) / "memory")
        try:
            for name, clip in clips:
                silence, confirmed = trial(playwright, address, clip, Path(made))
                silences.append(silence)
                confirmations.append(confirmed)
                rows.append([name, f"{silence:.0f}", f"{confirmed:.0f}"])
        finally:
            stop(process)
    print(machine())
    print_table(["interruption", "onset -> silence, ms", "onset -> confirmed by the server, ms"], rows)
    shares = {"p50": 0.5, "p95": 0.95}
    result = {f"silence_{name}_ms": round(percentile(silences, share)) for name, share in shares.items()}
    result |= {f"confirmed_{name}_ms": round(percentile(confirmations, share)) for name, share in shares.items()}
    print("RESULT", json.dumps(result | {"trials": len(silences)}))


if __name__ == "__main__":
    main()
