"""How a voice ends: made voices whose pitch is known, and real speech."""

import numpy as np
import pytest

from assistant.turns.prosody import Ending, ending
from tests.speech import clip, flite

RATE = 16_000
QUIET = bytes(2 * 2_048)


def voice(*pitches: tuple[float, float], seconds: float = 1.2, fade: float = 0.0, noise: float = 0.0) -> bytes:
    """A buzz that glides through (share of its length, Hz) and dies away by `fade` dB over its last 0.2 s."""
    time = np.arange(int(seconds * RATE))
    hertz = np.interp(time / len(time), [at for at, _ in pitches], [pitch for _, pitch in pitches])
    phase = np.cumsum(2 * np.pi * hertz / RATE)
    buzz = sum(np.sin(k * phase) / k for k in range(1, 8)) * 5_000
    buzz = buzz * 10 ** (-fade * np.clip((time - len(time) + 0.2 * RATE) / (0.2 * RATE), 0, 1) / 20)
    hiss = np.random.default_rng(1).normal(0, noise, len(time) + 2_048)
    return bytes((np.concatenate([buzz, np.zeros(2_048)]) + hiss).clip(-32_000, 32_000).astype("<i2").tobytes())


def heard(pcm: bytes) -> Ending:
    found = ending(pcm)
    assert found is not None
    return found


@pytest.mark.parametrize("pitch", [85.0, 120.0, 210.0, 330.0])
@pytest.mark.parametrize("noise", [0.0, 300.0])
def test_a_fall_and_a_rise_are_heard_in_semitones_whoever_speaks(pitch: float, noise: float) -> None:
    level = heard(voice((0, pitch), (1, pitch), noise=noise))
    fall = heard(voice((0, pitch), (0.8, pitch), (0.95, pitch * 0.84), (1, pitch * 0.84), noise=noise))
    rise = heard(voice((0, pitch), (0.8, pitch), (0.95, pitch * 1.19), (1, pitch * 1.19), noise=noise))
    assert level.drop == pytest.approx(0, abs=0.3)
    assert fall.drop == pytest.approx(-3, abs=0.7)
    assert rise.drop == pytest.approx(3, abs=0.7)


def test_a_voice_that_dies_away_is_told_from_one_that_breaks_off() -> None:
    away, off = heard(voice((0, 120), (1, 120), fade=15)), heard(voice((0, 120), (1, 120)))
    assert away.fade < -6
    assert off.fade > -3


@pytest.mark.parametrize("pcm", [b"", bytes(600), bytes(64_000), QUIET], ids=len)
def test_where_there_is_no_voice_nothing_is_known(pcm: bytes) -> None:
    assert ending(pcm) is None


def test_noise_has_no_pitch() -> None:
    hiss = np.random.default_rng(2).normal(0, 3_000, 2 * RATE).clip(-32_000, 32_000).astype("<i2").tobytes()
    assert ending(hiss) is None


def test_a_statement_of_a_real_person_falls_at_its_end() -> None:
    assert heard(clip("en_harvard_spk1_snt1") + QUIET).drop < -1


def test_the_end_alone_counts_however_long_the_turn_was() -> None:
    once = flite("where did you put the red notebook that I gave you")
    assert heard(once + QUIET) == heard(once * 5 + QUIET)
