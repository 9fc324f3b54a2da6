"""The tables, as migrations that are only ever added to; `user_version` counts those a file has been through."""

import sqlite3
from pathlib import Path

from assistant.core.errors import RememberingError

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # AUTOINCREMENT: the id of a forgotten observation never comes back, so an old "[#12]" cites nothing else.
        """CREATE TABLE observation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            began REAL NOT NULL,
            time REAL NOT NULL,
            source TEXT NOT NULL,
            caption TEXT NOT NULL,
            text TEXT NOT NULL,
            boxes TEXT NOT NULL,
            picture_bytes INTEGER NOT NULL
        )""",
        "CREATE INDEX observation_by_time ON observation (time)",
        "CREATE INDEX told_by_time ON observation (time) WHERE source = 'told'",
        """CREATE TABLE thing (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            time REAL NOT NULL,
            features INTEGER NOT NULL
        )""",
        "CREATE TABLE view (thing_id INTEGER NOT NULL REFERENCES thing ON DELETE CASCADE, png BLOB NOT NULL)",
        "CREATE INDEX view_by_thing ON view (thing_id)",
        "CREATE VIRTUAL TABLE words USING fts5 (caption, labels, body, tokenize = 'porter unicode61')",
    ),
    (
        """CREATE TABLE vector (
            observation_id INTEGER NOT NULL REFERENCES observation ON DELETE CASCADE,
            name TEXT NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (observation_id, name)
        ) WITHOUT ROWID""",
    ),
    ("ALTER TABLE observation ADD COLUMN zone INTEGER",),  # unknown of what was kept before
    (
        """CREATE TABLE sighting (
            observation_id INTEGER NOT NULL REFERENCES observation ON DELETE CASCADE,
            time REAL NOT NULL,
            name TEXT NOT NULL,
            head TEXT NOT NULL,
            marks TEXT NOT NULL,
            owner TEXT NOT NULL,
            place TEXT NOT NULL,
            kind TEXT NOT NULL,
            box TEXT NOT NULL,
            spot TEXT NOT NULL,
            around TEXT NOT NULL
        )""",
        "CREATE INDEX sighting_by_head ON sighting (head, time)",
        "CREATE INDEX sighting_by_spot ON sighting (spot, time) WHERE spot <> ''",
        "CREATE INDEX sighting_by_room ON sighting (around, time) WHERE around <> ''",
        "CREATE INDEX sighting_by_observation ON sighting (observation_id)",
        # What was kept before has no sightings yet: those up to this id are read in the background, the newest first.
        "CREATE TABLE unread (upto INTEGER NOT NULL)",
        "INSERT INTO unread SELECT coalesce(max(id), 0) FROM observation",
    ),
    (
        # 0 as it was seen: see `memory.ageing.episodes`
        "ALTER TABLE observation ADD COLUMN level INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX observation_by_level ON observation (level, time) WHERE source IN ('camera', 'screen')",
        """CREATE TABLE folded (
            id INTEGER PRIMARY KEY,
            kept_id INTEGER NOT NULL REFERENCES observation ON DELETE CASCADE
        )""",
        "CREATE INDEX folded_by_kept ON folded (kept_id)",
    ),
)


def migrate(connection: sqlite3.Connection, path: Path | None) -> None:
    """Brings a database in autocommit mode up to date, one transaction a step.

    Raises RememberingError, and changes nothing, where a newer version or another program wrote it.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise newer(path, version)
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise RememberingError(f"{path} is the database of another program. Choose another folder for the memory.")
    for number, statements in enumerate(MIGRATIONS[version:], version + 1):
        for statement in ("BEGIN IMMEDIATE", *statements, f"PRAGMA user_version = {number}", "COMMIT"):
            connection.execute(statement)


def check_file(path: Path) -> None:
    """Reads the first 100 bytes, so that a file that must be refused is not even opened. Raises RememberingError.

    The layout of the header is https://sqlite.org/fileformat2.html#the_database_header.
    """
    with path.open("rb") as file:
        header = file.read(100)
    if header and (len(header) < 100 or not header.startswith(b"SQLite format 3\0")):
        raise damaged(path)
    version = int.from_bytes(header[60:64], "big")
    if version > len(MIGRATIONS):
        raise newer(path, version)


def newer(path: Path | None, version: int) -> RememberingError:
    return RememberingError(
        f"The memory {path} was written by a newer Keepsight (version {version}; this one knows {len(MIGRATIONS)}). "
        "Upgrade Keepsight, or move the file away to begin with an empty memory. It has not been changed."
    )


def damaged(path: Path | None) -> RememberingError:
    return RememberingError(
        f"The memory {path} is damaged or is no database. Put a copy back, or move the file away to begin with an "
        "empty memory. It has not been changed."
    )
