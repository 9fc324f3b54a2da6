"""What faster-whisper costs at its true sizes, and how many words it invents where nobody speaks.

    python -m benchmarks.transcription [--sizes tiny base small] [--data FOLDER]

The weights are random: speed does not depend on their values, accuracy does, and is not measured here. Each model is
made so that it says fourteen tokens, as a person does in four seconds, and then stops. Beside Keepsight's ears stands
faster-whisper's own `transcribe`, with a language given and without. While one transcript after the other is made,
packets of sound go on being handled; how late they are stands beside how late they are while nothing is done.

FOLDER holds speech and noise ("noise*") as 16 kHz mono WAV. Models listen to it that take everything for words: one
babbles, the others always say the same phrase. So what is dropped is dropped by the guards, and what is kept of speech
was let through by them: all of it where the model is sure, none of it where it is not.
"""

import argparse
import asyncio
import contextlib
import json
import tempfile
import threading
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel

from assistant.core.events import Event, Partial, SpeechEnded
from assistant.core.ports import SpeechToText
from assistant.core.values import Utterance
from assistant.turns.listening import Hopes, Listening, Spawn
from benchmarks.clips import read_clip
from benchmarks.table import machine, percentile, print_table
from memory.store import Store
from models import registry
from models.wants import Wants
from models.whisper.decoding import Decoder
from models.whisper.ears import BEAMS, load
from models.whisper.guards import judge
from tests.speech import flite
from tests.tiny.whisper import TRUE, Script, build

SENTENCE = "where is my red notebook and what did i show you a minute ago on the screen"
PHRASE = "thank you for watching"
PACKET = 640  # bytes: 20 ms
RATE = 16_000


def timed(act: Callable[[], object], times: int = 2) -> float:
    """Seconds, the best of so many."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def bare(model: WhisperModel, pcm: bytes, **options: Any) -> str:
    """faster-whisper's own `transcribe`."""
    sound = np.frombuffer(pcm, "<i2").astype(np.float32) / 32_768
    return "".join(segment.text for segment in model.transcribe(sound, **options)[0]).strip()


def costs(folder: Path, pcm: bytes) -> dict[str, float]:
    """Seconds for one utterance."""
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
    decoder, go = Decoder(folder), threading.Event()
    decoder.warm_up()
    return {
        "bare": timed(lambda: bare(model, pcm, language="en", vad_filter=True)),
        "bare, any language": timed(lambda: bare(model, pcm, vad_filter=True)),
        "final": timed(lambda: decoder.hear(pcm, ["en"], go, beams=BEAMS)),
        "final, any language": timed(lambda: decoder.hear(pcm, [], go, beams=BEAMS)),
        "partial": timed(lambda: decoder.hear(pcm, ["en"], go, beams=1)),
    }


@contextlib.asynccontextmanager
async def loaded(folder: Path) -> AsyncGenerator[SpeechToText, None]:
    with contextlib.closing(Store.open(None)) as memory:
        ears = await load(folder, Wants(memory, report=lambda progress: None, languages=("en",)))
        yield ears.part
        ears.close()


async def talk(folder: Path, pcm: bytes) -> dict[str, list[float]]:
    """One utterance in real time, through the ears of a session; seconds after which things happen."""
    found: dict[str, list[float]] = {"partial": [], "final": []}
    begun = ended = 0.0
    now = asyncio.get_running_loop().time

    async def ignore(*_: object) -> None:
        """Words before the end: the final transcript is waited for."""

    async def note(event: Event) -> None:
        nonlocal ended
        if isinstance(event, Partial):
            found["partial"].append(now() - begun)
        elif isinstance(event, SpeechEnded):
            ended = now()

    async with loaded(folder) as ears, asyncio.TaskGroup() as group:
        spawn: Spawn = group.create_task
        listening = Listening(registry.vad(), ears, note, time.time, spawn, Hopes(ignore, ignore, ignore))

        async def wait() -> None:
            async for _ in listening.spoken():
                found["final"].append(now() - ended)
                return

        waiting, begun = group.create_task(wait()), now()
        for number, at in enumerate(range(0, len(pcm) + 32_000, PACKET)):
            await asyncio.sleep(max(0.0, begun + number * 0.02 - now()))
            await listening.hear(pcm[at : at + PACKET].ljust(PACKET, b"\0"))
        await waiting
    return found


async def lateness(work: Callable[[], Coroutine[Any, Any, object]], seconds: float = 4.0) -> list[float]:
    """How late 20 ms packets are handled, in seconds, while `work` is done again and again."""
    late: list[float] = []
    now = asyncio.get_running_loop().time

    async def again() -> None:
        while True:
            await work()

    working, due = asyncio.create_task(again()), now()
    while len(late) * 0.02 < seconds:
        due += 0.02
        await asyncio.sleep(max(0.0, due - now()))
        late.append(max(0.0, now() - due))
    working.cancel()
    await asyncio.wait([working])
    return late


async def late_beside_ears(folder: Path, pcm: bytes) -> list[float]:
    async with loaded(folder) as ears:
        return await lateness(lambda: ears.transcribe(Utterance(pcm, 0.0)))


def speeds(sizes: Sequence[str], made: Path) -> dict[str, Any]:
    pcm = flite(SENTENCE)
    seconds, rows, result = len(pcm) / 2 / RATE, [], dict[str, Any]()
    idle = asyncio.run(lateness(lambda: asyncio.sleep(1)))
    for size in sizes:
        folder = build(made / size, Script(length=14), TRUE[size])
        cost = costs(folder, pcm)
        heard, late = asyncio.run(talk(folder, pcm)), asyncio.run(late_beside_ears(folder, pcm))
        first = heard["partial"][0] if heard["partial"] else None
        numbers = {
            **{f"{name} rtf": round(value / seconds, 2) for name, value in cost.items()},
            "first partial s": None if first is None else round(first, 2),
            "partials": len(heard["partial"]),
            "end to transcript s": round(heard["final"][0], 2),
            "packets late p99 ms": round(percentile(late, 0.99) * 1000, 1),
        }
        rows.append([size, *("-" if value is None else str(value) for value in numbers.values())])
        result[size] = numbers
    print(f"\nAn utterance of {seconds:.1f} s, int8; rtf: seconds a second of speech. RANDOM WEIGHTS.\n")
    print_table(["size", *next(iter(result.values()))], rows)
    print(f"\nPackets beside nothing are at most {percentile(idle, 0.99) * 1000:.1f} ms late (p99).")
    return result


def made_noises() -> dict[str, bytes]:
    dice, at = np.random.default_rng(0), np.arange(4 * RATE) / RATE
    hum = np.sum([np.sin(2 * np.pi * 50 * step * at) / step for step in range(1, 6)], axis=0)
    chord = np.sum([np.sin(2 * np.pi * note * at) for note in (220.0, 277.2, 329.6)], axis=0)
    noise = dice.normal(size=len(at))
    sounds = {"silence": 0 * at, "white": noise, "hum": hum, "chord": chord, "clicks": noise * (at % 0.5 < 0.003)}
    return {name: (sound * 3000).clip(-32_768, 32_767).astype("<i2").tobytes() for name, sound in sounds.items()}


def guards(data: Path, made: Path) -> dict[str, Any]:
    found = {path.stem: clip for path in sorted(data.rglob("*.wav")) if (clip := read_clip(path))}
    noises = {name: clip for name, clip in found.items() if name.startswith("noise")} | made_noises()
    speech = {name: clip for name, clip in found.items() if name not in noises}
    scripts = {"babbles": None, "is sure": Script(PHRASE), "half sure": Script(PHRASE, sharpness=8)}
    rows, result = [], {}
    for name, script in scripts.items():
        folder = build(made / name.replace(" ", "_"), script)
        for guard, words in ways(folder).items():
            invented = sum(len(words(clip).split()) for clip in noises.values())
            kept = sum(bool(words(clip)) for clip in speech.values())
            rows.append([name, guard, str(invented), f"{kept}/{len(speech)}"])
            result[f"{name}, {guard}"] = {"invented": invented, "speech": kept}
    print(f"\n{len(noises)} sounds without a word, {len(speech)} with; the model makes words of all.\n")
    print_table(["model", "guards", "words invented", "speech that passes"], rows)
    return result


def ways(folder: Path) -> dict[str, Callable[[bytes], str]]:
    model, decoder = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1), Decoder(folder)
    off = {"no_speech_threshold": None, "log_prob_threshold": None, "compression_ratio_threshold": None}
    short: dict[str, Any] = {"language": "en", "max_new_tokens": 30}
    return {
        "none": lambda pcm: bare(model, pcm, **short, **off, temperature=0.0),
        "faster-whisper's defaults": lambda pcm: bare(model, pcm, **short),
        "its defaults and its VAD": lambda pcm: bare(model, pcm, **short, vad_filter=True),
        "ours": lambda pcm: judge(decoder.hear(pcm, ["en"], threading.Event(), beams=BEAMS)).text,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=["tiny", "base", "small"], choices=sorted(TRUE))
    parser.add_argument("--data", type=Path, default=Path("../shared/media/speech"))
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as made:
        result = {"guards": guards(options.data, Path(made)), "speed": speeds(options.sizes, Path(made))}
    print("RESULT", json.dumps({"weights": "random", **result}))


if __name__ == "__main__":
    main()
