"""What the ears that need no download make of questions, and of speech that is none.

    python -m benchmarks.ears --data FOLDER [--voices slt rms awb kal16]

Questions are read aloud by flite's voices, and understood where what was heard means what was said. The agreement
bounds were set with slt and rms; the others are new to them. FOLDER holds clips as 16 kHz mono WAV, none of which is a
question to this assistant: each that comes back sure would be acted on by mistake. Beside it the grammar without its
check, which makes a question of nearly everything.
"""

import argparse
import asyncio
import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.core.values import Transcript, Utterance
from assistant.understanding import understand
from benchmarks.clips import read_clip
from benchmarks.table import machine, percentile, print_table
from models.builtin.ears import Ears
from tests.speech import flite

QUESTIONS = (
    "where are my glasses",
    "where is my notebook",
    "have you seen my keys",
    "when did you last see my phone",
    "this is my water bottle",
    "this is my umbrella",
    "remember that my wallet is in the drawer",
    "remember that my glasses are on the piano",
    "read that",
    "what does it say",
    "what does this label say",
    "what did i just show you",
    "what did you see in the last five minutes",
    "what did you see in the last hour",
    "did anything move",
    "is anyone there",
    "what colour is this",
    "scan this code",
    "what time is it",
    "what can you do",
    "stop remembering",
    "remember again",
    "forget the last ten minutes",
    "forget everything",
)
QUIET = bytes(9_600)  # 0.3 s, as the pre-roll leaves it


@dataclass
class Count:
    asked: int = 0
    understood: int = 0
    sure: int = 0
    sure_wrong: int = 0
    shown: int = 0

    def add(self, said: str, heard: Transcript) -> None:
        same, sure = understand(heard.text) == understand(said), bool(heard.text) and heard.sure
        self.asked += 1
        self.understood += same
        self.sure += sure
        self.sure_wrong += sure and not same
        self.shown += bool(heard.text) and not heard.sure


async def no_names() -> Sequence[str]:
    return ()


async def hear(ears: Ears, pcm: bytes, times: list[float]) -> Transcript:
    begin = time.perf_counter()
    heard = await ears.transcribe(Utterance(QUIET + pcm + QUIET, ended=0.0))
    times.append((time.perf_counter() - begin) / (len(pcm) / 32_000))
    return heard


async def measure(voices: Sequence[str], clips: Sequence[bytes]) -> tuple[dict[str, Count], Count, int, list[float]]:
    ears, times = Ears(no_names), list[float]()
    spoken, others, unchecked = {voice: Count() for voice in voices}, Count(), 0
    await hear(ears, flite(QUESTIONS[0], voices[0]), times)  # starts the recogniser
    times.clear()
    for voice in voices:
        for question in QUESTIONS:
            spoken[voice].add(question, await hear(ears, flite(question, voice), times))
    for clip in clips:
        others.add("", await hear(ears, clip, times))
        unchecked += bool(ears.recognised([], clip)["question"])
    ears.close()
    return spoken, others, unchecked, times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media/speech"))
    parser.add_argument("--voices", nargs="+", default=["slt", "rms", "awb", "kal16"])
    options = parser.parse_args()
    if not shutil.which("flite"):
        raise SystemExit("flite is not installed: apt-get install flite")
    clips = [clip for path in sorted(options.data.rglob("*.wav")) if (clip := read_clip(path))]
    spoken, others, unchecked, times = asyncio.run(measure(options.voices, clips))
    print(machine())
    rows = [
        [
            f"{len(QUESTIONS)} questions, {voice}",
            *map(str, (count.understood, count.sure, count.sure_wrong, count.shown)),
        ]
        for voice, count in spoken.items()
    ]
    rows.append([f"{others.asked} other clips", "-", *map(str, (others.sure, others.sure_wrong, others.shown))])
    rows.append([f"{others.asked} other clips, grammar alone", "-", str(unchecked), str(unchecked), "0"])
    print_table(["said", "understood", "sure", "sure but wrong", "shown for editing"], rows)
    result = {
        "understood": {voice: round(count.understood / count.asked, 3) for voice, count in spoken.items()},
        "sure_wrong": sum(count.sure_wrong for count in spoken.values()),
        "false_accepts": others.sure,
        "false_accepts_grammar_alone": unchecked,
        "seconds_per_second_p50": round(percentile(times, 0.5), 2),
    }
    print("RESULT", json.dumps(result))


if __name__ == "__main__":
    main()
