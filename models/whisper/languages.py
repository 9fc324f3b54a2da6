"""The languages a user speaks, as Whisper has to be told, and how Chinese is to be written (pure)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.core.errors import SettingsError
from assistant.core.values import Transcript
from assistant.core.wording import to_simplified, to_traditional

_TRADITIONAL = {"hant", "tw", "hk", "mo"}
_SIMPLIFIED = {"hans", "cn", "sg", "my"}
_CHINESE = ("zh", "yue")


@dataclass(frozen=True, slots=True)
class Spoken:
    """codes: of Whisper's languages, likeliest first; empty for any. traditional: None leaves Chinese as it comes."""

    codes: tuple[str, ...] = ()
    traditional: bool | None = None

    def written(self, transcript: Transcript) -> Transcript:
        """Whisper writes Chinese in either script, as it happens; the user reads one."""
        if self.traditional is None or transcript.language not in _CHINESE:
            return transcript
        convert = to_traditional if self.traditional else to_simplified
        return replace(transcript, text=convert(transcript.text))


def spoken(tags: Sequence[str], known: Collection[str]) -> Spoken:
    """`en`, `zh-Hant`, `zh-TW`, `pt-BR` …; `known` are the languages of the model. Raises SettingsError."""
    codes: dict[str, None] = {}
    traditional: bool | None = None
    for tag in tags:
        code, *rest = tag.lower().replace("_", "-").split("-")
        if code not in known:
            raise SettingsError(_unknown(tag, known))
        codes[code] = None
        if code in _CHINESE and traditional is None:
            traditional = True if _TRADITIONAL & set(rest) else False if _SIMPLIFIED & set(rest) else None
    return Spoken(tuple(codes), traditional)


def _unknown(tag: str, known: Collection[str]) -> str:
    if set(known) == {"en"}:
        return f"This speech model understands English only, not {tag!r}: choose one whose name does not end in .en."
    return f"--languages {tag}: the speech model does not know it; use codes such as en, zh-Hant, de, ja."
