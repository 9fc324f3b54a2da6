"""One script a claim, with the trivial baseline beside it; nothing is reported to anybody."""

from assistant.settings import stop_telemetry

stop_telemetry()
