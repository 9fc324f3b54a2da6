"""How English questions close (pure).

After "did", "can", "is" … comes who it is about and then what is asked of it, whatever those words are; so a verb that
stands in no list is found by its place.
"""

from assistant.turns.closing.closings import Closing
from assistant.turns.closing.english_endings import embedded, handed, lacks_object, looks_back, switched, unfinished
from assistant.turns.closing.english_words import (
    ADJECTIVES,
    ALONE,
    ARTICLES,
    ASKING,
    BE,
    HELP,
    OF_SOMETHING,
    PARTICIPLES,
    PLACED,
    PLACES,
    POINTING,
    PREPOSITIONS,
    PRONOUNS,
    SIDES,
    TRANSITIVE,
    TRIED,
    is_verb,
)


def asked(words: list[str]) -> Closing:
    """After "what", "where" …: whole with a verb, and something that it is about."""
    if words[1:2] and words[1] == "about":
        return "question" if len(words) > 2 and not unfinished(words) else "open"
    helped = next((number for number, word in enumerate(words) if word in BE | HELP), None)
    if helped is None:
        return _asked_of_the_doer(words)
    rest = words[helped + 1 :]
    if words[-1] in PREPOSITIONS and not switched(words):
        return _stranded(words, words[helped], rest)
    if words[:2] in (["how", "many"], ["how", "much"]) and rest[1:] and rest[-1] in TRANSITIVE | {"have"}:
        return "question"  # "how many legs does a spider have", "how much should I use"
    if not rest or unfinished(words) or words[-1] in ASKING or _lacks_verb(words[helped], rest, words[0]):
        return "open"
    if lacks_object(words) and words[0] not in ("what", "who", "which") and words[helped] not in BE:
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


def wondered(words: list[str]) -> Closing:
    """After "is", "can", "did" …: whole with a subject and what is asked of it."""
    if embedded(words) or switched(words):
        return "question"
    if unfinished(words) or _lacks_verb(words[0], words[1:], "") or handed(words):
        return "open"
    if words[-2] == "to" and words[-3] in TRIED:
        return "question"
    if lacks_object(words) and not (words[0] in BE and words[-1] in PARTICIPLES):
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
