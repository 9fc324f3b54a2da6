"""When each word begins in what espeak-ng says, as it reports it itself: the truth that history is compared with.

    python -m benchmarks.word_times

Prints how often history would end with the same word, wherever a sentence is cut: as the voice tells with its sound,
and as it is guessed of voices that do not, whose letters are taken to be as long each. Run with a library and its data
it is the process that espeak-ng (GPL-3) is loaded into: texts in, a JSON line each; [characters before, seconds] of its
words out.
"""

import asyncio
import ctypes
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import numpy as np

from assistant.voice.heard import Span, heard_part
from assistant.voice.speaking import Piece
from benchmarks.table import machine
from models.builtin.voice import create, find

SENTENCES = (
    "I read text, QR codes and barcodes, name colours, and notice movement and a face turned to the camera.",
    "Hold something up and say “this is my notebook”, and later ask where it is.",
    "Ask what I saw in the last five minutes, or where I read a word.",
    "Your glasses are on the piano, left of the lamp, where you put them at ten past four.",
    "The train to Manchester leaves at half past nine from platform two, and it takes about two hours.",
    "Photosynthesis turns light, water and carbon dioxide into sugar, and gives off oxygen on the way.",
    "Yes.",
    "No, I have not seen it since yesterday evening.",
)
STEP = 0.05  # seconds between the moments at which the reply is taken to be cut

Word = tuple[int, float]


class _Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h."""

    _fields_ = [
        *(("type", ctypes.c_int), ("unique", ctypes.c_uint), ("position", ctypes.c_int), ("length", ctypes.c_int)),
        *(("milliseconds", ctypes.c_int), ("sample", ctypes.c_int), ("user", ctypes.c_void_p)),
        ("name", ctypes.c_char * 8),
    ]


def word_times(texts: Sequence[str]) -> list[list[Word]]:
    """For each English text its words, and last the end of its sound as a word behind all."""
    command = [sys.executable, "-m", "benchmarks.word_times", *find()]
    asked = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(
        command, input=asked, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    return [[(int(at), float(seconds)) for at, seconds in json.loads(line)] for line in done.stdout.splitlines()]


def words_begun(times: Sequence[Word], text: str, seconds: float) -> str:
    """`text` up to the last word whose end was reached `seconds` after its beginning."""
    ended = [at for at, begins in times[1:] if begins <= seconds]
    return text[: ended[-1]].strip() if ended else ""


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def serve(library: str, data: str) -> None:
    espeak = ctypes.CDLL(library)
    words: list[Word] = []

    def heard(samples: object, count: int, event: Any) -> int:
        while event and event[0].type:
            if event[0].type == 1:  # espeakEVENT_WORD
                words.append((event[0].position - 1, event[0].milliseconds / 1000))
            event = ctypes.cast(ctypes.addressof(event[0]) + ctypes.sizeof(_Event), ctypes.POINTER(_Event))
        total[0] += max(0, count)
        return 0

    total = [0]
    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))(heard)
    rate = espeak.espeak_Initialize(2, 50, data.encode() or None, 0)
    espeak.espeak_SetSynthCallback(callback)
    espeak.espeak_SetVoiceByName(b"en-us")
    for line in sys.stdin:
        text = json.loads(line)
        words.clear()
        total[0] = 0
        espeak.espeak_Synth(text.encode(), ctypes.c_size_t(len(text.encode()) + 1), 0, 0, 0, 1, None, None)
        print(json.dumps([*words, (len(text), total[0] / rate)]), flush=True)


def main() -> None:
    result: dict[str, float] = {}
    told, guessed = asyncio.run(spans()), [Span(0.0, words[-1][1]) for words in word_times(SENTENCES)]
    for name, made in (("told", told), ("guessed", guessed)):
        off = [one for text, words, span in zip(SENTENCES, word_times(SENTENCES), made, strict=True)
               for one in words_off(text, words, span)]  # fmt: skip
        result |= {"moments": len(off), f"{name}_same": round(sum(one == 0 for one in off) / len(off), 3)}
        result[f"{name}_within_a_word"] = round(sum(abs(one) <= 1 for one in off) / len(off), 3)
    print(machine())
    print("RESULT", json.dumps(result))


async def spans() -> list[Span]:
    """Of the sentences as the voice makes them."""
    made, speaker = [], create()
    for text in SENTENCES:
        seconds, said = 0.0, []
        async with aclosing(speaker.speak(text, "en")) as sounds:
            async for sound in sounds:
                seconds += sound.seconds
                said.append((seconds, sound.said or 0))
        made.append(Span(0.0, seconds, tuple(said)))
    speaker.close()
    return made


def words_off(text: str, times: Sequence[Word], span: Span) -> list[int]:
    """How many words history has too many, wherever the sentence is cut."""
    moments = [float(at) for at in np.arange(STEP, times[-1][1], STEP)]
    kept = [heard_part([Piece(text, text)], [span], at) for at in moments]
    return [len(one.split()) - len(words_begun(times, text, at).split()) for one, at in zip(kept, moments, strict=True)]


if __name__ == "__main__":
    serve(*sys.argv[1:]) if len(sys.argv) > 1 else main()
