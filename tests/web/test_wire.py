import json
import math

import pytest

from assistant.core.errors import PacketError
from assistant.core.events import Awaiting, Cited, Look, ReplyEnded, Seen, Silence, Timing, Voice
from assistant.core.values import AudioChunk, Awaited, Box, Frame, Observation
from assistant.web import wire

NOW = 1_700_000_000.0
JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x01\xe0\x02\x80 rest"  # up to its frame header: 640x480


def packet(kind: int, payload: bytes, *, flags: int = 0, sequence: int = 0, time: float = NOW) -> bytes:
    return wire.HEADER.pack(kind, flags, 0, sequence, time * 1000) + payload


def address(id: int) -> str:
    return f"/picture/{id}"


def test_the_header_is_sixteen_bytes() -> None:
    assert wire.HEADER.size == 16


def test_twenty_milliseconds_of_sound_arrive_as_a_chunk() -> None:
    read = wire.read_packet(packet(1, bytes(640), sequence=7), NOW)
    assert read == wire.Packet(AudioChunk(bytes(640), 16_000), 7)
    assert isinstance(read.value, AudioChunk)
    assert read.value.seconds == 0.02


@pytest.mark.parametrize(
    ("flags", "source", "still"),
    [(0, "camera", False), (1, "screen", False), (0x80, "camera", True), (0x81, "screen", True)],
)
def test_a_picture_says_where_it_is_from_and_whether_it_was_asked_for(flags: int, source: str, still: bool) -> None:
    read = wire.read_packet(packet(2, JPEG, flags=flags, time=NOW - 0.3), NOW)
    assert isinstance(read.value, Frame)
    assert (read.value.source, read.value.still) == (source, still)
    assert read.value.time == pytest.approx(NOW - 0.3)


@pytest.mark.parametrize("claimed", [0.0, NOW - 60, NOW + 60, math.nan, math.inf, -math.inf])
def test_a_page_with_a_wrong_clock_is_not_believed(claimed: float) -> None:
    read = wire.read_packet(packet(2, JPEG, time=claimed), NOW)
    assert isinstance(read.value, Frame)
    assert read.value.time == NOW


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "shorter than its header"),
        (bytes(15), "shorter than its header"),
        (packet(1, b""), "no whole number of samples"),
        (packet(1, bytes(641)), "no whole number of samples"),
        (packet(1, bytes(6402)), "more than 200 ms"),
        (packet(2, b""), "no JPEG"),
        (packet(2, JPEG[:7] + (2049).to_bytes(2, "big") + JPEG[9:]), "2048 pixels"),
        (packet(2, b"GIF89a"), "no JPEG"),
        (packet(2, JPEG + bytes(wire.MAX_PICTURE)), "more than 1.5 MB"),
        (packet(17, bytes(640)), "unknown kind 17"),
        (packet(0, bytes(640)), "unknown kind 0"),
    ],
)
def test_a_packet_that_is_not_as_agreed_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(PacketError, match=says):
        wire.read_packet(data, NOW)


def test_the_voice_goes_out_with_a_turn_that_wraps() -> None:
    data = wire.write_sound(Voice(65_537, AudioChunk(b"\x01\x02", 24_000)), 2**32 + 5, NOW)
    assert wire.HEADER.unpack_from(data) == (17, 0, 1, 5, NOW * 1000)
    assert data[16:] == b"\x01\x02"


def test_events_go_out_under_their_names() -> None:
    assert json.loads(wire.write_event(Look(), address)) == {"type": "look"}
    assert json.loads(wire.write_event(Silence(4), address)) == {"type": "silence", "turn": 4}
    ended = json.loads(wire.write_event(ReplyEnded(2, "finished", "Yes.", Timing(0.1, 0.2)), address))
    assert ended == {
        "type": "reply_ended",
        "turn": 2,
        "ending": "finished",
        "heard": "Yes.",
        "timing": {"transcript": 0.1, "first_token": 0.2, "first_sound": None},
    }


@pytest.mark.parametrize("event", [Seen, lambda seen: Cited(1, seen)])
def test_an_observation_goes_out_in_words_with_the_address_of_its_picture(event: object) -> None:
    cup = Box("cup", 0.1, 0.2, 0.3, 0.4, 0.9)
    seen = Observation(NOW, "camera", "a cup", "HOT", boxes=(cup,), picture=b"secret", id=12, zone=480)
    sent = wire.write_event(event(seen), address)  # type: ignore[operator]
    assert json.loads(sent)["observation"] == {
        "id": 12,
        "time": NOW,
        "source": "camera",
        "caption": "a cup",
        "text": "HOT",
        "picture": "/picture/12",
        "zone": 480,
        "boxes": [{"label": "cup", "left": 0.1, "top": 0.2, "right": 0.3, "bottom": 0.4, "score": 0.9}],
    }


def test_what_is_waited_for_goes_out_as_a_list() -> None:
    awaiting = Awaiting((Awaited(3, "the kettle boils", NOW), Awaited(4, "rain", NOW)))
    sent = json.loads(wire.write_event(awaiting, address))
    assert [one["event"] for one in sent["awaited"]] == ["the kettle boils", "rain"]
