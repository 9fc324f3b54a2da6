"""What was used last, as much of it as fits into so many bytes."""

from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """most: bytes. Of what does not fit, the longest unused goes first; what alone is too large is not kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def items(self) -> list[tuple[K, V]]:
        return [(key, value) for key, (value, _) in self._held.items()]

    def get(self, key: K) -> V | None:
        if key not in self._held:
            return None
        self._held.move_to_end(key)
        return self._held[key][0]

    def put(self, key: K, value: V, size: int) -> None:
        self.drop(key)
        self._held[key] = (value, size)
        self.bytes += size
        while self.bytes > self._most:
            self.drop(next(iter(self._held)))

    def drop(self, key: K) -> None:
        if key in self._held:
            self.bytes -= self._held.pop(key)[1]

    def clear(self) -> None:
        self._held.clear()
        self.bytes = 0
