"""The detector reads window by window what faster-whisper reads at once, and gives the same."""

import numpy as np
import pytest
from faster_whisper.vad import get_vad_model

from assistant.core.values import AudioChunk
from models import silero
from tests.speech import clip

WINDOW = 512


def test_streaming_equals_the_batch_result() -> None:
    speech = clip("en_librivox_0870")
    samples = np.frombuffer(speech, "<i2").astype(np.float32) / np.float32(32768)
    samples = samples[: len(samples) // WINDOW * WINDOW]
    # The batch code overwrites the end of the last window it is given, so it is given one to spare.
    expected = get_vad_model()(np.append(samples, np.zeros(WINDOW, np.float32)))[:-1].ravel()
    detector = silero.create()
    streamed = [
        detector.speech_probability(AudioChunk(speech[2 * at : 2 * (at + WINDOW)], 16_000))
        for at in range(0, len(samples), WINDOW)
    ]
    np.testing.assert_allclose(streamed, expected, atol=1e-5)
    assert max(streamed) > 0.9


@pytest.mark.parametrize(
    "chunk", [AudioChunk(bytes(1022), 16_000), AudioChunk(b"", 16_000), AudioChunk(bytes(1024), 24_000)]
)
def test_a_window_of_another_size_or_rate_is_a_bug(chunk: AudioChunk) -> None:
    with pytest.raises(ValueError, match="expected 512 samples at 16000 Hz"):
        silero.create().speech_probability(chunk)
