"""How much a page may send (pure arithmetic: the caller brings the time)."""

PACKETS = (200.0, 3000.0)  # a second, at once: a page sends about 65; 45 s of a line that was cut arrive at once
BYTES = (1_000_000.0, 8_000_000.0)  # a page sends 0.1-0.2 MB/s; a still is 0.5 MB
OFFENCES = (5 / 60, 5.0)  # malformed packets


class Allowance:
    """Refills by `rate` a second up to `burst`; times in seconds of any clock that does not go back."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._left = burst
        self._at: float | None = None

    def take(self, amount: float, now: float) -> bool:
        """Whether `amount` was allowed; what was refused is not counted."""
        if self._at is not None:
            self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if amount > self._left:
            return False
        self._left -= amount
        return True
