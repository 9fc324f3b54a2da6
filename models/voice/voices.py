"""The voices that can be chosen with --tts and --voice: languages, licence, size. Nothing is loaded or fetched here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.core.errors import SettingsError, VoiceError
from assistant.core.values import Language
from models.builtin import voice
from models.fetching.files import Needs
from models.fetching.sources import Hub

# Kokoro-82M v1.1-zh (hexgrad, Apache-2.0) as sherpa-onnx's maintainers export it, 32-bit. The 8-bit export is not
# offered: it takes 2.5 times as long (4.5 s of a core instead of 2.0 for a sentence of 2.2 s), and overflows on some
# processors. Of the repository only what is needed is fetched; it also holds data of espeak-ng, which is GPL.
KOKORO = "csukuangfj/kokoro-multi-lang-v1_1"
_KOKORO_FILES = ("model.onnx", "voices.bin", "tokens.txt", "lexicon-us-en.txt", "lexicon-zh.txt")
_KOKORO_BYTES = 390_000_000  # 325 631 784 of the model, 53 790 720 of the voices, and the dictionaries
_FEMALE = (
    *(*range(1, 9), 17, 18, 19, *range(21, 25), 26, 27, 28, 32, 36, 38, 39, 40, 42, 43, 44, *range(46, 50), 51, 59, 60),
    *(67, *range(70, 80), *range(83, 89), 90, 92, 93, 94, 99),
)
_KOKORO_VOICES = (  # in the order of voices.bin
    *("af_maple", "af_sol", "bf_vale"),
    *(f"zf_{number:03}" for number in _FEMALE),
    *(f"zm_{number:03}" for number in range(1, 101) if number not in _FEMALE),
)
_AMERICAN, _MANDARIN = "af_maple", "zf_078"

Speakers = Mapping[Language, int]  # which of a model's voices speaks a language


@dataclass(frozen=True, slots=True)
class Voice:
    """tts, name: what follows --tts and --voice; no name where there is no choice. size: bytes to fetch, 0 for none.

    installed: it speaks without anything being fetched or installed first.
    """

    tts: str
    name: str
    languages: tuple[Literal["en", "zh"], ...]
    licence: str
    size: int = 0
    installed: bool = True


def voices(hub: Hub | None = None) -> list[Voice]:
    """All that are known by name, the browser's and a server's as one each."""
    fetched = (hub or Hub()).kept(KOKORO, NEEDS) is not None
    return [
        Voice("off", "", ("en", "zh"), "the browser's own"),
        Voice("builtin", "", ("en", "zh"), "GPL-3.0 (espeak-ng, a process of its own)", installed=_has_espeak()),
        *(
            Voice("kokoro", name, _spoken(name), "Apache-2.0", _KOKORO_BYTES, installed=fetched)
            for name in _KOKORO_VOICES
        ),
        Voice("openai:<url>#<model>", "<the server's>", ("en", "zh"), "the server's"),
    ]


def listing(hub: Hub | None = None) -> str:
    """The voices as a table: how to choose each, what it speaks, its licence, and what has to be fetched for it."""
    rows = [(_choosing(one), ", ".join(one.languages), one.licence, _cost(one)) for one in voices(hub)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _choosing(one: Voice) -> str:
    return f"--tts {one.tts}" + (f" --voice {one.name}" if one.name else "")


def _cost(one: Voice) -> str:
    if one.installed:
        return "ready"
    return f"{one.size / 1e6:.0f} MB" if one.size else "make voice"


def kokoro_speakers(name: str) -> Speakers:
    """One voice for each language, or `name` for all: each can read both, its own better. Raises SettingsError."""
    if not name:
        english, chinese = map(_KOKORO_VOICES.index, (_AMERICAN, _MANDARIN))
        return {"en": english, "zh-Hant": chinese, "zh-Hans": chinese}
    if name not in _KOKORO_VOICES:
        raise SettingsError(
            f"no voice named {name!r}; choose one of: {', '.join(_KOKORO_VOICES[:6])}, …; `--tts list` shows all."
        )
    return _same(_KOKORO_VOICES.index(name))


def numbered_speakers(name: str) -> Speakers:
    """Of a model whose voices are not known by name. Raises SettingsError."""
    if name and not name.isdecimal():
        raise SettingsError(f"this model's voices have numbers, from 0; --voice {name} is none.")
    return _same(int(name or 0))


def is_kokoro_voice(name: str) -> bool:
    return name in _KOKORO_VOICES


def _same(number: int) -> Speakers:
    return {"en": number, "zh-Hant": number, "zh-Hans": number}


def _spoken(name: str) -> tuple[Literal["en", "zh"], ...]:
    """Each reads both; first what it was recorded in."""
    return ("zh", "en") if name.startswith("z") else ("en", "zh")


def _has_espeak() -> bool:
    try:
        voice.find()
    except VoiceError:
        return False
    return True


def _pick(names: Collection[str]) -> Sequence[str]:
    """Kokoro's files without the 8-bit and the British ones; of other voices all models, tables and dictionaries."""
    top = {name for name in names if "/" not in name}
    if top.issuperset(_KOKORO_FILES):
        return sorted(_KOKORO_FILES)
    models = [name for name in top if name.endswith(".onnx") and "int8" not in name]
    tables = [name for name in top if name in ("tokens.txt", "voices.bin")]
    dictionaries = [name for name in top if name.startswith("lexicon") and name.endswith(".txt")]
    return sorted([*models, *tables, *dictionaries]) if models and dictionaries and "tokens.txt" in tables else []


NEEDS = Needs("a voice of sherpa-onnx (.onnx, tokens.txt, lexicon*.txt)", _pick)
