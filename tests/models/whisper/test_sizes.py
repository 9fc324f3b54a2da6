"""Names of sizes, and which one a machine gets."""

import pytest

from assistant.core.errors import SettingsError
from models.whisper.sizes import ALIASES, SIZES, choose, source_of


def test_a_size_is_a_conversion_on_the_hub_and_anything_with_a_slash_is_taken_as_it_is() -> None:
    assert source_of("base") == "Systran/faster-whisper-base"
    assert source_of("turbo") == source_of("large-v3-turbo")
    assert source_of("someone/whisper-ct2") == "someone/whisper-ct2"
    assert source_of("./here") == "./here"


def test_what_is_no_size_lists_them() -> None:
    with pytest.raises(SettingsError, match=r"tiny, tiny\.en, base"):
        source_of("enormous")


def test_every_name_is_one_that_faster_whisper_knows() -> None:
    from faster_whisper.utils import _MODELS

    assert {name: size.id for name, size in SIZES.items()}.items() <= _MODELS.items()
    assert all(_MODELS[alias] == _MODELS[name] for alias, name in ALIASES.items())


@pytest.mark.parametrize(
    ("cores", "memory", "gpu", "languages", "size"),
    [
        (2, 2e9, 0, (), "tiny"),
        (2, 2e9, 0, ("en",), "tiny.en"),
        (4, 8e9, 0, ("en", "zh-Hant"), "base"),
        (16, 32e9, 0, (), "small"),
        (4, 8e9, 2e9, (), "small"),
        (4, 8e9, 8e9, ("en",), "large-v3-turbo"),
    ],
)
def test_a_machine_gets_what_answers_in_time(
    cores: int, memory: float, gpu: float, languages: tuple[str, ...], size: str
) -> None:
    assert choose(cores, round(memory), round(gpu), languages) == size
