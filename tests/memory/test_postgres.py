"""The memory on a real PostgreSQL: several processes, several users, kills, broken connections, what is forgotten.

What every memory promises is in tests/contracts/test_memory*.py, which run there too.
"""

import asyncio
import itertools
import queue
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import psycopg
import pytest

from assistant.core.errors import RememberingError
from assistant.core.events import Unsure
from assistant.core.ports import Transport
from assistant.core.values import Forgot, Input, Observation, Taught
from memory.ageing.retention import Limits
from memory.database import Database
from memory.postgres.names import LONGEST, schema_of
from memory.postgres.news import AT_ONCE
from memory.postgres.opening import open_store
from memory.postgres.server import Server
from memory.store import Store
from memory.writing import SWEEP_EVERY
from tests.clock import run
from tests.contracts.remembered import captions, jpeg, pictured, seen, told
from tests.memory.conftest import opened
from tests.memory.forked import forked
from tests.postgres import Postgres
from tests.web.hubs import hub_of

HEARD = 10.0  # seconds that news may take on a busy machine; it takes a few milliseconds


# -- several processes, one memory ------------------------------------------------------------------------------------


def test_what_one_process_keeps_the_other_finds_and_what_one_forgets_is_gone_for_both(one: Store, other: Store) -> None:
    kept = run(one.add(Observation(100.0, "camera", "keys: on the piano", picture=jpeg())))
    assert run(other.search("piano")) == run(other.recall("where are my keys?")) == [kept]
    assert run(other.picture(kept.id)) == run(one.picture(kept.id)) is not None
    assert run(other.forget(thing="keys")) == [kept.id]
    assert (run(one.get(kept.id)), run(one.picture(kept.id)), run(one.search("piano"))) == (None, None, [])
    assert run(one.stays("keys")) == []


def test_what_one_process_is_taught_the_other_knows_at_once(one: Store, other: Store) -> None:
    assert run(other.things()) == ()
    cup = run(one.teach(Taught("cup", (b"png",), 80, 1.0)))
    assert run(other.things()) == (cup,)
    again = run(other.teach(Taught("my cup", (b"newer",), 90, 2.0)))
    assert run(one.things()) == (again,)
    run(other.forget(thing="cup"))
    assert run(one.things()) == ()


def test_the_same_scene_seen_by_two_processes_at_once_is_one(one: Store, other: Store) -> None:
    async def both() -> None:
        for number in range(10):
            scene = seen(1_000.0 * number, f"desk {number}")
            await asyncio.gather(one.add(scene), other.add(scene))

    run(both())
    assert captions(run(one.recent())) == [f"desk {number}" for number in reversed(range(10))]


def test_processes_that_start_at_once_make_one_memory(postgres: Postgres, user: str) -> None:
    async def start() -> list[Store]:
        return await asyncio.gather(*(asyncio.to_thread(open_store, postgres.url, user) for _ in range(4)))

    stores = run(start())
    ids = [run(store.add(seen(100.0 * number, f"cup {number}"))).id for number, store in enumerate(stores)]
    assert (len(set(ids)), len(run(stores[0].recent()))) == (4, 4)
    for store in stores:
        store.close()


def test_the_limit_holds_for_what_all_processes_keep_together(postgres: Postgres, user: str) -> None:
    limits, count = Limits(max_bytes=200_000), 2 * SWEEP_EVERY + 8
    with opened(postgres, user, limits) as first, opened(postgres, user, limits) as second:
        for number, store in zip(range(count), itertools.cycle([first, second]), strict=False):
            run(store.add(pictured(100.0 * number, f"cup {number}")))
        rows = run(first.recent(limit=1_000))
        sizes = [len(run(first.picture(row.id)) or b"") for row in rows]
        assert SWEEP_EVERY / 2 < len(rows) < count - 10
        assert sum(sizes) < limits.max_bytes
        assert captions(rows[:1]) == [f"cup {count - 1}"]


def half_a_thought(pipe: "Connection[Any, Any]", address: str, user: str) -> None:
    """A process that is killed within a transaction, holding what writers wait for."""
    server = Server(address, user)
    with server.transaction():
        server.execute(
            "INSERT INTO observation (began, time, source, caption, text, boxes, picture_bytes) "
            "VALUES (1, 1, 'told', 'half a thought', '', '', 0)"
        )
        pipe.send("written")
        pipe.recv()


def test_a_process_killed_within_a_transaction_loses_nothing_and_blocks_nobody(
    postgres: Postgres, user: str, one: Store
) -> None:
    kept = run(one.add(told(1, "my keys are under the mat")))
    with forked(half_a_thought, postgres.url, user) as (process, pipe):
        assert pipe.recv() == "written"
        process.kill()
        process.join()
        after = run(one.add(told(2, "my hat is on the chair")))
    assert run(one.recent()) == [after, kept]


def test_a_connection_that_breaks_is_said_and_opened_again(
    one: Store, user: str, admin: "psycopg.Connection[Any]"
) -> None:
    kept = run(one.add(seen(1.0, "cup")))
    admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    with pytest.raises(RememberingError, match=r"try again"):
        run(one.add(seen(500.0, "pen")))
    assert run(one.recent()) == [kept]
    assert run(one.add(seen(500.0, "pen"))).id > kept.id


# -- news -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def heard(one: Store, other: Store, user: str, admin: "psycopg.Connection[Any]") -> "queue.Queue[Forgot]":
    """By the other process."""
    news: queue.Queue[Forgot] = queue.Queue()
    other.listen(news.put)
    listening = "SELECT 1 FROM pg_stat_activity WHERE query = %s"
    wait_for(lambda: admin.execute(listening, (f'LISTEN "{schema_of(user)}"',)).fetchone() is not None)
    return news


def wait_for(done: Callable[[], bool]) -> None:
    until = time.monotonic() + HEARD
    while not done():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_what_one_process_forgets_the_others_hear_and_not_itself(
    one: Store, other: Store, heard: "queue.Queue[Forgot]"
) -> None:
    kept = [run(one.add(seen(100.0 * n, f"cup {n}"))) for n in range(3)]
    run(other.forget(ids=[kept[0].id]))
    run(one.forget(since=150.0))
    run(one.forget_everything())
    assert heard.get(timeout=HEARD) == Forgot((kept[2].id,), since=150.0)
    assert heard.get(timeout=HEARD) == Forgot((), everything=True)


def test_what_another_process_forgets_leaves_the_pages_and_the_prompts_of_this_one(one: Store, other: Store) -> None:
    async def main() -> None:
        told_of: asyncio.Queue[Input] = asyncio.Queue()

        async def session(transport: Transport) -> None:
            async for value in transport.inputs():
                told_of.put_nowait(value)

        hub = hub_of(session)
        conversation = hub.join("")
        assert conversation is not None
        await conversation.send(Unsure("where is my cup"))
        other.listen(hub.hearing())
        kept = await one.add(seen(1.0, "cup"))
        async with asyncio.timeout(HEARD):
            while told_of.empty():  # until it listens
                await one.forget(ids=[kept.id], since=0.5)
        assert told_of.get_nowait() in (Forgot((kept.id,), since=0.5), Forgot((), since=0.5))
        assert conversation.welcome()["unsure"] == ""
        await hub.close()

    run(main())


def test_news_of_many_memories_comes_in_parts(one: Store, heard: "queue.Queue[Forgot]") -> None:
    run(one.load(seen(100.0 * number, "") for number in range(AT_ONCE + 1)))
    gone = run(one.forget(since=0.0))
    parts = [heard.get(timeout=HEARD) for _ in range(2)]
    assert [id for part in parts for id in part.ids] == gone
    assert [part.since for part in parts] == [0.0, None]


def test_news_come_again_after_the_connection_broke(
    one: Store, heard: "queue.Queue[Forgot]", user: str, admin: "psycopg.Connection[Any]"
) -> None:
    said = f'LISTEN "{schema_of(user)}"'
    pids = "SELECT pid FROM pg_stat_activity WHERE query = %s"
    (before,) = admin.execute(pids, (said,)).fetchone() or (0,)
    admin.execute("SELECT pg_terminate_backend(%s)", (before,))
    wait_for(lambda: admin.execute(pids, (said,)).fetchone() not in (None, (before,)))
    run(one.forget_everything())
    assert heard.get(timeout=HEARD) == Forgot((), everything=True)


# -- several users ----------------------------------------------------------------------------------------------------


def test_two_users_of_one_database_do_not_see_each_other(postgres: Postgres, one: Store) -> None:
    mine = run(one.add(seen(1.0, "my diary")))
    with opened(postgres, postgres.user()) as theirs:
        assert (run(theirs.recent()), run(theirs.search("diary"))) == ([], [])
        run(theirs.add(seen(1.0, "their diary")))
        run(theirs.forget_everything())
    assert run(one.recent()) == [mine]


@pytest.mark.parametrize("user", ["me", 'Anna "x"; DROP SCHEMA public --', "安娜", "", "%s ? \\", "a" * 200])
def test_any_name_of_a_user_is_a_memory(postgres: Postgres, user: str) -> None:
    with opened(postgres, user) as store:
        run(store.add(told(1, "my keys are here")))
        assert captions(run(store.search("keys"))) == ["my keys are here"]


def test_users_with_long_names_that_begin_alike_are_two() -> None:
    names = [
        schema_of("a" * 100),
        schema_of("a" * 100 + "b"),
        schema_of("安" * 60),
        schema_of("安" * 61),
        schema_of("a"),
    ]
    assert len(set(names)) == len(names)
    assert all(len(name.encode()) <= LONGEST for name in names)


def test_every_table_and_column_of_sqlite_is_there(user: str, one: Store, admin: "psycopg.Connection[Any]") -> None:
    database = Database(None)
    names = "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'"
    hidden = ("sqlite_", "words")
    wanted = {(table, column) for table, column in database.rows(names) if not table.startswith(hidden)}
    database.close()
    sql = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s"
    assert wanted - set(admin.execute(sql, (schema_of(user),)).fetchall()) == set()
