"""`--turns onnx:FILE`: the format of Smart Turn v3, by tiny files of it; its features are Whisper's own."""

import asyncio
import importlib.util
import runpy
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.core.errors import HearingError, ModelError
from assistant.core.events import Event, Failed, SpeechEnded
from assistant.core.ports import TurnDetector
from assistant.core.values import AudioChunk, Transcript, Utterance
from assistant.turns.listening import Hopes, Listening
from memory.store import Store
from models import registry
from models.turns.smart_turn import SmartTurn, features
from tests.clock import run
from tests.speech import flite
from tests.tiny import turns
from tests.wants import wants

RATE = 16_000


def noise(seconds: float, level: float = 3_000) -> bytes:
    hiss = np.random.default_rng(1).normal(0, level, int(seconds * RATE)).clip(-32_000, 32_000)
    return bytes(hiss.astype("<i2").tobytes())


def silence(seconds: float) -> bytes:
    return bytes(2 * int(seconds * RATE))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return turns.quiet_at_the_end(tmp_path / "tiny.onnx")


def heard(file: Path, pcm: bytes) -> float:
    detector = SmartTurn(file)
    try:
        return run(detector.over(Utterance(pcm, 1000.0)))
    finally:
        detector.close()


@pytest.mark.parametrize("batch", [1, "batch"])
def test_a_file_of_the_format_is_asked_about_the_sound_and_its_answer_is_given(
    tmp_path: Path, batch: int | str
) -> None:
    file = turns.quiet_at_the_end(tmp_path / "tiny.onnx", batch=batch)
    assert heard(file, noise(2) + silence(0.5)) > 0.9
    assert heard(file, silence(0.5) + noise(2)) < 0.1


def test_what_was_said_last_is_what_counts_however_long_the_turn(file: Path) -> None:
    assert heard(file, silence(20) + noise(3)) < 0.1
    assert heard(file, noise(20) + silence(0.5)) > 0.9
    last = noise(8, 2_000)
    assert np.array_equal(features(noise(5) + last), features(last))


@pytest.mark.parametrize("pcm", [noise(0.1), noise(3), noise(12), silence(2), b""], ids=len)
def test_short_sound_stands_at_the_end_of_eight_seconds(pcm: bytes) -> None:
    made = features(pcm)
    assert made.shape == (1, 80, 800)
    assert made.dtype == np.float32
    assert np.isfinite(made).all()


def whispers_own(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """By faster-whisper's extractor, from its file: importing the package takes seconds."""
    package = importlib.util.find_spec("faster_whisper")
    assert package is not None
    assert package.submodule_search_locations is not None
    names = runpy.run_path(str(Path(package.submodule_search_locations[0]) / "feature_extractor.py"))
    return np.asarray(names["FeatureExtractor"](chunk_length=8)(sound, padding=0), np.float32)


def test_the_features_are_those_of_whisper() -> None:
    sound = flite("where did you put the red notebook that I gave you")
    said = np.frombuffer(sound, "<i2")[-8 * RATE :].astype(np.float32) / np.float32(32_768)
    whole = np.concatenate([np.zeros(8 * RATE - len(said), np.float32), said])
    normal = (whole - whole.mean()) / np.sqrt(whole.var() + np.float32(1e-7))
    assert features(sound)[0] == pytest.approx(whispers_own(normal), abs=2e-3)


def test_a_tone_is_found_in_the_band_it_lies_in() -> None:
    time = np.arange(8 * RATE) / RATE
    tones = [(8_000 * np.sin(2 * np.pi * hertz * time)).astype("<i2").tobytes() for hertz in (200, 1000)]
    bands = [int(features(tone)[0].mean(1).argmax()) for tone in tones]
    assert bands == [4, 26]


@pytest.mark.parametrize(
    ("taken", "given", "value", "complaint"),
    [
        ([1, 128_000], [1, 1], 0.5, r"takes input_features \[1, 128000\]. Supported is Smart Turn v3"),
        ([1, 128, 800], [1, 1], 0.5, r"takes input_features \[1, 128, 800\]"),
        ([1, 80, 800], [1, 2], 0.5, r"puts out \[1, 2\], which is no probability"),
        ([1, 80, 800], [1, 1], 3.7, "which is no probability"),
    ],
)
def test_any_other_model_is_told_what_is_supported(
    tmp_path: Path, taken: list[int], given: list[int], value: float, complaint: str
) -> None:
    with pytest.raises(ModelError, match=complaint):
        SmartTurn(turns.of_shape(tmp_path / "other.onnx", taken, given, value))


def test_the_loaded_part_is_a_turn_detector(file: Path) -> None:
    memory = Store.open(None)
    backend = registry.turns(f"onnx:{file}", wants(memory))
    assert isinstance(backend.part, TurnDetector)
    backend.close()
    memory.close()


class Loudness:
    """Sure of speech where any sample is not zero."""

    def speech_probability(self, chunk: AudioChunk) -> float:
        return 0.97 if any(chunk.pcm) else 0.02


class SlowEars:
    """They take longer than any turn waits for its words."""

    async def transcribe(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(2)
        return Transcript("my two dogs", "en", 0.9)


class Deaf:
    async def over(self, utterance: Utterance) -> float:
        raise HearingError("The turn detector failed: it is deaf.")


async def nothing(*_: object) -> None:
    """No hopes are set on these words."""


def told(detector: TurnDetector | None, *sounds: bytes) -> tuple[list[Event], float]:
    """What a user is told who makes these sounds one after the other, and when the turn ended, in seconds of them."""
    events: list[tuple[Event, float]] = []
    now = 0.0

    async def scene() -> None:
        nonlocal now
        async with asyncio.TaskGroup() as group:
            hopes = Hopes(nothing, nothing, nothing)
            listening = Listening(Loudness(), SlowEars(), send, lambda: now, group.create_task, hopes, turns=detector)
            pcm = b"".join(sounds)
            for at in range(0, len(pcm), 640):
                await listening.hear(pcm[at : at + 640])
                now += 0.02
                await asyncio.sleep(0.02)

    async def send(event: Event) -> None:
        events.append((event, now))

    run(scene())
    return [event for event, _ in events], next(at for event, at in events if isinstance(event, SpeechEnded))


def test_a_turn_that_the_detector_hears_to_be_over_waits_for_no_words(file: Path) -> None:
    detector = SmartTurn(file)
    said = noise(2), silence(1.5)
    _, alone = told(None, *said)
    _, helped = told(detector, *said)
    detector.close()
    assert alone > 2.55
    assert helped < 2.3


def test_a_detector_that_fails_says_so_and_the_turn_ends_without_it() -> None:
    events, ended = told(Deaf(), noise(2), silence(1.5))
    assert [str(event.message) for event in events if isinstance(event, Failed)][:1] == [
        "The turn detector failed: it is deaf."
    ]
    assert ended < 3.5
