"""What kind of event the user's words name, as far as eyes without a language model could know it (pure)."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.core.wording import to_simplified

PERSON = "person"
Change = Literal["appears", "gone", "moves", "taken", "put"]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something about a thing, or about a person (`PERSON`).

    "taken": picked up from where it stood. "put": put down, or back. loosely: the words say more than that, a place
    ("at the door") or who it is, which boxes cannot tell.
    """

    what: Change
    thing: str
    loosely: bool = False


@dataclass(frozen=True, slots=True)
class Anything:
    """Something moves, whatever it is."""


@dataclass(frozen=True, slots=True)
class Reads:
    """These words can be read, on a screen or before the camera."""

    words: str


@dataclass(frozen=True, slots=True)
class Happens:
    """What only a model can tell: the kettle boils."""


Kind = Thing | Anything | Reads | Happens

_SOME = r"(?:there (?:is|are|'s) )?(?:someone|somebody|anyone|anybody|a person|people|any person|a human)"
_WHO = (
    r"(?:the |a |an |my |our )?(?:visitor|guest|mailman|postman|courier|delivery (?:man|person|guy)|man|woman|boy|girl|"
    r"child|kid|baby|burglar|stranger|customer|colleague|neighbou?r|wife|husband|son|daughter|mother|father|mom|"
    r"mum|dad)s?"
)
_COMES = (
    r"(?:is|are|'s|has|have|'ve|just|come|comes|came|coming|arrives?|arrived|appears?|shows?|turns?|walks?|enters?|"
    r"gets?|"
    r"stands?|sits?|looks?|there|here|back|up|in|inside|into|home|over|by|along|at|near|to|before|visible|now|"
    r"(?:the|my|our|this) (?:\w+ )?(?:door|room|house|picture|view|frame|camera|desk|kitchen|garden|office)|view|sight)"
)
_A = r"(?:a|an|the|my|our|your|his|her|their|this|that|these|those|some|any|one of the)"
_THING = rf"(?P<it>(?:{_A} )?(?!there\b|it\b|i\b|you\b|he\b|she\b|we\b|they\b)[\w'-]+(?: [\w'-]+){{0,3}}?)"
_BY = r"(?:i|we|you|he|she|they|someone|somebody|anyone|anybody|a person|(?:you (?:can )?see )?(?:me|someone))"
_GO = (
    r"(?:(?:is|are|has|have|'s) (?:gone|missing|left|disappeared|vanished|not (?:there|here|visible)(?: any "
    r"?more)?|no longer "
    r"(?:there|here|visible)|away|out of (?:sight|view))|(?:leaves?|disappears?|vanish(?:es)?|goes? (?:away|out)|"
    r"walks? (?:away|off|out))"
    r"(?: (?:the|my|this) \w+)?)"
)
_SEE = r"(?:you (?:can )?(?:see|notice|spot|recogni[sz]e|find)|there (?:is|are|'s)|i (?:show|hold up)(?: you)?) "
_QUOTED = r"[\"“']?(?P<it>[^\"“”']+?)[\"”']?"
_ENGLISH: tuple[tuple[str, Change | Literal["reads", "anything"]], ...] = (
    (r"(?:it|the [\w ]+?|something|a [\w ]+?) (?:says?|reads?) " + _QUOTED, "reads"),
    (r"(?:the |my |a )?(?:screen|display|page|sign|label|it|monitor) shows? (?:[\"“'](?P<it>[^\"“”']+)[\"”']|"
     r"(?P<number>\d[\d:.,%]*))", "reads"),
    (r"(?:you (?:can )?(?:see|read) )?the (?:word|words|text|number) " + _QUOTED + r"(?: appears?| shows? up| "
     r"comes? up| is (?:there|on the screen))?", "reads"),
    (r"(?:anything|something|things?|it|the (?:picture|scene|view|image)) (?:moves?|changes?|stirs?|happens?)",
     "anything"),
    (r"(?:there (?:is|'s)|you (?:see|notice)) (?:any |some |a )?(?:movement|motion|change|activity)s?", "anything"),
    (rf"{_BY} (?:picks?|takes?|grabs?|lifts?|removes?|gets?|pick(?:ing)?) (?:up |away |out )?{_THING}(?: up| away| "
     rf"off the \w+| out)?", "taken"),
    (rf"{_THING} (?:is|are|gets?|has been|'s) (?:being )?(?:picked up|taken|taken away|lifted|grabbed|removed|"
     rf"stolen)(?: (?:away|up|from .+))?", "taken"),
    (rf"{_BY} (?:puts?|sets?|places?|lays?) (?:down |back ){_THING}(?: (?:back|down))?", "put"),
    (rf"{_BY} (?:puts?|sets?|places?|lays?|brings?|returns?) {_THING} (?:down|back)(?: .+)?", "put"),
    (rf"{_THING} (?:is|are|gets?|has been|'s) (?:put|set|placed|laid|brought) (?:down|back)(?: .+)?", "put"),
    (rf"{_THING} {_GO}", "gone"),
    (rf"{_THING} (?:moves?|is moved|are moved|gets moved|changes (?:its )?place|is moving|stirs?)", "moves"),
    (rf"{_SEE}{_THING}(?P<where> (?:in|on|at|near|by|before|next to|under) .+)?", "appears"),
    (
        rf"{_THING} (?:appears?|shows? up|turns? up|arrives?|is (?:there|here|back|visible|in (?:view|sight|the "
        rf"picture))|"
        r"comes?(?: (?:in|back|home|here|up|out|along|by|into view))?|enters?|walks? in|jumps? (?:in|up)|is delivered)"
        r"(?P<where> (?:in|into|on|onto|at|to|near|by|the|from) ?.*)?",
        "appears",
    ),
    (rf"{_THING} (?:is|are) (?P<where>(?:in|on|at|near|by|before|next to|under) .+)", "appears"),
)  # fmt: skip

_ZH_SOME = r"(?:有|看到|看见|出现)?(?:有)?(?:人|个人|任何人|别人)"
_ZH_WHO = r"(?:客人|访客|邮差|快递员?|小孩|孩子|陌生人|小偷|老板|同事|邻居|老公|老婆|妈妈|爸爸)"
_ZH_COMES = (
    r"(?:来了?|到了?|在|出现|进来|进门|进房间|过来|回来|回家|敲门|门口|门前|外面|这里|那里|站|走|房间|里|镜头前|"
    r"前面|画面|了|出现在)"
)
_ZH_BY = r"(?:我|你|他|她|我们|有人|谁|(?:你)?(?:看到|看见)(?:我|有人))"
_ZH_THING = r"(?P<it>(?:我的|那个|这个|一个|一把|一只|那把|那只|这把|这只)?[^,，。\s]{1,8}?)"
_CHINESE: tuple[tuple[str, Change | Literal["reads", "anything"]], ...] = (
    (r".*?(?:写着?|显示|出现)(?:了)?(?:字|文字)?[「“\"'](?P<it>.+?)[」”\"'](?:了|的字)?", "reads"),
    (r"(?:看到|出现)?[「“\"'](?P<it>.+?)[」”\"'](?:这个?字|出现|的字样?)?了?", "reads"),
    (r"(?:有)?(?:任何|什么)?(?:东西|画面|物体)(?:在)?(?:动|移动|变|变化|改变)(?:了)?|有(?:任何)?(?:动静|变化|"
     r"动作)(?:了)?", "anything"),
    (rf"{_ZH_BY}(?:把)?{_ZH_THING}(?:拿起来?|拿走|举起来?|提起来?|取走|抓起来?|拿出来)了?", "taken"),
    (rf"{_ZH_BY}(?:拿起|拿走|拿|举起|提起|取走|抓起|抓|拿出)(?:了|着)?{_ZH_THING}了?", "taken"),
    (rf"{_ZH_THING}被(?:人)?(?:拿起来?|拿走|取走|偷走?|拿|移走)了?", "taken"),
    (rf"{_ZH_BY}?(?:把)?{_ZH_THING}(?:被)?(?:放下来?|放回去?|放回来|放好|摆回去?)了?", "put"),
    (rf"{_ZH_BY}?(?:放下|放回|摆回)(?:了)?{_ZH_THING}了?", "put"),
    (rf"{_ZH_THING}(?:都)?(?:不见|消失|不在|离开|走开|跑掉|没有|没)了?", "gone"),
    (rf"{_ZH_THING}(?:被)?(?:移动|动|换位置)了?", "moves"),
    (rf"(?:你)?(?:看到|看见|发现|认出|有){_ZH_THING}(?:出现|来|进来|过来)?(?P<where>在.+)?了?", "appears"),
    (rf"{_ZH_THING}(?:出现|进来|过来|回来|跑进来|到|来|进门|在(?:这里|那里|画面里?|镜头前))了?", "appears"),
)  # fmt: skip


def kind_of(event: str) -> Kind:
    """Of an event in the user's words: "the red cup is gone", 「有人來了」."""
    simplified = to_simplified(event).strip(" .!?。！？")
    if any("\u3400" <= letter <= "\u9fff" for letter in simplified):
        return _chinese(simplified)
    return _english(simplified.replace("’", "'"))


def _english(event: str) -> Kind:
    if re.fullmatch(rf"(?:you (?:can )?(?:see|notice) )?{_SOME}(?: {_COMES})*", event, re.IGNORECASE):
        return Thing(
            "appears", PERSON, loosely=bool(re.search(r"\b(?:door|room|house|desk|kitchen|garden|office)", event))
        )
    if re.fullmatch(rf"(?:you (?:can )?see )?{_WHO}(?: {_COMES})*", event, re.IGNORECASE):
        return Thing("appears", PERSON, loosely=True)
    if re.fullmatch(
        r"(?:i(?:'m| am)|we(?:'re| are)) (?:back|here|home)|(?:i|we) (?:come back|return|sit down|show up)",
        event,
        re.IGNORECASE,
    ):
        return Thing("appears", PERSON, loosely=True)
    if re.fullmatch(
        rf"(?:nobody|no ?one)(?: {_COMES})*(?: any ?more)?|(?:i|we|you|everyone|everybody|he|she|they|someone|"
        rf"{_WHO}) {_GO}",
        event,
        re.IGNORECASE,
    ):
        return Thing("gone", PERSON)
    return _first(_ENGLISH, event)


def _chinese(event: str) -> Kind:
    if re.fullmatch(r"没有?人(?:在|了)*.{0,3}|(?:人|大家|我|他|她)(?:都)?(?:走|离开|不在|不见)了?", event):
        return Thing("gone", PERSON)
    if re.fullmatch(rf"{_ZH_SOME}{_ZH_COMES}*", event):
        return Thing("appears", PERSON, loosely=bool(re.search("门|房间|外面", event)))
    if re.fullmatch(rf"(?:有)?{_ZH_WHO}{_ZH_COMES}*", event) or re.fullmatch(r"我(?:回来|到家|坐下)了?", event):
        return Thing("appears", PERSON, loosely=True)
    return _first(_CHINESE, event)


def _first(patterns: tuple[tuple[str, Change | Literal["reads", "anything"]], ...], event: str) -> Kind:
    for pattern, what in patterns:
        found = re.fullmatch(pattern, event, re.IGNORECASE)
        if found is None:
            continue
        slots = found.groupdict()
        it = (slots.get("it") or slots.get("number") or "").strip()
        if what == "anything":
            return Anything()
        return Reads(it) if what == "reads" else Thing(what, it, loosely=bool((slots.get("where") or "").strip()))
    return Happens()
