"""One SQLite file, held by this process alone, that keeps no trace of what was deleted.

`secure_delete` is not enough for that: with 600 of 4,000 rows deleted, 60 of them could still be read in the file,
as copies that SQLite leaves behind when it moves rows between pages, and 6 after the full-text index was optimised
(SQLite 3.40). A copy by `VACUUM INTO` held none, so forgetting ends by putting such a copy in the file's place.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.core.errors import RememberingError
from memory.schema import check_file, migrate
from memory.troubles import explained, forgetting

Value = str | int | float | bytes | None
_WAIT = 0.5  # seconds for another process to let go of the file before it is said to be in use


class Database:
    """`path` None keeps it in memory. Everything raises RememberingError when the file or the disk fails."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._connection = self._open()
        with explained(path):
            if last := self._wiped_at():
                self._wipe(last)
        with contextlib.suppress(RememberingError):  # no room to clean up: there is room enough to read
            if self.has_traces:
                self.scrub()

    def execute(self, sql: str, values: tuple[Value, ...] = ()) -> list[Any]:
        return list(self.rows(sql, values))

    def rows(self, sql: str, values: tuple[Value, ...] = ()) -> Iterator[Any]:
        with explained(self.path), contextlib.closing(self._connection.execute(sql, values)) as cursor:
            yield from cursor

    def for_each(self, sql: str, ids: Iterable[int]) -> None:
        """`sql` takes one id; what it gives is not looked at."""
        with explained(self.path):
            self._connection.executemany(sql, ((id,) for id in ids)).close()

    def insert(self, sql: str, values: tuple[Value, ...]) -> int:
        """Returns the id of the new row."""
        with explained(self.path), contextlib.closing(self._connection.execute(sql, values)) as cursor:
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
        with forgetting(self.path):
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
        with explained(self.path):
            self._replace_by_copy(self.path)
            self._marker.unlink(missing_ok=True)

    def wipe(self) -> None:
        """Begins anew with an empty file. Works on a full disk, too; ids go on where they were.

        A kill in between is made good by the next start.
        """
        last = sum(seq for (seq,) in self.execute("SELECT seq FROM sqlite_sequence WHERE name = 'observation'"))
        with explained(self.path):
            if self.path:
                self._write_wiped_at(last)
            self._wipe(last)

    def explained(self) -> contextlib.AbstractContextManager[None]:
        """Turns what fails inside into a RememberingError that says what to do."""
        return explained(self.path)

    def close(self) -> None:
        self._connection.close()

    def _wipe(self, last: int) -> None:
        """`last`: the highest id that was ever given out."""
        self._connection.close()
        if self.path:
            # SQLite drops a log that it finds beside an empty database: a kill between the two brings nothing back.
            for file in (self.path, self._beside("-wal"), self._fresh, self._marker):
                file.unlink(missing_ok=True)
        self._connection = self._open()
        with self.transaction():
            self.execute("DELETE FROM sqlite_sequence WHERE name = 'observation'")
            self.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('observation', ?)", (last,))
        if self.path:
            self._wiped.unlink(missing_ok=True)

    def _write_wiped_at(self, last: int) -> None:
        """A disk may be so full that not even this can be written."""
        try:
            self._wiped.write_text(str(last))
        except OSError:
            self._wiped.unlink(missing_ok=True)

    def _wiped_at(self) -> int:
        """0 where everything is as it should be: no wipe was begun, or not even that was written."""
        written = self._wiped.read_text() if self.path and self._wiped.exists() else ""
        return int(written) if written.isdecimal() else 0

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
        with explained(self.path):
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
    def _wiped(self) -> Path:
        """Exists while everything is being forgotten."""
        return self._beside(".wiped")

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
