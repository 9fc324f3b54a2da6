"""What the user wants to be told of, in English: "let me know as soon as the cup is gone" (pure)."""

import re

from assistant.core.intents import Intent, StopAwaiting, TellMeWhen, WhatAwaited

_MARKS = " ,.!?:;"

_SPAN = r"(?:[\w.-]+ ){0,3}?(?:seconds?|minutes?|mins?|hours?|days?)(?: and a half)?"
_FOR = (
    rf"(?P<when>(?:in|within|during|over|for) (?:the )?next {_SPAN}|(?:for|within) {_SPAN}|(?:before|until|till) "
    rf"[\w: ]+?|"
    r"today|tonight|this (?:morning|afternoon|evening))"
)
_AT_START, _AT_END = re.compile(rf"^{_FOR},? (?=.)", re.IGNORECASE), re.compile(rf" {_FOR}$", re.IGNORECASE)

# What only asks for what follows it, and what only ends it.
_OPENING = re.compile(
    r"^(?:(?:please|just|also|can you|could you|would you|will you|i(?: want|'d like| would like| need) you to|"
    r"make sure (?:to|you)|be sure to|remember to|(?:don't|do not) forget to),? )+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:, ?(?:okay|ok|all ?right|right)|,? (?:please|will you|would you|can you|could you|right away|at once|"
    r"immediately))+$",
    re.IGNORECASE,
)
_TELL = (
    r"(?:(?:(?:tell|warn|alert|notify|call|ping|remind|wake|inform|text|message|nudge|buzz) (?:me|us)(?: up)?|"
    r"let (?:me|us) know|say(?: something| so|(?= when ))|(?:shout|call|cry)(?: out)?|yell|holler|speak up|"
    r"keep (?:me|us) (?:posted|informed)|"
    r"give (?:me|us) (?:an? )?(?:shout|call|sign|signal|heads[ -]?up|alert|nudge|holler|warning|ring|buzz))"
    r"(?: right away| at once| immediately)?)"
)
_WISH = (
    r"i(?: want|'d like| would like| need) to (?:know|be (?:told|notified|alerted|warned|informed))(?: right away| "
    r"at once| immediately)?"
)
_ONCE = (
    r"(?:when|as soon as|once|the (?:moment|minute|second|instant)(?: that)?|(?:the )?(?:next|first) time(?: that)?)"
)
_EVERY = r"(?:when ?ever|every ?time(?: that)?|each time(?: that)?)"
_SOMETHING = r"(?:someone|somebody|anyone|anybody|anything|something|nobody|no one)"
_STATE = (
    r"(?:is|are|am|was|were|has|have|had|can|could|will|would|should|may|might|must|do|does|did|knows?|likes?|wants?|"
    r"needs?|thinks?|cares?|lives?|owns?|works?|got|else|of|in|on|at|from|about|wrong|new|interesting|important)"
)
# "Let me know if the meeting is important" is a question; "… if the cat comes in", "… if anybody does that" is not.
_IF = (
    r"(?:if|in case) (?="
    rf"{_SOMETHING} (?!{_STATE}\b)\w+|.*\b(?:comes?|appears?|shows? up|turns?|leaves?|moves?|arrives?|gets?|starts?|"
    r"stops?|happens?|enters?|falls?|changes?|goes|walks?|boils?|wakes?|picks?|takes?|puts?|disappears?|rings?|opens?|"
    r"closes?|vanish(?:es)?|touch(?:es)?|knocks?|jumps?|climbs?|sits?|stands?|pops?|beeps?|breaks?|spills?|burns?|"
    r"cr(?:y|ies)|barks?|cross(?:es)?|passes|reach(?:es)?|approach(?:es)?|grabs?|steals?|drops?|overflows?|hits?|"
    r"(?:is|are) (?:gone|missing|there|here|back|at the \w+)|you (?:see|notice|spot)\b)\b)"
)
_THEN = r"(?:,| then|, then| please)? "
_ORDERS = tuple(
    (re.compile(pattern, re.IGNORECASE), every)
    for pattern, every in (
        (rf"(?:{_TELL}|{_WISH}) {_EVERY} (?P<it>.+)", True),
        (rf"(?:{_TELL}|{_WISH}) (?:{_ONCE} |{_IF})(?P<it>.+)", False),
        (rf"remind (?:me|us) to (?P<note>.+?) {_EVERY} (?P<it>.+)", True),
        (rf"remind (?:me|us) to (?P<note>.+?) (?:{_ONCE} |{_IF})(?P<it>.+)", False),
        (rf"{_EVERY} (?P<it>.+?){_THEN}remind (?:me|us) to (?P<note>.+)", True),
        (rf"(?:{_ONCE} |{_IF})(?P<it>.+?){_THEN}remind (?:me|us) to (?P<note>.+)", False),
        (rf"{_EVERY} (?P<it>.+?){_THEN}{_TELL}", True),
        (rf"(?:{_ONCE} |{_IF})(?P<it>.+?){_THEN}{_TELL}", False),
    )
)
_EYE = r"(?:keep (?:an|a close|your) eyes?|keep watch)"
# "Watch the oven and shout when it's done": "it" is the oven.
_BOTH = re.compile(
    rf"(?:(?:watch|observe|monitor|mind)|{_EYE} on) (?P<what>[\w' -]+?)(?:,? and|,) (?P<order>{_TELL}\b.+)",
    re.IGNORECASE,
)
_FOR_IT = re.compile(
    r"(?:watch(?: out)?|look out|keep (?:an eye|a lookout|watch)(?: out)?|keep watching|keep looking|be on the "
    r"lookout) for (?P<it>.+)",
    re.IGNORECASE,
)
_OVER_IT = re.compile(
    rf"(?:{_EYE} on|watch(?= .+ for me$)) (?P<it>(?:the|my|our|his|her|their|that|this)"
    r"(?! (?:time|clock|ball|prize|road|situation)\b)(?: [\w'-]+){1,3}?)(?: for (?:me|us))?",
    re.IGNORECASE,
)
# A time that is past or that is asked for, somebody's state of mind, and an order without a verb.
_NO_EVENT = re.compile(
    r"(?:to|did|do|does|was|were|should|shall|can|could|will|would|you(?:'re| are)|"
    r"it's (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter|noon|midnight)|"
    r".*\b(?:minutes?|hours?|seconds?) (?:is|are|has|have) (?:up|over|passed|gone)|"
    r"you (?:can|could|want|like|wish|have|get a)|i (?:should|need|must|have|can)|it's time|ready|done|finished)\b|"
    r".*\b(?:was|were|did|had|happened|born|began|ended|last|first|saw|left|lost|put it|built|invented|yesterday|"
    r"ago|(?:this|next) (?:year|month|week|time)|the next)\b|"
    r".* (?:is|are|due|starts?|begins?|ends?|finish(?:es)?)$|[\w']+$"
)

_WATCHING = (
    r"(?:watch(?:ing)?|wait(?:ing)?|look(?:ing)? out|keep(?:ing)? (?:an eye|watch|a lookout)|monitor(?:ing)?)(?: out)?"
)
_TELLING = (
    r"(?:tell(?:ing)?|alert(?:ing)?|warn(?:ing)?|notify(?:ing)?|remind(?:ing)?) (?:me|us)|let(?:ting)? (?:me|us) know"
)
_ALERTS = r"(?:alerts?|alarms?|watch(?:es)?|watch ?lists?|reminders?|notifications?)"
_LIST = re.compile(
    rf"(?:(?:tell|show) me )?what (?:else )?(?:(?:are|do) you|you(?:'re| are)|am i) (?:still |currently )?"
    rf"(?:{_WATCHING}|looking) (?:for|on)(?: for me| me)?(?: (?:right )?now| at the moment)?|"
    rf"what (?:will|are) you (?:going to )?(?:{_TELLING})(?: of| about)?|"
    rf"what (?:did|have) i (?:ask|tell|told|asked) you to (?:{_WATCHING}(?: for| on)?|(?:{_TELLING})(?: of| about)?)|"
    rf"which (?:things|events) are you {_WATCHING} (?:for|on)|"
    rf"is there (?:anything|something) (?:that )?you(?:'re| are) {_WATCHING} (?:for|on)|"
    rf"(?:(?:list|show)(?: me)?|what(?:'s| is| are)|tell me)(?: on)? (?:my|the|your|all(?: of)?(?: my| the)?) "
    rf"(?:current |active )?(?:{_ALERTS}|things you (?:are|'re) {_WATCHING} for)|"
    rf"(?:what|which|how many) {_ALERTS} (?:are there|do i have|have i(?: got| set)?|are (?:set|on|active))|"
    rf"(?:do i have|are there|have i (?:got|set)) (?:any|some) {_ALERTS}(?: set| on)?|"
    rf"what (?:do you have|is|'s) on (?:your|the|my) watch ?list|"
    rf"(?:are|do) you (?:still )?{_WATCHING}(?: for| on)? (?:anything|something|(?:the|my|our) [\w' -]+)",
    re.IGNORECASE,
)

_LATER = r"(?: any ?more| any longer| now| please| then| after all| for me)*"
_NO_MORE = (
    r"(?:don't|do not|no need to|no longer|(?:you|we) (?:don't|do not|no longer) (?:need|have) to|you need(?:n't| not)|"
    r"you (?:can|may|could) (?:stop|quit)|stop|quit|(?:you (?:can|may|could) )?forget about)"
)
_ASKED = rf" (?:{_ONCE}|{_EVERY}|if|about|of)"
_STOP = tuple(
    re.compile(pattern + _LATER, re.IGNORECASE)
    for pattern in (
        r"(?:remove|delete|drop|take) (?P<it>.+?) (?:from|off) (?:the|my|your) (?:watch ?list|list|alerts)",
        rf"{_NO_MORE} (?:{_WATCHING}|looking)(?: for| on| at)?(?: (?P<it>.+?))?",
        rf"{_NO_MORE} (?:{_TELL}|{_TELLING}|(?:giving|sending) me {_ALERTS}|alerting)(?: any ?more)?"
        rf"(?:(?:{_ASKED}| to) (?P<it>.+?)| (?P<that>that|this))?",
        rf"{_NO_MORE} (?:worry about (?=.+ any ?more$)|bother with )(?P<it>.+?)",
        rf"i (?:don't|do not|no longer) (?:need|want|have) to (?:know|be (?:told|notified|alerted|warned|reminded))"
        rf"{_ASKED} (?P<it>.+?)",
        rf"(?:stop|no more) {_ALERTS}(?: (?:for|about|on|of|when|if) (?P<it>.+?))?",
        rf"(?:cancel|delete|remove|drop|clear|turn off|forget) (?:all )?(?:the |my |(?P<that>that |this )|your )?"
        rf"{_ALERTS}"
        rf"(?: (?:for|about|on|when|of) (?P<it>.+?))?",
        rf"(?:cancel|delete|remove|drop|clear|turn off) (?P<it>(?:the |my )?[\w' -]+?) {_ALERTS}",
        rf"cancel (?:all|everything) (?:that )?(?:you(?:'re| are) {_WATCHING} for|i asked you to {_WATCHING} for)",
        r"(?:cancel|never ?mind(?: about)?) (?P<it>(?:the|my|our|any|some)(?:one|body)?(?: [\w'-]+){1,4}?)",
    )
)
_ALL = re.compile("all(?: of (?:it|them))?|any|anything|everything|them", re.IGNORECASE)
# "Don't tell me!" is no order, and who is not to be waited for is not watched for.
_NO_STOP = re.compile(
    "(?:don't|do not) (?:tell|remind) (?:me|us)|.* (?:for|at|on) (?:me|us)|.* watch(?:ing)? (?:me|us)", re.IGNORECASE
)


def awaited(said: str) -> Intent | None:
    """Without greeting; None where it is none of these. Names keep their case."""
    if re.fullmatch(_LIST, said):
        return WhatAwaited()
    asked = re.sub(_CLOSING, "", re.sub(_OPENING, "", said))
    for pattern in () if re.fullmatch(_NO_STOP, asked) else _STOP:
        if stop := re.fullmatch(pattern, asked):
            slots = stop.groupdict()
            named = (slots.get("it") or slots.get("that") or "").strip(_MARKS)
            return StopAwaiting("" if re.fullmatch(_ALL, named) else named)
    return _order(asked)


def _order(said: str) -> TellMeWhen | None:
    if both := re.fullmatch(_BOTH, said):
        order = _order(both["order"])
        return order and TellMeWhen(_of(both["what"], order.event), order.when, order.every, order.note)
    rest, when = _timed(said)
    rest = re.sub(_OPENING, "", rest)
    for pattern, every in _ORDERS:
        if found := re.fullmatch(pattern, rest):
            event, inner = _timed(found["it"].strip(_MARKS))
            note = found.groupdict().get("note") or ""
            return None if re.match(_NO_EVENT, event.casefold()) else TellMeWhen(event, when or inner, every, note)
    if found := re.fullmatch(_FOR_IT, rest):
        return TellMeWhen(f"you see {found['it'].strip(_MARKS)}", when)
    if found := re.fullmatch(_OVER_IT, rest):
        return TellMeWhen(f"something happens to {found['it']}", when)
    return None


def _of(what: str, event: str) -> str:
    """What is watched stands for "it"."""
    event = re.sub(r"^(?:it|he|she|they|that)\b", lambda _: what, event, flags=re.IGNORECASE)
    return re.sub(rf"^({re.escape(what)})'s ", r"\1 is ", event)


def _timed(said: str) -> tuple[str, str]:
    """Without the words that tell how long, and those."""
    found = re.search(_AT_START, said) or re.search(_AT_END, said)
    if not found:
        return said, ""
    return f"{said[: found.start()]} {said[found.end() :]}".strip(_MARKS), found["when"].strip(_MARKS)
