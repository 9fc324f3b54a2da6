"""What a thing is called: its noun, what describes it, whose it is; and whether two names can be one thing (pure).

Made to abstain: "wine glasses" are no glasses, "Anna's keys" are not the keys. Words that only describe (colours,
sizes, materials) may be there or not, as long as they do not contradict each other.
"""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from memory.finding.naming import CJK, is_chinese, plain, singular
from memory.finding.synonyms import is_known


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Each colour with its neighbours in one group: one and the same thing is called by either.
_COLOURS = {
    "black": "black dark charcoal 黑 深色",
    "white": "white cream ivory 白 米白",
    "grey": "grey gray silver silvery 灰 银",
    "red": "red maroon crimson scarlet burgundy 红",
    "pink": "pink rose 粉 粉红",
    "orange": "orange 橙 橘",
    "yellow": "yellow gold golden 黄 金",
    "green": "green olive lime mint 绿",
    "blue": "blue navy turquoise teal 蓝 青",
    "purple": "purple violet lilac 紫",
    "brown": "brown tan beige bronze 棕 褐 咖啡色 米",
}
_SIZES = {"large": "large big huge giant tall long 大 长 高", "small": "small little tiny mini short 小 短"}
_NEAR = (
    {"black", "grey"},
    {"white", "grey"},
    {"red", "pink"},
    {"red", "orange"},
    {"orange", "yellow"},
    {"orange", "brown"},
)
_KINDS = {
    word: (axis, kind)
    for axis, kinds in (("colour", _COLOURS), ("size", _SIZES))
    for kind, words in kinds.items()
    for word in words.split()
}
_OTHER = word_set(
    "colourful colorful multicoloured multicolored bright light pale plain patterned striped checked checkered plaid "
    "dotted spotted floral thick thin wide narrow flat round square rectangular circular oval curved rolled medium "
    "sized old new used worn vintage antique modern spare favourite favorite own other second first same single double "
    "open closed empty full half filled clean dirty dusty shiny glossy matte transparent clear see through wet dry "
    "soft hard heavy cosy cozy fluffy furry woven knitted leather wooden wood metal metallic plastic glass paper steel "
    "stainless iron cotton wool woolen woollen ceramic porcelain rubber silicone stone marble velvet fabric cloth "
    "denim cardboard wicker bamboo straw linen brass copper chrome aluminium aluminum wireless electric cordless "
    "digital portable simple small-sized lovely nice beautiful pretty cute decorative fancy stray "
    "lone left right upper lower low high messy tidy neat cluttered unmade made main entire whole busy nearby adjacent "
    "木 皮 真皮 金属 塑料 玻璃 纸 不锈钢 陶瓷 布 毛 棉 铁 铜 石 透明 新 旧 圆 方 扁 厚 薄 空 满 脏 干净 折叠 条纹 彩色"
)
DESCRIBING = frozenset(_KINDS) | _OTHER
DETERMINERS = word_set(
    "a an the my our your this that these those some any both all several many few another each every one two three "
    "four five six seven eight nine ten"
)
OTHERS = word_set("his her their its someone's somebody's anybody's")  # owners that are not who asks
PEOPLE = word_set("dog cat baby toddler woman man lady girl boy child kid person people guy user someone")

_TOKEN = re.compile(rf"[{CJK}]+|\d+(?:[.,]\d+)?|[^\W_{CJK}]+(?:['’](?=\w)[^\W_]+)*")
COUNTED = re.compile(r"\b(?:pair|set|bunch|piece|couple|stack|pile|number|handful|cluster)s? of ")
_OF = re.compile(r"^(.+?) of ((?:my |the |our )?[a-z]+)$")

MEASURE = (
    "个副张本把只台条支串双部块顶件辆些瓶盒包碗盆盘枚根架盏座幅套团堆卷袋罐壶片封株束棵种杯册颗粒枝朵匹头间篮筐桶叠"
)
_ZH_DETERMINER = re.compile(
    rf"^(?:(?:我们?|咱们?|你们?)(?:家)?的?|[这那](?:[{MEASURE}])?|(?:[一二两三四五六七八九十几]|\d+)[{MEASURE}]|另一?[{MEASURE}])+"
)
_ZH_WORDS = sorted((word for word in DESCRIBING if is_chinese(word)), key=len, reverse=True)
_ZH_MARK = re.compile(rf"^(?:深|浅|淡|亮)?({'|'.join(_ZH_WORDS)})(色|质|制|边|框)?(的)?(?=.)")
_ZH_MARKED = re.compile(rf"^(?:(?:深|浅|淡|亮)?(?:{'|'.join(_ZH_WORDS)})(?:色|质|制|边|框)?)+$")
_ZH_OWNER = re.compile(r"^([^的]{1,6}?)的(?=.)")


@dataclass(frozen=True, slots=True)
class Noun:
    """`name` as it was written, without articles. The others in normal form; `owner` is empty for nobody's, or mine.

    head: the noun itself ("keys" -> "key"). marks: the words before it and what a caption says of its look.
    """

    name: str
    head: str
    marks: frozenset[str] = frozenset()
    owner: str = ""


@functools.lru_cache(4_096)
def noun(text: str) -> Noun | None:
    """A whole name as it is asked or labelled: "Anna's red keys", "the keys of Anna", 「小明的眼鏡」."""
    words = plain(text)
    if any(map(is_chinese, words)):
        return chinese(words, text)
    words = re.sub(r"(?<=\w)-(?=\w)", " ", COUNTED.sub("", words))
    if (owned := _OF.match(words)) and owned[2].split()[-1] not in DESCRIBING:
        words = f"{owned[2]}'s {owned[1]}"
    return english(_TOKEN.findall(words), text.strip())


def named(head: str, marks: Iterable[str], owner: str) -> Noun:
    return Noun(" ".join([*sorted(marks), head]), head, frozenset(marks), owner)


def english(words: Sequence[str], name: str = "") -> Noun | None:
    """From the words of one noun phrase, lower case, with articles and possessives."""
    owner, rest = "", list[str]()
    for word in words:
        word = word.replace("’", "'")
        if word in OTHERS or (word.endswith("'s") and len(word) > 2):
            owner = word.removesuffix("'s")
            rest = [] if owner not in PEOPLE else rest
        elif word not in DETERMINERS and not (word.isdecimal() and not rest):
            rest.append(word)
    if not rest or (rest[-1].isdecimal() and len(rest) == 1):
        return None
    normal = [word if word in DESCRIBING else singular(word) for word in rest]
    head = singular(rest[-1])
    owner = "" if owner in PEOPLE else owner
    return Noun(name or " ".join(rest), head, frozenset(normal[:-1]), owner)


def chinese(words: str, name: str = "") -> Noun | None:
    """From one noun phrase in simplified characters; `name` is it as it was written, where that differs."""
    words = _ZH_DETERMINER.sub("", words.strip()) or words.strip()
    owner, marks = "", set()
    rest = words
    while True:
        rest = _ZH_DETERMINER.sub("", rest) or rest
        if (found := _ZH_OWNER.match(rest)) and len(found[1]) > 1 and not _ZH_MARKED.match(found[1]):
            owner, rest = found[1], rest[found.end() :]
        elif (mark := _ZH_MARK.match(rest)) and _is_described(mark, rest):
            marks.add(mark[1])
            rest = rest[mark.end() :]
        else:
            break
    if not rest:
        return None
    written = name.strip()[-len(words) :] if len(name.strip()) >= len(words) else words
    return Noun(written, rest, frozenset(marks), owner)


def _is_described(mark: re.Match[str], words: str) -> bool:
    """「白貓」 is a cat, 「紅茶」 is another thing than tea."""
    rest = words[mark.end() :]
    return bool(mark[2] or mark[3]) or len(rest) > 1 or (is_known((rest,)) and not is_known((words,)))


def kinds(marks: Iterable[str]) -> dict[str, set[str]]:
    """What is known of colour and size."""
    known: dict[str, set[str]] = {}
    for mark in marks:
        if mark in _KINDS:
            axis, kind = _KINDS[mark]
            known.setdefault(axis, set()).add(kind)
    return known


def compound(marks: Iterable[str]) -> frozenset[str]:
    """The words that make it another thing: "wine" of wine glasses."""
    return frozenset(mark for mark in marks if mark not in DESCRIBING)


def contradict(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two descriptions cannot be of one thing: red and blue, large and small. Neighbours (red, pink) can."""
    first, second = kinds(one), kinds(other)
    return any(
        not any(a == b or {a, b} in _NEAR for a in first[axis] for b in second[axis])
        for axis in first.keys() & second.keys()
    )


def affirmed(asked: Iterable[str], known: Iterable[str]) -> bool:
    """Whether all that is asked for is said of what is known, by this word or its like."""
    known = frozenset(known)
    said = {_KINDS[mark] for mark in known if mark in _KINDS}
    return all(mark in known or _KINDS.get(mark) in said for mark in asked)
