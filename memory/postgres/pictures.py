"""Pictures in the database, each sealed with a key of its own that lies in another, small table.

To forget a picture its key is forgotten: writing a table of keys anew takes milliseconds, all pictures anew minutes.
"""

import os
from collections.abc import Iterable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from memory.parts import Database

_ALWAYS = 2**63 - 1  # the largest id
_NONCE = bytes(12)  # a key seals one picture, once


class SealedPictures:
    """The `Pictures` of `memory.parts`; deleted with their observation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def large_bytes(self) -> int:
        return int(
            self._database.execute("SELECT coalesce(sum(octet_length(sealed)), 0) FROM picture WHERE large")[0][0]
        )

    def put(self, id: int, jpeg: bytes, large: bytes = b"", time: float = 0.0) -> None:
        self.drop([id])
        self._put(id, False, jpeg, time)
        if large:
            self._put(id, True, large, time)

    def get(self, id: int, *, large: bool = False) -> bytes | None:
        if not 0 < id <= _ALWAYS:
            return None
        sql = (
            "SELECT sealed, secret FROM picture JOIN seal USING (observation_id, large) "
            "WHERE observation_id = ? AND large <= ? ORDER BY large DESC LIMIT 1"
        )
        found = self._database.execute(sql, (id, large))
        return AESGCM(found[0][1]).decrypt(_NONCE, found[0][0], None) if found else None

    def drop(self, ids: Iterable[int]) -> None:
        self._database.for_each("DELETE FROM picture WHERE observation_id = ?", ids)

    def drop_large(self, before: float) -> None:
        self._database.execute("DELETE FROM picture WHERE large AND time < ?", (before,))

    def keep_only(self, ids: set[int]) -> None:
        """Nothing to do: a picture comes and goes in one transaction with its observation."""

    def _put(self, id: int, large: bool, jpeg: bytes, time: float) -> None:
        secret = os.urandom(32)
        sealed = AESGCM(secret).encrypt(_NONCE, jpeg, None)
        self._database.execute("INSERT INTO picture VALUES (?, ?, ?, ?)", (id, large, time, sealed))
        self._database.execute("INSERT INTO seal VALUES (?, ?, ?)", (id, large, secret))
