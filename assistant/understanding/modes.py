"""How a mode is asked for, and ended: "be my interpreter", 「叫你才回答」; rules of both languages (pure)."""

import re

from assistant.core.intents import Converse, Interpret, OnlyWhenCalled, TakeNotes
from assistant.core.values import Mode
from assistant.core.wording import to_simplified
from assistant.tongues import CHINESE_NAME, NAME, named
from assistant.understanding.rules import always, rule

_LANGS = (
    rf"(?P<it>(?:between |from |in |for |with |of |to |into )?{NAME}(?:(?:,? and|,? to| into|,| &|/| -|-) ?{NAME})?)"
    r"(?: (?:please|now))?"
)
_PAIR = f"(?: {_LANGS})?"
_TALK = r"(?:meeting|talk|conversation|call|lecture|discussion|class|session|interview|lesson)"
_ANSWER = r"(?:answer|reply|respond|speak|talk|listen|react|say something)(?: to (?:me|us))?"
_CALL = (
    r"(?:(?:i|we|someone|anyone|somebody) (?:call|say|mention|use|speak to|talk to|ask|address|name)s?(?: (?:on|to))?"
    r"(?: (?:you|your name|to you))?(?: by (?:your )?name)?|(?:you(?:'re| are) )?(?:called|addressed|asked|spoken to)"
    r"(?: by (?:your )?name)?)"
)
_TASK = (
    r"(?:interpret(?:ing|ation|er)?|translat(?:ing|ion|or)|tak(?:e|ing) (?:the |any )?(?:notes|minutes)|"
    r"note[- ]?taking|(?:the |my |our )?(?:notes|minutes)|"
    r"(?:interpreter|interpreting|translation|translator|notes?|minutes|called) mode|(?:the|this|that) mode)"
)

ENGLISH = (
    rule(
        lambda it: Interpret(named(it)),
        rf"(?:please )?(?:be|act as|become|play|work as) (?:my|our|an|the) (?:interpreter|translator)"
        rf"(?: for us)?{_PAIR}",
        rf"(?:please )?(?:interpret|translate) (?:for us|for both of us|for the two of us|between us|what we say|"
        rf"everything we say|our (?:conversation|talk))(?: please)?{_PAIR}",
        rf"(?:please )?(?:interpret|translate)(?: for (?:me|us))? (?=between){_LANGS}",
        rf"(?:please )?(?:interpret|translate) for (?:me|us) (?=from|with){_LANGS}",
        rf"(?:please )?(?:start|begin|switch to|turn on|go (?:in)?to|enable|enter) (?:the )?"
        rf"(?:interpret(?:er|ing)|translat(?:ion|or|ing))(?: mode)?{_PAIR}",
        rf"(?:interpret(?:er|ing)|translation|translator) mode{_PAIR}",
    ),
    rule(
        always(TakeNotes()),
        rf"(?:please )?(?:start |begin )?(?:take|taking|make|making|keep|keeping) (?:some |the )?(?:notes|minutes)"
        rf"(?: (?:of|for|on|about|from|in|during) (?:this|the|our|my|what we say)(?: {_TALK})?)?(?: for (?:me|us))?"
        r"(?: (?:now|please))?",
        r"(?:please )?(?:(?:start|turn on|switch to|enter|go (?:in)?to) )?(?:the )?notes? mode",
        r"(?:please )?(?:write|note|take|get) (?:down )?(?:everything|all|what)(?: that)? (?:we|i|they|is) (?:say|said)"
        r"(?: down)?",
        rf"(?:please )?(?:record|note down|minute) (?:this|the|our) {_TALK}",
        r"(?:please )?just listen(?: and take notes)?",
    ),
    rule(
        always(OnlyWhenCalled()),
        rf"(?:please )?(?:only|just) {_ANSWER} (?:when|if) {_CALL}",
        rf"(?:please )?(?:don't|do not|never) (?:{_ANSWER}|say anything)(?: anything)? (?:unless|until) {_CALL}",
        rf"(?:please )?{_ANSWER} only (?:when|if) {_CALL}",
        rf"(?:please )?(?:be quiet|stay quiet|keep quiet|wait|listen) (?:until|unless) {_CALL}",
        r"only (?:when|if) (?:called|i call you)",
    ),
    rule(
        always(Converse()),
        r"(?:please )?(?:(?:you can|you may|let's) )?(?:talk|speak|answer|converse|chat|listen|be)(?: to (?:me|us))? "
        r"(?:normally|normal|as usual|as normal|like before|as before)(?: again)?(?: now| please)?",
        r"(?:you can|you may) (?:talk|speak|answer)(?: to (?:me|us))? again(?: now)?",
        r"(?:please )?(?:(?:go|switch|change) )?back to (?:normal|usual|talking|conversation)(?: mode)?",
        r"(?:normal|conversation) mode",
        rf"(?:please )?(?:stop|end|quit|finish|leave|exit|turn off|switch off|cancel)(?: (?:the|your|being))?"
        rf"(?: (?:my|our|an|the))? ?{_TASK}(?: for us)?(?: now| please)?",
        rf"(?:please )?no more {_TASK}(?: please)?",
        r"(?:(?:okay|ok|all right|right|well)[, ]+)?that(?:'s| is| was) (?:all|it)[,. ]+(?:now )?(?:please )?"
        r"(?:summari[sz]e|sum)(?: (?:it|this|that|everything))?(?: up)?(?: (?:for us|please))?",
        rf"(?:please )?(?:summari[sz]e|sum up) (?:the|my|our) (?:notes|minutes|{_TALK})",
    ),
)

_US = "(?:我们|咱们|大家|我们两个|我们俩|我和[^,，]{1,6}|我跟[^,，]{1,6})"
_LANGUAGES = f"(?P<it>{CHINESE_NAME}(?:[和跟与、,，到至译翻 ]*{CHINESE_NAME})?)"
_END = "(?:吧|了|啦|好吗|可以吗)?"
_CALLED = "(?:叫|喊|呼叫|点名|点到|提到|说到)(?:到)?(?:你|你的名字)(?:的名字)?(?:的时候|时|了)?"
_REPLY = "(?:回答|回应|回复|说话|答|理我|理我们|出声|讲话|开口|插嘴)"

CHINESE = (
    rule(
        lambda it: Interpret(named(it)),
        f"(?:请|你)?(?:帮|替|给|为){_US}(?:做|当|作|进行|开始)?(?:一下)?(?:{_LANGUAGES})?(?:的|之间的?)?"
        f"(?:口译|翻译|传译|即时翻译|同声传译)(?:一下)?(?:说的话)?{_END}",
        f"(?:请|你)?(?:帮|替|给|为){_US}(?:在)?(?:{_LANGUAGES})之间(?:的)?(?:口译|翻译|传译){_END}",
        f"(?:请|你)?(?:帮|替|给|为){_US}(?:口译|翻译){_LANGUAGES}{_END}",
        f"(?:请|你)?(?:来)?(?:做|当|担任)(?:我们?|咱们)?的?(?:{_LANGUAGES})?(?:的|之间的?)?(?:口译|翻译|传译)"
        f"(?:员|官)?{_END}",
        f"(?:请)?(?:开启|打开|开始|进入|切换到|切到)?(?:{_LANGUAGES})?(?:口译|翻译)模式{_END}",
        f"(?:请)?(?:开始|进行)(?:{_LANGUAGES})?(?:口译|翻译|传译){_END}",
    ),
    rule(
        always(TakeNotes()),
        "(?:请|你)?(?:帮我们?|替我们?)?(?:开始)?(?:做|记|写)(?:一下|个|一个|点)?(?:笔记|会议记录|会议纪要|记录)" + _END,
        "(?:请|你)?(?:帮我们?|替我们?)?(?:记录|笔记)一下" + _END,
        "(?:请|你)?(?:帮我们?|替我们?)?(?:开始)?记录(?:一下)?(?:这次|这个|这场|今天的|我们的)?"
        "(?:会议|谈话|对话|讨论|访谈|课)" + _END,
        "(?:开启|打开|进入|切换到|切到)?笔记模式" + _END,
        "(?:请|你)?(?:帮我们?)?把(?:我们|大家)(?:说|讲)的(?:话|内容)?(?:都|全部)?(?:记|写|录)下来" + _END,
        "(?:你)?(?:只要|只)听(?:着)?(?:就好|就行)" + _END,
    ),
    rule(
        always(OnlyWhenCalled()),
        f"(?:请)?(?:只有|只在|除非)?(?:我们?|有人)?{_CALLED}(?:你)?(?:才|再|就)(?:可以)?{_REPLY}(?:就好|就行)?{_END}",
        f"(?:请)?(?:只有|只在)(?:我们?|有人)?{_CALLED}(?:你)?(?:才|再)?{_REPLY}{_END}",
        f"(?:如果)?(?:我们?)?(?:没|没有|不){_CALLED}(?:你)?(?:就)?(?:不要|别|不用|不必){_REPLY}{_END}",
        "(?:开启|打开|进入|切换到|切到)?(?:点名|呼叫)模式" + _END,
    ),
    rule(
        always(Converse()),
        "(?:请)?(?:恢复|回到|变回|切回|改回|换回|回复)(?:到)?(?:正常|平常|普通|一般|原来|之前)(?:的)?"
        "(?:对话|聊天|模式|说话|状态|样子)*" + _END,
        "(?:请)?(?:像平常(?:一样)?|正常(?:地)?)(?:说话|聊天|对话|回答)" + _END,
        "(?:请)?(?:停止|结束|停掉|关闭|关掉|退出|不要再?|不用再?|别再?|停)(?:做|记|再做|再记)?"
        "(?:翻译|口译|传译|笔记|会议记录|翻译模式|口译模式|笔记模式|点名模式)" + _END,
        "(?:好了?[,， ]*)?(?:就|先)?(?:这样|到这里|到这|到此为止|说完了|讲完了)(?:了|吧)?[,，。 ]*(?:请|帮我们?|你)*"
        "(?:总结|摘要|归纳|整理)(?:一下)?" + _END,
        "(?:请|你)?(?:帮我们?)?(?:总结|摘要|整理|归纳)(?:一下)?(?:这次|刚才|今天)?(?:的)?"
        "(?:笔记|会议|会议记录|讨论|谈话)" + _END,
    ),
)

_STOP = re.compile(r"(?:please )?stop(?: it| now| please)*|停|停止|停下来|(?:可以)?停了", re.IGNORECASE)
_SUM_UP = re.compile(
    r"(?:please |now )?(?:summari[sz]e|sum (?:it |this |that |everything )?up|recap)(?: (?:it|this|that|everything|now|"
    r"please|for (?:us|me)|what we said))*|(?:please )?stop (?:recording|writing|noting|listening)(?: now| please)*|"
    r"(?:请|帮我们?)*(?:总结|摘要|归纳|做个?总结|做个?摘要)(?:一下)?吧?|(?:停止|结束|停)(?:记录|记|录音|录)(?:了|吧)?|"
    r"(?:不用|别|不要)(?:再)?(?:记|记录)了",
    re.IGNORECASE,
)
_MARKS = " \"“”「」.!?。！？…~,，;；:：'"


def ends(text: str, mode: Mode) -> bool:
    """Whether words end `mode` that mean something else, or nothing, outside it: "stop", "summarise"."""
    said = re.sub("[,，] ?", " ", to_simplified(text.replace("’", "'")).strip(_MARKS))
    if mode == "notes" and _SUM_UP.fullmatch(said):
        return True
    return mode in ("notes", "interpreter") and bool(_STOP.fullmatch(said))


def sums_up(text: str) -> bool:
    """Whether words ask for a summary: "summarise the meeting"."""
    return bool(re.search("summari[sz]e|sum |总结|摘要|归纳|整理", to_simplified(text), re.IGNORECASE))


_ABOUT = (
    re.compile(
        r"(?:what|when) (?:did|have) (?:we|they|i|you|anyone|anybody|someone|people) (?:said|say|talk|discuss(?:ed)?|"
        r"decided?|agreed?)(?: anything)? (?:(?:about|on|of|regarding|concerning) )?(?:the |our |my |a )?"
        r"(?P<it>[\w' -]{2,60}?)"
        r"(?: in (?:the|our) (?:meeting|notes|talk))?",
        re.IGNORECASE,
    ),
    re.compile(
        r"what (?:was|were) (?:said|decided|agreed|discussed) (?:about|on|of) (?:the |our |my |a )?"
        r"(?P<it>[\w' -]{2,60})",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:我们|他们|大家)?(?:刚才|刚刚|之前|上次)?(?:关于|对|对于)(?P<it>.{1,20}?)(?:我们)?(?:都)?"
        r"(?:说|讲|谈|讨论|决定)(?:了|过)?(?:些)?什么"
    ),
    re.compile(r"(?:我们|他们|大家)(?:刚才|刚刚|之前|上次)?(?:说|讲|谈|讨论)(?:了|过|到)?(?P<it>.{1,20}?)(?:的)?什么"),
)


def subject(text: str) -> str:
    """What "what did we say about the budget?" asks for: "budget"; "" for anything else."""
    said = text.replace("’", "'").strip(_MARKS)
    simplified = to_simplified(said)
    found = next((match for pattern in _ABOUT if (match := pattern.fullmatch(simplified))), None)
    return said[slice(*found.span("it"))].strip() if found and len(said) == len(simplified) else ""
