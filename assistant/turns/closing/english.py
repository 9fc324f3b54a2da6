"""How English words close (pure): by the shape of the sentence, which few lists and the endings of verbs tell.

After "did", "can", "is" … comes who it is about and then what is asked of it, whatever those words are; so a verb that
stands in no list is found by its place, and elsewhere by its ending.
"""

import itertools
import re

from assistant.turns.closing.closings import Closing
from assistant.turns.closing.english_endings import embedded, handed, looks_back, switched, unfinished
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
    OF_SOMETHING,
    ORDERS,
    PARTICIPLES,
    PLACED,
    PLACES,
    POINTING,
    PREPOSITIONS,
    PRONOUNS,
    SIDES,
    SUBJECTS,
    SUBORDINATE,
    TRANSITIVE,
    TRIED,
    UNFINISHED,
    VERBS,
    is_verb,
)

_ANSWER = re.compile(
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
    if _ANSWER.fullmatch(" ".join(words)):
        return "answer"
    if words[-3:-1] == ["if", "so"] and words[-1] in ASKING:
        return "question"
    if words[-1] in FILLERS and not (words[-1] == "so" and words[-2:-1] and words[-2] in VERBS):
        return "filler"
    return _closing(_last_sentence(_bare(words)))


def _closing(words: list[str]) -> Closing:
    if words[0] in ASKING and not (words[0] == "when" and words[1:2] and words[1] in PRONOUNS):
        return _asked(words)
    if words[0] in BE | HELP and len(words) > 1:
        return _wondered(words)
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


def _asked(words: list[str]) -> Closing:
    """After "what", "where" …: whole with a verb, and something that it is about."""
    if words[1:2] and words[1] == "about":
        return "question" if len(words) > 2 and not unfinished(words) else "open"
    helped = next((number for number, word in enumerate(words) if word in BE | HELP), None)
    if helped is None:
        return _asked_of_the_doer(words)
    rest = words[helped + 1 :]
    if words[-1] in PREPOSITIONS and not switched(words):
        return _stranded(words, words[helped], rest)
    if (
        words[:2] in (["how", "many"], ["how", "much"])
        and helped > 2
        and rest[1:]
        and rest[-1] in TRANSITIVE | {"have"}
    ):
        return "question"  # "how many legs does a spider have", "how many cups does it make"
    if not rest or unfinished(words) or words[-1] in ASKING or _lacks_verb(words[helped], rest, words[0]):
        return "open"
    if words[-1] in TRANSITIVE and words[0] not in ("what", "who", "which") and words[helped] not in BE:
        return "open"  # "where should I keep"
    return "perhaps" if looks_back(words) or _where_it_is(words, words[helped], rest) else "question"


def _where_it_is(words: list[str], helper: str, rest: list[str]) -> bool:
    """What "of" or a place mostly follows: "what is the capital", "what is to the left", "what is attached"."""
    if helper not in BE or words[0] not in ("what", "what's", "whats", "who", "who's"):
        return False
    if rest[-1] in SIDES and rest[-2:-1] == ["the"]:
        return True
    return (len(rest) == 2 and rest[-1] in OF_SOMETHING) or (len(rest) == 1 and rest[0] in PLACED)


def _asked_of_the_doer(words: list[str]) -> Closing:
    """ "who painted this", "which train leaves first": no helping verb; after "who" the next word is the verb."""
    verb = 1 if words[0] == "who" else next((number for number, word in enumerate(words) if is_verb(word)), 0)
    if not verb or len(words) <= verb or unfinished(words):
        return "open"
    if len(words) == verb + 1:
        return "open" if words[-1] in TRANSITIVE else "question" if words[0] == "what" else "perhaps"
    return "perhaps" if looks_back(words) else "question"


def _stranded(words: list[str], helper: str, rest: list[str]) -> Closing:
    """A preposition at the end of a question: "what is it for" is whole, "what is the capital of" is not."""
    last, before = words[-1], words[-2]
    if len(rest) < 2 or words[0] not in ("what", "who", "which", "where", "what's", "who's", "how"):
        return "open"
    if words[1] in PLACES and last in ("in", "on", "at", "from"):
        return "question"  # "what room is the plant in"
    if last == "of":
        return "question" if before in ("made", "think", "full", "afraid", "out") else "open"
    if last in ("like", "from") or (last == "about" and helper in BE) or (last == "for" and rest[0] in PRONOUNS):
        return "question"
    return "perhaps" if words[0] not in ("where", "where's") and last not in ("between", "into", "onto") else "open"


def _wondered(words: list[str]) -> Closing:
    """After "is", "can", "did" …: whole with a subject and what is asked of it."""
    if embedded(words) or switched(words):
        return "question"
    if unfinished(words) or _lacks_verb(words[0], words[1:], "") or handed(words):
        return "open"
    if words[-2] == "to" and words[-3] in TRIED:
        return "question"
    if words[-1] in TRANSITIVE and not (words[0] in BE and words[-1] in PARTICIPLES):
        return "perhaps" if words[-1] in ALONE else "open"
    if words[-1] in ASKING or looks_back(words):
        return "perhaps"
    return "question"


def _lacks_verb(helper: str, rest: list[str], asking: str) -> bool:
    """Whether who it is about is all that follows the helping verb: "did the cat", "why is it"."""
    subject = _subject(rest)
    if helper in BE:
        if asking in ("", "why"):
            return len(rest) <= subject and rest != ["that"]
        return False
    if asking in ("who", "what", "which") and rest and is_verb(rest[0]):
        return False  # "who can help"
    return len(rest) <= subject


def _subject(rest: list[str]) -> int:
    """How many words the one it is about has at least."""
    if rest and rest[0] in ("all", "both"):
        return 1 + _subject(rest[1:])
    if not rest or rest[0] not in ARTICLES | POINTING:
        return 1
    if rest[0] in POINTING and (len(rest) < 3 or rest[1] in PRONOUNS or is_verb(rest[1])):
        return 1
    bare = 3 if rest[1:2] and rest[1] in ADJECTIVES else 2
    return bare + 1 + _subject(rest[bare + 1 :]) if rest[bare : bare + 1] == ["of"] else bare


def _told(words: list[str]) -> Closing:
    """What is said or ordered."""
    if words[1:3] in (["last", "time"], ["first", "time"], ["next", "time"]) and words[0] in ARTICLES:
        words = ["when", *words[3:]]
    if embedded(words) or switched(words):
        return "request" if words[0] in ORDERS else "statement"
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    denied = last in ALONE and before.endswith(("n't", "not"))
    if unfinished(words) or (last in TRANSITIVE and not denied) or (last == "too" and before in BE):
        return "open"
    verbs = sum(is_verb(word) or before in SUBJECTS for before, word in itertools.pairwise(["", *words]))
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
