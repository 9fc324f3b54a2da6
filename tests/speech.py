"""Real and made speech for the tests, 16 kHz mono PCM16. The clips lie beside the repository, never in it."""

import functools
import shutil
import subprocess
import wave
from pathlib import Path

import pytest

CLIPS = Path(__file__).parents[2] / "shared/media/speech"
# Clips of real people that are 16 kHz mono WAV; none of them is a question to this assistant.
ENGLISH = (
    "en_cards_001",
    "en_cards_002",
    "en_cards_003",
    "en_harvard_spk1_snt1",
    "en_harvard_spk1_snt2",
    "en_harvard_spk1_snt3",
    "en_librivox_0870",
    "en_librivox_0880",
    "en_pv_en",
    "en_turn_on_the_office_lights_00",
    "en_whats_the_weather_like",
)
FOREIGN = ("de_pv_de", "es_pv_es", "zh_funasr_example")
NOISE = ("noise_2", "noise_3")


def clip(name: str) -> bytes:
    path = CLIPS / f"{name}.wav"
    if not path.exists():
        pytest.skip(f"no clip {path.name} beside the repository")
    return _read(path)


@functools.cache
def flite(sentence: str, voice: str = "slt") -> bytes:
    """The sentence read aloud by a voice that a recogniser can follow."""
    if not shutil.which("flite"):
        pytest.skip("flite is not installed: apt install flite")
    spoken: bytes = subprocess.run(
        ["flite", "-voice", voice, "-t", sentence, "-o", "/dev/stdout"], capture_output=True, check=True
    ).stdout
    # The header of a streamed file gives no true length; all after its 44 bytes is sound.
    return spoken[44:]


def _read(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        sound: bytes = file.readframes(file.getnframes())
    return sound
