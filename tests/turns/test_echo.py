"""The reply from the loudspeaker is told from somebody who talks, also when both are heard at once."""

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.turns.bargein import LIKELY
from assistant.turns.echo import STEP, Echo, floats
from assistant.turns.overheard import HEARD
from tests.speech import clip, flite

RATE = 16_000
Floats = NDArray[np.float32]
REPLY = floats(
    flite("I can read text, scan codes, name colours and learn the look of things that you show me. Ask me now.")
)


def room(sound: Floats, db: float, seconds: float = 0.12) -> Floats:
    """What comes back of it: late, with the ring of a room, from a loudspeaker without bass."""
    dice = np.random.default_rng(3)
    ring = dice.normal(0, 0.12, RATE // 4) * np.exp(-np.arange(RATE // 4) / (0.05 * RATE))
    ring[0] = 1
    spectrum, hertz = np.fft.rfft(np.convolve(sound, ring)[: len(sound)]), np.fft.rfftfreq(len(sound), 1 / RATE)
    heard = np.fft.irfft(spectrum * hertz / (hertz + 250), len(sound)) * 10 ** (db / 20)
    late = np.concatenate([np.zeros(int(seconds * RATE)), heard])[: len(sound)]
    return np.asarray(late + dice.normal(0, 0.0008, len(sound)), np.float32)


def listened(heard: Floats) -> list[bool]:
    """For each 20 ms of the microphone's sound, while the page plays and reports each 0.1 s: somebody else?"""
    echo, steps = Echo(), []
    time = np.arange(0, len(REPLY) * 1.5) / 1.5
    echo.sent(1, pcm16(np.interp(time, np.arange(len(REPLY)), REPLY)))
    for step in range(len(heard) // 320):
        if step % 5 == 0:
            echo.played(1, step * 0.02)
        steps += echo.heard(pcm16(heard[step * 320 : (step + 1) * 320]))
    return steps


def pcm16(sound: NDArray[np.floating]) -> bytes:
    return bytes((sound * 32_767).clip(-32_768, 32_767).astype("<i2").tobytes())


@pytest.mark.parametrize("db", [-6, -12, -18, -24])
@pytest.mark.parametrize("late", [0.03, 0.3])
def test_the_reply_from_the_loudspeaker_is_nobody(db: float, late: float) -> None:
    somebody = listened(room(REPLY, db, late))
    most = max(sum(somebody[at : at + HEARD]) for at in range(len(somebody)))
    assert most * STEP < LIKELY  # never enough to cut it, though nothing is known in the first 0.4 s
    assert np.mean(somebody[75:]) < 0.1


@pytest.mark.parametrize(("db", "share"), [(-6, 0.3), (-12, 0.4), (-24, 0.6)])
def test_who_talks_over_the_echo_is_heard(db: float, share: float) -> None:
    voice = floats(clip("en_harvard_spk1_snt2"))[RATE // 4 : 2 * RATE]
    voice = voice * np.float32(0.1 / np.sqrt(np.mean(voice**2)))
    heard = room(REPLY, db)
    heard[3 * RATE : 3 * RATE + len(voice)] += voice
    somebody = listened(heard)[150 : 150 + len(voice) // 320]
    loud = [np.abs(voice[step * 320 : (step + 1) * 320]).max() > 0.05 for step in range(len(somebody))]
    assert np.mean([is_there for is_there, audible in zip(somebody, loud, strict=True) if audible]) > share


def test_without_an_echo_whoever_talks_is_somebody() -> None:
    voice = floats(clip("en_harvard_spk1_snt2"))
    assert sum(listened(voice)) * 0.02 > 1.0


def test_an_echo_that_does_not_come_back_any_more_is_forgotten() -> None:
    heard, voice = room(REPLY, -6), floats(clip("en_harvard_spk1_snt2"))[RATE // 4 : 2 * RATE]
    heard[2 * RATE :] = 0  # headphones
    heard[3 * RATE : 3 * RATE + len(voice)] += voice
    assert sum(listened(heard)[150:]) * STEP > 1.0  # who talks is not measured with it


def test_silence_is_nobody() -> None:
    assert not any(listened(np.zeros(3 * RATE, np.float32)))
