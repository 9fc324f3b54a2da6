"""Which observations are looked at to answer a question: a bounded number, whatever the size of the memory.

The newest that hold each of its words, and the newest that hold several of them. Ordering all that match by bm25 took
14 to 42 ms where a word is in one of seven of 100 000 rows; the newest of them are there in 0.2 ms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from assistant.core.values import Observation
from memory.naming import any_name
from memory.observations import Observations
from memory.questions import WEAK, Asked
from memory.ranking import Sought, rarity
from memory.words import Query

EACH = 40  # observations for each word or set of words
MOST_WORDS = 6
FORMS = 40  # of one word that are looked for
JOINED = 16  # ways to say several words together


@dataclass(frozen=True, slots=True)
class Candidates:
    """`question`: its words, weighed by how rare they are here."""

    found: tuple[Observation, ...]
    question: tuple[Sought, ...]


def candidates(rows: Observations, question: Sequence[Asked], since: float, until: float | None) -> Candidates:
    found: dict[int, Observation] = {}

    def look(query: Query) -> list[Observation]:
        newest = list(rows.matching(query, since, until, EACH))
        found.update((one.id, one) for one in newest)
        return newest

    total = next((one.id for one in rows.recent(0.0, None, 1)), 1)
    strong = [word for word in question if word.weight > WEAK][:MOST_WORDS] or list(question)
    newest = {word: look(any_name(word.forms[:FORMS])) for word in strong}
    for words in _together([word for word in strong if len(newest[word]) == EACH]):  # of the rarer ones all are there
        look(_all_of(words))
    if not found:
        look(any_name([name for word in strong for name in word.loose][: 2 * FORMS]))
    shares = {word: _share(seen, total) for word, seen in newest.items()}
    sought = (Sought.of(word, rarity(shares.get(word, 0.5), total)) for word in question)
    return Candidates(tuple(found.values()), tuple(sought))


def _share(newest_first: Sequence[Observation], total: int) -> float:
    """Of all observations, as far as the newest tell."""
    if len(newest_first) < EACH:
        return len(newest_first) / total
    return len(newest_first) / (newest_first[0].id - newest_first[-1].id + 1)


def _together(words: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    """All of them, and the first thing with each other."""
    if len(words) > 2:
        yield words
    thing = next((word for word in words if word.thing), None)
    yield from ([thing, word] for word in words if thing and word is not thing)


def _all_of(words: Sequence[Asked]) -> Query:
    ways = product(*(any_name(word.forms[: 4 if word.thing else 2]) for word in words))
    return [[term for terms in way for term in terms] for way in islice(ways, JOINED)]
