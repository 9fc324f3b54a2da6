"""The vectors of pictures, as an embedder made them: found by the nearest, gone with the observation."""

from collections.abc import Iterable

import numpy as np

from memory.database import Value
from memory.parts import Database, Vector


class Vectors:
    """float16 on disk: half the room, and a cosine that differs by less than 0.001. Writes need a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, id: int, name: str, vector: Vector) -> bool:
        """Whether there is a picture that it can belong to; one that is there already is replaced."""
        if not self._database.execute("SELECT 1 FROM observation WHERE id = ? AND picture_bytes > 0", (id,)):
            return False
        sql = (
            "INSERT INTO vector (observation_id, name, value) VALUES (?, ?, ?) "
            "ON CONFLICT (observation_id, name) DO UPDATE SET value = excluded.value"
        )
        self._database.execute(sql, (id, name, self.stored(vector)))
        return True

    def stored(self, vector: Vector) -> Value:
        return vector.astype(np.float16).tobytes()

    def drop(self, ids: Iterable[int]) -> None:
        """Of observations that lost their picture or have another; deleted ones take theirs along."""
        self._database.for_each("DELETE FROM vector WHERE observation_id = ?", ids)

    def missing(self, name: str, limit: int) -> list[int]:
        """Ids of pictures without a vector of this name, newest first."""
        sql = (
            "SELECT id FROM observation WHERE picture_bytes > 0 AND NOT EXISTS "
            "(SELECT 1 FROM vector WHERE observation_id = id AND name = ?) ORDER BY id DESC LIMIT ?"
        )
        return [id for (id,) in self._database.rows(sql, (name, limit))]

    def nearest(self, name: str, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """Ids and cosines, the most alike first. Reads them all: 100 000 of 768 numbers are 150 MB."""
        rows = self._database.execute("SELECT observation_id, value FROM vector WHERE name = ?", (name,))
        rows = [row for row in rows if len(row[1]) == 2 * vector.size]
        if not rows or limit < 1:
            return []
        matrix = np.frombuffer(b"".join(value for _, value in rows), np.float16).reshape(len(rows), -1)
        cosines = matrix.astype(np.float32) @ vector
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(rows[index][0], float(cosines[index])) for index in best]
