"""What the user wants to be told of, in Chinese: 「水開了叫我」, written in simplified characters (pure)."""

import re

from assistant.core.intents import Intent, StopAwaiting, TellMeWhen, WhatAwaited
from assistant.core.wording import to_simplified

_MARKS = " ,.!?:;，。！？：；、"

_NUMBER = r"[一二两三四五六七八九十半\d]+个?半?(?:秒钟?|分钟?|小时|钟头|天)"
_FOR = re.compile(rf"(?:在)?(?:接下来|未来|今后|往后)(?:的)?{_NUMBER}(?:之?内|里)?|{_NUMBER}之?内|今天(?:之?内)?|今晚")
_ASK = r"(?:可不可以|可以|能不能|能|会不会|麻烦|请|拜托|帮忙|我?(?:想|要|希望)(?:要)?(?=你|您))"
_OPENING = re.compile(rf"^(?:[你您]?{_ASK}[你您]?(?:(?:帮我|替我|给我)(?!留意|注意))?[,，]?)+(?=.{{3}})")
_CLOSING = re.compile(r"(?:[,，]?(?:好吗|好不好|可以吗|行吗|行不行|谢谢|拜托)|[吗吧啊喔哦嘛啦呀])+$")

_AT_ONCE = r"(?:请|再|就|要|记得|记着|马上|立刻|立即|赶快|赶紧|快|都|便|一定|务必|帮我|你|您)*"
_ONCE_MORE = r"(?:一声|一下|一句)?"
_TO_ME = (
    rf"(?:(?:告诉|通知|提醒|叫|喊|警告|知会|告知|叫醒|喊醒|唤醒){_ONCE_MORE}(?:我们?|咱们)(?:说|知道|一声|一下)*|"
    rf"(?:跟|和|对|给|同|向)(?:我们?|咱们)(?:说|讲|提|报告){_ONCE_MORE}|(?:说|讲|叫|喊|吱|出|提醒|通知)(?:一)?声)"
)
_ME = rf"(?:{_AT_ONCE}{_TO_ME}|[你您]?就(?:说|讲|叫|喊))"
_EVERY = r"(?:每次|每当|每一次|每回|每逢|只要)"
_IF = (
    r"(?:如果|假如|假使|要是|若是|若|倘若|当|等一下|等会儿?|等到|等|一旦|万一|下一?次|到时候?|待会儿?|在|"
    r"一(?![个位只条辆把杯台名点]))+"
)
_WHEN = r"(?:的时候|时候|之后|以后|的话|时|后)"
_EVENT = r"(?P<it>.+?)"
_NOTE = r"提醒(?:我们?|咱们)(?P<note>(?!说|一声|一下).{1,20})"
# Words that say that something happens; "X 叫我" without any of them, or of those between, tells who calls whom.
_MARKED = rf"{_WHEN}|[,，就再便马立你您]"
_VERB = r"(?=.*[跳爬闯撞冒上下来到开了走动醒见出进回好滚熟停响掉没亮灭变按敲拿放坐站倒摔哭叫跑过完起有落])"
_ORDERS = tuple(
    (re.compile(pattern), every)
    for pattern, every in (
        (rf"{_EVERY}{_EVENT}{_WHEN}?[,，]?{_AT_ONCE}{_NOTE}", True),
        (rf"{_IF}{_EVENT}{_WHEN}?[,，]?{_AT_ONCE}{_NOTE}", False),
        (rf"{_EVENT}{_WHEN}[,，]?{_AT_ONCE}{_NOTE}", False),
        (rf"{_VERB}{_EVENT}(?:了|就|[,，]){_AT_ONCE}{_NOTE}", False),
        (rf"{_EVERY}{_EVENT}{_WHEN}?[,，]?{_ME}", True),
        (rf"{_IF}{_EVENT}{_WHEN}?[,，]?{_ME}", False),
        (rf"{_EVENT}(?:{_WHEN}[,，]?|[,，])?{_ME}(?<!时[叫喊]我)", False),
        (rf"{_ME}(?:如果|要是|当|等到|一旦){_EVENT}{_WHEN}?", False),
    )
)
_LOOK = r"(?:看着|盯着?|守着?|看好|看住|顾着?|留意|注意|观察)"
# 「幫我盯著貓，牠上桌就告訴我」: what it does is what the cat does.
_BOTH = re.compile(rf"[你您]?(?:帮我|替我)?{_LOOK}(?:一下)?(?P<what>[^,，]{{1,10}})[,，](?P<order>.+)")
_WHETHER = re.compile(rf"(?:帮我|替我)?{_LOOK}(?:一下)?(?P<where>[^,，]*?)有(?:没有|无){_EVENT}")
_NOTICE = re.compile(rf"(?:帮我|替我)(?:留意|注意)(?:一下)?(?!安全|身体|休息|健康|我){_EVENT}")
_OVER_IT = re.compile(r"(?:帮我|替我)?(?:看着|盯着|守着|看好|看住|顾着)(?![我你它办])(?P<it>[^,，]{1,8})")
_NO_EVENT = re.compile(
    r"(?:.*[\d一二两三四五六七八九十半]+(?:点|分钟|个?小时|秒)(?:钟|半)?(?:[之以]?后|过后|到)?$)|"
    r".*(?:什么|怎么|哪|谁|吗|呢|昨天|刚才|刚刚|以前|上次|多少|几点)|(?:请|你|再|别|不要|不用|不必|可以|能|"
    r"帮).{0,2}$|(?:别|不要|不用|不必|先别|无需|[他她]|[您你](?!看[到见]|发现|听)|.*(?:说|讲)(?!话).)"
)
_SOME = re.compile(r"有(?:什么|任何)")
# What only joins: 「我一拿起杯子就…」, 「貓如果跳上沙發就…」.
_JOINT = re.compile(r"(?<=.)(?:如果|要是|假如|若是|一(?=[拿看有到出进走坐站跳动回来开离]))")
_BY_ITSELF = re.compile(r"[滚沸醒动响开跑哭叫倒掉亮灭熟好停走来满]了?$")  # it is what was named before that does so

_WATCH = r"(?:看|盯|等|守|顾|留意|注意|观察|监视)(?:着)?"
_TELL = r"(?:提醒|通知|告诉|叫|喊)"
_WHAT = r"(?:些)?(?:什么|哪些|啥)(?:东西|事情?)?"
_LIST = re.compile(
    rf"[你您]?(?:现在|还|正|都)*(?:在)?(?:帮我|替我)?(?:等|看着|留意|盯着|注意|守着){_WHAT}[了呢啊]?|"
    rf"[你您]?(?:现在|还|正|都)*(?:在)?(?:帮我|替我){_WATCH}{_WHAT}[了呢啊]?|"
    rf"[你您]?(?:会|要)(?:在)?(?:什么时候)?{_TELL}我(?:{_WHAT})?[了呢啊]?|"
    rf"我(?:叫|让|请|要|拜托)[你您]?(?:帮我|替我)?(?:{_TELL}我?|{_WATCH})(?:了)?{_WHAT}[了呢啊]?|"
    r"(?:列出|显示|查看|看看)?(?:我|现在|还|目前)*(?:有|设了|设定了)?(?:哪些|什么|所有的?|全部的?|我的)(?:提醒|"
    r"通知)[呢啊]?|(?:列出|显示|查看)(?:提醒|通知)|"
    rf"[你您]?(?:现在)?(?:还|正)(?:在)?(?:帮我|替我)?{_WATCH}(?![我你])[^,，]{{0,8}}吗"
)

_NO_MORE = r"(?:先?别|不要|不用|不必|停止|取消|无需|不需要|用不着)(?:再|继续|帮我|替我)*"
_DONE = r"(?:了|啦|吧)*"
_STOP = tuple(
    re.compile(rf"(?:[算好]?了)?[,，]?[你您]?(?:可以)?{pattern}{_DONE}")
    for pattern in (
        rf"{_NO_MORE}(?:等|看着|留意|盯着?|注意|守着?|监视|观察)(?:着)?(?P<it>.*?)",
        rf"{_NO_MORE}(?:看|管|顾|理)(?:着)?(?P<it>.*?)(?=[了啦])",
        rf"{_NO_MORE}{_TO_ME}(?:了)?(?P<it>.*?)",
        rf"(?P<it>.+?)(?:的时候|时|的话)?(?:就)?{_NO_MORE}{_TO_ME}",
        rf"(?P<it>.+?)(?:那边|这边)?(?:就)?{_NO_MORE}(?:看|盯|等|管|顾|守|说|讲|提醒|留意|注意)(?:着)?(?=[了啦])",
        r"(?:取消|删除|删掉|关掉|清除)(?P<it>.*?)(?:的)?(?:提醒|通知)",
        r"把(?P<it>.*?)(?:的)?(?:提醒|通知)(?:都|全部|全)?(?:给)?(?:取消|删除|删掉|删|关掉|关|清除)掉?",
        rf"取消{_WATCH}(?P<it>.+?)",
        r"不(?:用|必|需要)(?P<it>.{1,8}?)(?:的)?(?:提醒|通知)",
    )
)
_ALL = re.compile("我|我们|(?:所有|全部|一切)(?:的)?(?:东西|事情?)?|任何东西|(?:都|全部|全)")
_ABOUT = re.compile(r"(?:的|那件|这件)?事情?$")


def awaited(said: str, simplified: str) -> Intent | None:
    """Without greeting, and letter for letter the same in simplified characters; names keep their script."""
    if re.fullmatch(_LIST, simplified):
        return WhatAwaited()
    said, simplified = _without(_CLOSING, *_without(_OPENING, said, simplified))
    for pattern in _STOP:
        if (stop := re.fullmatch(pattern, simplified)) and stop["it"] not in ("我", "我们", "你"):
            named = re.sub(_ABOUT, "", said[slice(*stop.span("it"))].strip(_MARKS))
            return StopAwaiting("" if re.fullmatch(_ALL, stop["it"]) else named)
    if re.match(r"告诉我.*(?:什么|几点|哪)", simplified):
        return None
    return _order(said, simplified)


def _order(said: str, simplified: str) -> TellMeWhen | None:
    said, simplified, when = _timed(said, simplified)
    if (both := re.fullmatch(_BOTH, simplified)) and (order := _order(*_slot(both, "order", said, simplified))):
        what = said[slice(*both.span("what"))]
        bare = re.match(_BY_ITSELF, to_simplified(order.event))
        event = what + order.event if bare else re.sub("^[它牠祂他她]", what, order.event)
        return TellMeWhen(event, when or order.when, order.every, order.note)
    for pattern, every in _ORDERS:
        if (found := re.fullmatch(pattern, simplified)) and _happens(found):
            note = said[slice(*found.span("note"))] if "note" in pattern.groupindex else ""
            return TellMeWhen(_plain(*_slot(found, "it", said, simplified)), when, every, note)
    event = _watched(said, simplified)
    return TellMeWhen(event, when) if event else None


def _happens(found: re.Match[str]) -> bool:
    """Whether these words name what may happen: neither a question, nor who has told whom."""
    event, after = found["it"], found.string[found.end("it") :]
    if re.match(_NO_EVENT, re.sub("^谁" if after.startswith("就") else _SOME, "", event)):
        return False
    return bool(found.start("it") or re.match(_MARKED, after) or re.match(_VERB, event))


def _watched(said: str, simplified: str) -> str:
    """The event where only what to look at is named; empty where nothing is."""
    if found := re.fullmatch(_WHETHER, simplified):
        where, event = (said[slice(*found.span(name))] for name in ("where", "it"))
        someone = re.match("人|谁|什么|东西|动静", found["it"]) or not where
        return f"{where}有{event}" if someone else f"{where}{event}了"
    if found := re.fullmatch(_NOTICE, simplified):
        event = said[slice(*found.span("it"))]
        return event if re.match("有|看[到见]", found["it"]) else f"看到{event}"
    found = re.fullmatch(_OVER_IT, simplified)
    return f"{said[slice(*found.span('it'))]}有動靜" if found else ""


def _plain(said: str, simplified: str) -> str:
    """An event without what joins it to the order."""
    while joint := re.search(_JOINT, simplified):
        said, simplified = (text[: joint.start()] + text[joint.end() :] for text in (said, simplified))
    return ("有人" + said[1:] if simplified.startswith("谁") else said).strip(_MARKS)


def _slot(found: re.Match[str], name: str, said: str, simplified: str) -> tuple[str, str]:
    return said[slice(*found.span(name))], simplified[slice(*found.span(name))]


def _without(pattern: re.Pattern[str], said: str, simplified: str) -> tuple[str, str]:
    found = re.search(pattern, simplified)
    if not found:
        return said, simplified
    return said[: found.start()] + said[found.end() :], simplified[: found.start()] + simplified[found.end() :]


def _timed(said: str, simplified: str) -> tuple[str, str, str]:
    """Without the words that tell how long, and those."""
    found = re.search(_FOR, simplified)
    if not found:
        return said, simplified, ""
    said_rest, rest = _without(_FOR, said, simplified)
    return said_rest.strip(_MARKS), rest.strip(_MARKS), said[slice(*found.span())].strip(_MARKS)
