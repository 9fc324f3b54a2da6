"""Which observations to let go when the memory is too large or too old (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_bytes` of database and pictures together; `max_age_seconds` of what was seen (90 days)."""

    max_bytes: int = 2 << 30
    max_age_seconds: float = 90 * 86_400.0


@dataclass(frozen=True, slots=True)
class Kept:
    """One observation as its keeping is judged: Unix seconds and about how much room it takes."""

    id: int
    time: float
    bytes: int
    told: bool = False


def to_drop(oldest_first: Sequence[Kept], used_bytes: int, now: float, limits: Limits) -> list[int]:
    """Ids to let go, until the memory fits. What was told goes last, and never for its age; taught things stay."""
    over = used_bytes - limits.max_bytes
    drop: list[int] = []
    for kept in sorted(oldest_first, key=lambda kept: kept.told):
        aged = not kept.told and now - kept.time > limits.max_age_seconds
        if aged or over > 0:
            drop.append(kept.id)
            over -= kept.bytes
    return drop
