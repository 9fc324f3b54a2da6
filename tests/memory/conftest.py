"""A memory on PostgreSQL, opened by one process and by another."""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from memory.ageing.retention import Limits
from memory.postgres.opening import open_store
from memory.store import Store
from tests.postgres import Postgres


@contextlib.contextmanager
def opened(server: Postgres, user: str, limits: Limits | None = None) -> Iterator[Store]:
    store = open_store(server.url, user, limits)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def user(postgres: Postgres) -> str:
    return postgres.user()


@pytest.fixture
def one(postgres: Postgres, user: str) -> Iterator[Store]:
    with opened(postgres, user) as store:
        yield store


@pytest.fixture
def other(postgres: Postgres, user: str) -> Iterator[Store]:
    """Another process of the same user, as far as the server can tell."""
    with opened(postgres, user) as store:
        yield store


@pytest.fixture
def admin(postgres: Postgres) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        yield connection
