"""What a question to the memory asks for: its words that say something, each with the other words for it (pure).

Question words, articles, auxiliaries, verbs like "put" or "see", and times say nothing of what is looked for. Words
of position are weak: they tell two answers apart, and are no reason to look at one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from memory.finding import synonyms
from memory.finding.naming import is_chinese, plain, tokens
from memory.finding.synonyms import Name

LONGEST = 4  # words of a known name: "dining room table" has three
THING, NOUN, MARK, WEAK = (
    2.0,
    1.0,
    0.8,
    0.2,
)  # how much a word counts: set on the tune half of benchmarks/where_is.py


def _set(words: str) -> frozenset[str]:
    return frozenset(token for word in words.split() for token in tokens(word))


STOP = _set(
    "a an the my our your his her their its this that these those some any i me we us you he she they it one ones "
    "mine yours who whose whom what which where when why how is are was were be been being am do does did done doing "
    "have has had having can could will would shall should may might must in on at to of with by for from into onto "
    "and or but not no as than then there here wheres whats if so up out off about also just still again ever "
    "put puts leave leaves keep keeps kept lay lie lies lying place placed located locate find found see sees seen saw "
    "get gets got go goes going went show shows showed shown look looks looking remember remind tell told know think "
    "need want say says said please thanks hey okay ok last time ago now today yesterday tomorrow morning afternoon "
    "evening tonight earlier before after recently latest currently moment minute hour day week left picture photo "
    "image something anything thing things stuff pair set bunch piece pile s t m re ve ll d"
) - {"left", "picture", "photo", "image"}
_PICTURE = _set("picture photo image photograph snapshot shot frame")  # "the picture with the red bag" is about the bag
_POSITION = _set(
    "left right top bottom front back side middle center centre corner edge end near next close closer closest nearest "
    "beside under below above over behind between inside outside across opposite around along upper lower first second "
    "third other same different many kind type color colour room floor shelf level area part spot "
    "上 下 里 内 外 旁 中 左 右 上面 下面 里面 外面 前面 后面 旁边 左边 右边 中间 附近 隔壁 之间 角落"
)
_LEAVING = re.compile(r"\b(?:i|we|you|he|she|they|i've|we've)(?: have| had)? left\b")
_ROOM = re.compile(r"\b(?:which|what) (?:room|floor|side|level|area|part|spot|place|wall|corner|building)s?\b")
_WITH = re.compile(rf"\b(?:{'|'.join(sorted(_PICTURE))})s? (?:with|of|showing|that shows|where)\b")
_ZH_STOP = re.compile(
    "请问|麻烦|请|帮我|给我|你们?|您|我们?(?:家)?的?|他们?的?|她们?的?|有没有|是不是|在不在|能不能|知不知道|知道|记得|"
    "看[到见]?过?|见过?|找[到出]?(?:一下)?|放|摆|收|搁|落|忘|丢|带|哪[里儿边]?|哪?个?(?:房间|地方|位置)|什么(?:时候|东西)?|怎么|谁|"
    "多少|几[点楼]?|上次|最后(?:一次)?|最近|刚才|刚刚|现在|今天|昨天|前天|早上|上午|中午|下午|晚上|之前|以前|后来|"
    "[那这一](?:[个副张本把只台条支串双部块顶件辆些里边])?|有|是|在|到|把|被|了|过|着|吗|呢|吧|啊|呀|的|和|与|跟|去|来|都|还|又|就|也|"
    "照片|图片|相片"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`forms`: the word itself, then the same in other words; `loose`: what it may be called at a stretch.

    weight: how much it counts. thing: it names what the question is about; the first of several such words.
    """

    forms: tuple[Name, ...]
    loose: tuple[Name, ...]
    weight: float
    thing: bool = False


def asked(question: str) -> list[Asked]:
    """In the order of the question; empty where nothing is said. The words of a name alone work as well."""
    words = _LEAVING.sub(" ", plain(question))
    words = _WITH.sub(" ", _ROOM.sub(" ", words))
    found = [word for phrase in _phrases(tokens(words)) for word in _weighed(phrase)]
    thing = next((at for at, word in enumerate(found) if word.weight == NOUN), None)
    if thing is None:
        return [replace(word, weight=THING, thing=True) for word in found]
    found[thing] = replace(found[thing], weight=THING, thing=True)
    return found


def _phrases(words: Sequence[str]) -> Iterator[list[Name]]:
    """Runs of names and words that nothing interrupts, each known name as one."""
    phrase: list[Name] = []
    at = 0
    while at < len(words):
        if is_chinese(words[at]):
            first, *others = _chinese(words[at])
            phrase += first
            for other in others:
                yield phrase
                phrase = other
            at += 1
            continue
        size = next((n for n in range(LONGEST, 1, -1) if synonyms.is_known(words[at : at + n])), 1)
        if size == 1 and words[at] in STOP:
            yield phrase
            phrase = []
        else:
            phrase.append(tuple(words[at : at + size]))
        at += size
    yield phrase


def _chinese(run: str) -> list[list[Name]]:
    """Phrases, never none: the known names of two characters and more, and what is left between them and stop words."""
    phrases: list[list[Name]] = [[]]
    rest, at = "", 0
    while at < len(run):
        size = next((n for n in range(min(8, len(run) - at), 1, -1) if _says_something(run[at : at + n])), 0)
        stop = None if size else _ZH_STOP.match(run, at)
        if size or stop:
            phrases[-1] += _unknown(rest)
            rest = ""
        if stop and stop[0] != "的":
            phrases.append([])
        phrases[-1] += [(run[at : at + size],)] if size else []
        rest += "" if size or stop else run[at]
        at += size or (len(stop[0]) if stop else 1)
    phrases[-1] += _unknown(rest)
    return phrases


def _unknown(rest: str) -> list[Name]:
    """「桌上」 is 「桌」."""
    bare = rest[:-1] if len(rest) > 1 and rest[-1] in _POSITION else rest
    return [(bare,)] if bare else []


def _says_something(word: str) -> bool:
    return synonyms.is_known((word,)) or bool(synonyms.describing(word)) or word in _POSITION


def _weighed(phrase: Sequence[Name]) -> Iterator[Asked]:
    """The last word of a phrase, or the last before a word of position, is a noun; those before it describe it."""
    for name, following in zip_longest(phrase, phrase[1:]):
        position = _is_position(name)
        noun = not position and (following is None or _is_position(following))
        described = () if len(name) > 1 else synonyms.describing(name[0])
        last = (name[-1:],) if len(name) > 1 else ()
        forms = (name, *described) if described and not noun else (name, *synonyms.alike(name))
        yield Asked(forms, (*synonyms.related(name), *last), WEAK if position else NOUN if noun else MARK)


def _is_position(name: Name) -> bool:
    return len(name) == 1 and name[0] in _POSITION
