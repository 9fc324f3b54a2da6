"""What is forgotten on PostgreSQL is in no file of the server; tried on a server whose files hold nothing else."""

import contextlib
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest

from assistant.core.values import Observation, Taught
from memory.postgres.opening import open_store
from memory.store import Store
from tests.clock import run
from tests.contracts.remembered import pictured, told, vector
from tests.memory.canaries import Canaries
from tests.memory.conftest import opened
from tests.memory.forked import forked
from tests.memory.test_postgres import wait_for
from tests.postgres import Postgres, debian, started


@pytest.fixture(scope="module")
def own() -> Iterator[Postgres]:
    """A server whose files hold nothing else. What it has forgotten leaves its log with the next checkpoint."""
    with started(debian(), wal_recycle="off", min_wal_size="2MB", max_wal_size="2MB") as server:
        yield server


@pytest.fixture
def alone(own: Postgres) -> Iterator[Store]:
    """The only memory on that server."""
    with opened(own, own.user()) as store:
        yield store
        run(store.forget_everything())


def fill(store: Store, group: Canaries) -> list[int]:
    """Observations with words, two sizes of picture and a vector each, a taught thing, scenes seen twice."""

    async def store_them() -> list[int]:
        ids = []
        for number in range(3):
            text = f"{group.word()} {group.chinese()}"
            caption = f"{group.word()}: on the desk"
            for later in (0.0, 5.0):
                looked = Observation(1e6 + 100 * number + later, "camera", caption, text)
                kept = await store.add(replace_picture(looked, group.picture()))
                group.expect("stored", await store.picture(kept.id) or b"")
                await store.embed(kept.id, "clip", group.vector())
                ids.append(kept.id)
            await store.update(Observation(0.0, "camera", group.word(), group.chinese(), id=ids[-1]))
        await store.teach(Taught(group.word(), (group.view(),), 80, 1e6))
        return ids

    return run(store_them())


def replace_picture(observation: Observation, picture: bytes) -> Observation:
    return Observation(observation.time, observation.source, observation.caption, observation.text, picture=picture)


def in_files(server: Postgres, group: Canaries, *, log: bool) -> set[str]:
    """Which can be read in the tables and whatever else was written since the start, or in the write-ahead log."""
    held = b"".join(written(server, path) for path in server.folder.rglob("*") if ("pg_wal" in path.parts) == log)
    return {name for name, needles in group.needles.items() if any(needle in held for needle in needles)}


def written(server: Postgres, path: Path) -> bytes:
    """Nothing of a file that is gone meanwhile."""
    with contextlib.suppress(FileNotFoundError):
        if path.is_file() and path.stat().st_mtime > server.began:
            return path.read_bytes()
    return b""


def checkpoint(server: Postgres, *, log: bool = False) -> None:
    with psycopg.connect(server.url, autocommit=True) as admin:
        if log:
            admin.execute("SELECT pg_switch_wal()")
        admin.execute("CHECKPOINT")


def analyze(server: Postgres) -> None:
    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute("ANALYZE")


@pytest.mark.parametrize("way", ["a time", "everything", "one by one"])
def test_what_is_forgotten_is_in_no_file_and_not_in_the_log_either_where_the_role_may_end_it(
    own: Postgres, alone: Store, way: str
) -> None:
    kept, gone = Canaries(1), Canaries(2)
    run(alone.add(told(5.0, f"{kept.word()} is on the shelf")))
    ids = fill(alone, gone)
    analyze(own)
    checkpoint(own)
    assert len(in_files(own, gone, log=False)) > 20
    match way:
        case "a time":
            run(alone.forget(since=1e6))
        case "one by one":
            run(alone.forget(ids=ids))
            run(alone.forget(since=1e6))
        case _:
            run(alone.forget_everything())
    assert in_files(own, gone, log=False) | in_files(own, gone, log=True) == set()
    assert bool(in_files(own, kept, log=False)) == bool(run(alone.recent())) == (way != "everything")


def test_where_the_role_may_not_end_the_log_it_is_there_until_the_administrator_does(own: Postgres) -> None:
    group = Canaries(8)
    with psycopg.connect(own.url, autocommit=True) as admin:
        admin.execute("CREATE ROLE plain LOGIN PASSWORD 'secret'")
        admin.execute("GRANT CREATE ON DATABASE postgres TO plain")
    store = open_store(f"postgresql://plain:secret@127.0.0.1:{own.port}/postgres", own.user())
    fill(store, group)
    run(store.forget_everything())
    store.close()
    checkpoint(own)
    assert in_files(own, group, log=False) == set()
    assert in_files(own, group, log=True) != set()
    checkpoint(own, log=True)
    assert in_files(own, group, log=True) == set()


def test_no_picture_is_ever_readable_in_a_file(own: Postgres, alone: Store) -> None:
    group = Canaries(3)
    fill(alone, group)
    checkpoint(own)
    found = in_files(own, group, log=False) | in_files(own, group, log=True)
    assert {name for name in found if name.startswith(("picture", "stored"))} == set()
    assert any(name.startswith("vector") for name in found)


def test_a_backup_that_still_sees_it_does_not_keep_it_in_the_files(own: Postgres, alone: Store) -> None:
    group = Canaries(4)
    fill(alone, group)
    with psycopg.connect(own.url) as backup:
        backup.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        backup.execute("SELECT 1")
        run(alone.forget(since=1e6))
        checkpoint(own)
        assert in_files(own, group, log=False) == set()


@contextlib.contextmanager
def held_by_a_backup(server: Postgres) -> Iterator[None]:
    with psycopg.connect(server.url) as backup:
        find = "SELECT c.oid::regclass::text FROM pg_class c WHERE relname = 'observation'"
        for (table,) in backup.execute(find).fetchall():
            backup.execute(f"LOCK TABLE {table} IN ACCESS SHARE MODE".encode())
        yield


def test_what_a_backup_keeps_from_being_cleaned_is_gone_at_once_and_cleaned_with_the_next_forgetting(
    own: Postgres, alone: Store, caplog: pytest.LogCaptureFixture
) -> None:
    group = Canaries(5)
    fill(alone, group)
    with held_by_a_backup(own):
        assert len(run(alone.forget(since=1e6))) == 3
        assert (run(alone.recent()), run(alone.things())) == ([], ())
    assert "the next time something is forgotten" in caplog.text
    assert run(alone.forget(ids=[1])) == []
    checkpoint(own)
    assert in_files(own, group, log=False) == set()


def test_a_process_killed_before_it_cleaned_up_leaves_that_to_the_next(own: Postgres) -> None:
    group, user = Canaries(6), own.user()
    with opened(own, user) as store:
        fill(store, group)
    with held_by_a_backup(own), forked(forgets, own.url, user) as (process, pipe):
        pipe.recv()
        waiting = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LOCK TABLE%' AND wait_event_type = 'Lock'"
        with psycopg.connect(own.url, autocommit=True) as admin:
            wait_for(lambda: admin.execute(waiting).fetchone() is not None)
        process.kill()
        process.join()
    checkpoint(own)
    assert in_files(own, group, log=False) != set()
    with opened(own, user) as store:
        assert run(store.recent()) == []
        checkpoint(own)
        assert in_files(own, group, log=False) == set()


def forgets(pipe: "Connection[Any, Any]", address: str, user: str) -> None:
    store = open_store(address, user)
    pipe.send("opened")
    run(store.forget(since=1e6))


def test_with_pgvector_the_server_compares_and_forgets_vectors(pgvector: Postgres) -> None:
    group, dice = Canaries(7), np.random.default_rng(1)
    with opened(pgvector, pgvector.user()) as store:
        ids = [run(store.add(pictured(100.0 * n, f"bag {n}"))).id for n in range(8)]
        assert run(store.unembedded("clip", 99)) == ids[::-1]
        vectors = [vector(*dice.normal(size=64)) for _ in ids]
        for id, made in zip(ids, vectors, strict=True):
            assert run(store.embed(id, "clip", made))
        run(store.embed(ids[0], "another of other size", vector(1, 2, 3)))
        found = run(store.nearest("clip", vectors[3], 3))
        cosines = sorted((float(made @ vectors[3]) for made in vectors), reverse=True)[:3]
        assert found[0][0].id == ids[3]
        assert [cosine for _, cosine in found] == pytest.approx(cosines, abs=2e-3)
        assert run(store.nearest("clip", vector(1, 2, 3), 3)) == []
        run(store.embed(ids[5], "clip", group.vector()))
        checkpoint(pgvector)
        assert in_files(pgvector, group, log=False) == set(group.needles)
        run(store.forget(ids=[ids[5]]))
        checkpoint(pgvector)
        assert in_files(pgvector, group, log=False) == set()
        assert len(run(store.nearest("clip", vectors[3], 99))) == 7


def test_vectors_are_asked_for_again_when_pgvector_comes(pgvector: Postgres) -> None:
    with psycopg.connect(pgvector.url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE later")
        admin.execute("CREATE ROLE reader LOGIN PASSWORD 'secret'")
        admin.execute("GRANT CREATE ON DATABASE later TO reader")
    address = f"postgresql://reader:secret@127.0.0.1:{pgvector.port}/later"
    store = open_store(address, "me")
    kept = run(store.add(pictured(1.0, "bag")))
    assert run(store.embed(kept.id, "clip", vector(1, 0)))
    assert [one for one, _ in run(store.nearest("clip", vector(1, 0), 9))] == [kept]
    store.close()
    with psycopg.connect(pgvector.url.removesuffix("/postgres") + "/later", autocommit=True) as admin:
        admin.execute("CREATE EXTENSION vector")
    store = open_store(address, "me")
    assert run(store.unembedded("clip", 9)) == [kept.id]
    assert run(store.embed(kept.id, "clip", vector(1, 0)))
    assert [one for one, _ in run(store.nearest("clip", vector(1, 0), 9))] == [kept]
    store.close()
