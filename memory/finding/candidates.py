"""Which observations are looked at to answer a question: a bounded number, whatever the size of the memory.

The newest that hold each of its words, and the newest that hold several of them. Ordering all that match by bm25 took
14 to 42 ms where a word is in one of seven of 100 000 rows; the newest of them are there in 0.2 ms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from assistant.core.values import Observation
from memory.finding.naming import any_name
from memory.finding.questions import WEAK, Asked
from memory.finding.ranking import Sought, rarity
from memory.observations import Observations
from memory.words import Query

EACH = 40  # observations for each word or set of words
MOST_WORDS = 6
WAYS = 3  # to say the thing beside other words: four words in 16 ways took 11 ms
MOST = 50  # observations that are ranked; each takes 0.09 ms
FORMS = 40  # of one word that are looked for


@dataclass(frozen=True, slots=True)
class Candidates:
    """`question`: its words, weighed by how rare they are here."""

    found: tuple[Observation, ...]
    question: tuple[Sought, ...]


def candidates(rows: Observations, question: Sequence[Asked], since: float, until: float | None) -> Candidates:
    """The likeliest first, as far as the index tells: those that hold the words that weigh most."""
    found: dict[int, Observation] = {}
    held: dict[int, set[int]] = {}
    end = None if until is None else rows.first_since(until)

    def look(words: Sequence[int], query: Query) -> list[Observation]:
        newest = list(rows.matching(query, since, until, EACH, below=end)) if end else []
        if len(newest) < EACH:  # and those that arrived late: without an end all that are newer would be read first
            newest = list(rows.matching(query, since, until, EACH))
        for one in newest:
            found[one.id] = one
            held.setdefault(one.id, set()).update(words)
        return newest

    total = next((one.id for one in rows.recent(0.0, None, 1)), 1)
    strong = [at for at, word in enumerate(question) if word.weight > WEAK][:MOST_WORDS] or list(range(len(question)))
    newest = {at: look([at], any_name(question[at].forms[:FORMS])) for at in strong}
    for words in _together(question, [at for at in strong if len(newest[at]) == EACH]):  # all of the rarer are there
        look(words, _all_of([question[at] for at in words]))
    for at in strong:
        if question[at].thing and not newest[at]:
            look([at], any_name(question[at].loose[:FORMS]))
    rare = [rarity(_share(newest[at], total), total) if at in newest else 1.0 for at in range(len(question))]
    value = {id: sum(question[at].weight * rare[at] for at in words) for id, words in held.items()}
    likeliest = sorted(found, key=lambda id: (value[id], id), reverse=True)[:MOST]
    return Candidates(tuple(found[id] for id in likeliest), tuple(map(Sought.of, question, rare)))


def _share(newest_first: Sequence[Observation], total: int) -> float:
    """Of all observations, as far as the newest tell."""
    if len(newest_first) < EACH:
        return len(newest_first) / total
    return len(newest_first) / (newest_first[0].id - newest_first[-1].id + 1)


def _together(question: Sequence[Asked], common: Sequence[int]) -> Iterator[Sequence[int]]:
    """All of them, and the thing with each other."""
    if len(common) > 2:
        yield common
    thing = next((at for at in common if question[at].thing), None)
    yield from ([thing, at] for at in common if thing is not None and at != thing)


def _all_of(words: Sequence[Asked]) -> Query:
    ways = product(*(any_name(word.forms[: WAYS if word.thing else 1]) for word in words))
    return [[term for terms in way for term in terms] for way in ways]
