"""What the user wants to be told of: "tell me when the kettle boils", 「水開了告訴我」 (pure).

An order to watch, the list of what is watched for, or the end of it. "Tell me when" also begins questions about the
past and about what is to come: these are told by their verbs, and left to others.
"""

import re
from datetime import datetime, timedelta, tzinfo

from assistant.core.intents import Intent
from assistant.core.wording import to_simplified
from assistant.understanding import chinese_awaited, english_awaited
from assistant.understanding.rules import seconds
from assistant.understanding.times import interval

DAY = 86_400.0  # seconds: how long is watched where nothing is said of it


def awaited(said: str) -> Intent | None:
    """Without greeting; None where it is none of these. Names keep their script and case."""
    simplified = to_simplified(said).replace("著", "着")
    same = said if len(said) == len(simplified) else simplified
    if any("\u3400" <= letter <= "\u9fff" for letter in simplified):
        return chinese_awaited.awaited(same, simplified)
    return english_awaited.awaited(same)


def until(when: str, now: float, zone: tzinfo | None = None) -> float:
    """The end of "the next ten minutes", "until five pm", 「今天」; a day from now where nothing is said or understood.

    now: Unix seconds. By the clocks of `zone`; None: of here.
    """
    words = to_simplified(when).casefold().strip()
    length = seconds(words, otherwise=0.0)
    if length and not re.search("today|今天", words):
        return now + length
    midnight = (datetime.fromtimestamp(now, zone) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    if re.search("today|tonight|今天|今晚", words):
        return midnight.timestamp()
    clock = re.sub("^(?:before|until|till) ", "at ", words)
    # Of a part of the day its end is meant, of a time of the clock the next one: the last before this time tomorrow.
    span = interval(clock, now + DAY if clock != words else midnight.timestamp() - 1, zone)
    if span is None or span.until <= now:
        return now + DAY
    return (span.since + span.until) / 2 if clock != words else span.until
