"""The JSON that a page sends, to values (pure): each field is named and bounded here; nothing else is read."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from assistant.core.errors import PacketError
from assistant.core.values import (
    CancelAwaited,
    Capturing,
    Dictated,
    Input,
    Interrupt,
    Played,
    PlayedText,
    PushToTalk,
    Remembering,
    SetMode,
    Typed,
)

MAX_JSON = 64 * 1024  # bytes
MAX_WORDS = 16_000  # characters in one message


@dataclass(frozen=True, slots=True)
class Pong:
    """The page answers a ping: it is still there, and has received so many messages."""

    received: int = 0


def read_message(text: str) -> Input | Pong:
    """Raises PacketError for what is no JSON, too long, of an unknown type, or has a wrong field."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_JSON:
        raise PacketError(f"A message of more than {MAX_JSON // 1024} KB. Send it in parts.")
    try:
        fields = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise PacketError("A message that is no JSON. Reload the page.") from None
    if not isinstance(fields, dict) or not isinstance(name := fields.pop("type", None), str):
        raise PacketError("A message without a type. Reload the page.")
    if name not in _INPUTS:
        raise PacketError(f"A message of the unknown type {name[:40]!r}. Reload the page.")
    made, shape = _INPUTS[name]
    return made(**_fields(name, fields, shape))


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


_REQUIRED = object()
_Read = Callable[[object], object]


def _text(most: int) -> _Read:
    def read(value: object) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise ValueError(f"text of at most {most} characters")
        return value.encode("utf-8", "replace").decode()

    return read


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError("a whole number from 0")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 86_400:
        raise ValueError("a number of seconds from 0")
    return float(value)


def _voice(value: object) -> object:
    if value not in ("browser", "server", "off"):
        raise ValueError("browser, server or off")
    return value


def _mode(value: object) -> object:
    if value not in ("conversation", "called", "interpreter", "notes"):
        raise ValueError("conversation, called, interpreter or notes")
    return value


def _languages(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > 2:
        raise ValueError("at most two languages")
    return tuple(code for one in value if isinstance(code := _text(20)(one), str))


_Shape = dict[str, tuple[_Read, object]]
_INPUTS: dict[str, tuple[Callable[..., Input | Pong], _Shape]] = {
    "pong": (Pong, {"received": (_count, 0)}),
    "typed": (Typed, {"id": (_text(100), _REQUIRED), "text": (_text(MAX_WORDS), _REQUIRED)}),
    "dictated": (Dictated, {"text": (_text(MAX_WORDS), _REQUIRED), "final": (_flag, True)}),
    "interrupt": (Interrupt, {}),
    "push_to_talk": (PushToTalk, {"pressed": (_flag, _REQUIRED)}),
    "played": (
        Played,
        {"turn": (_count, _REQUIRED), "seconds": (_seconds, _REQUIRED), "finished": (_flag, False)},
    ),
    "played_text": (
        PlayedText,
        {
            "turn": (_count, _REQUIRED),
            "sentence": (_count, _REQUIRED),
            "characters": (_count, _REQUIRED),
            "finished": (_flag, False),
        },
    ),
    "capturing": (
        Capturing,
        {"camera": (_flag, False), "screen": (_flag, False), "microphone": (_flag, False), "voice": (_voice, "off")},
    ),
    "cancel_awaited": (CancelAwaited, {"id": (_count, _REQUIRED)}),
    "set_mode": (SetMode, {"mode": (_mode, _REQUIRED), "languages": (_languages, ())}),
    "remembering": (Remembering, {"on": (_flag, _REQUIRED)}),
}


def _fields(name: str, given: dict[str, object], shape: _Shape) -> dict[str, object]:
    values: dict[str, object] = {}
    for field, (read, default) in shape.items():
        value = given.get(field, default)
        if value is _REQUIRED:
            raise PacketError(f"A {name} message without {field!r}. Reload the page.")
        try:
            values[field] = read(value)
        except ValueError as error:
            raise PacketError(f"In a {name} message {field!r} must be {error}. Reload the page.") from None
    return values
