"""The overlaps of `overlaps.py` through a real session on a clock that jumps: which of them cut a reply.

    python -m benchmarks.overhearing --data FOLDER

No browser: the page's pause, and what its echo canceller and noise suppression do, are not in it. The voice detector is
the real one, and the user has spoken once before. First the ears understand nothing, so only the sound decides; then
they understand the words 0.2 s after a soft pause, as those do that know more than a grammar; then they are the
built-in ones, which know orders and listeners' words, in no time. Both halves of the fixed split are printed; bounds
were set on the tuned one.
"""

import argparse
import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.core import events
from assistant.core.ports import SpeechToText
from assistant.core.values import AudioChunk, Language, Transcript, Utterance
from assistant.session import Parts, Session
from benchmarks.clips import pcm16
from benchmarks.overlaps import Overlap, overlaps, spoken
from benchmarks.table import machine, print_table
from memory.store import Store
from models import silero
from models.builtin.ears import create
from tests.clock import run
from tests.scripted import ScriptedUser, clock
from tests.talking import Words

READ_ALOUD = (
    "I read text, codes and labels, name colours, and notice movement and a face turned to the camera. Hold things up "
    "and say what it is, and later ask where it is. Ask what I saw in the last five minutes, or where I read a word. "
    "Say forget the last ten minutes whenever you like, and all that was seen in them is gone."
)


class Scripted:
    """Understands the first utterance, and what `after` does of those after it."""

    def __init__(self, after: SpeechToText) -> None:
        self._after = after
        self._known = False

    async def transcribe(self, utterance: Utterance) -> Transcript:
        if self._known:
            return await self._after.transcribe(utterance)
        self._known = True
        return Transcript("tell me about it", "en", 0.9)


@dataclass(frozen=True, slots=True)
class Knowing:
    """Understands `words` whatever is said."""

    words: str

    async def transcribe(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(0.2)
        return Transcript(self.words, "en", 0.9)


async def nobody() -> list[str]:
    """No name was taught."""
    return []


class Steady:
    """The next half second of a speech for each sentence: nobody's echo, and it must not be taken for one."""

    def __init__(self) -> None:
        speech = spoken(READ_ALOUD, "awb")
        at = np.arange(0, len(speech), 2 / 3)  # from 16 kHz to 24
        self._pcm = pcm16(np.interp(at, np.arange(len(speech)), speech).astype(np.float32))
        self._at = 0

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        begin, self._at = self._at, (self._at + 24_000) % (len(self._pcm) - 24_000)
        yield AudioChunk(self._pcm[begin : begin + 24_000], 24_000)


def heard(overlap: Overlap, ears: SpeechToText) -> tuple[float | None, float | None]:
    """Seconds after its beginning at which the reply was cut, and at which the voice was let go on; None for never."""
    times: dict[str, float] = {}

    async def note(user: ScriptedUser, kind: type[events.Silence | events.Resumed], after: int, begun: float) -> None:
        await user.until(kind, after=after)
        times.setdefault(kind.__name__, asyncio.get_running_loop().time() - begun)

    async def scene() -> None:
        user = ScriptedUser("server")
        memory = Store.open(None)
        engine = Words(" ".join(f"word{n}." for n in range(80))).engine()
        parts = Parts(engine, silero.create(), Scripted(ears), Steady(), memory, clock)
        session = asyncio.create_task(Session("benchmark", parts, user).run())
        user.start()
        loop = asyncio.get_running_loop()
        await user.speak(pcm16(spoken("what can you do for me today", "slt")), quiet=1.0)
        await user.until(events.Voice)
        await user.speak(bytes(32_000), quiet=0.0)
        begun, count = loop.time(), len(user.heard)
        talking = user.speak(pcm16(overlap.sound[: 4 * 16_000]), quiet=2.0)
        watches = [asyncio.create_task(note(user, kind, count, begun)) for kind in (events.Silence, events.Resumed)]
        await talking
        heard_out = dict(times)  # leaving ends the reply as well
        user.leave()
        await session
        memory.close()
        for watch in watches:
            watch.cancel()
        times.clear()
        times.update(heard_out)

    run(scene())
    return times.get("Silence"), times.get("Resumed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media/speech"))
    options = parser.parse_args()
    every = overlaps(options.data)
    deaf = [(overlap, *heard(overlap, Knowing(""))) for overlap in every if overlap.kind != "order"]
    knowing = [(overlap, *heard(overlap, Knowing(overlap.words))) for overlap in every if overlap.words]
    with closing(create(nobody)) as ears:
        builtin = [(overlap, *heard(overlap, ears)) for overlap in every]
    print(machine())
    heads = ["kind", "which", "half", "cut after, s", "voice let go on after, s"]
    result: dict[str, float] = {}
    for name, found in (("deaf", deaf), ("words", knowing), ("builtin", builtin)):
        print_table(heads, [row(*one) for one in found])
        for half, held_out in (("tuned", False), ("held_out", True)):
            chosen = [one for one in found if one[0].held_out == held_out]
            result |= {f"{name}_{half}_{rate}": value for rate, value in rates(chosen).items()}
    print("RESULT", json.dumps(result))


Found = tuple[Overlap, float | None, float | None]


def row(overlap: Overlap, cut: float | None, resumed: float | None) -> list[str]:
    half = "held out" if overlap.held_out else "tuned"
    return [overlap.kind, overlap.name, half, *("-" if at is None else f"{at:.2f}" for at in (cut, resumed))]


def rates(found: Sequence[Found]) -> dict[str, float]:
    meant = [cut is not None for overlap, cut, _ in found if overlap.meant]
    others = [cut is not None for overlap, cut, _ in found if not overlap.meant]
    return {"recall": round(float(np.mean(meant)), 2), "meant": len(meant),
            "false_stops": round(float(np.mean(others)), 2), "others": len(others)}  # fmt: skip


if __name__ == "__main__":
    main()
