"""The Silero voice detector, from the ONNX file that faster-whisper carries (MIT); onnxruntime alone runs it.

faster-whisper itself is not imported: that would cost seconds and hundreds of megabytes for a 1.2 MB file.
"""

import functools
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.core.errors import HearingError
from assistant.core.ports import VoiceDetector
from assistant.core.values import AudioChunk

_RATE = 16_000
_WINDOW = 512
# The model reads each window behind the last samples of the one before.
_CONTEXT = 64


def create() -> VoiceDetector:
    """A detector with its own memory of what it heard; all share one model. Raises HearingError without the file."""
    return _Silero(_model())


class _Silero:
    def __init__(self, model: Any) -> None:
        self._model = model
        self._window = np.zeros((1, _CONTEXT + _WINDOW), np.float32)
        self._h = np.zeros((1, 1, 128), np.float32)
        self._c = np.zeros((1, 1, 128), np.float32)

    def speech_probability(self, chunk: AudioChunk) -> float:
        if chunk.rate != _RATE or len(chunk.pcm) != 2 * _WINDOW:
            raise ValueError(f"expected {_WINDOW} samples at {_RATE} Hz, got {len(chunk.pcm) / 2} at {chunk.rate} Hz")
        self._window[0, :_CONTEXT] = self._window[0, -_CONTEXT:]
        self._window[0, _CONTEXT:] = _samples(chunk.pcm)
        probability, self._h, self._c = self._model.run(None, {"input": self._window, "h": self._h, "c": self._c})
        return float(probability.item())


def _samples(pcm: bytes) -> NDArray[np.float32]:
    """Little-endian PCM16 as -1..1."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)


@functools.cache
def _model() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(_file()), options, providers=["CPUExecutionProvider"])


def _file() -> Path:
    carrier = importlib.util.find_spec("faster_whisper")
    assets = Path(carrier.origin).parent / "assets" if carrier and carrier.origin else Path()
    found = sorted(assets.glob("silero_vad*.onnx"))
    if not found:
        raise HearingError("The voice detector's file is missing; run: pip install 'faster-whisper>=1.2.1,<2'")
    return found[-1]
