"""One field of what a page asks, read strictly: anything strange is as good as nothing."""

from typing import Any


def field(asked: Any, name: str, kind: type, default: Any) -> Any:
    """`asked[name]` where it is of that kind (a whole number passes for a float, true is no number), or `default`."""
    value = asked.get(name) if isinstance(asked, dict) else None
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)) else default
