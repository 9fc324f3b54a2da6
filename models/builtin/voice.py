"""A voice that needs no download: espeak-ng, in a process of its own (see `espeak_worker`).

A dead worker is started again, once for each sentence, and goes on where the sound broke off: espeak-ng makes
the same words as long every time, to a millisecond.
"""

import contextlib
import ctypes.util
import importlib.util
import itertools
import json
import struct
import sys
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import numpy as np

from assistant.core.errors import VoiceError
from assistant.core.lane import Lane
from assistant.core.values import AudioChunk, Language
from models.process.child import Child, Died

_RATE = 24_000
_VOICES: dict[Language, str] = {"en": "en-us", "zh-Hant": "cmn", "zh-Hans": "cmn"}
# A sentence takes 1/500 of its length to make; a worker that is silent for this many seconds hangs.
_PATIENCE = 10.0
_INSTALL = (
    "No voice is installed. Run: pip install -r requirements-voice.txt (or: apt install espeak-ng), "
    "or let the browser speak."
)

Sound = tuple[bytes, int]  # mono PCM16 at the worker's rate, and how much of the text was said at its end


def create() -> "Voice":
    """Starts espeak-ng. Raises VoiceError, which says what to install, where there is none."""
    return Voice(*find())


class Voice:
    """Speaks one sentence at a time, in the order asked. Its process ends with `close`, or with the last use of it."""

    def __init__(self, library: str, data: str) -> None:
        self._command = [sys.executable, "-I", "-S", str(Path(__file__).with_name("espeak_worker.py")), library, data]
        self._lane = Lane("voice")
        self._closed = False
        self._worker = _Worker(self._command)

    def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        """Chunks of about 50 ms; closing it frees the worker for the next sentence at once. Raises VoiceError."""
        if self._closed:
            raise VoiceError("The voice has been closed; restart Keepsight to hear it again.")
        return self._lane.stream(lambda stop: _resampled(self._sound(sentence, _VOICES[language]), self._worker.rate))

    def close(self) -> None:
        self._closed = True
        self._lane.close()
        self._worker.close()

    def _sound(self, sentence: str, voice: str) -> Generator[Sound, None, None]:
        if not sentence.strip():
            return
        given = 0
        for _ in range(2):
            behind = given
            try:
                with contextlib.closing(self._running().speak(sentence, voice)) as chunks:
                    for chunk, said in chunks:
                        fresh, behind = chunk[behind:], max(0, behind - len(chunk))
                        given += len(fresh)
                        yield fresh, said
                return
            except Died:
                self._worker.close()
        raise VoiceError(
            "The voice broke off twice in one sentence. The text is complete; the next one is spoken again."
        )

    def _running(self) -> "_Worker":
        if not self._worker.alive and not self._closed:
            self._worker.close()
            self._worker = _Worker(self._command)
        return self._worker


class _Worker(Child):
    """One espeak process. `rate` is that of its sound, in samples a second."""

    def __init__(self, command: list[str]) -> None:
        super().__init__(command)
        self._numbers = itertools.count(1)
        try:
            _, self.rate, _ = self._frame()
        except Died:
            self.close()
            raise VoiceError("espeak-ng does not start; run: pip install --force-reinstall espeakng-loader") from None

    def speak(self, sentence: str, voice: str) -> Generator[Sound, None, None]:
        """Raises Died."""
        number = next(self._numbers)
        with self.patience(_PATIENCE):
            try:
                self._ask(number, sentence, voice)
                while (frame := self._frame())[:2] != (number, 0):
                    pcm = self.read(frame[1])
                    if frame[0] == number:
                        yield pcm, frame[2]
            except GeneratorExit:
                with contextlib.suppress(Died):
                    self._ask(next(self._numbers), "", voice)
                raise

    def _ask(self, number: int, sentence: str, voice: str) -> None:
        line = json.dumps({"id": number, "voice": voice, "text": sentence.replace("\0", " ")})
        self.write(line.encode() + b"\n")

    def _frame(self) -> tuple[int, int, int]:
        number, length, said = struct.unpack("<III", self.read(12))
        return number, length, said


def _resampled(chunks: Generator[Sound, None, None], rate: int) -> Generator[AudioChunk, None, None]:
    """Linear interpolation to 24 kHz, without a seam between chunks."""
    step = rate / _RATE
    at, last = 0.0, np.zeros(1, np.float32)  # where the next sample lies, counted from `last`
    with contextlib.closing(chunks):
        for chunk, said in chunks:
            samples = np.append(last, np.frombuffer(chunk, "<i2"))
            points = np.arange(at, len(samples) - 1, step)
            if len(points):
                pcm = np.interp(points, np.arange(len(samples)), samples).astype("<i2").tobytes()
                yield AudioChunk(pcm, _RATE, said)
                at = float(points[-1]) + step
            at -= len(samples) - 1
            last = samples[-1:]


def find() -> tuple[str, str]:
    """The library and its data folder ("" for the folder it was built with): the pip package's, else the system's."""
    package = importlib.util.find_spec("espeakng_loader")
    if package and package.origin:
        folder = Path(package.origin).parent
        for library in sorted(folder.glob("*espeak-ng*")):
            if library.suffix in {".so", ".dll", ".dylib"}:
                return str(library), str(folder / "espeak-ng-data")
    if system := ctypes.util.find_library("espeak-ng"):
        return system, ""
    raise VoiceError(_INSTALL)
