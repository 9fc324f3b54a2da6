"""The speech grammar of the built-in ears, from questions and names (pure)."""

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypedDict

from rapidfuzz import fuzz

# Agreement from which on a question is sure. Of 64 questions all but one of those heard rightly reached 77, the last
# 73; of 46 clips that are no questions the highest was 68 (voices of flite and real people; the bound was set on them).
SURE = 72.0

# Things one may look for at home, beside those that were taught.
NOUNS = """
glasses|reading glasses|sunglasses|keys|key|car keys|house keys|phone|cell phone|mobile phone|wallet|purse|bag|
backpack|handbag|suitcase|briefcase|notebook|book|notes|diary|calendar|pen|pencil|marker|eraser|ruler|scissors|
stapler|tape|glue|folder|envelope|letter|card|credit card|bank card|ticket|passport|license|receipt|bill|
newspaper|magazine|map|photo|album|laptop|computer|tablet|keyboard|mouse|monitor|printer|camera|charger|
phone charger|cable|adapter|battery|batteries|headphones|earphones|speaker|microphone|remote|remote control|
radio|television|lamp|flashlight|light bulb|candle|lighter|matches|clock|watch|alarm clock|calculator|mug|cup|
tea cup|coffee cup|glass|bottle|water bottle|thermos|bowl|plate|dish|fork|knife|spoon|chopsticks|pan|pot|
frying pan|kettle|toaster|blender|oven|microwave|fridge|jar|tin|can|can opener|bottle opener|corkscrew|
cutting board|lunch box|basket|tray|napkin|towel|cloth|sponge|soap|shampoo|toothbrush|toothpaste|comb|brush|
hairbrush|razor|mirror|tissue|tissues|lotion|cream|perfume|lipstick|medicine|pills|pill box|vitamins|thermometer|
bandage|inhaler|hearing aid|contact lenses|mask|umbrella|raincoat|coat|jacket|sweater|shirt|t shirt|blouse|dress|
skirt|pants|trousers|jeans|shorts|socks|shoes|boots|sneakers|slippers|sandals|hat|cap|scarf|gloves|belt|tie|ring|
necklace|bracelet|earrings|jewelry|badge|name tag|hammer|screwdriver|wrench|pliers|drill|saw|nails|screws|rope|
string|ladder|toolbox|paint|bucket|broom|mop|vacuum|dustpan|trash can|iron|sewing kit|needle|thread|button|
pillow|blanket|sheet|curtain|carpet|rug|cushion|sofa|couch|chair|armchair|stool|bench|table|desk|shelf|bookshelf|
drawer|cabinet|cupboard|closet|wardrobe|bed|night stand|piano|guitar|violin|flute|drum|ball|football|basketball|
racket|bicycle|bike|helmet|skateboard|toy|doll|teddy bear|puzzle|game|cards|dice|chess board|lego|robot|car|
truck|plant|flower|flowers|flower pot|vase|watering can|seeds|dog|cat|leash|dog food|cat food|cage|box|
cardboard box|package|parcel|bin|stick|cane|wheelchair|walker|stroller|crib|bottle of water|sugar|salt|pepper|
coffee|tea|milk|bread|butter|cheese|eggs|apple|banana|orange|lemon|tomato|potato|onion|rice|pasta|cereal|
chocolate|cookies|cake|candy|chips|nuts|honey|jam|oil|vinegar|sauce|soup|juice|beer|wine|window|door|front door|
garage|kitchen|bathroom|bedroom|living room|hallway|balcony|garden|kitchen table|coffee table|bedside table|
window sill|counter|sink|bath tub|stairs|floor|wall|ceiling|hook|rack|coat rack|shoe rack|safe|mailbox|door bell|
fan|heater|air conditioner|washing machine|dryer|dishwasher|router|modem|hard drive|memory card|usb stick|
power bank|extension cord|plug|socket|switch|screen|whiteboard|poster|painting|picture|picture frame|statue|
trophy|coin|coins|money|cash|bank book|check|contract|certificate|document|documents|paper|papers|paper clip|
rubber band|sticker|stamp|stamps|gift|present|ribbon|bow|balloon|christmas tree|tripod|lens|binoculars|telescope|
microscope|magnifying glass|tent|sleeping bag|compass|swimsuit|goggles|ski|skates|yoga mat|dumbbell|water gun
""".replace("\n", "").split("|")

_NUMBERS = "one two three four five six seven eight nine ten fifteen twenty thirty forty forty five fifty sixty ninety"
# A taught name is this much likelier than a noun of the list.
_TAUGHT_WEIGHT = 20
_WORDS = "(?:[a-z']+ )+"
_MOST_NAMES = 200


def spoken_name(name: str) -> str:
    """The name as the words of a pronouncing dictionary are written: lower case, letters and apostrophes only."""
    return " ".join(re.findall(r"[a-z']+", name.lower()))


def grammar(questions: Sequence[str], names: Iterable[str], known: Callable[[str], bool]) -> str:
    """A JSGF grammar of all questions; what holds a word that is not `known` is left out of it."""
    taught = dict.fromkeys(name for name in map(spoken_name, names) if name and _all_known(name, known))
    nouns = [noun for noun in NOUNS if noun not in taught and _all_known(noun, known)]
    weighed = [f"/{_TAUGHT_WEIGHT}/ {name}" for name in list(taught)[:_MOST_NAMES]] + [f"/1/ {noun}" for noun in nouns]
    rules = {
        "question": " | ".join(f"({question})" for question in questions if _all_known(_literal(question), known)),
        "thing": " | ".join(weighed),
        "place": " | ".join(nouns),
        "number": " | ".join(_NUMBERS.split()),
    }
    body = "".join(f"{'public ' if name == 'question' else ''}<{name}> = {right};\n" for name, right in rules.items())
    return "#JSGF V1.0;\ngrammar questions;\n" + body


class Recognised(TypedDict):
    """What the grammar heard and what free recognition heard; brief: an order so short that the grammar is enough."""

    question: str
    free: str
    brief: bool


def agreement(question: str, free: str) -> float:
    """How alike what the grammar heard and what free recognition heard are, 0..100."""
    return fuzz.ratio(question, free)


def is_complete(heard: str, questions: Sequence[str]) -> bool:
    """Whether it is a whole question: a recogniser also returns the beginning of one."""
    return any(_expression(question).fullmatch(f"{heard} ") for question in questions)


@functools.cache
def _expression(question: str) -> re.Pattern[str]:
    """The JSGF pattern as an expression; every word in it, and in what it is matched with, is followed by a space."""
    marks = {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|"}
    tokens = re.findall(r"<\w+>|[()\[\]|]|[a-z']+", question)
    return re.compile("".join(marks.get(token) or (_WORDS if token[0] == "<" else f"{token} ") for token in tokens))


def pronunciation(word: str, lookup: Callable[[str], str | None]) -> str | None:
    """Phones for a word that the dictionary lacks, if it is made of words that it has ("fruitbowl"); else None."""
    for cut in range(3, len(word) - 2):
        first, second = lookup(word[:cut]), lookup(word[cut:])
        if first and second:
            return f"{first} {second}"
    if word.endswith("s") and (stem := lookup(word.removesuffix("s").removesuffix("'"))):
        return f"{stem} Z"
    return None


def _literal(question: str) -> str:
    return " ".join(re.findall(r"[a-z']+", re.sub(r"<\w+>", "", question)))


def _all_known(words: str, known: Callable[[str], bool]) -> bool:
    return all(known(word) for word in words.split())
