"""What every voice detector promises, and what a session makes of it with real speech."""

from collections.abc import Callable

import numpy as np
import pytest

from assistant.core.ports import VoiceDetector
from assistant.core.values import AudioChunk
from assistant.turns.hearing import RATE, WINDOW_BYTES, WINDOW_SECONDS, Ended, Microphone
from models import silero
from tests.speech import ENGLISH, FOREIGN, NOISE, clip

BACKENDS = {"silero": silero.create}


@pytest.fixture(params=sorted(BACKENDS))
def create(request: pytest.FixtureRequest) -> Callable[[], VoiceDetector]:
    return BACKENDS[request.param]


def silence(seconds: float) -> bytes:
    return bytes(2 * int(seconds * RATE))


def probabilities(detector: VoiceDetector, pcm: bytes) -> list[float]:
    return [
        detector.speech_probability(AudioChunk(pcm[at : at + WINDOW_BYTES], RATE))
        for at in range(0, len(pcm) - WINDOW_BYTES + 1, WINDOW_BYTES)
    ]


def utterances(detector: VoiceDetector, pcm: bytes) -> list[Ended]:
    """All that was heard; the clip begins after one second of silence."""
    heard = Microphone(detector.speech_probability).hear(silence(1) + pcm + silence(2))
    return [value for value, _ in heard if isinstance(value, Ended)]


def loud_part(pcm: bytes) -> tuple[float, float]:
    """Where the sound is above a tenth of its peak, in seconds: surely speech in a clip of one speaker."""
    peaks = np.abs(np.frombuffer(pcm, "<i2").astype(np.int32))[: len(pcm) // 320 * 160].reshape(-1, 160).max(axis=1)
    loud = np.flatnonzero(peaks > peaks.max() / 10)
    return float(loud[0]) / 100, float(loud[-1] + 1) / 100


def test_silence_is_no_speech(create: Callable[[], VoiceDetector]) -> None:
    assert max(probabilities(create(), silence(3))) < 0.1


def test_a_probability_is_between_0_and_1(create: Callable[[], VoiceDetector]) -> None:
    noise = np.random.default_rng(1).integers(-32768, 32767, 10 * RATE, dtype=np.int16).tobytes()
    assert all(0 <= probability <= 1 for probability in probabilities(create(), noise))


def test_detectors_do_not_disturb_each_other(create: Callable[[], VoiceDetector]) -> None:
    speech, alone = clip("en_librivox_0880"), create()
    expected = probabilities(alone, speech)
    one, other = create(), create()
    mixed = []
    for at in range(0, len(speech) - WINDOW_BYTES + 1, WINDOW_BYTES):
        mixed.append(one.speech_probability(AudioChunk(speech[at : at + WINDOW_BYTES], RATE)))
        other.speech_probability(AudioChunk(bytes(WINDOW_BYTES), RATE))
    assert mixed == expected


@pytest.mark.parametrize("name", ENGLISH + FOREIGN)
def test_a_real_sentence_is_one_utterance_that_holds_all_its_sound(
    create: Callable[[], VoiceDetector], name: str
) -> None:
    pcm = clip(name)
    (heard,) = utterances(create(), pcm)
    onset, offset = loud_part(pcm)
    assert 1 + onset - 0.5 <= heard.start * WINDOW_SECONDS <= 1 + onset
    assert 1 + offset <= heard.end * WINDOW_SECONDS <= 1 + offset + 0.6


@pytest.mark.parametrize("name", NOISE)
def test_noise_is_no_utterance(create: Callable[[], VoiceDetector], name: str) -> None:
    assert utterances(create(), clip(name)) == []
