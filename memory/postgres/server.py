"""One user's schema on a PostgreSQL server, used by any number of processes, that keeps no trace of what was deleted.

A deleted row stays readable in the server's files: VACUUM leaves its bytes in the page, and VACUUM FULL copies what
some other transaction, a backup for example, could still see. Altering a column's type copies what is there now and
nothing else, so forgetting ends by altering one column of every table to the type that it has.
"""

import contextlib
import functools
import logging
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
from psycopg import sql

from assistant.core.errors import RememberingError
from memory.database import Value
from memory.postgres.connecting import connect
from memory.postgres.failures import Busy, explained, where
from memory.postgres.names import lock_of, schema_of
from memory.postgres.schema import migrate

log = logging.getLogger("keepsight.memory")

MAY_CHECKPOINT = """
    SELECT 1 FROM pg_roles WHERE rolname = current_user AND has_function_privilege('pg_switch_wal()', 'execute')
    AND (rolsuper OR EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'pg_checkpoint' AND pg_has_role(oid, 'usage')))
"""
# Milliseconds for which others may have to wait behind us, while we wait for one that reads. The server's own clean-up
# gives way after its deadlock_timeout, 1 s.
PATIENCE = 2_500
# In the order in which questions lock two of them, so that nobody waits in a circle. Not the pictures: they are sealed.
REWRITTEN = {
    "words": ("tokens", "tsvector", "''::tsvector"),
    "observation": ("caption", "text", "''"),
    "vector": ("name", "text", "''"),
    "seal": ("secret", "bytea", "''::bytea"),
    "sighting": ("name", 'text COLLATE "C"', "''"),
    "thing": ("name", 'text COLLATE "C"', "''"),
    "view": ("png", "bytea", "''::bytea"),
}
# About what a row takes with its words in the index, its sightings and all their indexes: measured at 100 000 rows.
ROW_BYTES, PER_LETTER = 600, 11


class Server:
    """The `Database` of `memory.parts`. A connection that breaks is opened anew for what is asked next.

    Raises RememberingError; `SettingsError` where `address` is none.
    """

    def __init__(self, address: str, user: str) -> None:
        self._address = address
        self.place = where(address)
        self.schema = schema_of(user)
        self._lock = lock_of(self.schema)
        self._within = 0  # transactions
        self.has_pgvector = False
        self._connection = self._open()
        self._may_checkpoint = bool(self.execute(MAY_CHECKPOINT))
        if not self.has_pgvector:
            log.warning(
                "%s has no pgvector 0.7 or newer: to find pictures by words all vectors are read each time. "
                "The administrator can install it: CREATE EXTENSION vector.",
                self.place,
            )
        with contextlib.suppress(RememberingError):  # no room to clean up: there is room enough to read
            if self.has_traces:
                self._scrub()

    @property
    def backend(self) -> int:
        """The number of our process on the server."""
        return self._connection.info.backend_pid

    def execute(self, statement: str, values: tuple[Value, ...] = ()) -> list[Any]:
        with explained(self.place):
            cursor = self._live().execute(_translated(statement), tuple(map(_storable, values)), binary=True)
            return cursor.fetchall() if cursor.description else []

    def rows(self, statement: str, values: tuple[Value, ...] = ()) -> Iterator[Any]:
        yield from self.execute(statement, values)

    def for_each(self, statement: str, ids: Iterable[int]) -> None:
        """All are sent before the first is answered."""
        if values := [(id,) for id in ids]:
            with explained(self.place), self._live().cursor() as cursor:
                cursor.executemany(_translated(statement), values)

    def insert(self, statement: str, values: tuple[Value, ...]) -> int:
        return int(self.execute(f"{statement} RETURNING id", values)[0][0])

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        with explained(self.place), self._live().transaction():
            self._within += 1
            try:
                self.execute("SELECT pg_advisory_xact_lock(?)", (self._lock,))
                yield
            finally:
                self._within -= 1

    def used_bytes(self) -> int:
        """About: what the server's files take shrinks only when they are written anew."""
        ((rows, letters),) = self.execute(
            "SELECT count(*), coalesce(sum(octet_length(caption) + octet_length(text) + octet_length(boxes)), 0) "
            "FROM observation"
        )
        ((vectors, size),) = self.execute(
            "SELECT count(*), coalesce((SELECT pg_column_size(value) FROM vector LIMIT 1), 0) FROM vector"
        )
        return int(rows) * ROW_BYTES + int(letters) * PER_LETTER + int(vectors) * int(size)

    @contextlib.contextmanager
    def leaving_no_trace(self) -> Iterator[None]:
        """What is deleted inside is gone for every process when this block is over, and its bytes a moment later."""
        with self.transaction():
            yield
            self.execute("INSERT INTO trace DEFAULT VALUES")
        self._scrub()

    @property
    def has_traces(self) -> bool:
        return bool(self.execute("SELECT 1 FROM trace LIMIT 1"))

    def wipe(self) -> None:
        """TRUNCATE gives every table a new, empty file, whoever still reads the old one; ids go on."""
        with self.transaction():
            self.execute(f"TRUNCATE picture, {', '.join(REWRITTEN)}, trace, unread CASCADE")
            self.execute("INSERT INTO unread VALUES (0)")
        self._end_log()

    def explained(self) -> contextlib.AbstractContextManager[None]:
        return explained(self.place)

    def connect(self) -> "psycopg.Connection[Any]":
        """Another connection, for whoever wants one."""
        return connect(self._address, self.place)

    def close(self) -> None:
        self._connection.close()

    def _live(self) -> "psycopg.Connection[Any]":
        """A broken one is not replaced within a transaction: half of it would be done on the new one."""
        if self._connection.closed and not self._within:
            self._connection = self._open()
        return self._connection

    def _open(self) -> "psycopg.Connection[Any]":
        with contextlib.ExitStack() as undo, explained(self.place):
            connection = connect(self._address, self.place)
            undo.callback(connection.close)
            try:
                self.has_pgvector = migrate(connection, self.schema, self._lock)
            except psycopg.errors.InsufficientPrivilege:
                raise self._no_schema(connection.info.user, connection.info.dbname) from None
            undo.pop_all()
        return connection

    def _no_schema(self, role: str, database: str) -> RememberingError:
        schema, owner = sql.Identifier(self.schema).as_string(), sql.Identifier(role).as_string()
        return RememberingError(
            f"{self.place} does not let {role} make the memory's schema. Let the administrator run, in {database}: "
            f"CREATE SCHEMA {schema} AUTHORIZATION {owner}"
        )

    def _end_log(self) -> None:
        """Lets the server drop its log up to here, where the role may; whether it reuses the files is set elsewhere."""
        if self._may_checkpoint:
            self.execute("SELECT pg_switch_wal()")
            self.execute("CHECKPOINT")

    def _scrub(self) -> None:
        """Waits for a moment in which nobody else reads; where a backup does, it is left to the next forgetting."""
        try:
            with self.transaction():
                self.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
                self.execute(f"LOCK TABLE {', '.join(REWRITTEN)} IN ACCESS EXCLUSIVE MODE")
                for table, (column, kind, nothing) in REWRITTEN.items():
                    self.execute(f"ALTER TABLE {table} ALTER {column} TYPE {kind} USING {column} || {nothing}")
                self.execute("DELETE FROM trace")
            self._end_log()
        except Busy:
            log.warning(
                "What was forgotten is gone from the memory, but its bytes are in the files of %s until the next time "
                "something is forgotten: another program, perhaps a backup, holds the tables now.",
                self.place,
            )


@functools.lru_cache(maxsize=256)
def _translated(statement: str) -> bytes:
    """Bytes: psycopg takes no str that is made up at run time."""
    return statement.replace("%", "%%").replace("?", "%s").encode()


def _storable(value: Value) -> Value:
    """PostgreSQL's text has no NUL character."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value
