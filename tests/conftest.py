"""Before anything is imported that would report to its makers."""

from assistant.settings import stop_telemetry

stop_telemetry()

from tests.postgres import pgvector, postgres  # noqa: E402

__all__ = ["pgvector", "postgres"]
