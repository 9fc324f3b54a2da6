"""How English words close (pure): by the shape of the sentence, which few lists and the endings of verbs tell."""

import itertools
import re

from assistant.turns.closing.closings import Closing
from assistant.turns.closing.english_endings import embedded, handed, lacks_object, looks_back, switched, unfinished
from assistant.turns.closing.english_questions import asked, wondered
from assistant.turns.closing.english_words import (
    ADJECTIVES,
    ALONE,
    ANYONE,
    ARTICLES,
    ASKING,
    BE,
    FILLERS,
    HELP,
    HESITATIONS,
    LEADS,
    ORDERS,
    POINTING,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECTS,
    SUBORDINATE,
    UNFINISHED,
    VERBS,
    is_verb,
)

_ANSWER = re.compile(
    r"(?:(?:oh|ok|okay|well) )?"
    r"(?:yes|yeah|yep|no|nope|ok|okay|stop|thanks|thank you|please|please do|sure|right|go on|never mind|nothing|"
    r"of course|not yet|not now|of course not|no thanks|(?:yes|no) please|(?:yes|no) thank you|i do|i don't|why|"
    r"why not|really|pardon|sorry|maybe|maybe later|exactly|correct|got it|that's all|that's it|good (?:morning|night)|"
    r"hello|goodbye|(?:and )?(?:what|who|where) else|what now|what next|which one|"
    r"(?:yes|no) (?:i|we|you|he|she|it|they) (?:do|did|am|is|are|was|were|have|has|can|will|would|should)(?:n't)?)"
)

_SENTENCES = ("question", "request", "statement")


def english(said: str) -> Closing:
    """`said`: at least one word, in small letters, without a mark at its end."""
    words = re.findall(r"[\w']+", said)
    if _ANSWER.fullmatch(" ".join(word for word in words if word not in HESITATIONS)) and words[-1] not in FILLERS:
        return "answer"
    if words[-3:-1] == ["if", "so"] and words[-1] in ASKING:
        return "question"
    if words[-1] in FILLERS and not (words[-1] == "so" and words[-2:-1] and words[-2] in VERBS):
        return "filler"
    return _closing(_last_sentence(_bare(words)))


def _closing(words: list[str]) -> Closing:
    if words[0] in ASKING and not (words[0] == "when" and words[1:2] and words[1] in PRONOUNS):
        return asked(words)
    if words[0] in BE | HELP and len(words) > 1:
        return wondered(words)
    return _told(words)


def _bare(words: list[str]) -> list[str]:
    """Without hesitations, words that lead in, and a "please" at either end."""
    words = [word for word in words if word not in HESITATIONS]
    while len(words) > 1 and words[0] in LEADS:
        words = words[1:]
    return words[:-1] if len(words) > 2 and words[-1] == "please" else words


def _last_sentence(words: list[str]) -> list[str]:
    """From where a question begins after something that was whole, or after its condition.

    "where is it can you see it", "when I come in where is the switch".
    """
    for at in range(3, len(words)):
        if _begins(words[at:]) and (words[0] in SUBORDINATE or _closing(words[:at]) in _SENTENCES):
            return _last_sentence(words[at:])
    return words


def _begins(words: list[str]) -> bool:
    """Not "where they are", which belongs to what was said before it."""
    after = words[1] if len(words) > 1 else ""
    if words[0] not in ASKING:
        return words[0] in BE | HELP and after in PRONOUNS | ARTICLES
    return not after or (after not in PRONOUNS | ARTICLES and any(word in BE | HELP for word in words[1:5]))


def _told(words: list[str]) -> Closing:
    """What is said or ordered."""
    if words[1:3] in (["last", "time"], ["first", "time"], ["next", "time"]) and words[3:4] and words[3] in PRONOUNS:
        words = ["when", *words[3:]]  # "the last time I saw it"
    if embedded(words) or switched(words):
        return "request" if words[0] in ORDERS else "statement"
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    denied = last in ALONE and before.endswith(("n't", "not"))
    if unfinished(words) or (lacks_object(words) and not denied) or (last == "too" and before in BE):
        return "open"
    pairs = itertools.pairwise(["", *words])
    verbs = sum(before in SUBJECTS or (is_verb(word) and before not in ARTICLES) for before, word in pairs)
    if (words[0] in SUBORDINATE and verbs < 2) or _claims(words):
        return "open"
    if words[0] in ORDERS and words[1:] in (["this"], ["that"], ["it"]):
        return "answer"
    if handed(words) or last in ASKING or looks_back(words):
        return "perhaps"
    if words[0] in ORDERS or _ordered(words):
        return "request" if len(words) > 2 else "fragment"
    if last in POINTING and before not in PREPOSITIONS - {"like"}:
        return "perhaps"
    return "statement" if verbs and len(words) > 2 else "fragment"


def _claims(words: list[str]) -> bool:
    """ "remember that the spare key": what is said of it is yet to come."""
    for at in range(1, len(words) - 1):
        if words[at] == "that" and is_verb(words[at - 1]) and words[at + 1] in ARTICLES:
            return not any(map(is_verb, words[at + 3 :]))
    return False


def _ordered(words: list[str]) -> bool:
    """ "dim the lights": a word that can be nothing but a verb, and what is to be done to."""
    closed = UNFINISHED | PRONOUNS | ANYONE | LEADS | ADJECTIVES | frozenset(("all", "half", "not"))
    return words[0] not in closed and words[1:2] != [] and words[1] in (ARTICLES | POINTING) - {"no"}
