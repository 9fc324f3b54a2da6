"""Chinese captions and told sentences, parsed into what is where, by their particles and word order (pure)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from memory.facts_english import Said
from memory.naming import CJK, plain
from memory.nouns import Noun, chinese

_SIDE = "上面?|下面|下方|底下|下|里面?|里头|内|外面?|旁边?|左[侧边]|右[侧边]|前[面方]?|后[面方]?|中间?|之间|附近|边|处|角落?|隔壁"
_PLACED = "(?:正|还|都|就|先|已经|一直|被)?(?:[放摆挂躺停靠坐站立夹贴插搁留忘存藏锁收盖塞落盛装摊堆]+(?:放)?)?"
_QUOTED = re.compile(r"「[^」\n]*」|『[^』\n]*』|《[^》\n]*》|“[^”\n]*”|\"[^\"\n]*\"")
_SENTENCE = re.compile(r"[。！？!?;；\n]+|\.(?=\s|$)")
_LABEL = re.compile(r"^([^:,，。]{1,14}):(.+)$")
_PLACE = re.compile(rf"(?:^在|^{_PLACED}(?:在|于)|^位于|^靠近|^紧?挨着|(?:{_SIDE})$|^(?:画面|图片).*)")
_THERE = re.compile(rf"^(?:在)?(.+?(?:{_SIDE})?)(?:有|{_PLACED}着|{_PLACED}了|{_PLACED}有|是)(.+)$")
_PUT = re.compile(
    rf"^(?:我|你|他|她|我们)?(?:刚才?|刚刚|昨天|今天|已经)?[把将](.+?){_PLACED}(?:回|到)?(在|到|进|回|入|给)(了)?(.+)$"
)
_AT = re.compile(rf"^(.+?){_PLACED}(在|于|到|进)(.+)$")
_OF = re.compile(rf"^(.+(?:{_SIDE}))的(.+)$")
_HOLDS = re.compile(r"^(.*?)(?:拿着|戴着|穿着|抱着|背着|提着|端着|握着)(.+)$")
_NOT = re.compile(r"没有?|不在|无|看不到|不见|找不到")
_JOINED = re.compile("和|与|跟|及|以及|、|还有")
_DROP = re.compile("^(?:还|也|都|就|正|只)?(?:有|是)?")
_LEAD = re.compile("^(?:我|你|他|她)?(?:看到|看见|发现)|^(?:画面|图片|照片|图)(?:中|里|上)?(?:有|是|显示)?(?:着)?")


def parse(text: str) -> Iterator[Said]:
    written = _QUOTED.sub(" ", text)
    for sentence in _SENTENCE.split(written):
        simple = plain(sentence).strip()
        if re.search(f"[{CJK}]", simple):
            yield from _sentence(simple, sentence.strip() if len(sentence.strip()) == len(simple) else simple)


def _sentence(simple: str, written: str) -> Iterator[Said]:
    if found := _LABEL.match(simple):
        yield from _labelled(found, written)
        return
    said: list[Said] = []
    at = 0
    for clause in re.split("[,，]", simple):
        said += _clause(clause.strip(), written[at : at + len(clause)].strip(), said)
        at += len(clause) + 1
    yield from said


def _labelled(found: re.Match[str], written: str) -> Iterator[Said]:
    name, rest = found[1].strip(), found[2]
    start = found.start(2)
    parts = re.split("[,，、]", rest)
    marks: set[str] = set()
    at = 0
    for part in parts:
        if _PLACE.search(part.strip()):
            break
        if described := chinese(part.strip() + "的物"):
            marks |= described.marks
        at += len(part) + 1
    thing = chinese(name, written[found.start(1) : found.end(1)])
    if thing and not re.match("无|没有|看不到", rest):
        place = written[start + min(at, len(rest)) :].strip(" 。,，")
        yield Said(replace(thing, marks=thing.marks | marks), place)


def _clause(simple: str, written: str, before: list[Said]) -> Iterator[Said]:
    lead = _LEAD.match(simple)
    if lead and lead.end() < len(simple):
        simple, written = simple[lead.end() :], written[lead.end() :]
    absent = bool(_NOT.search(simple))
    bare = re.sub("没有", "有", re.sub("不在", "在", simple)) if absent else simple
    shown = written if bare == simple else bare
    for pattern, things, place in ((_PUT, 1, 4), (_OF, 2, 1), (_THERE, 2, 1), (_AT, 1, 3), (_HOLDS, 2, 1)):
        if found := pattern.match(bare):
            where = shown[found.start(place) : found.end(place)].strip()
            if pattern is _PUT and found[2] == "给":
                where = "借给" + where.rstrip("了")
            if where:
                for thing in _nouns(found[things], shown[found.start(things) : found.end(things)]):
                    yield Said(thing, where, absent)
                return
    if re.search(rf"(?:{_SIDE})$", bare) or absent:
        return
    for thing in _nouns(bare, shown):
        yield Said(thing, "")


def _nouns(simple: str, written: str) -> Iterator[Noun]:
    at = 0
    for part in _JOINED.split(simple):
        at = simple.find(part, at)
        bare = _DROP.sub("", part)
        shift = len(part) - len(bare)
        if bare and len(bare) <= 14 and (found := chinese(bare, written[at + shift : at + len(part)])):
            yield found
        at += len(part)
