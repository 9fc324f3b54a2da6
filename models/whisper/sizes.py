"""Which Whisper fits: the sizes that faster-whisper knows by name, what they cost, and which to take by itself."""

from dataclasses import dataclass

from assistant.core.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Size:
    """A conversion on the hub; `download` in bytes (weights in 16 bits). Each is under the MIT licence.

    `encoding` is how many times the encoder of `tiny` costs: what decides how fast a machine must be.
    """

    id: str
    download: int
    encoding: float
    licence: str = "MIT"


# Bytes by the number of parameters times two; encoders by their multiplications (layers, width) for 30 s of sound.
SIZES = {
    "tiny": Size("Systran/faster-whisper-tiny", 76_000_000, 1.0),
    "tiny.en": Size("Systran/faster-whisper-tiny.en", 76_000_000, 1.0),
    "base": Size("Systran/faster-whisper-base", 145_000_000, 2.2),
    "base.en": Size("Systran/faster-whisper-base.en", 145_000_000, 2.2),
    "small": Size("Systran/faster-whisper-small", 484_000_000, 8.0),
    "small.en": Size("Systran/faster-whisper-small.en", 484_000_000, 8.0),
    "medium": Size("Systran/faster-whisper-medium", 1_530_000_000, 26.0),
    "medium.en": Size("Systran/faster-whisper-medium.en", 1_530_000_000, 26.0),
    "large-v2": Size("Systran/faster-whisper-large-v2", 3_090_000_000, 51.0),
    "large-v3": Size("Systran/faster-whisper-large-v3", 3_090_000_000, 51.0),
    "large-v3-turbo": Size("mobiuslabsgmbh/faster-whisper-large-v3-turbo", 1_620_000_000, 51.0),
    "distil-small.en": Size("Systran/faster-distil-whisper-small.en", 332_000_000, 8.0),
    "distil-medium.en": Size("Systran/faster-distil-whisper-medium.en", 789_000_000, 26.0),
    "distil-large-v3": Size("Systran/faster-distil-whisper-large-v3", 1_510_000_000, 51.0),
}
ALIASES = {"turbo": "large-v3-turbo", "large": "large-v3"}


def source_of(name: str) -> str:
    """The hub id of a size; a hub id or a folder stays as it is. Raises SettingsError for what can be neither."""
    size = SIZES.get(ALIASES.get(name, name))
    if size:
        return size.id
    if "/" in name or "\\" in name or name.startswith("."):
        return name
    raise SettingsError(
        f"--stt faster-whisper:{name} names no size; choose one of: {', '.join(SIZES)}, or give a hub id or a folder."
    )


def choose(cores: int, memory: int, gpu_memory: int, languages: tuple[str, ...] = ()) -> str:
    """The size for a machine. cores: of the CPU, for the threads; memory, gpu_memory: bytes that are free.

    A reply must not wait: on a CPU the encoder of `small` takes 3 s of one core, that of `base` 0.9 s.
    """
    english = ".en" if languages == ("en",) else ""  # the small ones are better at English when they know nothing else
    if gpu_memory >= 3_000_000_000:
        return "large-v3-turbo"
    if gpu_memory >= 1_500_000_000 or (cores >= 8 and memory >= 4_000_000_000):
        return f"small{english}"
    return f"base{english}" if cores >= 4 and memory >= 2_000_000_000 else f"tiny{english}"
