"""What goes over the socket, as pure functions: bytes and JSON to values, events to bytes and JSON.

A binary packet is a header and a payload. The header, 16 bytes, little-endian: u8 kind, u8 flags, u16 turn (it
wraps), u32 sequence, f64 time in Unix milliseconds. Everything else is JSON with a `type`: the name of the event or
input in snake case, its fields beside it.
"""

import dataclasses
import json
import math
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.core.errors import PacketError
from assistant.core.events import Event, Voice
from assistant.core.values import (
    AudioChunk,
    Capturing,
    Dictated,
    Frame,
    Input,
    Interrupt,
    Observation,
    Played,
    PlayedText,
    PushToTalk,
    Remembering,
    Typed,
)

HEADER = struct.Struct("<BBHId")
SOUND_UP, PICTURE_UP, SOUND_DOWN = 1, 2, 17
SCREEN, STILL = 0x01, 0x80
RATE_UP = 16_000
MAX_SOUND = RATE_UP * 2 // 5  # bytes: 200 ms, ten times what a page sends at once
MAX_PICTURE = 1_500_000  # bytes
MAX_JSON = 64 * 1024  # bytes
MAX_WORDS = 16_000  # characters in one message
SKEW = 5.0  # seconds by which a page's clock may differ before its times are not believed


@dataclass(frozen=True, slots=True)
class Packet:
    """A binary packet from the page. `sequence` counts the packets of its kind."""

    value: AudioChunk | Frame
    sequence: int


@dataclass(frozen=True, slots=True)
class Pong:
    """The page answers a ping: it is still there."""


def read_packet(data: bytes, now: float) -> Packet:
    """`now`, Unix seconds, stands in for the page's time where that is not to be believed. Raises PacketError."""
    if len(data) < HEADER.size:
        raise PacketError(f"A packet of {len(data)} bytes is shorter than its header. Reload the page.")
    kind, flags, _, sequence, milliseconds = HEADER.unpack_from(data)
    payload = data[HEADER.size :]
    if kind == SOUND_UP:
        return Packet(_sound(payload), sequence)
    if kind == PICTURE_UP:
        return Packet(_picture(payload, flags, _believable(milliseconds, now)), sequence)
    raise PacketError(f"A packet of the unknown kind {kind}. Reload the page.")


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
    if name == "pong":
        return Pong()
    if name not in _INPUTS:
        raise PacketError(f"A message of the unknown type {name[:40]!r}. Reload the page.")
    made, shape = _INPUTS[name]
    return made(**_fields(name, fields, shape))


def write_sound(voice: Voice, sequence: int, now: float) -> bytes:
    """One packet of the reply's voice; `now` in Unix seconds."""
    return HEADER.pack(SOUND_DOWN, 0, voice.turn & 0xFFFF, sequence & 0xFFFFFFFF, now * 1000) + voice.sound.pcm


def write_event(event: Event, picture_url: Callable[[int], str]) -> str:
    """Every event but `Voice` as JSON; of an observation its words and where its picture is found."""
    fields = {field.name: _plain(getattr(event, field.name), picture_url) for field in dataclasses.fields(event)}
    return write_message(_snake(type(event).__name__), **fields)


def write_message(type: str, **fields: object) -> str:
    return json.dumps({"type": type, **fields}, ensure_ascii=False, separators=(",", ":"))


def observation_fields(observation: Observation, picture_url: Callable[[int], str]) -> dict[str, Any]:
    """How the page sees a memory: `time` in Unix seconds, `picture` a signed address that may lead nowhere."""
    return {
        "id": observation.id,
        "time": observation.time,
        "source": observation.source,
        "caption": observation.caption,
        "text": observation.text,
        "picture": picture_url(observation.id),
    }


def _plain(value: object, picture_url: Callable[[int], str]) -> object:
    if isinstance(value, Observation):
        return observation_fields(value, picture_url)
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _sound(payload: bytes) -> AudioChunk:
    if not payload or len(payload) % 2:
        raise PacketError(f"{len(payload)} bytes of sound are no whole number of samples. Reload the page.")
    if len(payload) > MAX_SOUND:
        raise PacketError("A packet of more than 200 ms of sound. Reload the page.")
    return AudioChunk(payload, RATE_UP)


def _picture(payload: bytes, flags: int, time: float) -> Frame:
    if len(payload) > MAX_PICTURE:
        raise PacketError("A camera picture of more than 1.5 MB. Choose a smaller camera resolution.")
    if not payload.startswith(b"\xff\xd8"):
        raise PacketError("A camera picture that is no JPEG. Reload the page.")
    return Frame(payload, time, "screen" if flags & SCREEN else "camera", still=bool(flags & STILL))


def _believable(milliseconds: float, now: float) -> float:
    time = milliseconds / 1000
    return time if math.isfinite(time) and abs(time - now) <= SKEW else now


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


_Shape = dict[str, tuple[_Read, object]]
_INPUTS: dict[str, tuple[Callable[..., Input], _Shape]] = {
    "typed": (Typed, {"id": (_text(100), _REQUIRED), "text": (_text(MAX_WORDS), _REQUIRED)}),
    "dictated": (Dictated, {"text": (_text(MAX_WORDS), _REQUIRED)}),
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
