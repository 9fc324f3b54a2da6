"""Which voices there are, and by what name."""

from pathlib import Path

import pytest

from assistant.core.errors import SettingsError
from models.fetching.sources import Hub
from models.voice.voices import NEEDS, kokoro_speakers, numbered_speakers, voices


def test_every_voice_is_listed_with_languages_and_licence(tmp_path: Path) -> None:
    listed = voices(Hub(cache=tmp_path))
    assert {voice.tts for voice in listed} == {"off", "builtin", "kokoro", "openai:<url>#<model>"}
    assert all(voice.languages and voice.licence for voice in listed)
    assert len({(voice.tts, voice.name) for voice in listed}) == len(listed)


def test_what_was_not_fetched_is_not_there_and_says_how_large_it_is(tmp_path: Path) -> None:
    neural = [voice for voice in voices(Hub(cache=tmp_path)) if voice.tts == "kokoro"]
    assert len(neural) == 103
    assert not any(voice.installed for voice in neural)
    assert all(voice.size > 300_000_000 for voice in neural)


def test_each_language_has_its_voice_unless_one_is_chosen_for_all() -> None:
    default = kokoro_speakers("")
    assert default["en"] != default["zh-Hant"] == default["zh-Hans"]
    assert set(kokoro_speakers("zm_100").values()) == {102}
    assert set(numbered_speakers("7").values()) == {7}


def test_a_voice_that_does_not_exist_is_answered_with_some_that_do() -> None:
    with pytest.raises(SettingsError, match=r"no voice named 'nova'; choose one of: af_maple"):
        kokoro_speakers("nova")
    with pytest.raises(SettingsError, match="numbers"):
        numbered_speakers("nova")


def test_of_a_repository_only_what_the_voice_needs_is_fetched() -> None:
    repository = "model.onnx model.int8.onnx voices.bin tokens.txt lexicon-us-en.txt lexicon-gb-en.txt lexicon-zh.txt"
    others = "README.md LICENSE date-zh.fst espeak-ng-data/phontab dict/jieba.dict.utf8"
    wanted = ["lexicon-us-en.txt", "lexicon-zh.txt", "model.onnx", "tokens.txt", "voices.bin"]
    assert NEEDS.pick(f"{repository} {others}".split()) == wanted
    matcha = ["lexicon.txt", "model-steps-3.onnx", "tokens.txt", "vocos-16khz-univ.onnx"]
    assert NEEDS.pick([*matcha, "phone-zh.fst"]) == matcha


@pytest.mark.parametrize("present", [["model.onnx", "tokens.txt"], ["model.safetensors"], []])
def test_a_repository_without_a_dictionary_holds_no_voice(present: list[str]) -> None:
    assert not NEEDS.pick(present)
