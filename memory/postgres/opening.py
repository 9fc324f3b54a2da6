"""A user's memory on a PostgreSQL server, its parts put together."""

import contextlib

from memory.ageing.retention import Limits
from memory.parts import Parts
from memory.postgres.news import Notifications
from memory.postgres.pictures import SealedPictures
from memory.postgres.server import Server
from memory.postgres.vectors import HalfVectors
from memory.postgres.words import IndexedWords
from memory.store import Store
from memory.vectors import Vectors


def open_store(address: str, user: str, limits: Limits | None = None) -> Store:
    """Opens the memory of `user` at postgresql://…, or makes it. Raises RememberingError, SettingsError."""
    server = Server(address, user)
    with contextlib.ExitStack() as undo:
        undo.callback(server.close)
        vectors = HalfVectors(server) if server.has_pgvector else Vectors(server)
        parts = Parts(server, IndexedWords(server), vectors, SealedPictures(server), Notifications(server))
        store = Store(parts, limits or Limits())
        undo.pop_all()
    return store
