"""Before anything is imported that would report to its makers. And what runs beside what, where two run at a time."""

from assistant.settings import stop_telemetry

stop_telemetry()

import pytest  # noqa: E402
from xdist.remote import Producer  # noqa: E402
from xdist.scheduler import LoadScopeScheduling  # noqa: E402

from tests.postgres import pgvector, postgres  # noqa: E402

__all__ = ["pgvector", "postgres"]

LIVE = ("tests/adversity/", "tests/browser/")


class LiveApart(LoadScopeScheduling):
    """A file goes to one process whole, so that what is made once for a file is made once.

    The folders that run the application, in real time and mostly waiting, all go to one, and first: two browsers at
    once would be in each other's way, and whoever computes meanwhile has a core.
    """

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        config.option.loadscopereorder = False  # else the longest lists of cases come first, and the browser last
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return "live" if nodeid.startswith(LIVE) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LiveApart:
    return LiveApart(config, log)
