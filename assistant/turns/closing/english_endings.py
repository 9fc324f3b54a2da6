"""What the last words of an English sentence still want (pure)."""

from assistant.turns.closing.english_words import (
    ABOVE,
    ADJECTIVES,
    ANYONE,
    ARTICLES,
    BE,
    CANS,
    HELP,
    NUMBERS,
    POINTING,
    PORTIONS,
    PREPOSITIONS,
    SUBJECTS,
    SWITCHED,
    TRANSITIVE,
    UNFINISHED,
)

# Verbs whose particle may be the last word: "how it comes about", "what goes on", "when they came in".
_PARTICLES = {
    "about": ("come", "comes", "came", "coming"),
    "on": ("go", "goes", "went", "going", "carry", "hold", "move"),
    "in": ("come", "comes", "came", "move", "moved", "check", "let"),
}
_NO_SUPERLATIVES = ("forest", "test", "rest", "guest", "west", "chest", "nest", "vest", "interest", "request")


def unfinished(words: list[str]) -> bool:
    """The last word leans on one that has not been said."""
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if switched(words):
        return False
    if last in SUBJECTS:
        return before not in BE | HELP  # "who is she"
    if last in ("you", "it") and before in ("if", "when", "while", "because", "although", "unless", "until", "whether"):
        return True
    if last == "that" and len(words) > 2 and (before in ANYONE or words[-3] in ARTICLES):
        return True  # "what colour is the wall that", "forget everything that"
    if before in BE | {"to"} and (last in ABOVE or (last.endswith("ly") and len(last) > 5)):
        return True  # "what is above", "what is directly"
    if last == "not":
        return before in BE | HELP
    auxiliary = last in BE | HELP and not (last in ("do", "have", "did") and words[0] == "what") and before not in CANS
    return last in UNFINISHED or auxiliary or last.endswith(("'m", "'re", "'ve", "'ll"))


def looks_back(words: list[str]) -> bool:
    """A number, an adjective after an article, a superlative without its thing, a "her" that may be anybody's."""
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in NUMBERS:
        return before not in ("at", "number", "this", "that", "which")
    if before in POINTING and words[-3:-2] != [] and words[-3] in BE:
        return False  # "is this different"
    if last in ADJECTIVES or (last.endswith("est") and last not in _NO_SUPERLATIVES and words[0] != "which"):
        return before in ARTICLES | POINTING | ADJECTIVES | PREPOSITIONS | {"", "and", "there"}
    if last.endswith("ed") and not last.endswith("eed") and len(last) > 4 and before in ARTICLES | ADJECTIVES:
        return True
    if last in PORTIONS and before == "a":
        return True
    return last == "her" and before not in PREPOSITIONS


def lacks_object(words: list[str]) -> bool:
    """ "where did I put", "I need to make"; after an article it is no verb: "give me a call", "in use"."""
    before = words[-2] if len(words) > 1 else ""
    return words[-1] in TRANSITIVE and before not in (ARTICLES | ADJECTIVES | PREPOSITIONS) - {"to"}


def embedded(words: list[str]) -> bool:
    """ "where my phone is", "what I can do": a question inside the sentence, which ends in its verb."""
    asked = [number for number, word in enumerate(words) if word in ("what", "where", "who", "how", "when")]
    if not asked or not 0 < asked[-1] < len(words) - 2:
        return False
    return words[-1] in BE | HELP or (words[asked[-1]] == "what" and words[-1] in TRANSITIVE)


def switched(words: list[str]) -> bool:
    """ "turn it on", "is the oven on", "what is going on"."""
    if len(words) < 3:
        return False
    last, before = words[-1], words[-2]
    return (last in ("on", "in") and before in SWITCHED) or before in _PARTICLES.get(last, ())


def handed(words: list[str]) -> bool:
    """ "show me" and "can you help me" ask what; "for me" does not."""
    if words[-1] != "me" or len(words) < 2:
        return False
    return words[-2] in ("tell", "told", "show", "give", "gave", "let") or (words[-2] == "help" and len(words) > 2)
