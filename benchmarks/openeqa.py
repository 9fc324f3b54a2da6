"""Rows of OpenEQA that ask where a thing is, as memories and questions of them; and what counts as a hit (pure)."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from memory.finding.naming import normal

PEOPLE = 4
DAY, MINUTE = 86_400.0, 60.0

# What is asked about, by the form of the question; the first that fits.
_VERB = "leave|left|put|keep|kept|find|see"
THING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^where(?:'?s| is| are| was| were)? (?:did|can|do) (?:i|you|we|one) (?:{_VERB}) (.+)$",
        r"^where(?:'?s| is| are| was| were)? (.+?)(?: is)?(?: (?:located|kept|drawn|displayed))?$",
        r"^(?:in |on )?(?:which|what) (?:room|floor) (?:is|are) (.+?)(?: (?:in|on|closest to))?$",
        r"^(?:in |on )?(?:which|what) (?:room|floor) (?:do|should) (?:i|you) (?:go to )?see (.+)$",
        r"^(?:in |on )?(?:which|what) \w+ has (.+?) on it$",
        r"^.*which side is (.+?) on$",
        r"^have you seen (.+)$",
        r"^how can i get to (.+)$",
        r"^which (.+)$",
        r"^(.+)$",
    )
)
_ARTICLE = re.compile(r"^(?:the|a|an|my)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    question: str
    thing: str
    answers: tuple[str, ...]
    episode: str
    tune: bool


def thing(question: str) -> str:
    words = question.strip().rstrip("?. ")
    found = next(match for pattern in THING if (match := pattern.match(words)))
    return _ARTICLE.sub("", found[1]).strip()


def rows(file: Path) -> list[Row]:
    kept = [one for one in json.loads(file.read_text("utf-8")) if one["category"] == "object localization"]
    return [
        Row(
            one["question"],
            thing(one["question"]),
            tuple(one["extra_answers"][:PEOPLE]),
            one["episode_history"],
            hashlib.sha1(one["question_id"].encode()).digest()[0] % 2 == 0,
        )
        for one in kept
        if len(one.get("extra_answers", ())) >= PEOPLE
    ]


def moments(asked: Sequence[Row]) -> list[float]:
    """When each row was seen: episodes a day apart, rows of one a minute."""
    days = {episode: number for number, episode in enumerate(dict.fromkeys(row.episode for row in asked), 1)}
    within: Counter[str] = Counter()
    times = []
    for row in asked:
        times.append(DAY * days[row.episode] + MINUTE * within[row.episode])
        within[row.episode] += 1
    return times


def captions(asked: Sequence[Row], person: int, *, named: bool) -> list[str]:
    said = [row.answers[person].strip().rstrip(".") for row in asked]
    return [f"{row.thing}: {words}." if named else f"{words}." for row, words in zip(asked, said, strict=True)]


def hits(found: Sequence[Sequence[int]], of: Sequence[int], most: int) -> float:
    """The share of the rows `of` (numbers) whose own observation is among the first `most`."""
    return sum(row + 1 in found[row][:most] for row in of) / max(1, len(of))


def same_memory(found: Sequence[Sequence[int]], of: Sequence[int], most: int, written: Sequence[str]) -> float:
    """As `hits`, where an observation that says word for word the same counts as well."""
    said = [normal(words) for words in written]
    return sum(any(said[id - 1] == said[row] for id in found[row][:most]) for row in of) / max(1, len(of))


def ceiling(asked: Sequence[Row], of: Sequence[int], most: int, *, own_time: bool) -> float:
    """What no system can pass, strictly: of n rows that ask for one and the same thing `most` can be right.

    In its own time only rows of the same episode are alike: of the others the newest is meant.
    """
    keys = [(normal(row.thing), row.episode if own_time else "") for row in asked]
    alike = Counter(keys)
    return sum(min(1.0, most / alike[keys[row]]) for row in of) / max(1, len(of))
