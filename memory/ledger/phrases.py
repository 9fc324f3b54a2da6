"""An English sentence cut into phrases by closed word lists: things, places, verbs, joints (pure).

No model and no dictionary of nouns: what is in none of the lists is a noun, or describes one.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from memory.finding.naming import CJK, singular
from memory.finding.synonyms import is_known
from memory.ledger.nouns import COUNTED, DESCRIBING, DETERMINERS, OTHERS, PEOPLE, word_set

Kind = Literal[
    "thing",
    "at",
    "beside",
    "place",
    "with",
    "of",
    "from",
    "is",
    "put",
    "gave",
    "shows",
    "not",
    "who",
    "where",
    "and",
    "but",
    ",",
    ":",
]

_SIDE = "left|right|back|front|top|bottom|side|middle|center|centre|edge|corner|corners|end|rear|foot|head"
_PART = "side|edge|corner|end|part|half|portion|area"
_FAR = "far|very|upper|lower|left|right|top|bottom|back|front|other|near"
_OF_PLACE = rf"(?:(?:{_FAR}) ?)*(?:{_SIDE})(?: hand)?(?: (?:{_PART}))?"
_BESIDE = (
    r"(?:in front|to the (?:immediate |far )?(?:left|right)(?: side)?|on the (?:left|right)|at the (?:foot|head)"
    r"|left|right) of"
    r"|(?:right |just )?(?:next|close|adjacent) to|across from|in between|right beside|alongside|leaning against"
    r"|beside|behind|near|by|between|around|along|opposite|among|amongst|against|above|beyond|from behind"
)
_AT = (
    rf"(?:on|in|at|to|toward|towards|near) (?:the |its )?{_OF_PLACE} of|on top of|{_OF_PLACE} of"
    r"|(?:half |partly |partially )?(?:hidden |tucked )?(?:under|underneath|beneath|below|inside|within)(?: of)?"
    r"|(?:up|down|out|over) (?:on|in|at)|back (?:on|in|at)"
    r"|outside|in|on|at|into|onto|upon|atop|over|across|through|throughout"
)
_ALONE = (
    rf"(?:on|in|at|to|toward|towards) (?:the )?{_OF_PLACE}|{_OF_PLACE}|in the (?:foreground|background|distance)"
    r"|upstairs|downstairs"
    r"|nearby|outdoors|indoors|at home|(?:in|at|to|on) (?:the )?(?:far )?(?:left|right)"
)
_NO_PLACE = re.compile(
    r"\bside by side\b|\baround(?= (?:on|in|at)\b)"
    r"|\bin (?:colou?r|shape|size|use|total|view|sight|particular|general|addition)\b"
)
# "in the top" is a place, "in the top drawer" goes on.
_ENDS = (
    r"\s*(?:$|[,.:;]|(?:and|or|with|next|near|beside|close|on|in|at|by|behind|under|is|are|there|lies|sits|stands|"
    r"a|an|some|two|three|several)\b)"
)
_PLACE = re.compile(
    rf"(?P<with>(?:covered|littered|filled|cluttered|occupied|topped|crowded|strewn|lined|loaded) (?:with|by|in)\b)"
    rf"|(?P<from>(?:out of|from|off)\b)|(?P<beside>(?:{_BESIDE})\b)"
    rf"|(?P<place>(?:{_ALONE})\b(?={_ENDS}))|(?P<at>(?:{_AT})\b)"
)
_COVERED = "covered littered filled cluttered occupied topped crowded strewn lined loaded"
_STARTS = word_set(re.sub(r"[^a-z]+", " ", f"{_BESIDE} {_AT} {_ALONE} {_OF_PLACE} {_COVERED} out off from"))
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|[^\W\d_{CJK}]+(?:['’](?=\w)[^\W_{CJK}]+)*|[,:]")
_WORDS: dict[Kind, str] = {
    "with": "with holding wearing carrying holds hold has have had having contains containing carries includes "
    "including featuring features displaying displays supports",
    "of": "of for about like as than",
    "from": "without",
    "is": "is are was were be been being am rest rests rested sit sits sat lie lies lay stand stands stood hang hangs "
    "lean leans leaned leaning stay stays remain remains live lives belong belongs go goes went got gets came fell "
    "appear appears seem seems can could may might must should will would seen visible found left sprawled made slung "
    "hidden strewn spread drawn shut",
    "put": "put puts placed laid set stored keeps kept keep hid hides dropped parked hung moved brought threw stuck "
    "packed forgot locked stashed tucked took returned left",
    "gave": "lent gave loaned handed lend gives lends",
    "shows": "show shows showing depict depicts see sees saw notice noticed spot find",
    "not": "not no never nothing isn't aren't wasn't weren't can't cannot neither nor none don't doesn't",
    "who": "i we you he she they it them someone somebody which that who this there here him her me us i've i'm "
    "you're we're they're we've you'll there's here's",
    "where": "where",
    "and": "and or plus &",
    "but": "but while whereas",
}
_OBJECT = re.compile(r" (?:my|the|a|an|his|her|our|their|some|it|them)\b")
_GROUPS: dict[str, Kind] = {"with": "with", "from": "from", "beside": "beside", "at": "at", "place": "place"}
_ONLY_AFTER_WHO = word_set("place places leave leaves store hide drop park move bring take stick pack lock lay stash")
_CANS = {(kind, "can") for kind in ("watering", "trash", "garbage", "rubbish", "soda", "beer", "spray", "tin", "paint")}
_ALSO_NOUNS = frozenset(["can", "stand", "rest", "set", "lay", "leaves", "will", "might", "may", "must"])
_SKIPPED = word_set(
    "still now also just currently probably maybe apparently always usually only very quite rather so too then please "
    "remember back away again already partly both up down out neatly well all together ago to casually fyi hey hi ok "
    "earlier today yesterday make makes out look looks"
)
_KINDS: dict[str, Kind] = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_NO_VERBS = word_set(
    "earring ring string building painting clothing ceiling wedding king thing wing spring evening morning drawing "
    "something anything everything stocking pudding bedding wiring lining covering bed shed seed feed weed"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """`words` in lower case; `start` and `end` in the sentence."""

    kind: Kind
    words: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    kind: Kind
    text: str
    start: int
    end: int


def phrases(sentence: str) -> list[Phrase]:
    """`sentence` without its final mark. Words that say nothing about a place are left out."""
    lower = sentence.lower().replace("’", "'")
    if len(lower) != len(sentence):
        return []
    lower = re.sub(r"\b(over|in|on|off|up|built|by|to)-(?=\w)", r"\1x", lower)  # "over-ear" is one word, and no place
    lower = re.sub(r"(?<=\w)-(?=\w)", " ", lower)
    lower = _NO_PLACE.sub(lambda found: " " * len(found[0]), lower)
    lower = COUNTED.sub(lambda found: " " * len(found[0]), lower)
    return list(_joined(list(_read(lower))))


def is_verb(word: str) -> bool:
    """By its ending, as far as that goes: "sitting", "placed"."""
    return len(word) > 4 and word.endswith(("ing", "ed")) and word not in _NO_VERBS


def _read(lower: str) -> Iterator[_Word]:
    before, at = "", 0
    while found := _TOKEN.search(lower, at):
        text, (start, end) = found[0], found.span()
        if text in _STARTS and (placed := _PLACE.match(lower, start)):
            text, end = placed[0], placed.end()
            yield _Word(_side(placed.lastgroup or "", text, before, lower[end:]), text, start, end)
        elif text in (",", ":"):
            yield _Word("," if text == "," else ":", text, start, end)
        elif text not in _SKIPPED or (text == "to" and before):
            yield _Word(_kind(text, before, lower[end:]), text, start, end)
        before, at = text, end


def _side(group: str, text: str, before: str, after: str) -> Kind:
    """ "left" is a side, or what somebody did: "I left it", "was left on"."""
    if text == "left":
        if before in _KINDS and _KINDS[before] == "is":
            return "is"
        return "put" if _OBJECT.match(after) or _KINDS.get(before) == "who" else "place"
    return _GROUPS[group]


def _kind(text: str, before: str, after: str) -> Kind:
    if text in _ONLY_AFTER_WHO:
        return "put" if _KINDS.get(before) == "who" or _OBJECT.match(after) else "thing"
    if text == "to":
        return "at"
    if (
        text == "her"
        or text in DETERMINERS
        or (text in _ALSO_NOUNS and (before in DETERMINERS or (before, text) in _CANS))
    ):
        return "thing"
    return _KINDS.get(text, "thing")


def _joined(words: list[_Word]) -> Iterator[Phrase]:
    """Words of one thing are one phrase; what follows a noun and looks like a verb is one."""
    at = 0
    while at < len(words):
        word = words[at]
        if word.kind != "thing":
            yield Phrase(word.kind, (word.text,), word.start, word.end)
            at += 1
            continue
        end = at + 1
        while end < len(words) and _goes_on(words[at:end], words[end]):
            end += 1
        yield from _thing(words[at:end], words[end].kind if end < len(words) else ",")
        at = end


def _goes_on(before: list[_Word], word: _Word) -> bool:
    named = any(_is_noun(one.text) for one in before)
    if word.kind != "thing":
        return False
    return not (named and (is_verb(word.text) or word.text in DETERMINERS or word.text in OTHERS))


def _is_noun(word: str) -> bool:
    return not (word in DETERMINERS or word in OTHERS or word in DESCRIBING or word.endswith("'s") or word.isdecimal())


def _thing(words: list[_Word], following: Kind) -> Iterator[Phrase]:
    """A verb that stands alone or behind its noun is taken apart: "sitting", "cat sleeps"."""
    texts = [word.text for word in words]
    if len(words) == 1 and is_verb(texts[0]):
        kind: Kind = "with" if following == "thing" else "is"
        yield Phrase(kind, tuple(texts), words[0].start, words[0].end)
        return
    cut = (
        len(words) - 1
        if _is_third_person(tuple(texts)) and following in ("at", "beside", "place", "from", "thing")
        else len(words)
    )
    yield Phrase("thing", tuple(texts[:cut]), words[0].start, words[cut - 1].end)
    if cut < len(words):
        yield Phrase("is", tuple(texts[cut:]), words[cut].start, words[-1].end)


@functools.lru_cache(1_024)
def _is_third_person(words: tuple[str, ...]) -> bool:
    """Whether the last word is what the thing before it does: "a cat sleeps", "the lamp glows"."""
    nouns = tuple(singular(word) for word in words if _is_noun(word))
    if len(nouns) < 2 or not words[-1].endswith("s") or words[-1].endswith(("ss", "us")):
        return False
    one = words[0] in ("a", "an", "one", "this", "another")
    return (one or nouns[-2] in PEOPLE or is_known(nouns[:-1])) and not is_known(nouns) and not is_known(nouns[-1:])
