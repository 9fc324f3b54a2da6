"""What goes over the socket, as pure functions: packets to values, events to packets and JSON.

A binary packet is a header and a payload. The header, 16 bytes, little-endian: u8 kind, u8 flags, u16 turn (it
wraps), u32 sequence, f64 time in Unix milliseconds. Everything else is JSON with a `type`: the name of the event in
snake case, its fields beside it; `messages` reads what comes up.
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
from assistant.core.values import AudioChunk, Frame, Observation
from assistant.web.jpeg import size_of

HEADER = struct.Struct("<BBHId")
SOUND_UP, PICTURE_UP, SOUND_DOWN = 1, 2, 17
SCREEN, STILL = 0x01, 0x80
RATE_UP = 16_000
MAX_SOUND = RATE_UP * 2 // 5  # bytes: 200 ms, ten times what a page sends at once
MAX_PICTURE = 1_500_000  # bytes
MAX_SIDE = 2048  # pixels of a camera picture; a page sends at most 1920
SKEW = 5.0  # seconds by which a page's clock may differ before its times are not believed


@dataclass(frozen=True, slots=True)
class Packet:
    """A binary packet from the page. `sequence` counts the packets of its kind."""

    value: AudioChunk | Frame
    sequence: int


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
    """How the page sees a memory: `time` in Unix seconds, `picture` a signed address that may lead nowhere.

    `zone` in minutes east of UTC; `boxes` in 0..1 of the picture.
    """
    return {
        "id": observation.id,
        "time": observation.time,
        "source": observation.source,
        "caption": observation.caption,
        "text": observation.text,
        "picture": picture_url(observation.id),
        "zone": observation.zone,
        "boxes": [dataclasses.asdict(box) for box in observation.boxes],
    }


def _plain(value: object, picture_url: Callable[[int], str]) -> object:
    if isinstance(value, Observation):
        return observation_fields(value, picture_url)
    if isinstance(value, tuple):
        return [_plain(one, picture_url) for one in value]
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
    if max(size_of(payload)) > MAX_SIDE:
        raise PacketError(f"A camera picture of more than {MAX_SIDE} pixels a side. Reload the page.")
    return Frame(payload, time, "screen" if flags & SCREEN else "camera", still=bool(flags & STILL))


def _believable(milliseconds: float, now: float) -> float:
    time = milliseconds / 1000
    return time if math.isfinite(time) and abs(time - now) <= SKEW else now
