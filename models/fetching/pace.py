"""How fast something comes in, and how long the rest will take (pure)."""

from collections import deque

SPAN = 10.0  # seconds that the speed is measured over: calm enough to read, quick enough to notice a stall


class Pace:
    """Fed with how much there was at which time; both only grow."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, now: float, done: int) -> None:
        """`now` in seconds of any clock, `done` in bytes."""
        self._seen.append((now, done))
        while now - self._seen[0][0] > SPAN and len(self._seen) > 2:
            self._seen.popleft()

    @property
    def speed(self) -> float | None:
        """Bytes a second; None in the first second, when nothing can be said."""
        if not self._seen or self._seen[-1][0] - self._seen[0][0] < 1.0:
            return None
        (since, before), (now, done) = self._seen[0], self._seen[-1]
        return (done - before) / (now - since)

    def left(self, total: int) -> float | None:
        """Seconds until `total` at this speed; None where it stands still."""
        return (total - self._seen[-1][1]) / self.speed if self.speed else None
