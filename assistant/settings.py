"""Settings: the command line, else the environment, else a file, else a default.

The only place that reads the environment.
"""

import argparse
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_type_hints

import platformdirs

from assistant.core.errors import SettingsError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
FILE = Path(platformdirs.user_config_dir("keepsight", appauthor=False)) / "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Each is given as `--field value`, as `KEEPSIGHT_FIELD`, or as `field = value` in the settings file."""

    host: Annotated[str, "address to listen on; anything but this machine needs a password"] = "127.0.0.1"
    port: Annotated[int, "port to listen on"] = 7860
    lan: Annotated[bool, "serve the local network over https with a certificate made on the spot"] = False
    user: Annotated[str, "who logs in, where a password is set"] = "me"
    password: Annotated[str, "asked for before anything is shown"] = ""
    public_origin: Annotated[str, "the page's address where a reverse proxy changes it: https://home.example"] = ""
    root_path: Annotated[str, "the path under which a reverse proxy serves the page: /assist"] = ""
    data: Annotated[Path, "folder of the memory"] = Path(platformdirs.user_data_dir("keepsight", appauthor=False))
    memory: Annotated[str, "postgresql://user@host/database, for several processes; else the folder --data"] = ""
    vlm: Annotated[str, "sees, answers: auto, builtin, transformers:<hub id or folder>, openai:<url>#<model>"] = "auto"
    stt: Annotated[str, "hears: auto, builtin, faster-whisper:<size or folder>, openai:<url>#<model>"] = "auto"
    tts: Annotated[str, "speaks: auto, builtin, off, openai:<url>#<model>, …; `list` shows the voices"] = "auto"
    embedder: Annotated[str, "finds pictures by words: auto, off, transformers:<hub id or folder>"] = "auto"
    grounder: Annotated[str, "points at things where the model cannot: auto, off, transformers:<id or folder>"] = "auto"
    detector: Annotated[str, "names things in every frame: off, onnx:<file> of YOLOX, YOLOv8 or YOLO11"] = "off"
    turns: Annotated[str, "hears whether you have finished: off, onnx:<file> of Smart Turn v3"] = "off"
    quantization: Annotated[
        Literal["auto", "none", "8bit", "4bit"], "of weights loaded here: auto, none, 8bit, 4bit"
    ] = "auto"
    captions: Annotated[
        Literal["auto", "model", "builtin"], "who describes what is seen; auto: the model, unless it is far away"
    ] = "auto"
    languages: Annotated[str, "what you speak, likeliest first, such as en,zh-Hant; empty for any"] = ""
    voice: Annotated[str, "the voice's name, of those that `--tts list` shows"] = ""
    offline: Annotated[bool, "fetch no model; use what was fetched before"] = False
    api_key: Annotated[str, "sent to the openai: server of --vlm, where it wants one"] = ""
    speech_api_key: Annotated[str, "the same for the servers of --stt and --tts"] = ""
    max_upload_mb: Annotated[int, "largest picture file taken"] = 25
    max_megapixels: Annotated[int, "largest picture taken"] = 64
    memory_days: Annotated[int, "what was seen is dropped after this; what was told or taught is not"] = 365
    memory_gb: Annotated[float, "the oldest seen is dropped first when the memory grows beyond this"] = 5.0
    idle_minutes: Annotated[int, "how long a conversation without an open page is kept"] = 60
    verbose: Annotated[bool, "one line a turn on where the time went"] = False


def stop_telemetry() -> None:
    """Tells Gradio, Hugging Face's libraries and onnxruntime to report nothing; what the user has set stays.

    onnxruntime 1.31 sends events to Microsoft from its Linux and macOS wheels unless it is told before it is imported.
    """
    for name, value in (
        ("GRADIO_ANALYTICS_ENABLED", "False"),
        ("HF_HUB_DISABLE_TELEMETRY", "1"),
        ("DO_NOT_TRACK", "1"),
        ("ORT_DISABLE_TELEMETRY", "1"),
    ):
        os.environ.setdefault(name, value)


def take_uploads(folder: Path) -> Path:
    """Gradio lays uploads into `folder` from now on; call it before a page is built. Returns `folder`."""
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    return folder


def read(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises SettingsError for a value that cannot be; exits with a usage line for an unknown option."""
    given = {name: value for name, value in vars(_parser().parse_args(arguments)).items() if value is not None}
    path = given.pop("settings", None) or environment.get("KEEPSIGHT_SETTINGS")
    texts = {**_file(path), **_environment(environment), **given}
    defaults = Settings()
    values: dict[str, Any] = {name: _convert(name, text, getattr(defaults, name)) for name, text in texts.items()}
    return _check(Settings(**values))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("app.py", description="Keepsight: a live assistant on your own machine.")
    parser.add_argument("--settings", metavar="FILE", help=f"a TOML file of these settings (default: {FILE})")
    hints = get_type_hints(Settings, include_extras=True)
    for field in fields(Settings):
        flag, help = f"--{field.name.replace('_', '-')}", hints[field.name].__metadata__[0].replace("%", "%%")
        if isinstance(field.default, bool):
            parser.add_argument(flag, action="store_true", default=None, help=help)
        else:
            kind = type(field.default).__name__.removeprefix("Posix").removeprefix("Windows").upper()
            choices = get_args(hints[field.name].__origin__)
            parser.add_argument(flag, metavar="|".join(choices) or kind, help=help)
    return parser


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    """`HF_HUB_OFFLINE` is Hugging Face's own name for `offline`."""
    values = {"offline": environment["HF_HUB_OFFLINE"]} if "HF_HUB_OFFLINE" in environment else {}
    for field in fields(Settings):
        if (text := environment.get(f"KEEPSIGHT_{field.name.upper()}")) is not None:
            values[field.name] = text
    return values


def _file(path: str | None) -> dict[str, Any]:
    """The default file may be missing, one that was named may not."""
    try:
        values = tomllib.loads((Path(path) if path else FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        if path is None:
            return {}
        raise SettingsError(f"There is no settings file {path}.") from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"The settings file {path or FILE} cannot be read: {error}.") from None
    names = {field.name for field in fields(Settings)}
    if unknown := set(values) - names:
        raise SettingsError(f"No setting is called {sorted(unknown)[0]!r}; choose from: {', '.join(sorted(names))}.")
    return {name: value if isinstance(value, bool) else str(value) for name, value in values.items()}


def _convert(name: str, text: str | bool, default: bool | int | float | str | Path) -> object:
    if isinstance(text, bool) or isinstance(default, bool):
        return text if isinstance(text, bool) else text.lower() in ("1", "true", "yes", "on")
    try:
        return type(default)(text)
    except ValueError:
        kind = "a whole number" if isinstance(default, int) else "a number"
        raise SettingsError(f"--{name.replace('_', '-')} must be {kind}, not {text!r}.") from None


def _check(settings: Settings) -> Settings:
    if not 0 <= settings.port <= 65_535:
        raise SettingsError(f"--port must be 0 to 65535, not {settings.port}.")
    if (settings.lan or settings.host not in LOOPBACK) and not settings.password:
        raise SettingsError(
            "Others on your network could open this page: set a password with --password or KEEPSIGHT_PASSWORD."
        )
    for name in ("max_upload_mb", "max_megapixels", "memory_days", "memory_gb", "idle_minutes"):
        if getattr(settings, name) <= 0:
            raise SettingsError(f"--{name.replace('_', '-')} must be more than 0.")
    for name, kind in get_type_hints(Settings).items():
        choices = get_args(kind)
        if choices and getattr(settings, name) not in choices:
            raise SettingsError(f"no --{name} named {getattr(settings, name)!r}; choose one of: {', '.join(choices)}.")
    return settings
