"""What one process forgets, told to the others by LISTEN and NOTIFY: ids and times, never words."""

import contextlib
import json
import logging
import select
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import sql

from assistant.core.errors import RememberingError
from assistant.core.values import Forgot
from memory.postgres.server import Server

log = logging.getLogger("keepsight.memory")
AT_ONCE = 400  # ids in one notification; PostgreSQL takes 8 000 bytes
AGAIN = 2.0  # seconds before a broken connection is opened again


class Notifications:
    """The `News` of `memory.parts`. What is told while a connection is broken is not heard."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._stop, self._stopped = socket.socketpair()
        self._thread: threading.Thread | None = None

    def tell(self, forgot: Forgot) -> None:
        for part in _parts(forgot) if forgot != Forgot() else ():
            told = json.dumps({"ids": part.ids, "everything": part.everything, "since": part.since})
            self._server.execute("SELECT pg_notify(?, ?)", (self._server.schema, told))

    def listen(self, hear: Callable[[Forgot], None]) -> None:
        self._thread = threading.Thread(target=self._listen, args=(hear,), name="memory news", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.close()
        if self._thread:
            self._thread.join()
        self._stopped.close()

    def _listen(self, hear: Callable[[Forgot], None]) -> None:
        while not self._is_over(0.0):
            try:
                self._hear(hear)
            except (RememberingError, psycopg.Error):
                log.info("news of other processes break off; trying again")
                self._is_over(AGAIN)

    def _hear(self, hear: Callable[[Forgot], None]) -> None:
        with contextlib.closing(self._server.connect()) as connection:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._server.schema)))
            while not self._is_over(None, connection):
                for notification in connection.notifies(timeout=0):
                    if notification.pid != self._server.backend:
                        told = json.loads(notification.payload)
                        hear(Forgot(tuple(told["ids"]), told["everything"], told["since"]))

    def _is_over(self, seconds: float | None, *connections: "psycopg.Connection[Any]") -> bool:
        """Waits so long, or until there is something on a connection; whether `close` was called."""
        awaited: list[socket.socket | psycopg.Connection[Any]] = [self._stopped, *connections]
        return self._stopped in select.select(awaited, [], [], seconds)[0]


def _parts(forgot: Forgot) -> Iterator[Forgot]:
    yield replace(forgot, ids=forgot.ids[:AT_ONCE])
    for start in range(AT_ONCE, len(forgot.ids), AT_ONCE):
        yield Forgot(forgot.ids[start : start + AT_ONCE])
