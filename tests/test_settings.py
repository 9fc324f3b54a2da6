"""The command line wins over the environment, which wins over the default; what cannot be is refused in words."""

from pathlib import Path

import pytest

from assistant.core.errors import SettingsError
from assistant.settings import Settings, read


def test_nothing_given_means_this_machine_only() -> None:
    settings = read([], {})
    assert settings == Settings()
    assert (settings.host, settings.port, settings.vlm) == ("127.0.0.1", 7860, "builtin")


def test_the_command_line_wins_over_the_environment() -> None:
    environment = {"KEEPSIGHT_PORT": "8000", "KEEPSIGHT_DATA": "/tmp/elsewhere", "KEEPSIGHT_VERBOSE": "1"}
    settings = read(["--port", "9000"], environment)
    assert (settings.port, settings.data, settings.verbose) == (9000, Path("/tmp/elsewhere"), True)


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
    ],
)
def test_what_cannot_be_says_what_to_do(arguments: list[str], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read(arguments, {})


def test_the_network_is_served_once_there_is_a_password() -> None:
    assert read(["--lan"], {"KEEPSIGHT_PASSWORD": "open sesame"}).lan
