"""`kokoro`, `kokoro:<voice>`, `kokoro:<folder>`, `sherpa:<hub id or folder>`: a neural voice on this machine.

Kokoro was chosen because its weights (Apache-2.0) and the library that runs it (sherpa-onnx 2, Apache-2.0, without
espeak-ng) may be depended on, and because one model reads English and Chinese, mixed too. It takes about one second of
a core for each second of sound. It runs in a process of its own, where it holds up nobody's sound. Until it is there
the built-in voice speaks.
"""

import os
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from assistant.core.errors import KeepsightError, ModelError, SettingsError, VoiceError
from assistant.core.ports import Backend, TextToSpeech
from assistant.core.values import AudioChunk, Language
from models.auto import Choice, Loaded, bring
from models.builtin import voice
from models.fetching.sources import Hub
from models.process.host import Host
from models.swapping import Slot, SwappingVoice
from models.voice.speaking import Say
from models.voice.voices import KOKORO, NEEDS, Speakers, is_kokoro_voice, kokoro_speakers, numbered_speakers
from models.wants import Wants

_PACKAGES = ("sherpa_onnx", "wetext", "av")
CORES = 4  # one for the voice; what sees and hears needs the others while it speaks
SLOWEST = 0.8  # seconds of work for a second of sound, which leave room for what else goes on
_TRIAL = "This is how I sound, at 9 in the morning."  # 3 s of sound; the number sets up what reads numbers


def auto(_: str, wants: Wants, hub: Hub | None = None, cores: int | None = os.cpu_count()) -> Backend[TextToSpeech]:
    """Kokoro where it keeps up with itself, else the built-in voice. Raises SettingsError, VoiceError without any."""
    speakers = kokoro_speakers(wants.voice)
    if (cores or 1) >= CORES:
        return _backend(choice(KOKORO, speakers, slowest=SLOWEST), wants, hub)
    builtin = voice.create()
    return Backend(builtin, close=builtin.close)


def kokoro(source: str, wants: Wants, hub: Hub | None = None) -> Backend[TextToSpeech]:
    """`source`: nothing, a voice's name, or the folder of a Kokoro v1.1. Raises SettingsError."""
    if is_kokoro_voice(source):
        return _backend(choice(KOKORO, kokoro_speakers(source)), wants, hub)
    return _backend(choice(source or KOKORO, kokoro_speakers(wants.voice)), wants, hub)


def sherpa(source: str, wants: Wants, hub: Hub | None = None) -> Backend[TextToSpeech]:
    """`source`: a folder or a hub id with any Kokoro, Matcha or VITS of sherpa-onnx. Raises SettingsError."""
    if not source:
        raise SettingsError("--tts sherpa: takes a folder or a name on the hub; --tts kokoro is one that is known.")
    return _backend(choice(source, numbered_speakers(wants.voice)), wants, hub)


def choice(source: str, speakers: Speakers, *, slowest: float | None = None) -> Choice[TextToSpeech]:
    """For `bring`. slowest: seconds of work for a second of sound above which it is not taken; None takes any."""

    async def load(folder: Path) -> Loaded[TextToSpeech]:
        neural = await started(folder, speakers)
        try:
            pace = await measured(neural)
            if slowest and pace > slowest:
                raise ModelError(
                    f"The voice {source} would take {pace:.1f} s for each second of speech on this machine, and "
                    "stutter. Choose it by name with --tts to hear it all the same."
                )
        except KeepsightError:
            neural.close()
            raise
        return Loaded(neural, neural.close)

    return Choice(source, load, NEEDS, _PACKAGES)


class NeuralVoice:
    """Speaks one sentence at a time, in the order asked."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        """Chunks of 50 ms, made a clause at a time; closing it stops behind the clause. Raises VoiceError."""
        return self._host.stream(Say(sentence, language), error=VoiceError)

    def close(self) -> None:
        self._host.close()


async def measured(spoken: TextToSpeech) -> float:
    """Seconds of work for each second of sound, once it is warm. Raises ModelError where it makes no sound."""
    for _ in range(2):
        began, sound = time.perf_counter(), 0.0
        try:
            async with aclosing(spoken.speak(_TRIAL, "en")) as chunks:
                async for chunk in chunks:
                    sound += chunk.seconds
        except VoiceError as error:
            raise ModelError(str(error)) from error
        if not sound:
            raise ModelError("The voice was loaded, but makes no sound. Choose another with --tts.")
    return (time.perf_counter() - began) / sound


async def started(folder: Path, speakers: Speakers) -> NeuralVoice:
    """Raises ModelError."""
    host = Host("The voice", "models.voice.speaking:hosted", folder, speakers)
    try:
        await host.start()
    except KeepsightError:
        host.close()
        raise
    return NeuralVoice(host)


def _backend(wanted: Choice[TextToSpeech], wants: Wants, hub: Hub | None) -> Backend[TextToSpeech]:
    slot = _first(wanted.source)

    async def load() -> None:
        await bring(slot, "tts", [wanted], wants, hub)

    return Backend(SwappingVoice(slot), load, slot.close)


def _first(source: str) -> Slot[TextToSpeech]:
    """The built-in voice, or where there is none, what says that the other is on its way."""
    try:
        builtin = voice.create()
    except VoiceError:
        return Slot(_Awaited(source), lambda: None)
    return Slot(builtin, builtin.close)


class _Awaited:
    def __init__(self, source: str) -> None:
        self._source = source

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        raise VoiceError(f"The voice {self._source} is not there yet; the answer can be read.")
        yield
