"""The command line wins over the environment, which wins over the default; what cannot be is refused in words."""

from pathlib import Path

import pytest

from assistant.core.errors import SettingsError
from assistant.settings import Settings, read


def test_nothing_given_means_this_machine_only() -> None:
    settings = read([], {})
    assert settings == Settings()
    assert (settings.host, settings.port, settings.vlm) == ("127.0.0.1", 7860, "auto")


@pytest.fixture(autouse=True)
def no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.settings.FILE", tmp_path / "settings.toml")


def test_the_command_line_wins_over_the_environment() -> None:
    environment = {"KEEPSIGHT_PORT": "8000", "KEEPSIGHT_DATA": "/tmp/elsewhere", "KEEPSIGHT_VERBOSE": "1"}
    settings = read(["--port", "9000"], environment)
    assert (settings.port, settings.data, settings.verbose) == (9000, Path("/tmp/elsewhere"), True)


def test_a_file_stands_behind_the_environment_and_before_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('vlm = "builtin"\nport = 8000\nlan = false\nmemory_gb = 2.5\n')
    settings = read(["--settings", str(file)], {"KEEPSIGHT_PORT": "9000"})
    assert (settings.vlm, settings.port, settings.lan, settings.memory_gb) == ("builtin", 9000, False, 2.5)
    assert read([], {"KEEPSIGHT_SETTINGS": str(file)}).port == 8000


def test_the_file_in_its_usual_place_is_read_unasked(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('languages = "en,zh-Hant"')
    assert read([], {}).languages == "en,zh-Hant"


@pytest.mark.parametrize(
    ("text", "words"),
    [('vml = "auto"', "No setting is called 'vml'; choose from: .*vlm"), ("port 8000", "cannot be read"), (None, "no")],
)
def test_a_file_that_is_missing_broken_or_misspelt_is_named(tmp_path: Path, text: str | None, words: str) -> None:
    file = tmp_path / "mine.toml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(SettingsError, match=words):
        read(["--settings", str(file)], {})


def test_hugging_faces_own_switch_for_offline_is_honoured() -> None:
    assert read([], {"HF_HUB_OFFLINE": "1"}).offline
    assert not read([], {"HF_HUB_OFFLINE": "1", "KEEPSIGHT_OFFLINE": "0"}).offline


def test_the_help_says_what_each_setting_means(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read(["--help"], {})
    assert "port to listen on" in capsys.readouterr().out


def test_a_name_with_an_address_in_it_passes_as_it_is() -> None:
    assert read(["--vlm", "openai:http://localhost:11434/v1#qwen"], {}).vlm == "openai:http://localhost:11434/v1#qwen"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "many"], "whole number"),
        (["--port", "70000"], "0 to 65535"),
        (["--memory-gb", "0"], "more than 0"),
        (["--memory-gb", "big"], "a number"),
        (["--host", "0.0.0.0"], "--password"),
        (["--lan"], "--password"),
        (["--quantization", "2bit"], "choose one of: auto, none, 8bit, 4bit"),
    ],
)
def test_what_cannot_be_says_what_to_do(arguments: list[str], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read(arguments, {})


def test_the_network_is_served_once_there_is_a_password() -> None:
    assert read(["--lan"], {"KEEPSIGHT_PASSWORD": "open sesame"}).lan
