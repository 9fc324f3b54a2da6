"""espeak-ng lives in a process of its own, which may die."""

import contextlib
import gc
import importlib.util
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import psutil
import pytest

from assistant.core.errors import VoiceError
from assistant.core.values import AudioChunk, Language
from models.builtin import voice
from models.builtin.voice import Voice, _resampled
from tests.clock import run

LONG = "Your glasses are on the piano, left of the lamp, where they were this morning. " * 20


@pytest.fixture
def speaker() -> Iterator[Voice]:
    try:
        made = voice.create()
    except VoiceError as error:
        pytest.skip(str(error))
    with contextlib.closing(made):
        yield made


def workers() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "espeak_worker" in " ".join(child.cmdline())]


async def spoken(speaker: Voice, sentence: str) -> bytes:
    async with contextlib.aclosing(speaker.speak(sentence, "en")) as sound:
        return b"".join([chunk.pcm async for chunk in sound])


async def broken_off(speaker: Voice, sentence: str) -> bytes:
    """The worker is killed when the first sound has come."""
    async with contextlib.aclosing(speaker.speak(sentence, "en")) as sound:
        heard = (await anext(sound)).pcm
        workers()[0].kill()
        return heard + b"".join([chunk.pcm async for chunk in sound])


def alike(one: bytes, other: bytes) -> bool:
    """As long to a hundredth and as loud in every tenth of a second: espeak-ng itself varies by a few samples."""
    if abs(len(one) - len(other)) > len(one) / 100:
        return False
    n = min(len(one), len(other)) // 4800
    return bool(np.corrcoef(loudness(one)[:n], loudness(other)[:n])[0, 1] > 0.95)


def loudness(pcm: bytes) -> npt.NDArray[np.float64]:
    samples = np.frombuffer(pcm, "<i2").astype(float)
    power: npt.NDArray[np.float64] = (samples[: len(samples) // 2400 * 2400].reshape(-1, 2400) ** 2).mean(axis=1)
    return np.sqrt(power)


def test_a_worker_that_dies_between_sentences_is_started_again(speaker: Voice) -> None:
    workers()[0].kill()
    assert alike(run(spoken(speaker, LONG)), run(spoken(speaker, LONG)))


def test_a_worker_that_dies_in_a_sentence_is_started_again_where_the_sound_broke_off(speaker: Voice) -> None:
    assert alike(run(broken_off(speaker, LONG)), run(spoken(speaker, LONG)))


def test_a_voice_that_dies_every_time_is_an_error_that_says_so_and_the_next_sentence_is_spoken(
    speaker: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patience:
        patience.setattr(voice, "_PATIENCE", 0.0)
        with pytest.raises(VoiceError, match="broke off twice"):
            run(spoken(speaker, LONG * 50))
    assert len(run(spoken(speaker, "Hello."))) > 0


def test_closing_ends_the_process(speaker: Voice) -> None:
    (worker,) = workers()
    speaker.close()
    assert not worker.is_running()
    with pytest.raises(VoiceError, match="closed"):
        run(spoken(speaker, "Hello."))


def test_a_voice_that_is_let_go_takes_its_process_along() -> None:
    try:
        made = voice.create()
    except VoiceError as error:
        pytest.skip(str(error))
    (worker,) = workers()
    assert worker.is_running()
    del made
    gc.collect()
    assert not worker.is_running()


def test_without_espeak_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    with pytest.raises(VoiceError, match=r"pip install -r requirements-voice\.txt"):
        voice.create()


def test_a_library_that_does_not_start_is_named() -> None:
    with pytest.raises(VoiceError, match="does not start"):
        Voice("/nowhere/libespeak-ng.so", "")
    assert workers() == []


@pytest.mark.parametrize(
    ("sentence", "language", "words"),
    [
        ("Your glasses, I think, are here.", "en", [0, 5, 14, 16, 23, 27]),
        ("眼鏡在鋼琴上。", "zh-Hant", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_it_tells_with_every_sound_how_many_whole_words_were_said(
    speaker: Voice, sentence: str, language: Language, words: list[int]
) -> None:
    async def told() -> list[int | None]:
        async with contextlib.aclosing(speaker.speak(sentence, language)) as sound:
            return [chunk.said async for chunk in sound]

    assert list(dict.fromkeys(run(told()))) == words


def pieces(pcm: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(pcm), size):
        yield pcm[at : at + size]


@pytest.mark.parametrize("size", [2, 14, 2204])
def test_resampling_keeps_the_pitch_and_has_no_seams(size: int) -> None:
    tone = (8000 * np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050)).astype("<i2").tobytes()
    chunks: list[AudioChunk] = list(_resampled(((piece, 0) for piece in pieces(tone, size)), 22_050))
    made = np.frombuffer(b"".join(chunk.pcm for chunk in chunks), "<i2")
    assert abs(len(made) - 24_000) <= 2
    wanted = 8000 * np.sin(2 * np.pi * 440 * (np.arange(len(made)) / 24_000 - 1 / 22_050))
    assert np.abs(made[100:] - wanted[100:]).max() < 60
