"""How English words close (pure): by the shape of the sentence, which few lists and the endings of verbs tell.

After "did", "can", "is" … comes who it is about and then what is asked of it, whatever those words are; so a verb that
stands in no list is found by its place, and elsewhere by its ending.
"""

import itertools
import re

from assistant.closings import Closing
from assistant.english_words import (
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
    POINTING,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECTS,
    SUBORDINATE,
    SWITCHED,
    TRANSITIVE,
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


def english(said: str) -> Closing:
    """`said`: at least one word, in small letters, without a mark at its end."""
    words = re.findall(r"[\w']+", said)
    if _ANSWER.fullmatch(" ".join(words)):
        return "answer"
    if words[-1] in FILLERS and not (words[-1] == "so" and words[-2:-1] and words[-2] in VERBS):
        return "filler"
    words = _bare(words)
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


def _asked(words: list[str]) -> Closing:
    """After "what", "where" …: whole with a verb, and something that it is about."""
    if words[1:2] and words[1] == "about":
        return "question" if len(words) > 2 and not _unfinished(words) else "open"
    helped = next((number for number, word in enumerate(words) if word in BE | HELP), None)
    if helped is None:
        return _asked_of_the_doer(words)
    rest = words[helped + 1 :]
    if words[-1] in PREPOSITIONS and not _switched(words):
        return _stranded(words, words[helped], rest)
    if not rest or _unfinished(words) or _lacks_verb(words[helped], rest, words[0]):
        return "open"
    if words[-1] in TRANSITIVE and words[0] not in ("what", "who", "which") and words[helped] not in BE:
        return "open"  # "where should I keep"
    return "perhaps" if _looks_back(words) or (rest[-1] in OF_SOMETHING and len(rest) == 2) else "question"


def _asked_of_the_doer(words: list[str]) -> Closing:
    """ "who painted this", "which train leaves first": no helping verb; after "who" the next word is the verb."""
    verb = 1 if words[0] == "who" else next((number for number, word in enumerate(words) if is_verb(word)), 0)
    if not verb or len(words) <= verb or _unfinished(words):
        return "open"
    if len(words) == verb + 1:
        return "open" if words[-1] in TRANSITIVE else "question" if words[0] == "what" else "perhaps"
    return "perhaps" if _looks_back(words) else "question"


def _stranded(words: list[str], helper: str, rest: list[str]) -> Closing:
    """A preposition at the end of a question: "what is it for" is whole, "what is the capital of" is not."""
    last, before = words[-1], words[-2]
    if len(rest) < 2 or words[0] not in ("what", "who", "which", "where", "what's", "who's", "how"):
        return "open"
    if last == "of":
        return "question" if before in ("made", "think", "full", "afraid", "out") else "open"
    if last in ("like", "from") or (last == "about" and helper in BE) or (last == "for" and rest[0] in PRONOUNS):
        return "question"
    return "perhaps" if words[0] not in ("where", "where's") and last not in ("between", "into", "onto") else "open"


def _wondered(words: list[str]) -> Closing:
    """After "is", "can", "did" …: whole with a subject and what is asked of it."""
    if _embedded(words) or _switched(words):
        return "question"
    if _unfinished(words) or _lacks_verb(words[0], words[1:], "") or _handed(words):
        return "open"
    if words[-1] in TRANSITIVE:
        return "perhaps" if words[-1] in ALONE else "open"
    if words[-1] in ASKING or _looks_back(words):
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
    if not rest or rest[0] not in ARTICLES | POINTING:
        return 1
    if rest[0] in POINTING and (len(rest) < 3 or rest[1] in PRONOUNS or is_verb(rest[1])):
        return 1
    return 3 if rest[1:2] and rest[1] in ADJECTIVES else 2


def _told(words: list[str]) -> Closing:
    """What is said or ordered."""
    if _embedded(words) or _switched(words):
        return "request" if words[0] in ORDERS else "statement"
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    denied = last in ALONE and before.endswith(("n't", "not"))
    if _unfinished(words) or (last in TRANSITIVE and not denied) or (last == "too" and before in BE):
        return "open"
    verbs = sum(is_verb(word) or before in SUBJECTS for before, word in itertools.pairwise(["", *words]))
    if words[0] in SUBORDINATE and verbs < 2:
        return "open"
    if words[0] in ORDERS and words[1:] in (["this"], ["that"], ["it"]):
        return "answer"
    if _handed(words) or last in ASKING or _looks_back(words):
        return "perhaps"
    if words[0] in ORDERS or _ordered(words):
        return "request" if len(words) > 2 else "fragment"
    if last in POINTING and before not in PREPOSITIONS - {"like"}:
        return "perhaps"
    return "statement" if verbs and len(words) > 2 else "fragment"


def _ordered(words: list[str]) -> bool:
    """ "dim the lights": a word that can be nothing but a verb, and what is to be done to."""
    closed = UNFINISHED | PRONOUNS | ANYONE | LEADS | ADJECTIVES | frozenset(("all", "half", "not"))
    return words[0] not in closed and words[1:2] != [] and words[1] in (ARTICLES | POINTING) - {"no"}


def _unfinished(words: list[str]) -> bool:
    """The last word leans on one that has not been said."""
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in SUBJECTS:
        return before not in BE | HELP  # "who is she"
    auxiliary = last in BE | HELP and not (last in ("do", "have", "did") and words[0] == "what")
    return last in UNFINISHED or auxiliary or last.endswith(("'m", "'re", "'ve", "'ll"))


def _looks_back(words: list[str]) -> bool:
    """An adjective or a number after an article, a superlative without its thing, a "her" that may be anybody's."""
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    pointing = ARTICLES | POINTING | ADJECTIVES
    if last in ADJECTIVES or (last.endswith("est") and words[0] != "which"):
        return before in pointing or before in PREPOSITIONS or not before
    return last == "her" and before not in PREPOSITIONS


def _embedded(words: list[str]) -> bool:
    """ "where my phone is", "what I can do": a question inside the sentence, which ends in its verb."""
    asked = [number for number, word in enumerate(words) if word in ("what", "where", "who", "how", "when")]
    if not asked or not 0 < asked[-1] < len(words) - 2:
        return False
    return words[-1] in BE | HELP or (words[asked[-1]] == "what" and words[-1] in TRANSITIVE)


def _switched(words: list[str]) -> bool:
    """ "turn it on", "is the oven on"."""
    return words[-1] in ("on", "in") and len(words) > 2 and words[-2] in SWITCHED


def _handed(words: list[str]) -> bool:
    """ "show me" asks what; "for me" does not."""
    return words[-1] == "me" and words[-2:-1] != [] and words[-2] in ("tell", "told", "show", "give", "gave", "let")
