"""The same promises for every memory, whatever keeps it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.ports import Memory
from memory.postgres.opening import open_store
from memory.store import Store
from tests.clock import run
from tests.postgres import Postgres


@pytest.fixture(scope="module")
def on_a_server(request: pytest.FixtureRequest) -> Iterator[Callable[[], Store]]:
    """One memory in PostgreSQL, opened when it is first wanted."""
    opened: list[Store] = []

    def wanted() -> Store:
        if not opened:
            server: Postgres = request.getfixturevalue("postgres")
            opened.append(open_store(server.url, server.user()))
        return opened[0]

    yield wanted
    for store in opened:
        store.close()


@pytest.fixture(params=["sqlite in memory", "sqlite in a folder", "postgresql"])
def memory(request: pytest.FixtureRequest, tmp_path: Path, on_a_server: Callable[[], Store]) -> Iterator[Memory]:
    if request.param == "postgresql":
        store = on_a_server()
        run(store.forget_everything())
        yield store
        return
    store = Store.open(None if request.param == "sqlite in memory" else tmp_path)
    yield store
    store.close()
