"""Which backend a setting names. A name is the part before the first ":"; what follows is the backend's own."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, TypeVar

from assistant.core.errors import SettingsError
from assistant.core.ports import Backend, Engine, SpeechToText, TextToSpeech, VoiceDetector
from models.wants import Wants

T = TypeVar("T")
Factory = Callable[[str, Wants], Backend[T]]


def vlm(name: str, wants: Wants) -> Backend[Engine]:
    """What sees and answers. Raises SettingsError."""
    return _make("--vlm", name, _VLM, wants)


def stt(name: str, wants: Wants) -> Backend[SpeechToText]:
    """What transcribes speech. Raises SettingsError."""
    return _make("--stt", name, _STT, wants)


def tts(name: str, wants: Wants) -> Backend[TextToSpeech | None]:
    """None for `off`: the page's own voice, or none. Raises SettingsError, or VoiceError where there is no voice."""
    return _make("--tts", name, _TTS, wants)


def vad() -> VoiceDetector:
    """One for each session: it is stateful. Raises SettingsError where its package is missing."""
    detector: VoiceDetector = _backend("models.silero").create()
    return detector


def _builtin_vlm(_: str, wants: Wants) -> Backend[Engine]:
    engine: Engine = _backend("models.builtin.engine").create(wants.memory)
    return Backend(engine, close=engine.close)


def _openai_vlm(source: str, wants: Wants) -> Backend[Engine]:
    engine: Engine = _backend("models.openai_server").create(source, wants.api_key, _builtin_vlm("", wants).part)
    return Backend(engine, close=engine.close)


def _builtin_stt(_: str, wants: Wants) -> Backend[SpeechToText]:
    async def names() -> Sequence[str]:
        return [taught.name for taught in await wants.memory.things()]

    ears = _backend("models.builtin.ears").create(names)
    return Backend(ears, close=ears.close)


def _builtin_tts(_: str, __: Wants) -> Backend[TextToSpeech | None]:
    voice = _backend("models.builtin.voice").create()
    return Backend(voice, close=voice.close)


_VLM: dict[str, Factory[Engine]] = {"auto": _builtin_vlm, "builtin": _builtin_vlm, "openai": _openai_vlm}
_STT: dict[str, Factory[SpeechToText]] = {"auto": _builtin_stt, "builtin": _builtin_stt}
_TTS: dict[str, Factory[TextToSpeech | None]] = {
    "auto": _builtin_tts,
    "builtin": _builtin_tts,
    "off": lambda _, __: Backend(None),
}


def _make(setting: str, name: str, factories: Mapping[str, Factory[T]], wants: Wants) -> Backend[T]:
    kind, _, source = name.partition(":")
    factory = factories.get(kind)
    if factory is None:
        raise SettingsError(f"no {setting} named {name!r}; choose one of: {', '.join(factories)}")
    return factory(source, wants)


def _backend(module: str) -> Any:
    """The backend's module. Raises SettingsError where a package that it needs is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in ("models", "assistant"):
            raise
        raise SettingsError(
            f"{module.rpartition('.')[2]} needs the package {error.name!r}; install it: pip install -r requirements.txt"
        ) from error
