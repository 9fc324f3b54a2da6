"""Before anything is imported that would report to its makers."""

from assistant.settings import stop_telemetry

stop_telemetry()
