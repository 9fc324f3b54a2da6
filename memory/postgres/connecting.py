"""A connection to the server: how long it is waited for, what holds on it, and which servers will do."""

import contextlib
from typing import Any

import psycopg

from assistant.core.errors import RememberingError
from memory.postgres.failures import cannot_connect

OLDEST = 14  # the oldest version of the server that still gets fixes
LIMITS: dict[str, Any] = {
    "connect_timeout": 5,
    "application_name": "Keepsight",
    # A server that is gone without a word is given up after 30 s; the system's own limit is minutes.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}
# Milliseconds. A process that is stopped within a transaction, but not ended, blocks the others no longer than that.
SESSION = (
    "SET lock_timeout = 10000",
    "SET idle_in_transaction_session_timeout = 30000",
    "SET client_encoding = 'UTF8'",
    "SET jit = off",  # compiling takes longer than what is asked here
)


def connect(address: str, place: str) -> "psycopg.Connection[Any]":
    """In autocommit mode; statements are never prepared, for they are planned for their values.

    Raises RememberingError where there is no server at `address`, it lets nobody in, or will not do.
    """
    try:
        connection = psycopg.connect(address, autocommit=True, prepare_threshold=None, **LIMITS)
    except psycopg.OperationalError as error:
        raise cannot_connect(place, error) from None
    with contextlib.ExitStack() as undo:
        undo.callback(connection.close)
        check(place, connection.info.server_version, connection.info.parameter_status("server_encoding"))
        for setting in SESSION:
            connection.execute(setting.encode())
        undo.pop_all()
    return connection


def check(place: str, version: int, encoding: str | None) -> None:
    """version: as PostgreSQL numbers itself, 15.4 is 150004. Raises RememberingError."""
    if version < OLDEST * 10_000:
        raise RememberingError(f"{place} is version {version // 10_000}. Keepsight needs PostgreSQL {OLDEST} or newer.")
    if encoding != "UTF8":
        raise RememberingError(
            f"{place} keeps text as {encoding}, which has not all letters. Make another database: "
            "createdb --encoding UTF8 --template template0 NAME"
        )
