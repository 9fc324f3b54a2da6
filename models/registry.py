"""Which backend a setting names. A name is the part before the first ":"; what follows is the backend's own."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, TypeVar

from assistant.core.errors import SettingsError, VoiceError
from assistant.core.ports import (
    Backend,
    Detector,
    Embedder,
    Engine,
    Grounder,
    SpeechToText,
    TextToSpeech,
    TurnDetector,
    VoiceDetector,
)
from assistant.core.values import Progress
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
    """None for `off`: the page's own voice, or none. Raises SettingsError.

    Without a voice everything else works: where there is none, that is reported, with what to install.
    """
    try:
        return _make("--tts", name, _TTS, wants)
    except VoiceError as error:
        wants.report(Progress("tts", name, "failed", str(error)))
        return Backend(None)


def embedder(name: str, wants: Wants) -> Backend[Callable[[], Embedder | None]]:
    """What finds pictures by words; called, it tells whether it is there by now. Raises SettingsError."""
    return _make("--embedder", name, _EMBEDDER, wants)


def grounder(name: str, wants: Wants) -> Backend[Grounder | None]:
    """What points at things for a model that cannot. Raises SettingsError."""
    return _make("--grounder", name, _GROUNDER, wants)


def detector(name: str, wants: Wants) -> Backend[Detector | None]:
    """What names things beside the built-in eyes. Raises SettingsError, ModelError."""
    return _make("--detector", name, _DETECTOR, wants)


def turns(name: str, wants: Wants) -> Backend[TurnDetector | None]:
    """What hears whether a turn is over, beside words, voice and silence. Raises SettingsError, ModelError."""
    return _make("--turns", name, _TURNS, wants)


def voices() -> str:
    """What `--tts list` shows: a line for each voice that can be named."""
    listing: str = _backend("models.voice.voices").listing()
    return listing


def vad() -> VoiceDetector:
    """One for each session: it is stateful. Raises SettingsError where its package is missing."""
    detector: VoiceDetector = _backend("models.silero").create()
    return detector


def _builtin_vlm(_: str, wants: Wants) -> Backend[Engine]:
    engine: Engine = _backend("models.builtin.engine").create(wants.memory)
    if wants.detector:
        engine = _backend("models.detector.eyes").beside(engine, wants.detector, wants.memory)
    return Backend(engine, close=engine.close)


def _auto_vlm(_: str, wants: Wants) -> Backend[Engine]:
    return _arriving_vlm("", wants)


def _transformers_vlm(source: str, wants: Wants) -> Backend[Engine]:
    if not source:
        raise SettingsError("--vlm transformers: takes a hub id or a folder, like Qwen/Qwen3-VL-2B-Instruct.")
    return _arriving_vlm(source, wants)


def _arriving_vlm(source: str, wants: Wants) -> Backend[Engine]:
    backend: Backend[Engine] = _backend("models.local.beginning").create(source, wants, _builtin_vlm("", wants).part)
    return backend


def _openai_vlm(source: str, wants: Wants) -> Backend[Engine]:
    backend: Backend[Engine] = _backend("models.openai.server").create(source, wants, _builtin_vlm("", wants).part)
    return backend


def _builtin_stt(_: str, wants: Wants) -> Backend[SpeechToText]:
    async def names() -> Sequence[str]:
        return [taught.name for taught in await wants.memory.things()]

    ears = _backend("models.builtin.ears").create(names)
    return Backend(ears, close=ears.close)


def _whisper(source: str, wants: Wants) -> Backend[SpeechToText]:
    ears: Backend[SpeechToText] = _backend("models.whisper.ears").create(source, wants, _builtin_stt("", wants))
    return ears


def _auto_stt(_: str, wants: Wants) -> Backend[SpeechToText]:
    ears: Backend[SpeechToText] = _backend("models.whisper.ears").auto(wants, _builtin_stt("", wants))
    return ears


def _openai_stt(source: str, wants: Wants) -> Backend[SpeechToText]:
    ears: Backend[SpeechToText] = _backend("models.openai.speech").create_ears(source, wants)
    return ears


def _builtin_tts(_: str, __: Wants) -> Backend[TextToSpeech | None]:
    voice = _backend("models.builtin.voice").create()
    return Backend(voice, close=voice.close)


def _neural(kind: str) -> Factory[TextToSpeech | None]:
    def create(source: str, wants: Wants) -> Backend[TextToSpeech | None]:
        voice: Backend[TextToSpeech | None] = getattr(_backend("models.voice.neural"), kind)(source, wants)
        return voice

    return create


def _openai_tts(source: str, wants: Wants) -> Backend[TextToSpeech | None]:
    voice: Backend[TextToSpeech | None] = _backend("models.openai.speech").create_voice(source, wants)
    return voice


def _onnx_detector(source: str, _: Wants) -> Backend[Detector | None]:
    if not source:
        raise SettingsError("--detector onnx: takes a file, like onnx:yolox_nano.onnx.")
    named: Backend[Detector | None] = _backend("models.detector.onnx_file").create(source)
    return named


def _onnx_turns(source: str, _: Wants) -> Backend[TurnDetector | None]:
    if not source:
        raise SettingsError("--turns onnx: takes a file, like onnx:smart-turn-v3.2-cpu.onnx.")
    hearing: Backend[TurnDetector | None] = _backend("models.turns.smart_turn").create(source)
    return hearing


def _nothing(_: str, __: Wants) -> Backend[Any]:
    return Backend(None)


def _no_embedder(_: str, __: Wants) -> Backend[Callable[[], Embedder | None]]:
    return Backend(lambda: None)


def _auto_embedder(_: str, wants: Wants) -> Backend[Callable[[], Embedder | None]]:
    arriving: Backend[Callable[[], Embedder | None]] = _backend("models.local.beside").embedder("", wants)
    return arriving


def _beside(kind: str) -> Factory[Any]:
    def create(source: str, wants: Wants) -> Backend[Any]:
        if not source:
            raise SettingsError(f"--{kind} transformers: takes a hub id or a folder.")
        arriving: Backend[Any] = getattr(_backend("models.local.beside"), kind)(source, wants)
        return arriving

    return create


_VLM: dict[str, Factory[Engine]] = {
    "auto": _auto_vlm,
    "builtin": _builtin_vlm,
    "transformers": _transformers_vlm,
    "openai": _openai_vlm,
}
_STT: dict[str, Factory[SpeechToText]] = {
    "auto": _auto_stt,
    "builtin": _builtin_stt,
    "faster-whisper": _whisper,
    "openai": _openai_stt,
}
_TTS: dict[str, Factory[TextToSpeech | None]] = {
    "auto": _neural("auto"),
    "builtin": _builtin_tts,
    "kokoro": _neural("kokoro"),
    "sherpa": _neural("sherpa"),
    "openai": _openai_tts,
    "off": _nothing,
}
_EMBEDDER: dict[str, Factory[Callable[[], Embedder | None]]] = {
    "auto": _auto_embedder,
    "builtin": _no_embedder,
    "transformers": _beside("embedder"),
    "off": _no_embedder,
}
_GROUNDER: dict[str, Factory[Grounder | None]] = {
    "auto": _nothing,
    "builtin": _nothing,
    "transformers": _beside("grounder"),
    "off": _nothing,
}
_DETECTOR: dict[str, Factory[Detector | None]] = {"off": _nothing, "onnx": _onnx_detector}
_TURNS: dict[str, Factory[TurnDetector | None]] = {"off": _nothing, "onnx": _onnx_turns}


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
            f"{module} needs the package {error.name!r}; install it: pip install -r requirements.txt"
        ) from error
