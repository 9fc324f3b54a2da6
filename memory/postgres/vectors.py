"""Vectors in pgvector: the server compares them. Where it has no pgvector `memory.vectors` reads them all."""

from memory.parts import Vector
from memory.vectors import Vectors


class HalfVectors(Vectors):
    """All are compared: an index of them (HNSW) would have to be built anew whenever something is forgotten."""

    def stored(self, vector: Vector) -> str:
        return f"[{','.join(format(number, '.6g') for number in vector.tolist())}]"

    def nearest(self, name: str, vector: Vector, limit: int) -> list[tuple[int, float]]:
        sql = (
            "SELECT observation_id, -(value <#> ?::halfvec) FROM vector WHERE name = ? AND vector_dims(value) = ? "
            "ORDER BY value <#> ?::halfvec LIMIT ?"
        )
        sought = self.stored(vector)
        values = (sought, name, vector.size, sought, max(0, limit))
        return [(id, float(cosine)) for id, cosine in self._database.rows(sql, values)]
