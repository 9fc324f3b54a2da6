"""`--turns onnx:FILE`: Smart Turn v3 (BSD-2, github.com/pipecat-ai/smart-turn), which hears whether a turn is over.

It takes Whisper's log-mel features of the last eight seconds, sound shorter than that behind silence, and puts out a
probability. onnxruntime runs it here, in a thread of its own.
"""

import functools
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.core.errors import HearingError, ModelError
from assistant.core.lane import Lane
from assistant.core.ports import Backend, TurnDetector
from assistant.core.values import Utterance
from models.onnx_session import asked, opened, takes

RATE, BANDS, HOP = 16_000, 80, 160  # samples a second, mel bands, samples a frame
SECONDS = 8
FRAMES = SECONDS * RATE // HOP
Floats = NDArray[np.float32]
SUPPORTED = f"Supported is Smart Turn v3: one input of [1, {BANDS}, {FRAMES}], float, and one probability out."


class SmartTurn:
    """One for all sessions: it remembers nothing."""

    def __init__(self, file: Path) -> None:
        """Raises SettingsError, ModelError."""
        self._session = _open(file)
        self._lane = Lane("turns")

    async def over(self, utterance: Utterance) -> float:
        """0..1. Raises HearingError."""
        return await self._lane.call(lambda stop: self._over(utterance.pcm, stop), urgent=True)

    def close(self) -> None:
        self._lane.close()

    def _over(self, pcm: bytes, stop: Event) -> float:
        """Looks at `stop` before the model runs: what a cancelled call returns nobody sees."""
        taken = features(pcm)
        if stop.is_set():
            return 0.5
        try:
            return float(asked(self._session, taken).ravel()[0])
        except ModelError as error:
            raise HearingError(f"The turn detector failed: {error}") from error


def create(source: str) -> Backend[TurnDetector | None]:
    """`source`: an ONNX file. Raises SettingsError where there is none, ModelError for one that is not supported."""
    detector = SmartTurn(Path(source).expanduser())
    return Backend(detector, close=detector.close)


def features(pcm: bytes) -> Floats:
    """float32[1, 80, 800] of 16 kHz mono PCM16: the last eight seconds, brought to a mean of 0 and a variance of 1."""
    heard = np.frombuffer(pcm, "<i2")[-SECONDS * RATE :].astype(np.float32) / np.float32(32_768)
    sound = np.concatenate([np.zeros(SECONDS * RATE - len(heard), np.float32), heard])
    normal = (sound - sound.mean()) / np.sqrt(sound.var() + np.float32(1e-7))
    return np.asarray(_extractor()(normal, padding=0), np.float32)[None]


@functools.cache
def _extractor() -> Any:
    """Whisper's log-mel, as faster-whisper has it. Its import takes half a second, only where a detector is named."""
    from faster_whisper.feature_extractor import FeatureExtractor

    return FeatureExtractor(feature_size=BANDS, sampling_rate=RATE, hop_length=HOP, chunk_length=SECONDS)


def _open(file: Path) -> Any:
    """Tried out with silence and with noise: both must come out as probabilities."""
    session = opened("--turns", file, 1, SUPPORTED)
    inputs = session.get_inputs()
    shape = inputs[0].shape if len(inputs) == 1 else []
    fits = len(shape) == 3 and all(
        not isinstance(a, int) or a == b for a, b in zip(shape, (1, BANDS, FRAMES), strict=True)
    )
    if not fits or inputs[0].type != "tensor(float)":
        raise ModelError(f"{file.name} takes {takes(session)}. {SUPPORTED}")
    noise = np.random.default_rng(1).normal(0, 3_000, SECONDS * RATE).astype("<i2").tobytes()
    for pcm in (b"", noise):
        given = asked(session, features(pcm))
        if given.size != 1 or not 0 <= given.ravel()[0] <= 1:
            raise ModelError(f"{file.name} puts out {list(given.shape)}, which is no probability. {SUPPORTED}")
    return session
