"""A model in a process of its own, spoken to over two pipes; for libraries that may not, or should not, be in ours."""

import contextlib
import subprocess
import threading
import weakref
from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path
from typing import cast

from models.process import pipes


class Died(Exception):
    """The process ended, or hung and was ended, in the middle of its work."""


class Child:
    """Runs `command` until `close`, or until this object is let go. Reads and writes block: use it in a `Lane`.

    It has no terminal: Ctrl-C is for us, and how our process ends, it finds its stdin at an end. loud: what it
    writes to stderr is shown.
    """

    def __init__(self, command: list[str], folder: Path | None = None, *, loud: bool = False) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if loud else subprocess.DEVNULL,
            cwd=folder,
            start_new_session=True,
            bufsize=0,
        )
        self.close = weakref.finalize(self, _end, self._process)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def write(self, data: bytes) -> None:
        """Raises Died."""
        try:
            pipes.write(cast("RawIOBase", self._process.stdin), data)
        except (OSError, ValueError):  # ValueError: closed by another thread
            raise Died from None

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes. Raises Died."""
        try:
            data = pipes.read(cast("RawIOBase", self._process.stdout), size)
        except ValueError:
            raise Died from None
        if len(data) < size:
            raise Died
        return data

    @contextlib.contextmanager
    def patience(self, seconds: float) -> Iterator[None]:
        """Ends the process, so that who reads from it gets `Died`, when the block takes longer."""
        hung = threading.Timer(seconds, self._process.kill)
        hung.start()
        try:
            yield
        finally:
            hung.cancel()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()
