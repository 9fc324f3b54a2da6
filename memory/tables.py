"""What a memory is made of, put together from where it lies."""

from dataclasses import dataclass

from memory.ageing.folding import Folding
from memory.ledger.sightings import Sightings
from memory.observations import Observations
from memory.parts import Parts
from memory.things import Things


@dataclass(frozen=True, slots=True)
class Tables:
    parts: Parts
    rows: Observations
    ledger: Sightings
    folding: Folding
    things: Things

    @classmethod
    def of(cls, parts: Parts) -> "Tables":
        rows = Observations(parts.database, parts.words)
        return cls(parts, rows, Sightings(parts.database), Folding(parts.database, rows), Things(parts.database))
