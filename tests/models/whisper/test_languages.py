"""The languages that a user names, and the script in which Chinese comes back."""

import pytest

from assistant.core.errors import SettingsError
from assistant.core.values import Transcript
from models.whisper.languages import Spoken, spoken

KNOWN = ("en", "zh", "de", "pt")


@pytest.mark.parametrize(
    ("tags", "codes", "traditional"),
    [
        ([], (), None),
        (["en"], ("en",), None),
        (["en", "zh-Hant"], ("en", "zh"), True),
        (["zh_TW"], ("zh",), True),
        (["zh-CN", "en"], ("zh", "en"), False),
        (["zh"], ("zh",), None),
        (["zh", "zh-Hans"], ("zh",), False),
        (["pt-BR", "DE"], ("pt", "de"), None),
    ],
)
def test_tags_become_whispers_languages_and_a_script(
    tags: list[str], codes: tuple[str, ...], traditional: bool | None
) -> None:
    assert spoken(tags, KNOWN) == Spoken(codes, traditional)


def test_a_language_that_the_model_does_not_know_is_said_at_the_start() -> None:
    with pytest.raises(SettingsError, match="tlh"):
        spoken(["tlh"], KNOWN)
    with pytest.raises(SettingsError, match="English only"):
        spoken(["de"], ["en"])


def test_chinese_is_written_as_the_user_reads_it_and_other_languages_as_they_come() -> None:
    mixed = Transcript("我的头髮", "zh", 0.9)
    assert Spoken((), True).written(mixed).text == "我的頭髮"
    assert Spoken((), False).written(mixed).text == "我的头发"
    assert Spoken().written(mixed) == mixed
    japanese = Transcript("髪の頭", "ja", 0.9)
    assert Spoken((), False).written(japanese) == japanese
