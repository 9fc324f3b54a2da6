"""What a failing file or disk means for the memory, in words that say what to do."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from assistant.core.errors import RememberingError
from memory.schema import damaged


@contextlib.contextmanager
def explained(path: Path | None) -> Iterator[None]:
    """Says what to do about a failing file or disk; an error that is a bug in a statement stays what it is."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        explanation = _explain(error.sqlite_errorcode & 0xFF if hasattr(error, "sqlite_errorcode") else 0, path)
        if explanation is None:
            raise
        raise explanation from error
    except OSError as error:
        raise RememberingError(
            f"The memory {path} could not be written: {error.strerror}. Free some space or check that the folder is "
            "yours to write. What was stored before is safe."
        ) from error


@contextlib.contextmanager
def forgetting(path: Path | None) -> Iterator[None]:
    """As `explained`, for what forgets: nothing of it may be left, and to see to that takes room as well."""
    try:
        with explained(path):
            yield
    except RememberingError as error:
        raise RememberingError(
            f"It is not surely forgotten yet. {error} After that forget it again, and it is gone for good. To forget "
            "everything takes no room."
        ) from error


def _explain(code: int, path: Path | None) -> RememberingError | None:
    match code:
        case sqlite3.SQLITE_FULL:
            return RememberingError(
                f"The disk is full: nothing more can be remembered in {path}. Free some space. What was stored before "
                "is safe."
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return RememberingError(
                f"The memory {path} is in use by another Keepsight. Close that one, or choose another folder."
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return RememberingError(
                f"The memory {path} could not be read or written. Check that the disk works, has room, and that the "
                "folder is yours to write. What was stored before is safe."
            )
        case _:
            return None
