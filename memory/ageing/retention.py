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
    """One observation as its keeping is judged: Unix seconds and about how much room it takes.

    current: nothing newer is known of some thing that it shows. scene: what it shows, in words; the same again is a
    repeat.
    """

    id: int
    time: float
    bytes: int
    told: bool = False
    current: bool = False
    scene: str = ""


def to_drop(oldest_first: Sequence[Kept], used_bytes: int, now: float, limits: Limits) -> list[int]:
    """Ids to let go, until the memory fits: scenes that were seen again later, other scenes, evidence of what is still
    current, and last what was told. That never goes for its age; taught things stay.
    """
    over = used_bytes - limits.max_bytes
    newest = {kept.scene: kept.id for kept in oldest_first if kept.scene}
    drop: list[int] = []
    for kept in sorted(oldest_first, key=lambda kept: _worth(kept, newest.get(kept.scene, kept.id))):
        aged = not kept.told and now - kept.time > limits.max_age_seconds
        if aged or over > 0:
            drop.append(kept.id)
            over -= kept.bytes
    return drop


def _worth(kept: Kept, newest_of_scene: int) -> int:
    return 3 if kept.told else 2 if kept.current else int(kept.id == newest_of_scene)
