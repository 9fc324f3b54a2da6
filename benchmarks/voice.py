"""How soon a voice begins, whether it keeps up with itself, and how long the event loop waits beside it.

    python -m benchmarks.voice [--model FOLDER]

Kokoro-82M at its true size, with random weights unless FOLDER holds the real one, beside espeak-ng, the voice that
needs no download. A reply is spoken sentence by sentence as a session does, at most 2 s of sound ahead of what is
played; "silent" is how long a listener waits in the middle of it. How good a voice sounds is not measured.
"""

import argparse
import asyncio
import contextlib
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from assistant.core.ports import TextToSpeech
from assistant.core.values import Language
from assistant.core.wording import to_simplified
from benchmarks.table import machine, percentile, print_table
from models.builtin import voice
from models.voice.neural import started
from models.voice.voices import kokoro_speakers

TICK = 0.005  # seconds
AHEAD = 2.0  # seconds of sound before what is played, as in assistant.reply.LEAD
REPLIES: Sequence[tuple[Language, Sequence[str]]] = (
    ("en", ("I last saw your glasses,", "on the piano beside the red cup.", "That was about ten minutes ago.")),
    (
        "en",
        (
            "There is a wooden desk by the window.",
            "On it I see a keyboard, a lamp and a small plant, which could do with some water.",
            "Behind the lamp, half hidden, is a blue notebook.",
        ),
    ),
    ("zh-Hant", ("您的眼鏡在鋼琴上，", "在紅色的杯子旁邊。", "那大約是十分鐘以前的事。")),
)


@dataclass
class Figures:
    """Seconds. first: until a reply's first sound. rtf: seconds of work for a second of sound, of each sentence.
    cpu: of all cores together, in the voice's process.
    """

    cpu: float = 0.0
    first: list[float] = field(default_factory=list)
    rtf: list[float] = field(default_factory=list)
    silent: float = 0.0
    sound: float = 0.0
    waits: list[float] = field(default_factory=list)


async def speak(spoken: TextToSpeech, language: Language, sentences: Sequence[str], figures: Figures) -> None:
    """A reply whose words are all there, played as it comes."""
    began = time.perf_counter()
    heard = 0.0  # when what was sent will have been played
    for sentence in sentences:
        work, sound, made = 0.0, 0.0, time.perf_counter()
        async with contextlib.aclosing(spoken.speak(sentence, language)) as chunks:
            async for chunk in chunks:
                now = time.perf_counter()
                work += now - made
                if not heard:
                    figures.first.append(now - began)
                elif now > heard:
                    figures.silent += now - heard
                heard = max(heard, now) + chunk.seconds
                sound += chunk.seconds
                await asyncio.sleep(max(0.0, heard - time.perf_counter() - AHEAD))
                made = time.perf_counter()
        figures.sound += sound
        figures.rtf.append(work / sound)


async def ticking(waits: list[float]) -> None:
    while True:
        due = time.perf_counter() + TICK
        await asyncio.sleep(TICK)
        waits.append(time.perf_counter() - due)


async def measure(spoken: TextToSpeech) -> Figures:
    await speak(spoken, "en", REPLIES[0][1], Figures())  # warm
    figures = Figures()
    clock, before = asyncio.create_task(ticking(figures.waits)), cpu()
    for language, sentences in REPLIES:
        await speak(spoken, language, sentences, figures)
    clock.cancel()
    figures.cpu = cpu() - before
    return figures


def cpu() -> float:
    """Seconds that the processes of this one have taken so far: figures of it stand on a busy machine too."""
    times = [child.cpu_times() for child in psutil.Process().children()]
    return sum(each.user + each.system for each in times)


async def all_of(model: Path) -> tuple[dict[str, Figures], float]:
    """Figures by name, and the seconds that loading took."""
    with contextlib.closing(voice.create()) as builtin:
        figures = {"espeak-ng": await measure(builtin)}
    began = time.perf_counter()
    with contextlib.closing(await started(model, kokoro_speakers(""))) as neural:
        loaded = time.perf_counter() - began
        figures["Kokoro-82M"] = await measure(neural)
    return figures, loaded


def written(folder: Path) -> Path:
    from benchmarks.kokoro import write_kokoro

    text = " ".join(sentence for _, sentences in REPLIES for sentence in sentences)
    english = {word.strip(",.").lower() for word in text.split() if word.isascii()}
    chinese = {letter: "zang" for letter in to_simplified(text) if letter > "\u3400"}
    write_kokoro(folder, english, chinese)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="a folder with the real Kokoro v1.1")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures, loaded = asyncio.run(all_of(options.model or written(Path(folder))))
    print(machine(), f"- loading took {loaded:.1f} s")
    rows = [
        [
            name,
            f"{percentile(each.first, 0.5) * 1000:.0f} ms",
            f"{percentile(each.rtf, 0.5):.2f}",
            f"{each.cpu / each.sound:.2f}",
            f"{each.silent:.1f} s of {each.sound:.0f} s",
            f"{percentile(each.waits, 0.99) * 1000:.1f} ms",
        ]
        for name, each in figures.items()
    ]
    print_table(
        ["voice", "first sound", "seconds for a second of sound", "CPU seconds", "silent", "event loop p99"], rows
    )
    result = {
        name: {
            "first_ms": round(percentile(each.first, 0.5) * 1000),
            "rtf": round(percentile(each.rtf, 0.5), 3),
            "cpu": round(each.cpu / each.sound, 3),
            "silent_s": round(each.silent, 2),
            "loop_p99_ms": round(percentile(each.waits, 0.99) * 1000, 1),
        }
        for name, each in figures.items()
    }
    print("RESULT", json.dumps(result))


if __name__ == "__main__":
    main()
