"""The time that a clock showed where something was seen (pure)."""

from datetime import UTC, datetime, timedelta, timezone

from assistant.core.values import Observation


def local(time: float, zone: int | None) -> datetime:
    """Of Unix seconds; `zone` in minutes east of UTC, None for this machine's. A time that no calendar has is 1970."""
    try:
        then = datetime.fromtimestamp(time, UTC)
        return then.astimezone(None if zone is None else timezone(timedelta(minutes=zone)))
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)


def iso(time: float, zone: int | None) -> str:
    return local(time, zone).isoformat(timespec="seconds")


def day(one: Observation) -> str:
    """For example "2026-11-24, Tuesday · 星期二"."""
    then = local(one.time, one.zone)
    return f"{then:%Y-%m-%d, %A} · 星期{'一二三四五六日'[then.weekday()]}"
