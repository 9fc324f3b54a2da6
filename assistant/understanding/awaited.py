"""What the user wants to be told of: "tell me when the kettle boils", 「水開了告訴我」 (pure).

An order to watch, the list of what is watched for, or the end of it. "Tell me when" also begins questions about the
past and about what is to come: these are told by their verbs, and left to others.
"""

import re
from datetime import datetime, timedelta, tzinfo

from assistant.core.intents import Intent, StopAwaiting, TellMeWhen, WhatAwaited
from assistant.core.wording import to_simplified
from assistant.understanding.rules import seconds
from assistant.understanding.times import interval

DAY = 86_400.0  # seconds: how long is watched where nothing is said of it
_MARKS = ' ,.!?:;“”"，。！？：；、「」'

_SPAN = r"(?:[\w.-]+ ){0,3}?(?:seconds?|minutes?|mins?|hours?|days?)(?: and a half)?"
_FOR = (
    rf"(?P<when>(?:in|within|during|over|for) (?:the )?next {_SPAN}|(?:for|within) {_SPAN}|(?:before|until|till) "
    rf"[\w: ]+?|"
    r"today|tonight|this (?:morning|afternoon|evening))"
)
_TELL = (
    r"(?:(?:tell|warn|alert|notify|call|ping|remind|wake|inform|text|message) me|let me know|let us know|tell us|"
    r"say (?:something|so)|shout|speak up|give me (?:a )?(?:shout|call|sign|heads up|alert))"
)
_ONCE = r"(?:when|as soon as|once|the moment(?: that)?|the next time(?: that)?)"
_EVERY = r"(?:when ?ever|every ?time(?: that)?|each time(?: that)?)"
# "Let me know if the meeting is important" is a question; "… if the cat comes in" is not.
_HAPPENS = (
    r"(?=.*\b(?:comes?|appears?|shows? up|turns? up|leaves?|moves?|arrives?|gets?|starts?|stops?|happens?|enters?|"
    r"falls?|"
    r"changes?|goes|walks?|boils?|wakes?|picks?|takes?|puts?|disappears?|rings?|opens?|closes?|vanish(?:es)?|"
    r"(?:is|are) (?:gone|there|here|back|at the \w+|missing)|you (?:see|notice|spot))\b)"
)
_ORDERS = (
    (rf"{_TELL} {_EVERY} (?P<it>.+)", True),
    (rf"{_TELL} (?:{_ONCE}|if {_HAPPENS}) ?(?P<it>.+)", False),
    (rf"{_EVERY} (?P<it>.+?)(?:,| then)? {_TELL}", True),
    (rf"(?:{_ONCE}|if {_HAPPENS}) ?(?P<it>.+?)(?:,| then)? {_TELL}", False),
    (r"(?:watch(?: out)?|look out|keep (?:an eye|a lookout|watch)(?: out)?|keep watching|keep looking) for "
     r"(?P<it>.+)", False),
)  # fmt: skip
# A time that is past or that is asked for, somebody's state of mind, and an order without a verb.
_NO_EVENT = re.compile(
    r"(?:to|did|do|does|was|were|should|shall|can|could|will|would|you(?:'re| are)|i (?:should|need|must|have|can)|"
    r"it's time|"
    r"ready|done|finished)\b|.*\b(?:was|were|did|had|happened|born|began|ended|last|first|saw|left|lost|put it|built|"
    r"invented|yesterday|ago)\b|.* (?:is|are|due|starts?|begins?|ends?|finish(?:es)?)$|[\w']+$"
)
_EN_LIST = re.compile(
    r"what (?:are you|am i|do you) (?:watch(?:ing)?|wait(?:ing)?|look(?:ing)? out|look(?:ing)?) (?:out )?for(?: "
    r"me)?(?: now)?|"
    r"what (?:will|are) you (?:going to )?(?:tell|telling|alert|alerting|warn|warning) me (?:of|about)|"
    r"(?:list|show)(?: me)? (?:my|the|all) (?:alerts?|watches|things you (?:are|'re) (?:watching|waiting) for)|"
    r"what (?:alerts|watches) (?:are there|do i have|are set)|(?:are you|do you) (?:still )?(?:watching|waiting|"
    r"watch|wait)"
    r" for (?:anything|something)"
)
_EN_STOP = re.compile(
    rf"(?:stop|quit) (?:watching|waiting|looking)(?: (?:out )?for (?P<a>.+))?|(?:stop|no more) (?:alerts?|alerting "
    rf"me|telling me"
    rf" (?:when|about))(?: (?:for|about|when|if))?(?P<b> .+)?|"
    rf"(?:cancel|delete|remove|drop) (?:the |my |all (?:the |my )?)?(?:alerts?|watch(?:es)?|reminders?)"
    rf"(?: (?:for|about|on|when|of) (?P<c>.+))?|"
    rf"(?:you )?(?:don't|do not|need not|needn't|no longer|no need to)(?: need to| have to)? {_TELL}"
    rf"(?: any ?more)?(?: {_ONCE}| {_EVERY}| if| about)? ?(?P<d>.+)?",
    re.IGNORECASE,
)

_ME = (
    r"(?:(?:请|再)?(?:马上|立刻|立即|就|要|记得|赶快|快)*(?:请)?(?:告诉|通知|提醒|叫|喊|警告)(?:一声|"
    r"一下)?(?:我|我们)(?:说)?(?:一声|一下)?|(?:就)?(?:跟|和|对)我说(?:一声|一下)?)"
)
_ZH_FOR = (
    r"(?P<when>(?:在)?(?:接下来|未来|今后|往后)(?:的)?[一二两三四五六七八九十半\d]+个?半?(?:秒钟?|分钟?|小时|钟头|"
    r"天)(?:之?内|里)?|"
    r"[一二两三四五六七八九十半\d]+个?半?(?:秒钟?|分钟?|小时|钟头|天)之?内|今天(?:之?内)?|今晚)"
)
_ZH_ORDERS = (
    (rf"(?:每次|每当|每一次|每回|只要)(?P<it>.+?)(?:的时候|时|的话)?[,，]?(?:都|就)*{_ME}", True),
    (rf"(?:如果|要是|当|等到|等|一旦|一|万一)?(?P<it>.+?)(?:的时候|时|的话|之后|以后)?[,，]?{_ME}", False),
    (rf"{_ME}(?:如果|要是|当|等到|一旦)(?P<it>.+?)(?:的时候|时|的话)?", False),
    (r"(?:帮我|替我)?(?:留意|注意|盯着|看着|守着)(?:一下)?(?:有没有)?(?P<it>.{2,})", False),
)
_ZH_NO_EVENT = re.compile(
    r".*(?:什么|怎么|为什么|哪|谁|吗|呢|昨天|刚才|刚刚|以前|上次|多少|几点)|(?:请|你|再|别|不要|不用|不必|可以|能|"
    r"帮).{0,2}$|(?:别|不要|不用|不必|先别|无需)"
)
_ZH_LIST = re.compile(
    r"(?:你)?(?:现在|还|正)?(?:在)?(?:帮我|替我)?(?:等|看着|留意|盯着|注意|守着)(?:着)?(?:些)?(?:什么|哪些)(?:东西|"
    r"事情?)?(?:呢|啊)?|"
    r"(?:你)?(?:会|要)(?:提醒|通知|告诉)我(?:些)?(?:什么|哪些)(?:事情?)?|(?:列出|有哪些|有什么)(?:所有的?)?(?:提醒|"
    r"通知)"
)
_ZH_STOP = re.compile(
    r"(?:(?:别|不要|不用|不必|停止|取消|无需)(?:再)?)(?:帮我)?(?:等|看着|留意|盯着|注意|守着)(?:了)?(?P<a>.*?)(?:了)?|"
    rf"(?P<b>.*?)(?:的时候|时|的话)?(?:别|不要|不用|不必|无需)(?:再)?{_ME}(?:了|啦)?(?P<c>.*?)(?:了)?|(?:取消|删除|"
    rf"关掉)(?:所有的?|全部)?(?P<d>.*?)(?:的)?(?:所有|全部)?(?:提醒|通知)"
)


def awaited(said: str) -> Intent | None:
    """Without greeting; None where it is none of these. Names keep their script and case."""
    simplified = to_simplified(said).replace("著", "着")
    same = said if len(said) == len(simplified) else simplified
    if any("\u3400" <= letter <= "\u9fff" for letter in simplified):
        return _chinese(same, simplified)
    return _english(same)


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


def _english(said: str) -> Intent | None:
    if re.fullmatch(_EN_LIST, said.casefold()):
        return WhatAwaited()
    if stop := re.fullmatch(_EN_STOP, said):
        return StopAwaiting(_none_of("all|any|anything|everything|it|this|that|me", _named(stop)))
    said, when = _timed(said, rf"(?:^{_FOR},? (?=.))|(?: {_FOR}$)")
    asked = re.sub(
        r"^(?:please |can you |could you |would you |will you |i want you to |i'd like you to )+",
        "",
        said,
        flags=re.IGNORECASE,
    )
    for pattern, every in _ORDERS:
        if found := re.fullmatch(pattern, asked, re.IGNORECASE):
            event, inner = _timed(found["it"].strip(_MARKS), rf"(?:^{_FOR},? (?=.))|(?: {_FOR}$)")
            if pattern.startswith("(?:watch"):
                return TellMeWhen(f"you see {event}", when or inner, every)
            return None if re.match(_NO_EVENT, event.casefold()) else TellMeWhen(event, when or inner, every)
    return None


def _chinese(said: str, simplified: str) -> Intent | None:
    if re.fullmatch(_ZH_LIST, simplified):
        return WhatAwaited()
    if stop := re.fullmatch(_ZH_STOP, simplified):
        return StopAwaiting(_none_of("我|它|这个|全部|所有|任何东西|所有的", _named(stop, said)))
    if re.match(r"告诉我.*(?:什么|几点|哪)", simplified):
        return None
    rest, when = _timed(said, _ZH_FOR, simplified)
    simple = to_simplified(rest).replace("著", "着")
    for pattern, every in _ZH_ORDERS:
        if (found := re.fullmatch(pattern, simple)) and not re.match(_ZH_NO_EVENT, found["it"]):
            event = rest[slice(*found.span("it"))] if len(rest) == len(simple) else found["it"]
            seen = "看到" if pattern.startswith("(?:帮我") and not event.startswith("看") else ""
            return TellMeWhen(seen + event.strip(_MARKS), when, every)
    return None


def _timed(said: str, pattern: str, simplified: str = "") -> tuple[str, str]:
    """Without the words that tell how long, and those."""
    pattern = pattern.replace("?P<when>", "") if pattern.count("?P<when>") > 1 else pattern
    found = re.search(pattern, simplified or said, re.IGNORECASE)
    if not found:
        return said, ""
    rest = (
        f"{said[: found.start()]} {said[found.end() :]}"
        if not simplified
        else said[: found.start()] + said[found.end() :]
    )
    return rest.strip(_MARKS), said[slice(*found.span())].strip(_MARKS)


def _named(stop: re.Match[str], said: str = "") -> str:
    """The slot that was filled."""
    spans = [stop.span(name) for name in stop.groupdict() if stop[name]]
    return (said or stop.string)[slice(*spans[0])].strip(_MARKS) if spans else ""


def _none_of(words: str, event: str) -> str:
    return "" if re.fullmatch(f"(?:{words})", to_simplified(event).casefold()) else event
