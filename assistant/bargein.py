"""What words over a reply mean: an order to stop, a listener's "mm-hm", or a turn of their own (pure)."""

import re
from typing import Literal

from assistant.core.wording import to_simplified

_STOP = re.compile(
    r"(?:(?:no|stop|wait|hold on|hang on|enough|quiet|shut up|pause|one moment|just a (?:second|moment|minute)|hey|"
    r"please|okay|ok|keepsight|停(?:一下|下来?)?|等(?:一下|等)?|慢着|不(?:对|是|要说?)?|别说了?|够了|闭嘴|安静)[\s,.!，。！]*)+",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"no\b|stop|wait|hold|hang|enough|quiet|shut|pause|moment|second|minute|停|等|慢|不|别|够|闭|静", re.I
)
# What listeners say without wanting the turn (Yngve 1970, "On getting a word in edgewise"): mm-hm, right, 嗯, 對.
_BACKCHANNEL = re.compile(
    r"(?:(?:m+h*m*|mm+-?hmm*|u+h+-?hu+h+|hm+|a+h+|o+h+|yeah|yep|yes|right|sure|ok|okay|i see|got it|cool|nice|great|"
    r"wow|really|嗯+|哦+|喔+|啊+|唔+|对+啊?|是+的?啊?|好的?|行|没错|这样啊?|原来如此|知道了?|了解)[\s,.!?，。！？]*)+",
    re.IGNORECASE,
)

OverReply = Literal["stop", "backchannel", "turn"]


def over_reply(text: str) -> OverReply:
    """`text` is all that was said while the reply was heard; words that are neither of the two are a turn."""
    said = to_simplified(text.strip())
    if not any(map(str.isalnum, said)) or _BACKCHANNEL.fullmatch(said):
        return "backchannel"
    return "stop" if _STOP.fullmatch(said) and _ORDER.search(said) else "turn"
