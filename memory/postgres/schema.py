"""The tables in PostgreSQL, as migrations that are only ever added to; table `version` counts those gone through.

Columns are those of `memory.schema`. Besides: pictures, sealed (see `memory.postgres.pictures`), and `trace`, a row for
each forgetting whose bytes are not cleaned out yet.
"""

from typing import Any

from psycopg import Connection, sql

from assistant.core.errors import RememberingError

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE observation (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            began double precision NOT NULL,
            time double precision NOT NULL,
            zone integer,
            source text NOT NULL,
            caption text NOT NULL,
            text text NOT NULL,
            boxes text NOT NULL,
            picture_bytes integer NOT NULL,
            level integer NOT NULL DEFAULT 0
        )""",
        "CREATE INDEX observation_by_time ON observation (time, id)",
        "CREATE INDEX told_by_time ON observation (time, id) WHERE source = 'told'",
        "CREATE INDEX observation_by_level ON observation (level, time) WHERE source IN ('camera', 'screen')",
        """CREATE TABLE folded (
            id bigint PRIMARY KEY,
            kept_id bigint NOT NULL REFERENCES observation ON DELETE CASCADE
        )""",
        "CREATE INDEX folded_by_kept ON folded (kept_id)",
        """CREATE TABLE thing (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text COLLATE "C" NOT NULL,
            time double precision NOT NULL,
            features integer NOT NULL
        )""",
        """CREATE TABLE view (
            rowid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            thing_id bigint NOT NULL REFERENCES thing ON DELETE CASCADE,
            png bytea NOT NULL
        )""",
        "CREATE INDEX view_by_thing ON view (thing_id)",
        # FTS5 stems by Porter's rules as well, and knows no stop words.
        "CREATE TEXT SEARCH DICTIONARY stem (TEMPLATE = snowball, Language = porter)",
        "CREATE TABLE words (id bigint PRIMARY KEY REFERENCES observation ON DELETE CASCADE, tokens tsvector NOT NULL)",
        # fastupdate: what was added lately would wait in a list that every question reads.
        "CREATE INDEX words_by_token ON words USING gin (tokens) WITH (fastupdate = off)",
        """CREATE TABLE sighting (
            observation_id bigint NOT NULL REFERENCES observation ON DELETE CASCADE,
            time double precision NOT NULL,
            name text COLLATE "C" NOT NULL,
            head text COLLATE "C" NOT NULL,
            marks text COLLATE "C" NOT NULL,
            owner text COLLATE "C" NOT NULL,
            place text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL,
            box text COLLATE "C" NOT NULL,
            spot text COLLATE "C" NOT NULL,
            around text COLLATE "C" NOT NULL
        )""",
        "CREATE INDEX sighting_by_head ON sighting (head, time, observation_id)",
        "CREATE INDEX sighting_by_spot ON sighting (spot, time, observation_id) WHERE spot <> ''",
        "CREATE INDEX sighting_by_room ON sighting (around, time, observation_id) WHERE around <> ''",
        "CREATE INDEX sighting_by_observation ON sighting (observation_id)",
        "CREATE TABLE unread (upto bigint NOT NULL)",
        "INSERT INTO unread VALUES (0)",
        """CREATE TABLE picture (
            observation_id bigint NOT NULL REFERENCES observation ON DELETE CASCADE,
            large boolean NOT NULL,
            time double precision NOT NULL,
            sealed bytea NOT NULL,
            PRIMARY KEY (observation_id, large)
        )""",
        "ALTER TABLE picture ALTER COLUMN sealed SET STORAGE EXTERNAL",  # compressing it again gains nothing
        "CREATE INDEX large_picture_by_time ON picture (time) WHERE large",
        """CREATE TABLE seal (
            observation_id bigint NOT NULL,
            large boolean NOT NULL,
            secret bytea NOT NULL,
            PRIMARY KEY (observation_id, large),
            FOREIGN KEY (observation_id, large) REFERENCES picture ON DELETE CASCADE
        )""",
        "CREATE TABLE trace (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
    ),
)

VECTOR = """CREATE TABLE vector (
    observation_id bigint NOT NULL REFERENCES observation ON DELETE CASCADE,
    name text NOT NULL,
    value {} NOT NULL,
    PRIMARY KEY (observation_id, name)
)"""

# Otherwise samples of what was kept would lie in a catalogue of the server, where forgetting does not reach.
_SAMPLED = """
    SELECT c.oid::regclass::text, quote_ident(a.attname) FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    AND t.typname IN ('text', 'bytea', 'tsvector', 'halfvec') AND coalesce(a.attstattarget, -1) <> 0
"""


def migrate(connection: Connection[Any], schema: str, lock: int) -> bool:
    """Brings a user's schema up to date, or makes it; one process at a time, all or nothing.

    Returns whether vectors lie in pgvector's `halfvec`; where it cannot be had they are bytes, as in SQLite.
    Raises RememberingError, and changes nothing, where a newer version wrote it.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (lock,))
        if not _fetch(connection, "SELECT 1 FROM pg_namespace WHERE nspname = %s", schema):
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
        connection.execute("CREATE TABLE IF NOT EXISTS version (number integer NOT NULL)")
        version = _fetch(connection, "SELECT coalesce(max(number), 0) FROM version")
        if version > len(MIGRATIONS):
            raise RememberingError(
                f"The memory was written by a newer Keepsight (version {version}; this one knows {len(MIGRATIONS)}). "
                "Upgrade Keepsight, or choose another database. It has not been changed."
            )
        for number, statements in enumerate(MIGRATIONS[version:], version + 1):
            for statement in statements:
                connection.execute(statement.encode())
            connection.execute("INSERT INTO version VALUES (%s)", (number,))
        has_pgvector = _vectors(connection, schema)
        for table, column in connection.execute(_SAMPLED, (sql.Identifier(schema).as_string(),)).fetchall():
            connection.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0".encode())
    return has_pgvector


def _vectors(connection: Connection[Any], schema: str) -> bool:
    """The table of vectors, made anew, empty, where pgvector came or went: `unembedded` asks for them again."""
    if home := _pgvector(connection):
        connection.execute(sql.SQL("SET search_path TO {}, {}").format(sql.Identifier(schema), sql.Identifier(home)))
    wanted = "halfvec" if home else "bytea"
    kind = "SELECT atttypid::regtype FROM pg_attribute WHERE attrelid = to_regclass('vector') AND attname = 'value'"
    if _fetch(connection, kind) != wanted:
        connection.execute("DROP TABLE IF EXISTS vector")
        connection.execute(VECTOR.format(wanted).encode())
    return home is not None


def _pgvector(connection: Connection[Any]) -> str | None:
    """The schema where its `halfvec` is (pgvector 0.7 or newer); it is installed here where this role may do that."""
    sought = "SELECT nspname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE typname = 'halfvec'"
    available = "SELECT 1 FROM pg_available_extensions WHERE name = 'vector' AND installed_version IS NULL"
    is_superuser = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    if _fetch(connection, available) and _fetch(connection, is_superuser):
        connection.execute("CREATE EXTENSION vector SCHEMA public")
    found = _fetch(connection, sought)
    return str(found) if found else None


def _fetch(connection: Connection[Any], statement: str, *values: object) -> Any:
    """The first value of the first row."""
    row = connection.execute(statement.encode(), values or None).fetchone()
    return row[0] if row else None
