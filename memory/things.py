"""The things that were taught, held in memory besides: they are asked for with every frame."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.core.values import Taught
from memory.database import Database
from memory.naming import normal


class Things:
    """Call `put` and `delete` inside a transaction, and `reload` after it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.all: tuple[Taught, ...] = ()
        self.reload()

    def put(self, taught: Taught) -> Taught:
        """A thing of the same name, as `memory.naming.normal` has it, is replaced."""
        self.delete([one.id for one in self.all if normal(one.name) == normal(taught.name)])
        id = self._database.insert(
            "INSERT INTO thing (name, time, features) VALUES (?, ?, ?)", (taught.name, taught.time, taught.features)
        )
        for png in taught.views:
            self._database.execute("INSERT INTO view (thing_id, png) VALUES (?, ?)", (id, png))
        return replace(taught, id=id)

    def delete(self, ids: Sequence[int]) -> None:
        for id in ids:
            self._database.execute("DELETE FROM thing WHERE id = ?", (id,))

    def reload(self) -> None:
        rows = self._database.execute("SELECT id, name, time, features FROM thing ORDER BY id")
        self.all = tuple(Taught(name, self._views(id), features, time, id) for id, name, time, features in rows)

    def _views(self, id: int) -> tuple[bytes, ...]:
        sql = "SELECT png FROM view WHERE thing_id = ? ORDER BY rowid"
        return tuple(png for (png,) in self._database.rows(sql, (id,)))
