"""The full-text index in PostgreSQL: a tsvector of Porter's stems, made from the tokens of `memory.finding.naming`.

PostgreSQL's own parser is not asked: it splits what naming keeps whole, and knows no Chinese.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from memory.finding.naming import is_chinese
from memory.parts import Database
from memory.words import Match, Query, Term

LONGEST = 200  # letters of a token; PostgreSQL takes 2 046 bytes
POSITIONS = 16_000  # tokens of one observation that are indexed; PostgreSQL counts to 16 383
# With fewer matches than this they are fetched by the index and sorted; with more the newest rows are read until enough
# match. Left to itself PostgreSQL fetches them all: it keeps no statistics of words here (`memory.postgres.schema`).
FEW = 2_000
KNOWN = 4_096  # stems that need not be asked for again: half of the time a question takes


class IndexedWords:
    """The `Words` of `memory.parts`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, str] = {}  # words that were asked for, with their stems

    def put(self, id: int, caption: str, labels: str, body: str) -> None:
        spots: dict[str, list[str]] = {}
        for position, (token, weight) in enumerate(_placed(caption, labels, body), 1):
            if token:
                spots.setdefault(token, []).append(f"{position}{weight}")
        sql = (
            "INSERT INTO words (id, tokens) SELECT ?, coalesce(string_agg("
            "quote_literal((ts_lexize('stem', token))[1]) || ':' || spots, ' '), '')::tsvector "
            "FROM unnest(string_to_array(?, ' '), string_to_array(?, ' ')) AS one (token, spots) "
            "ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens"
        )
        self._database.execute(sql, (id, " ".join(spots), " ".join(",".join(places) for places in spots.values())))

    def drop(self, ids: Iterable[int]) -> None:
        self._database.for_each("DELETE FROM words WHERE id = ?", ids)

    def match(self, query: Query, *, seen: bool = False) -> Match:
        value = self._spelled(query, "AB" if seen else "")
        sql = f"SELECT id FROM words WHERE tokens @@ ?::tsquery LIMIT {FEW + 1}"
        found = [str(id) for (id,) in self._database.rows(sql, (value,))]
        if len(found) <= FEW:
            return Match("observation", "observation.id = ANY (?::bigint[])", "0", f"{{{','.join(found)}}}")
        # As a function it is not looked up in the index, and as a part of its own it is asked after the time is right.
        tokens = "(SELECT tokens FROM words WHERE words.id = observation.id)"
        return Match("observation", f"ts_match_vq({tokens}, ?::tsquery)", "0", value)

    def _spelled(self, query: Query, weights: str) -> str:
        stems = self._stems({_folded(token) for terms in query for term in terms for token in term.tokens})

        def spelled(term: Term) -> str:
            *whole, last = (f"'{stems[_folded(token)]}'" for token in term.tokens)
            ending = ("*" if term.unfinished else "") + weights
            marks = f":{weights}" if weights else ""
            return "(" + " <-> ".join([*(one + marks for one in whole), last + (f":{ending}" if ending else "")]) + ")"

        return " | ".join(f"({' & '.join(map(spelled, terms))})" for terms in query)

    def _stems(self, tokens: set[str]) -> dict[str, str]:
        if new := tokens - self._known.keys():
            if len(self._known) > KNOWN:
                self._known = {}
                new = tokens
            sql = "SELECT token, (ts_lexize('stem', token))[1] FROM unnest(string_to_array(?, ' ')) AS one (token)"
            self._known.update(self._database.execute(sql, (" ".join(new),)))
        return self._known


def _placed(caption: str, labels: str, body: str) -> Iterator[tuple[str, str]]:
    """Tokens and their weights in order, with a gap between the parts so that no phrase reaches across."""
    parts = ((caption, "A"), (labels, "B"), (body, "D"))
    tokens = ((_folded(token), weight) for part, weight in parts for token in (*part.split(), ""))
    yield from islice(tokens, POSITIONS)


def _folded(token: str) -> str:
    """Without accents, as FTS5 has it: "café" is found by "cafe"."""
    if token.isascii() or is_chinese(token):
        return token[:LONGEST]
    decomposed = unicodedata.normalize("NFD", token)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare)[:LONGEST]
