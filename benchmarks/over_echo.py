"""How soon somebody who speaks over the reply is heard though it comes back from the loudspeaker, and how often nobody.

    python -m benchmarks.over_echo --data FOLDER [--levels -6 -12]

Sound alone, no session and no browser: a made room (`tests/turns/test_echo.py`) gives the reply back so many dB below
what is played, and those of `overlaps.py` who mean it begin to speak 5 s into it. FOLDER holds speech as 16 kHz WAV.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.turns.echo import Echo
from assistant.turns.overheard import Overheard, loudness
from benchmarks.clips import RATE, Floats, pcm16
from benchmarks.overhearing import READ_ALOUD
from benchmarks.overlaps import VOICES, Overlap, overlaps, spoken
from benchmarks.table import machine, percentile, print_table
from tests.turns.test_echo import room

AT, KNOWN, LONG = 5.0, 2.0, 12.0  # seconds: who means it begins, the echo is known, the reply ends
STEP = RATE // 50
NEVER = 9.0  # seconds, in the median of those who are not heard


def begins(reply: Floats, heard: Floats) -> list[float]:
    """Seconds at which somebody begins to be heard."""
    echo, utterance, found = Echo(), Overheard(), list[float]()
    at = np.arange(0, len(reply), 2 / 3)  # from 16 kHz to 24
    echo.sent(1, pcm16(np.interp(at, np.arange(len(reply)), reply).astype(np.float32)))
    for step in range(len(heard) // STEP):
        if step % 5 == 0:
            echo.played(1, step * 0.02)
        packet = pcm16(heard[step * STEP : (step + 1) * STEP])
        utterance.add(packet, loudness(packet), heard=True, near=any(echo.heard(packet)))
        if echo.known and utterance.begins():
            found.append(step * 0.02)
    return found


def over(reply: Floats, level: float, overlap: Overlap) -> float:
    """Seconds until `overlap` is heard over the reply."""
    heard, at = room(reply, level)[: int(LONG * RATE)].copy(), int(AT * RATE)
    sound = overlap.sound[: len(heard) - at]
    heard[at : at + len(sound)] += sound
    return next((when - AT for when in begins(reply, heard) if when >= AT), NEVER)


def measured(level: float, replies: Sequence[Floats], meant: Sequence[Overlap]) -> dict[str, float]:
    waits = [over(replies[number % len(replies)], level, one) for number, one in enumerate(meant)]
    alone = [begins(reply, room(reply, level)[: int(LONG * RATE)]) for reply in replies]
    return {
        "people": len(waits),
        "heard_p50_s": round(percentile(waits, 0.5), 2),
        "heard_p95_s": round(percentile(waits, 0.95), 2),
        "never": sum(wait == NEVER for wait in waits),
        "nobody": sum(when > KNOWN for one in alone for when in one),
        "seconds_of_nobody": round(len(replies) * (LONG - KNOWN)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media/speech"))
    parser.add_argument("--levels", type=float, nargs="+", default=[-6.0, -12.0, -18.0, -24.0], help="dB")
    options = parser.parse_args()
    replies = [spoken(READ_ALOUD, voice) for voice in VOICES]
    meant = [one for one in overlaps(options.data) if one.meant]
    found = {level: measured(level, replies, meant) for level in options.levels}
    print(machine())
    heads = [
        "echo, dB",
        "people",
        "heard after, s, p50",
        "p95",
        "never",
        "nobody was heard",
        "in seconds of echo alone",
    ]
    print_table(heads, [[f"{level:.0f}", *map(str, one.values())] for level, one in found.items()])
    print("RESULT", json.dumps(found))


if __name__ == "__main__":
    main()
