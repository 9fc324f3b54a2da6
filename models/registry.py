"""Which backend a setting names. A name is the part before the first ":"; what follows is the backend's own."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, TypeVar

from assistant.core.errors import SettingsError
from assistant.core.ports import Engine, Memory, SpeechToText, TextToSpeech, VoiceDetector

T = TypeVar("T")


def vlm(name: str, memory: Memory, api_key: str = "") -> Engine:
    """`builtin`, or `openai:<base url>#<model>`. Raises SettingsError."""
    return _choose("--vlm", name, _VLM)(_after(name), memory, api_key)


def stt(name: str, memory: Memory) -> SpeechToText:
    """The built-in ears know the questions they can hear, and the names in `memory`. Raises SettingsError."""
    return _choose("--stt", name, _STT)(memory)


def tts(name: str) -> TextToSpeech | None:
    """None for `off`: the page's own voice, or none. Raises SettingsError, or VoiceError where there is no voice."""
    return _choose("--tts", name, _TTS)()


def vad() -> VoiceDetector:
    """One for each session: it is stateful. Raises SettingsError where its package is missing."""
    detector: VoiceDetector = _backend("models.silero").create()
    return detector


def _builtin_vlm(_: str, memory: Memory, __: str) -> Engine:
    engine: Engine = _backend("models.builtin.engine").create(memory)
    return engine


def _openai_vlm(address: str, memory: Memory, api_key: str) -> Engine:
    engine: Engine = _backend("models.openai_server").create(address, api_key, _builtin_vlm("", memory, ""))
    return engine


def _builtin_stt(memory: Memory) -> SpeechToText:
    async def names() -> Sequence[str]:
        return [taught.name for taught in await memory.things()]

    ears: SpeechToText = _backend("models.builtin.ears").create(names)
    return ears


def _builtin_tts() -> TextToSpeech | None:
    voice: TextToSpeech | None = _backend("models.builtin.voice").create()
    return voice


_VLM: dict[str, Callable[[str, Memory, str], Engine]] = {"builtin": _builtin_vlm, "openai": _openai_vlm}
_STT: dict[str, Callable[[Memory], SpeechToText]] = {"builtin": _builtin_stt}
_TTS: dict[str, Callable[[], TextToSpeech | None]] = {"builtin": _builtin_tts, "off": lambda: None}


def _choose(setting: str, name: str, factories: Mapping[str, T]) -> T:
    factory = factories.get(name.partition(":")[0])
    if factory is None:
        raise SettingsError(f"no {setting} named {name!r}; choose one of: {', '.join(factories)}")
    return factory


def _after(name: str) -> str:
    return name.partition(":")[2]


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
