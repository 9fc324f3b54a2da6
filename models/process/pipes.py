"""Reading and writing a pipe without a buffer, which would keep the last 8 KB of what was said."""

from io import RawIOBase


def read(pipe: RawIOBase, size: int) -> bytes:
    """Exactly `size` bytes; fewer where the other end is closed."""
    parts = []
    while size and (part := pipe.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def write(pipe: RawIOBase, data: bytes | memoryview) -> None:
    """All of it."""
    rest = memoryview(data).cast("B")
    while rest:
        rest = rest[pipe.write(rest) or 0 :]
