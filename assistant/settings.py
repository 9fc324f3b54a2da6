"""Settings: the command line, else the environment, else a default. The only place that reads the environment."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

from assistant.core.errors import SettingsError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every field can be given as `--field value` or as `KEEPSIGHT_FIELD` in the environment."""

    host: str = "127.0.0.1"  # the address to listen on; anything but this machine needs a password
    port: int = 7860
    lan: bool = False  # serve the local network over https with a certificate made on the spot
    user: str = "me"  # who logs in, where a password is set
    password: str = ""
    public_origin: str = ""  # the page's address where a reverse proxy changes it, for example https://home.example
    root_path: str = ""  # the path under which a reverse proxy serves the page, for example /assist
    data: Path = Path(platformdirs.user_data_dir("keepsight", appauthor=False))  # where the memory is kept
    vlm: str = "builtin"  # what sees and answers: builtin, or openai:<base url>#<model>
    stt: str = "builtin"  # what transcribes speech
    tts: str = "builtin"  # the voice
    api_key: str = ""  # sent to the openai: server, where it wants one
    max_upload_mb: int = 25
    max_megapixels: int = 64  # of one uploaded picture
    memory_days: int = 365  # what was seen is dropped after this, what was told or taught is not
    memory_gb: float = 5.0  # the oldest seen is dropped first when the memory grows beyond this
    idle_minutes: int = 60  # how long a conversation without an open page is kept
    verbose: bool = False  # one line a turn on where the time went


def stop_telemetry() -> None:
    """Tells Gradio and Hugging Face's libraries to report nothing; what the user has set stays."""
    for name, value in (
        ("GRADIO_ANALYTICS_ENABLED", "False"),
        ("HF_HUB_DISABLE_TELEMETRY", "1"),
        ("DO_NOT_TRACK", "1"),
    ):
        os.environ.setdefault(name, value)


def take_uploads(folder: Path) -> Path:
    """Gradio lays uploads into `folder` from now on; call it before a page is built. Returns `folder`."""
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    return folder


def read(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises SettingsError for a value that cannot be; exits with a usage line for an unknown option."""
    defaults = Settings()
    parser = argparse.ArgumentParser("app.py", description="Keepsight: a live assistant on your own machine.")
    for field in fields(Settings):
        default = getattr(defaults, field.name)
        flag = f"--{field.name.replace('_', '-')}"
        if isinstance(default, bool):
            parser.add_argument(flag, action="store_true", default=None)
        else:
            parser.add_argument(flag, metavar=type(default).__name__.removeprefix("Posix").upper())
    given = vars(parser.parse_args(arguments))
    values: dict[str, Any] = {}
    for field in fields(Settings):
        text = (
            given[field.name] if given[field.name] is not None else environment.get(f"KEEPSIGHT_{field.name.upper()}")
        )
        if text is not None:
            values[field.name] = _convert(field.name, text, getattr(defaults, field.name))
    return _check(Settings(**values))


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
    return settings
