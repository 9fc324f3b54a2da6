"""One SQLite file, held by this process alone, that keeps no trace of what was deleted.

`secure_delete` is not enough for that: with 600 of 4,000 rows deleted, 60 of them could still be read in the file,
as copies that SQLite leaves behind when it moves rows between pages, and 6 after the full-text index was optimised
(SQLite 3.40). A copy by `VACUUM INTO` held none, so forgetting ends by putting such a copy in the file's place.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.core.errors import RememberingError
from memory.schema import check_file, damaged, migrate

Value = str | int | float | bytes | None
_WAIT = 0.5  # seconds for another process to let go of the file before it is said to be in use


class Database:
    """`path` None keeps it in memory. Everything raises RememberingError when the file or the disk fails."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._connection = self._open()
        with contextlib.suppress(RememberingError):  # no room to clean up: there is room enough to read
            if self.has_traces:
                self.scrub()

    def execute(self, sql: str, values: tuple[Value, ...] = ()) -> list[Any]:
        return list(self.rows(sql, values))

    def rows(self, sql: str, values: tuple[Value, ...] = ()) -> Iterator[Any]:
        with _explained(self.path), contextlib.closing(self._connection.execute(sql, values)) as cursor:
            yield from cursor

    def insert(self, sql: str, values: tuple[Value, ...]) -> int:
        """Returns the id of the new row."""
        with _explained(self.path), contextlib.closing(self._connection.execute(sql, values)) as cursor:
            return int(cursor.lastrowid or 0)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        finally:
            if self._connection.in_transaction:  # a full disk has often rolled it back already
                self.execute("ROLLBACK")

    def used_bytes(self) -> int:
        """Pages in use; those that are free are filled again before the file grows."""
        pages, free, size = (
            self.execute(f"PRAGMA {name}")[0][0] for name in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)

    @contextlib.contextmanager
    def leaving_no_trace(self) -> Iterator[None]:
        """What is deleted inside is in no file afterwards; a kill in between is made good by the next start."""
        with _explained(self.path):
            if self.path:
                self._marker.touch()
            yield
            self.scrub()

    @property
    def has_traces(self) -> bool:
        """Something was forgotten, and a kill or a full disk kept it from being cleaned out of the file."""
        return self.path is not None and self._marker.exists()

    def scrub(self) -> None:
        self.execute("INSERT INTO words (words) VALUES ('optimize')")
        if self.path is None:
            self.execute("VACUUM")
            return
        with _explained(self.path):
            self._replace_by_copy(self.path)
            self._marker.unlink(missing_ok=True)

    def wipe(self) -> None:
        """Begins anew with an empty file. Works on a full disk, too; ids go on where they were."""
        last = self.execute("SELECT seq FROM sqlite_sequence WHERE name = 'observation'")
        self._connection.close()
        with _explained(self.path):
            if self.path:
                # SQLite drops a log it finds beside an empty database, so a kill between the two brings nothing back.
                for file in (self.path, self._beside("-wal"), self._fresh, self._marker):
                    file.unlink(missing_ok=True)
            self._connection = self._open()
        for (seq,) in last:
            self.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('observation', ?)", (seq,))

    def explained(self) -> contextlib.AbstractContextManager[None]:
        """Turns what fails inside into a RememberingError that says what to do."""
        return _explained(self.path)

    def close(self) -> None:
        self._connection.close()

    def _replace_by_copy(self, path: Path) -> None:
        # The log is emptied first: left beside the copy, it would be replayed into it.
        if self.execute("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]:
            raise RememberingError(f"The memory {path} could not be cleaned. Restart Keepsight, then forget again.")
        self._fresh.unlink(missing_ok=True)
        try:
            self.execute("VACUUM INTO ?", (str(self._fresh),))
            with self._fresh.open("rb+") as file:
                os.fsync(file.fileno())
            self._put_in_place(path)
        finally:
            self._fresh.unlink(missing_ok=True)

    def _put_in_place(self, path: Path) -> None:
        self._connection.close()
        try:
            os.replace(self._fresh, path)
        finally:
            self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        with _explained(self.path):
            if self.path is None:
                return _prepared(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False), None)
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.path.exists():
                check_file(self.path)
            connection = sqlite3.connect(self.path, _WAIT, isolation_level=None, check_same_thread=False)
            return _prepared(connection, self.path)

    @property
    def _marker(self) -> Path:
        """Exists while something is being forgotten."""
        return self._beside(".forgetting")

    @property
    def _fresh(self) -> Path:
        return self._beside(".fresh")

    def _beside(self, ending: str) -> Path:
        assert self.path is not None
        return self.path.with_name(self.path.name + ending)


def _prepared(connection: sqlite3.Connection, path: Path | None) -> sqlite3.Connection:
    with contextlib.ExitStack() as undo:
        undo.callback(connection.close)
        # EXCLUSIVE: a second process is refused, and no reader can keep the log from being emptied.
        for pragma in ("locking_mode = EXCLUSIVE", "secure_delete = ON", "foreign_keys = ON", "synchronous = NORMAL"):
            connection.execute(f"PRAGMA {pragma}")
        migrate(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")  # takes the lock now, not at the first write
        connection.execute("COMMIT")
        undo.pop_all()
    return connection


@contextlib.contextmanager
def _explained(path: Path | None) -> Iterator[None]:
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


def _explain(code: int, path: Path | None) -> RememberingError | None:
    match code:
        case sqlite3.SQLITE_FULL:
            return RememberingError(
                f"The disk is full: nothing more can be remembered in {path}. Free some space, or forget something "
                "old. What was stored before is safe."
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
