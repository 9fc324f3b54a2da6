"""How large a JPEG claims to be, from its markers alone (pure): a kilobyte can claim four gigapixels."""

from assistant.core.errors import PacketError

# Markers, ITU-T T.81 table B.1. Frame headers are C0 to CF without DHT (C4), JPG (C8) and DAC (CC).
_START = b"\xff\xd8"
_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# What may come before the frame header: tables (C4, DB), restart interval (DD), APPn and comments. Anything else is
# refused: what a decoder skips in another way than this does could hide a second, larger frame header.
_SEGMENT = frozenset({0xC4, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0)})


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises PacketError where no frame header is found."""
    at = len(_START)
    while jpeg.startswith(_START) and at + 9 <= len(jpeg) and jpeg[at] == 0xFF:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker in _FRAME:
            return int.from_bytes(jpeg[at + 7 : at + 9], "big"), int.from_bytes(jpeg[at + 5 : at + 7], "big")
        if marker not in _SEGMENT or length < 2:
            break
        at += 2 + length
    raise PacketError("A camera picture that is no JPEG. Reload the page.")
