"""A JPEG without its metadata, pixel for pixel the same: segments are left out, nothing is encoded again (pure)."""

import re

# Markers, ITU-T T.81 table B.1: what a decoder needs. APP14 says which colours an Adobe file holds, in 12 bytes.
_TABLES = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD})
_SCAN, _END, _EXIF, _ADOBE = 0xDA, 0xD9, 0xE1, 0xEE
_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")  # after a scan: neither a stuffed byte nor a restart marker


def bare(jpeg: bytes) -> bytes | None:
    """None where it must be encoded again: it is cut off or no JPEG, or holds EXIF, which may say how to turn it."""
    if not jpeg.startswith(b"\xff\xd8"):
        return None
    kept, at = [b"\xff\xd8"], 2
    while jpeg[at : at + 1] == b"\xff":
        marker, end = jpeg[at + 1 : at + 2], at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        match marker[0] if marker else _EXIF:
            case code if code == _END:
                return b"".join([*kept, b"\xff\xd9"])  # what a phone hides after the end goes too
            case code if code == _EXIF or end < at + 4:
                return None
            case code if code == _SCAN:
                if (following := _MARKER.search(jpeg, end)) is None:
                    return None
                end = following.end() - 2
                kept.append(jpeg[at:end])
            case code if code in _TABLES or (code == _ADOBE and end == at + 16):
                kept.append(jpeg[at:end])
        at = end
    return None
