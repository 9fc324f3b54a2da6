"""What is said where a memory on PostgreSQL cannot work, and that no password is quoted in it."""

import contextlib
from typing import Any

import psycopg
import pytest

from assistant.core.errors import RememberingError, SettingsError
from memory.postgres.connecting import check
from memory.postgres.names import schema_of
from memory.postgres.opening import open_store
from memory.postgres.schema import MIGRATIONS
from memory.store import Store
from tests.clock import run
from tests.contracts.remembered import seen
from tests.postgres import PASSWORD, QUOTED, Postgres


def refused(address: str, user: str = "me") -> str:
    with pytest.raises((RememberingError, SettingsError)) as failed:
        open_store(address, user)
    said = str(failed.value)
    assert PASSWORD not in said
    assert QUOTED not in said
    assert "secret" not in said
    return said


def test_no_server_a_wrong_password_or_no_such_database_say_what_to_do(postgres: Postgres) -> None:
    assert "Check that it runs" in refused("postgresql://owner:secret@127.0.0.1:1/postgres")
    assert "Check user and password" in refused(f"postgresql://owner:secret@127.0.0.1:{postgres.port}/postgres")
    assert "createdb" in refused(postgres.url.replace("/postgres?", "/nowhere?").removesuffix("/postgres") + "/nowhere")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:1@secret@h:5/db",
        "postgresql://me:secret@h:p:x/db",
        "postgresql://[secret",
        "postgresql://h?x=secret",
    ],
)
def test_what_is_no_address_is_said_without_quoting_it(address: str) -> None:
    assert "postgresql://user@host:5432/database" in refused(address)


def test_a_role_that_may_not_make_a_schema_is_told_what_the_administrator_must_run(
    postgres: Postgres, admin: "psycopg.Connection[Any]"
) -> None:
    admin.execute("CREATE ROLE guest LOGIN PASSWORD 'secret'")
    admin.execute("CREATE DATABASE shared")
    address = f"postgresql://guest:secret@127.0.0.1:{postgres.port}/shared"
    said = refused(address, "anna")
    advice = 'CREATE SCHEMA "keepsight_anna" AUTHORIZATION "guest"'
    assert said.endswith(advice)
    with psycopg.connect(postgres.url.removesuffix("/postgres") + "/shared", autocommit=True) as owner:
        owner.execute(advice.encode())
    store = open_store(address, "anna")
    run(store.add(seen(1.0, "cup")))
    assert run(store.forget(since=0.0)) != []
    store.close()


def test_a_database_without_all_letters_is_refused(postgres: Postgres, admin: "psycopg.Connection[Any]") -> None:
    admin.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    assert "createdb --encoding UTF8" in refused(postgres.url.removesuffix("/postgres") + "/latin")


@pytest.mark.parametrize(("version", "works"), [(130_020, False), (140_000, True), (180_002, True)])
def test_an_old_server_is_refused(version: int, works: bool) -> None:
    with contextlib.nullcontext() if works else pytest.raises(RememberingError, match="needs PostgreSQL 14"):
        check("The server", version, "UTF8")


def test_a_server_that_only_reads_says_so(postgres: Postgres, one: Store) -> None:
    assert "primary" in refused(f"{postgres.url}?options=-c%20default_transaction_read_only%3Don", postgres.user())


def test_a_memory_of_a_newer_version_is_left_alone(
    postgres: Postgres, user: str, one: Store, admin: "psycopg.Connection[Any]"
) -> None:
    kept = run(one.add(seen(1.0, "cup")))
    admin.execute(f'INSERT INTO "{schema_of(user)}".version VALUES (%s)'.encode(), (len(MIGRATIONS) + 1,))
    assert "Upgrade Keepsight" in refused(postgres.url, user)
    assert run(one.recent()) == [kept]
