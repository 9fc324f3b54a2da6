"""The things that were taught, held in memory besides: they are asked for with every frame."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.core.values import Taught
from memory.finding.naming import normal
from memory.parts import Database


class Things:
    """Call `put` and `delete` inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._all: tuple[Taught, ...] = ()
        self._state: tuple[object, ...] = ()

    def all(self) -> tuple[Taught, ...]:
        """Also what another process taught: things are never changed and ids never come back, so that the largest id
        and the number of rows tell whether it did.
        """
        (state,) = self._database.execute("SELECT max(id), count(*) FROM thing")
        if tuple(state) != self._state:
            rows = self._database.execute("SELECT id, name, time, features FROM thing ORDER BY id")
            self._all = tuple(Taught(name, self._views(id), features, time, id) for id, name, time, features in rows)
            self._state = tuple(state)
        return self._all

    def put(self, taught: Taught) -> Taught:
        """A thing of the same name, as `memory.finding.naming.normal` has it, is replaced."""
        self.delete([one.id for one in self.all() if normal(one.name) == normal(taught.name)])
        id = self._database.insert(
            "INSERT INTO thing (name, time, features) VALUES (?, ?, ?)", (taught.name, taught.time, taught.features)
        )
        for png in taught.views:
            self._database.execute("INSERT INTO view (thing_id, png) VALUES (?, ?)", (id, png))
        return replace(taught, id=id)

    def delete(self, ids: Sequence[int]) -> None:
        self._database.for_each("DELETE FROM thing WHERE id = ?", ids)

    def _views(self, id: int) -> tuple[bytes, ...]:
        sql = "SELECT png FROM view WHERE thing_id = ? ORDER BY rowid"
        return tuple(png for (png,) in self._database.rows(sql, (id,)))
