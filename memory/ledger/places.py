"""Whether two wordings of a place can be one: "on the wooden desk, left of the keyboard" is the desk.

What a thing rests on or lies in counts before what it is beside. A place in the picture ("at the left of the picture")
is none: the camera moves (pure).
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from memory.finding.naming import is_chinese, plain, singular
from memory.finding.synonyms import classes
from memory.ledger.nouns import COUNTED, DESCRIBING, DETERMINERS, Noun, chinese, compound, english, word_set

SUPPORT = word_set("on in at under underneath beneath below inside onto into upon atop within over to with outside")
BESIDE = word_set(
    "next beside near by behind between above around against left right close adjacent alongside opposite across front "
    "along among amongst through up down toward towards beyond past off from"
)
ADVERBS = word_set("upstairs downstairs here there home outside inside outdoors indoors")
_ROOMS = word_set(
    "room kitchen bedroom bathroom study office hall hallway corridor entrance garage attic basement cellar garden "
    "balcony terrace lounge nursery pantry playroom house flat apartment home upstair downstair"
)
_PARTS = word_set(
    "left right top bottom front back side middle center centre edge corner end surface part foreground background "
    "upper lower half area rest row position far near close distance leftmost rightmost of"
)
_PICTURE = word_set("picture image photo frame view scene screen foreground background camera")
_FILLERS = word_set("out right just over together its place to of the a an it its is are was been being")
_UNDER = word_set("under underneath beneath below")
_BREAKS = SUPPORT | BESIDE | {",", "and", "or", "while"}
_PART_OF = re.compile(
    r"\b(?:left|right|front|back|top|bottom|upper|lower|far|near)(?: left| right)?(?: hand)? "
    r"(?:side|edge|corner|end|half|part|arm)s? of "
)
_TOKEN = re.compile(r"[^\W_]+(?:['’](?=\w)[^\W_]+)*|,")
_ZH_SIDE = re.compile(
    "(?:的?(?:正|最)?(?:左|右)?(?:上|下|里|内|外|前|后|旁|左|右|中|底|侧|顶)(?:面|边|方|侧|头|部|角|间|下)?|之?(?:中|间|内|上|下)|中央|附近|隔壁|(?:的?一)?角落?|边缘|边上|手边|(?<=.)边|那[里边儿]|处)+$"
)
_ZH_PICTURE = re.compile("^(?:画面|图片|照片|镜头|图像|视野|图|前景|背景)")
_ZH_LEAD = re.compile(
    "^(?:[放摆挂躺停靠坐站立夹贴插搁留存藏锁]*(?:在|到|进|入|于|着)|靠近|紧靠|靠着|紧挨着?|挨着|位于|就|还)"
)
_ZH_ROOM = re.compile(
    "^(客厅|厨房|卧室|书房|浴室|卫生间|洗手间|办公室|阳台|餐厅|车库|玄关|走廊|房间|门厅)(?:里|内)?的?(?=.)"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """`carries`: what it is on or in, the nearest first ("desk", "study"); `beside`: nouns of what it is next to.

    under: it is below what carries it. One of the two is never empty.
    """

    carries: tuple[Noun, ...]
    beside: tuple[str, ...] = ()
    under: bool = False

    @property
    def head(self) -> str:
        """What one asks for when one asks what was there."""
        return self.carries[0].head if self.carries else self.beside[0]

    @property
    def key(self) -> str:
        """The same for all wordings of it, as far as they name it fully; begins with `head`."""
        return " ".join([self.head, *sorted(compound(self.carries[0].marks) if self.carries else ())])

    @property
    def around(self) -> str:
        """The room, or what the place belongs to; empty where it is not said."""
        rooms = [*map(called, self.carries[1:]), *(" ".join(sorted(compound(noun.marks))) for noun in self.carries[:1])]
        return next(filter(None, rooms), "")


def called(noun: Noun) -> str:
    """The name of a place by itself: "living room"."""
    return " ".join([*sorted(compound(noun.marks)), noun.head])


@functools.lru_cache(8_192)
def spot(place: str) -> Spot | None:
    """None for a place that only a picture has, or none at all."""
    words = plain(place).replace("著", "着")
    phrases = list(_chinese(words) if any(map(is_chinese, words)) else _english(words))
    carries = tuple(sorted((found for kind, found in phrases if kind != "beside"), key=_is_room))
    beside = tuple(found.head for kind, found in phrases if kind == "beside")
    under = next((kind == "under" for kind, _ in phrases if kind != "beside"), False)
    return Spot(carries, beside, under) if phrases else None


def _is_room(place: Noun) -> bool:
    """ "In the study, on the desk" is the desk."""
    return place.head in _ROOMS


def same(one: Spot, other: Spot) -> bool:
    """Whether nothing tells the two apart: "on the table" may be the kitchen table, the bedside table is not."""
    if not one.carries or not other.carries:
        mine, theirs = ({*place.beside, *(noun.head for noun in place.carries[:1])} for place in (one, other))
        return not mine.isdisjoint(theirs)
    first, second = one.carries[0], other.carries[0]
    if (first.head, first.owner, one.under) != (second.head, second.owner, other.under):
        return False
    kinds_of = compound(first.marks), compound(second.marks)
    rooms = [{noun.head for noun in place.carries[1:]} for place in (one, other)]
    whole = [kind | room for kind, room in zip(kinds_of, rooms, strict=True)]
    return whole[0] <= whole[1] or whole[1] <= whole[0]


def _english(words: str) -> Iterator[tuple[str, Noun]]:
    words = COUNTED.sub("", _PART_OF.sub("", words.replace("-", " ")))
    for kind, noun_words in _phrases(_TOKEN.findall(words)):
        if found := _place_noun(noun_words):
            yield kind, found


def _phrases(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """What relates it ("on", "under", "beside"), and the words of the noun, for each place phrase."""
    kind, noun_words = "on", list[str]()
    for word in [*words, ","]:
        if word in _BREAKS or (word == "of" and noun_words):
            if noun_words:
                yield kind, noun_words
                noun_words = []
                kind = kind if word in ("and", "or") else "on"
            if word in BESIDE:
                kind = "beside"
            elif word in _UNDER:
                kind = "under"
            elif word in SUPPORT and word != "to":  # "next to", but "around on"
                kind = "on"
        elif word in ADVERBS:
            yield "on", [word]
        elif word not in _PARTS and word not in _FILLERS:
            noun_words.append(word)


def _place_noun(words: list[str]) -> Noun | None:
    if any(word in _PICTURE for word in words) or all(word in DESCRIBING or word in DETERMINERS for word in words):
        return None
    found = english(words)
    if found is None:
        return None
    rest = [singular(word) for word in words if word not in DESCRIBING and word not in DETERMINERS and "'" not in word]
    for start in range(len(rest)):
        if known := _first_names().get(tuple(rest[start:])):
            described = found.marks - compound(found.marks)
            return Noun(found.name, known[-1], described.union(rest[:start], known[:-1]), found.owner)
    return found


@functools.cache
def _first_names() -> dict[tuple[str, ...], tuple[str, ...]]:
    """One name for all that a surface goes by, in either language: a couch is a sofa, 「茶几」 is a coffee table."""
    return {name: one.names[0] for one in classes() if not one.describes for name in one.names}


def _chinese(words: str) -> Iterator[tuple[str, Noun]]:
    for part in re.split(r"[,，、\s。]+", words):
        is_beside = re.match("[^在]*(?:靠近|[紧靠]靠|靠着|挨着)", part)
        part = _ZH_LEAD.sub("", _ZH_LEAD.sub("", part))
        side = _ZH_SIDE.search(part)
        if not part or (side and not side.start()) or _ZH_PICTURE.match(part):
            continue
        found = chinese(_ZH_ROOM.sub(r"\1的", part[: side.start()] if side else part))
        if found is None:
            continue
        is_at = found.owner if _is_place(found.owner) else ""
        yield (
            "beside" if is_beside else _relation(side[0] if side else ""),
            _table(replace(found, owner="" if is_at else found.owner)),
        )
        if is_at:
            yield "on", _table(Noun(is_at, is_at))


def _is_place(owner: str) -> bool:
    """「廚房的檯面」 is in the kitchen, 「小明的桌子」 is his."""
    bare = _ZH_SIDE.sub("", owner)
    return (
        bare != owner
        or _ZH_ROOM.match(f"{owner}的") is not None
        or any((bare[at:],) in _first_names() for at in range(len(bare)))
    )


def _relation(side: str) -> str:
    if re.search("[下底]", side):
        return "under"
    return (
        "beside"
        if re.search("[旁侧]|附近|隔壁|之间", side) or (re.search("[左右前后]", side) and side[0] != "的")
        else "on"
    )


def _table(found: Noun) -> Noun:
    """「桌子」 and 「木桌」 are 「桌」; 「書桌」 stays another kind of table."""
    head = found.head.removesuffix("子") if len(found.head) > 1 else found.head
    material = "木铁石玻璃塑料皮布竹藤大小圆方长白黑红蓝绿灰"
    while len(head) > 1 and head[0] in material and head[1:] in ("桌", "椅", "柜", "架", "箱", "盒", "台", "凳", "床"):
        head = head[1:]
    known = next((known for at in range(len(head)) if (known := _first_names().get((head[at:],)))), (head,))
    return Noun(found.name, known[-1], found.marks.union(known[:-1]), found.owner)
