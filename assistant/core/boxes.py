"""Boxes compared: how sure, and how much of two is shared (pure)."""

from assistant.core.values import Box

# Score of a detector's box from which on its thing is there: `benchmarks.watching` counts the names at other scores.
SURE = 0.5


def overlap(one: Box, other: Box) -> float:
    """Area of the intersection over area of the union, 0..1; 0 where neither has an area."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0.0, across) * max(0.0, down)
    union = _area(one) + _area(other) - shared
    return shared / union if union else 0.0


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)
