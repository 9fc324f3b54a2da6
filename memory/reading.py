"""What is asked of a memory: all of it blocking, for one thread."""

from dataclasses import replace

from assistant.core.values import Observation, Stay
from memory.finding import naming, ranking, synonyms
from memory.finding.candidates import candidates
from memory.finding.questions import asked
from memory.ledger.facts import told_names
from memory.ledger.nouns import DESCRIBING, Noun, compound, named, noun
from memory.parts import Vector
from memory.tables import Tables

NEAREST = 100  # pictures whose looks count when words are asked for
PAGE = 32  # observations of an export at a time, with their pictures about 3 MB
TOLD_NAMES = 1_000  # the newest told sentences whose things are known by name


class Reading:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._parts = tables.parts

    def get(self, id: int) -> Observation | None:
        """One that was folded into another is found as that one: see `memory.ageing.episodes`."""
        return self._tables.rows.get(id) or self._tables.rows.get(self._tables.folding.kept(id) or 0)

    def picture(self, id: int, large: bool) -> bytes | None:
        return self._parts.pictures.get(id, large=large) or self._kept_picture(id)

    def stays(self, thing: str, since: float, until: float | None, limit: int) -> list[Stay]:
        return self._tables.ledger.stays(self.nouns(thing), since, until, limit)

    def search(self, words: str, since: float, until: float | None, limit: int) -> list[Observation]:
        for unfinished in (False, True):
            query = naming.every_word(words, unfinished=unfinished)
            if found := list(self._tables.rows.matching(query, since, until, limit)):
                return sorted(found, key=lambda one: (one.time, one.id), reverse=True)
        return []

    def recall(
        self, words: str, since: float, until: float | None, near: tuple[str, Vector] | None
    ) -> list[Observation]:
        known = candidates(self._tables.rows, asked(words), since, until)
        named = ranking.ranked(known.question, known.found)
        if near is None:
            return ranking.ordered(named)
        looks = (seen for seen, _ in self.nearest(*near, NEAREST))
        within = [seen for seen in looks if since <= seen.time and (until is None or seen.time < until)]
        return ranking.ordered(named, [ranking.scored(known.question, seen) for seen in within])

    def nouns(self, thing: str) -> list[Noun]:
        """All names that the thing goes by, each with what describes it and whose it is."""
        if (asked := noun(thing)) is None:
            return []
        marks = sorted(asked.marks, key=lambda mark: (mark not in DESCRIBING, mark))  # "yellow trash can"
        whole = [noun(" ".join(name)) for name in self.names(" ".join([*marks, asked.head]))]
        heads = [named(name[-1], asked.marks.union(name[:-1]), asked.owner) for name in self.names(asked.head)]
        return list(dict.fromkeys([asked, *(replace(name, owner=asked.owner) for name in whole if name), *heads]))

    def names(self, thing: str) -> list[tuple[str, ...]]:
        """The normal form of `thing`, other words for it, and what was taught or told under a similar name."""
        asked = naming.normal(thing)
        known = [naming.normal(taught.name) for taught in self._tables.things.all()]
        known += [name for told in self._tables.rows.told(TOLD_NAMES) for name in told_names(told.caption)]
        alike = (name for name in known if naming.similar(asked, name))
        return list(dict.fromkeys([asked, *synonyms.alike(asked), *alike])) if asked else []

    def _kept_picture(self, id: int) -> bytes | None:
        kept = self._tables.folding.kept(id)
        return None if kept is None else self._parts.pictures.get(kept)

    def page(self, time: float, id: int) -> list[tuple[Observation, float, bytes | None]]:
        rows = self._tables.rows.before(time, id, PAGE)
        return [(one, began, self._parts.pictures.get(one.id, large=True)) for one, began in rows]

    def all_nouns(self) -> list[Noun]:
        """Of all things in the ledger; what only describes them is left to the ledger to tell apart."""
        rows = self._parts.database.execute("SELECT DISTINCT head, marks, owner FROM sighting ORDER BY head, owner")
        found = (named(head, compound(marks.split()), owner) for head, marks, owner in rows)
        return list(dict.fromkeys(found))

    def nearest(self, name: str, vector: Vector, limit: int) -> list[tuple[Observation, float]]:
        found = [(self._tables.rows.get(id), cosine) for id, cosine in self._parts.vectors.nearest(name, vector, limit)]
        return [(observation, cosine) for observation, cosine in found if observation]
