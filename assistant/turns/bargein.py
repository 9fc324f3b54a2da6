"""What is heard over a reply: an order to stop, a listener's "mm-hm", the reply's own words, a turn (pure)."""

import re
from typing import Literal

from assistant.core.wording import to_simplified
from assistant.turns.prosody import Manner

CERTAIN = 1.2  # seconds of voice that are meant whatever they sound like: no cough and hardly an "mm-hm" is so long
LIKELY = 0.55  # seconds that are meant where they sound like words: of 16 listeners' words none has more at usual pace
SPAN = 1.1  # seconds since it began before which LIKELY is not enough: the words of short ones may yet be understood
UNCLEAR = 0.4  # seconds that are meant where they sound like words, and ears that know listeners' words knew none
VOICED = 0.4  # of the loud parts, which coughs stay below (0.0 to 0.33; speech is at 0.53 to 1.0)
VARIED = 3.0  # dB that the spectrum moves: humming has 0.8 to 2.4, words 3.5 to 8
LEAST = 3  # words of a sentence without which it may yet become a listener's "oh I see", or be the reply's echo
_WORDS = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")

_STOP = re.compile(
    r"(?:(?:no|stop(?: it| that| talking)?|wait|hold on|hang on|enough|quiet|shut up|pause|hey|"
    r"(?:(?:just )?a|one) (?:sec(?:ond)?|moment|minute)|"
    r"please|okay|ok|keepsight|停(?:一下|下来?)?|等(?:一下|等)?|慢[着著]|不(?:对|是|要说?)?|别说了?|够了|闭嘴|安静)[\s,.!?…—，。！？、-]*)+",
    re.IGNORECASE,
)
_WAIT = re.compile(r"stop|wait|hold|hang|enough|quiet|shut|pause|moment|sec|minute|停|等|慢|别|够|闭|静", re.I)
_ORDER = re.compile(rf"no\b|不|{_WAIT.pattern}", re.I)
# What listeners say without wanting the turn (Yngve 1970, "On getting a word in edgewise"): mm-hm, right, 嗯, 對.
_BACKCHANNEL = re.compile(
    r"(?:(?:m+h*m*|mm+-?hmm*|u+h+[\s-]?hu+h+|hm+|a+h+|o+h+|yeah|yep|yes|right|sure|ok|okay|i see|got it|cool|"
    r"nice|great|good|fine|wow|really|exactly|of course|"
    r"嗯+|哦+|喔+|啊+|唔+|对+啊?|是+的?啊?|好的?|行|没错|这样啊?|原来如此|知道了?|了解)[\s,.!?，。！？]*)+",
    re.IGNORECASE,
)

OverReply = Literal["stop", "backchannel", "turn"]


def over_reply(text: str) -> OverReply:
    """`text` is all that was said while the reply was heard; words that are neither of the two are a turn."""
    said = to_simplified(text.strip())
    if not any(map(str.isalnum, said)) or _BACKCHANNEL.fullmatch(said):
        return "backchannel"
    return "stop" if _STOP.fullmatch(said) and _ORDER.search(said) else "turn"


def needs_no_answer(text: str, *, by_model: bool) -> bool:
    """Whether what is said while nothing is heard wants nothing said: "wait", which takes back or puts off.

    "No", "yes" and "mm-hm" are for a model, that knows what was asked; nothing else here could make anything of them.
    """
    if not any(map(str.isalnum, text)):
        return False
    kind = over_reply(text)
    return kind != "turn" if not by_model else kind == "stop" and _WAIT.search(to_simplified(text)) is not None


def worth_asking(text: str) -> bool:
    """Whether words that ears are not sure of are shown to be confirmed while nothing is heard: an order is not."""
    return bool(text) and over_reply(text) != "stop"


def worded(manner: Manner) -> bool:
    """Whether it sounds like words, and not like a cough or humming."""
    return manner.voiced >= VOICED and manner.varied >= VARIED


def meant(seconds: float, since: float, manner: Manner) -> bool:
    """`seconds` of voice within `since` seconds, of which no words are known."""
    return seconds >= CERTAIN or (seconds >= LIKELY and since >= SPAN and worded(manner))


def repeats(text: str, reply: str) -> bool:
    """Whether `text` is a piece of what the reply says: at least three words, four of five in its order."""
    heard, said = _words(text), _words(reply)
    if len(heard) < LEAST:
        return False
    places = range(max(1, len(said) - len(heard) + 1))
    return any(_alike(heard, said[at : at + len(heard)]) >= 0.8 for at in places)


def surely_turn(text: str) -> bool:
    """Whether words are a turn whatever is yet to come."""
    return over_reply(text) == "turn" and len(_words(text)) >= LEAST


def _words(text: str) -> list[str]:
    return _WORDS.findall(to_simplified(text).lower())


def _alike(heard: list[str], said: list[str]) -> float:
    return sum(one == other for one, other in zip(heard, said, strict=False)) / len(heard)
