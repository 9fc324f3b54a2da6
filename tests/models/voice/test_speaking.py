"""A neural voice as its process runs it, on tiny models whose letters each sound for 50 ms."""

import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.core.errors import ModelError, VoiceError
from assistant.core.values import Language

pytest.importorskip("sherpa_onnx", reason="needs requirements-models.txt")
pytest.importorskip("onnx", reason="needs requirements-dev.txt")

from models.openai.sound import RATE
from models.voice.speaking import CHUNK, Say, Speaking, open_speaking
from tests.tiny import speakers

ALL: dict[Language, int] = {"en": 0, "zh-Hant": 0, "zh-Hans": 0}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {name: tmp_path_factory.mktemp(name) for name in speakers.CHECKPOINTS}
    for name, folder in made.items():
        speakers.CHECKPOINTS[name](folder)
    return made


@pytest.fixture(scope="module")
def kokoro(folders: dict[str, Path]) -> Speaking:
    return open_speaking(folders["kokoro"], ALL)


def said(speaking: Speaking, sentence: str, language: Language = "en") -> NDArray[np.int16]:
    chunks = list(speaking.handle(Say(sentence, language), threading.Event()))
    assert all(chunk.rate == RATE for chunk in chunks)
    return np.frombuffer(b"".join(chunk.pcm for chunk in chunks), "<i2")


def seconds(speaking: Speaking, sentence: str, language: Language = "en") -> float:
    return len(said(speaking, sentence, language)) / RATE


def test_each_word_of_a_mixed_sentence_is_read(kokoro: Speaking) -> None:
    mixed = seconds(kokoro, "您的 piano 好", "zh-Hans")
    parts = seconds(kokoro, "您的", "zh-Hans") + seconds(kokoro, "piano") + seconds(kokoro, "好", "zh-Hans")
    assert mixed == pytest.approx(parts, abs=4 * speakers.SECONDS)


def test_a_word_that_no_dictionary_holds_is_heard_all_the_same(kokoro: Speaking) -> None:
    assert seconds(kokoro, "Keepsight") == pytest.approx(seconds(kokoro, "keep sight"))
    assert seconds(kokoro, "42") == pytest.approx(seconds(kokoro, "forty two"))
    assert seconds(kokoro, "2點", "zh-Hant") == pytest.approx(seconds(kokoro, "二点", "zh-Hans"))


def test_each_language_has_the_voice_that_was_chosen_for_it(folders: dict[str, Path]) -> None:
    both = open_speaking(folders["kokoro"], {"en": 0, "zh-Hant": 1, "zh-Hans": 1})
    loud, soft = said(both, "hello", "en"), said(both, "hello", "zh-Hans")
    assert np.abs(soft).mean() == pytest.approx(np.abs(loud).mean() / 2, rel=0.01)


def test_sound_of_another_rate_keeps_its_pitch_and_has_no_seam(folders: dict[str, Path]) -> None:
    pcm = said(open_speaking(folders["vits"], {"en": 0}), "hello hello hello hello hello hello")
    middle = pcm[CHUNK : -4 * CHUNK].astype(float)
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle)))) ** 2
    loudest = int(np.argmax(spectrum))
    assert loudest * RATE / len(middle) == pytest.approx(speakers.TONE, abs=1)
    assert spectrum[loudest - 4 : loudest + 5].sum() > 0.999 * spectrum.sum()


def test_a_stop_takes_effect_behind_the_clause(kokoro: Speaking) -> None:
    stop = threading.Event()
    chunks = kokoro.handle(Say("word " * 5_000, "en"), stop)
    next(chunks)
    stop.set()
    assert sum(chunk.seconds for chunk in chunks) < 60 < 5_000 * 4 * speakers.SECONDS


def test_numbers_that_overflow_are_no_sound(folders: dict[str, Path], tmp_path: Path) -> None:
    for file in folders["kokoro"].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "voices.bin").write_bytes(np.full(2 * 510 * 256, np.nan, np.float32).tobytes())
    with pytest.raises(VoiceError, match="overflow"):
        said(open_speaking(tmp_path, ALL), "hello")


def test_a_folder_without_a_voice_says_what_is_missing(folders: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"tokens\.txt"):
        open_speaking(tmp_path, ALL)
    for file in folders["kokoro"].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes()[:100])
    with pytest.raises(ModelError, match="broken"):
        open_speaking(tmp_path, ALL)


def test_a_voice_that_the_model_has_not_is_refused(folders: dict[str, Path]) -> None:
    with pytest.raises(ModelError, match="has 2 voices"):
        open_speaking(folders["kokoro"], {"en": 2})
