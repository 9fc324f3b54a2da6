"""Chinese captions and told sentences, parsed into what is where, by their particles and word order (pure).

Read in simplified characters, said in those that were written: both have the same length, so places are cut out of
the one where they are found in the other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from memory.finding.naming import CJK, plain
from memory.ledger.english import Said
from memory.ledger.nouns import Noun, chinese

_SIDE = (
    "(?:上面?|下面|下方|底下|下|里面?|里头|内|外面?|旁边?|左[侧边]|右[侧边]|前[面方]?|后[面方]?|中央|中间?|之间|附近|边缘?|"
    "处|角落?|隔壁|上方|顶上?|侧)"
)
_ACT = "放摆挂躺停靠坐站立夹贴插搁留忘存藏锁收盖塞落盛装摊堆散丢扔蹲睡趴倚盘铺架竖泊位置悬张开打拿移搬带借还送交"
_BEFORE = (
    "(?:整齐地|静静地|安静地|随意地|凌乱地|并排|一起|正|还|都|就|先|已经|一直|仍|也|全|刚才?|刚刚|"
    "被(?:我|你|他|她|人)?)*"
)
_VERB = rf"{_BEFORE}(?:[{_ACT}]+)?"
_SENTENCE = re.compile(r"[。！？!?\n]+|\.(?=\s|$)")
_QUOTED = re.compile(r"「[^」\n]*」|『[^』\n]*』|《[^》\n]*》|“[^”\n]*”|\"[^\"\n]*\"")
_LABEL = re.compile(r"^([^:,、]{1,14}?)(?:\(([^()]*)\))?:(.+)$")
_LEAD = re.compile(
    r"^(?:刚才|刚刚|昨天|今天|早上|下午|晚上|现在)|^(?:记住|请记住|[,:\s]|可以|能|我们?|你|清楚地?)*(?:看得?到|看得?见|发现|见到)(?!不)|^(?:画面|图片|照片|图像|图)(?:中|里|上)?(?=有|是|显示)(?:显示)?"
)
_PUT = re.compile(
    rf"^(?:我们?|你|他|她|[^把将]{{1,4}})?(?:刚才?|刚刚|昨天|今天|已经|又)*[把将](?P<x>.+?)(?:[{_ACT}]|保管)*?"
    r"(?P<to>[借还送交带]?给|在|到|进|回|入)(?:了)?(?P<p>.+)$"
)
_THERE = re.compile(rf"^(?P<at>在)?(?P<p>.+?)(?:有(?:着)?|{_VERB}[着了有满]|是|(?:可以|能)?看得?[到见])(?P<x>.+)$")
_AT = re.compile(rf"^(?P<x>.+?)(?:我们?|你|他|她)?{_VERB}(?:在|于|到|进|入)(?P<p>.+)$")
_OF = re.compile(rf"^(?:{_VERB}在)?(?P<p>.+{_SIDE})的(?P<x>.+)$")
_HOLDS = re.compile(r"^(?P<p>.*?)(?:拿|戴|穿|抱|背|提|端|握)着(?P<x>.+)$")
_ONLY_PLACE = re.compile(rf"^(?:{_VERB}(?:在|于)|靠近|紧?挨着|紧靠|靠着)(?P<p>.+)$|^(?P<q>[^有是着在于]+{_SIDE})$")
_NOT = re.compile("没|不(?=在)|无(?=[^线])|看不到|不见|找不到")
_JOINED = re.compile("和|与|跟|以及|及|、|还有")
_DROP = re.compile("^(?:还|也|都|就|正|只)?(?:有|是)?")
_DOING = re.compile(rf"[{_ACT}]+着$")
_END = "了呢吧啊 。,，"


@dataclass(frozen=True, slots=True)
class _Text:
    """The same words in simplified characters and as they were written."""

    simple: str
    written: str

    def cut(self, start: int, end: int | None = None) -> "_Text":
        return _Text(self.simple[start:end], self.written[start:end])

    def group(self, found: re.Match[str], name: str) -> "_Text":
        return self.cut(*found.span(name))


def parse(text: str) -> Iterator[Said]:
    for sentence in _SENTENCE.split(_QUOTED.sub(" ", text)):
        written = sentence.strip()
        simple = plain(written).replace("著", "着")
        if re.search(f"[{CJK}]", simple):
            yield from _sentence(_Text(simple, written if len(written) == len(simple) else simple))


def _sentence(text: _Text) -> Iterator[Said]:
    if found := _LABEL.match(text.simple):
        yield from _labelled(found, text)
        return
    said: list[Said] = []
    for part in re.finditer("[^,;]+", text.simple):
        said = _clause(text.cut(*part.span()), said)
    yield from said


def _labelled(found: re.Match[str], text: _Text) -> Iterator[Said]:
    described, at = [found[2] or ""], found.start(3)
    for part in re.finditer("[^,、;]+", found[3]):
        if _is_place(part[0].strip()):
            at += part.start()
            break
        described.append(part[0])
    else:
        at = len(text.simple)
    thing = chinese(found[1].strip(), text.written[found.start(1) : found.end(1)])
    marks = {mark for part in described if (of := chinese(f"{part.strip().rstrip('的')}的物")) for mark in of.marks}
    if thing and not re.match("无|没有|看不到|不可见", found[3].strip()):
        yield Said(replace(thing, marks=thing.marks | marks), text.written[at:].strip(_END))


def _is_place(part: str) -> bool:
    return re.search(rf"^{_VERB}(?:在|于)|^靠近|^紧?挨着|{_SIDE}$|^画面", part) is not None


def _clause(text: _Text, before: list[Said]) -> list[Said]:
    """What was said before and this, which may go on with it: "…, next to the lamp", "…, beside it a mug"."""
    text = text.cut(lead.end()) if (lead := _LEAD.match(text.simple)) else text
    text = text.cut(len(text.simple) - len(text.simple.lstrip()))
    if absent := _NOT.search(text.simple):
        text = _Text(*(words[: absent.start()] + words[absent.end() :] for words in (text.simple, text.written)))
        if absent[0] not in ("没", "不"):
            return before
    if not absent and _ONLY_PLACE.match(text.simple) and before and not _OF.match(text.simple):
        place = text.written.strip(_END)
        return [*before[:-1], replace(before[-1], place="，".join(filter(None, [before[-1].place, place])))]
    return [*before, *_placed(text, before, absent=bool(absent))]


def _placed(text: _Text, before: list[Said], *, absent: bool) -> Iterator[Said]:
    for pattern in (_PUT, _HOLDS, _THERE, _AT, _OF):
        found = pattern.match(text.simple)
        if not found or (pattern is _THERE and not _may_hold(found)):
            continue
        if place := _place(found, text, before):
            for thing in _nouns(text.group(found, "x")):
                yield Said(thing, place, absent)
            return
    if not absent and not re.search(rf"{_SIDE}$", text.simple):
        yield from (Said(thing, "") for thing in _nouns(text))


def _may_hold(found: re.Match[str]) -> bool:
    """ "On the desk is a mug" and not "the mug is a present"."""
    return found["at"] is not None or re.search(rf"{_SIDE}$", found["p"]) is not None


def _place(found: re.Match[str], text: _Text, before: list[Said]) -> str:
    where = text.group(found, "p")
    written = where.written.strip(_END)
    if found.re is _HOLDS:
        return before[-1].place if before and len(where.simple) <= 3 else written
    if found.re is _PUT and found["to"].endswith("给"):
        return text.written[found.start("to") :].strip(_END)
    if re.fullmatch(_SIDE, where.simple) and before:
        return before[-1].thing.name + written
    return written


def _nouns(text: _Text) -> Iterator[Noun]:
    at = 0
    for part in [*_JOINED.finditer(text.simple), None]:
        end = part.start() if part else len(text.simple)
        start = at + (dropped.end() if (dropped := _DROP.match(text.simple[at:end])) else 0)
        name = text.cut(start, end - len(doing[0]) if (doing := _DOING.search(text.simple[start:end])) else end)
        if name.simple and len(name.simple) <= 14 and (found := chinese(name.simple, name.written)):
            yield found
        at = part.end() if part else end
