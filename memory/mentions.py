"""Does a sentence name a thing, and is it about it? Word order and closed word lists, no model (pure).

Made to abstain: "wine glasses", "the car park" and "Anna's keys" are none of glasses, car and keys, so a name counts
only where what stands beside it shows that the name is whole. Colours, sizes and the like may stand before it.
"""

import re
from collections.abc import Iterator, Sequence

from memory.naming import CJK, is_chinese, plain, singular

Name = Sequence[str]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DETERMINERS = _set("a an the my our your this that these those some any both two three four five")
_MODIFIERS = _set(
    "black white red green blue yellow orange brown grey gray pink purple silver gold golden beige dark light bright "
    "big large small little tiny long short thick thin old new own other second spare favourite favorite round square "
    "flat open closed empty full leather wooden metal plastic glass paper steel cotton"
)
_SPACE = _set(
    "in on at under below beneath beside behind inside outside near by above over between against around within "
    "here there upstairs downstairs home next onto into"
)
_OTHER_PREPOSITIONS = _set("with without of for from to as about like")
_JOINING = _set("and or but while plus")
_VERBS = _set(
    "is are was were be has have had lie lies lay sit sits sat stand stands stood rest rests hang hangs hung belong "
    "belongs stay stays live lives went go goes can could should will still now also just"
)
_SEEING = _set("see saw seen show shows showing hold holds holding wear wears wearing with carry carrying")
_NEGATIONS = _set("no not without never nothing isn't aren't can't cannot")
_BEFORE = _SPACE | _JOINING | _VERBS | _SEEING | {"to", "i"}
_AFTER = _SPACE | _JOINING | _VERBS | _SEEING | {"for", "from", "to"}
_PLACES = _SPACE | {"with"}
_GRAMMAR = _DETERMINERS | _OTHER_PREPOSITIONS | _NEGATIONS | _AFTER

_WORD = re.compile(rf"\d+[.,]\d+|[{CJK}]+|(?:[^\W_{CJK}]|(?<=\w)['’.](?=\w))+|[^\s\w]")
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|《[^》\n]*》")
_CLAUSES = re.compile(rf"[.;!?,](?=\s|$)|(?<=[{CJK}])[;!?,]|[。\n]|\b(?:and|but|while)\b")
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_BESIDE = re.compile(r"\b(?:left|right|top|bottom|front|back|side|middle|edge|corner) of\b")
_COUNTED = re.compile(r"\b(?:pair|set|bunch|piece)s? of ")

_MEASURE = "个副张本把只台条支串双部块顶件辆些"
_ZH_PRONOUN = "我(?:们)?(?:家)?的?"
_ZH_MODIFIER = r"(?:[黑白红绿蓝黄橙棕灰粉紫银金](?:色)?的?|[大小新旧长短圆方]的?|[深浅]色的?)"
_ZH_BEFORE = re.compile(
    rf"(?:^|我(?:们)?(?:家)?的|我|[{_MEASURE}]|[在和与及跟或有把将是着了、]|[上下里内外边面中旁]的|[一两二三几这那]){_ZH_MODIFIER}*$"
)
_ZH_AFTER = re.compile(
    r"$|[在和与及跟或放摆挂被躺停靠是就不已还都留忘搁收锁藏有]|[上下里内外前后左右中旁](?:[面边方侧头]|$|有|的)"
)
_ZH_SUBJECT = re.compile(r"^(.+?)(?:就|都|还|正|先)?[放摆挂留忘停搁收锁藏]*(?:在|到|进)(?=.)")
_ZH_THERE = re.compile(r"^.+?[上下里内外中旁面边]有(.+)$")


def names_it(name: Name, text: str) -> bool:
    """Whether a caption or a label says that the thing is there; words read aloud from a page, in quotes, do not."""
    clauses = re.split(r"[;。\n]|[.!?](?=\s|$)", _QUOTED.sub(" ", plain(text)))
    return any(not _denied(name, clause) for clause in clauses if _found(name, _words(clause)))


def is_about(name: Name, sentence: str) -> bool:
    """Whether a told sentence says where the thing is: "my glasses are on the piano" does of the glasses only."""
    return any(_found(name, subject) for subject in _subjects(sentence))


def about_names(sentence: str) -> list[tuple[str, ...]]:
    """What a told sentence says the place of, in normal form, as far as word order shows it."""
    return [name for subject in _subjects(sentence) if (name := _last_noun(subject))]


def _denied(name: Name, clause: str) -> bool:
    words = _words(clause)
    end = next(_found_at(name, words))
    return any(word in _NEGATIONS for word in words[:end]) or re.search(r"没有?|沒|无|看不到|不见", clause) is not None


def _subjects(sentence: str) -> Iterator[list[str]]:
    """The words before the place, for each clause that names one."""
    held = ""
    for clause in _CLAUSES.split(plain(sentence)):
        held = f"{held} and {clause}" if held else clause
        if (subject := _subject(_words(held))) is not None:
            yield subject
            held = ""


def _subject(words: list[str]) -> list[str] | None:
    if words and is_chinese(words[0]) and (found := _chinese_subject("".join(words))):
        return [found]
    if words[:1] == ["there"]:
        words = words[1:]
    if words and words[0] in _SPACE and (verb := next((at for at, word in enumerate(words) if word in _VERBS), 0)):
        return words[verb + 1 :]
    stop = next((at for at, word in enumerate(words) if word in _PLACES or word in _OTHER_PREPOSITIONS), len(words))
    placed = any(word in _PLACES for word in words[stop:])
    return words[:stop] if stop and placed else None


def _chinese_subject(sentence: str) -> str | None:
    found = _ZH_THERE.match(sentence) or _ZH_SUBJECT.match(sentence)
    return found[1] if found else None


def _last_noun(subject: Sequence[str]) -> tuple[str, ...]:
    if subject and is_chinese(subject[0]):
        return (re.sub(rf"^(?:我把|{_ZH_PRONOUN}|[把将])", "", subject[0]),)
    start = max((at + 1 for at, word in enumerate(subject) if word in _DETERMINERS), default=0)
    noun: list[str] = []
    for word in subject[start:]:
        if word in _AFTER or not word[0].isalnum():
            break
        noun.append(word)
    return tuple(noun)


def _words(clause: str) -> list[str]:
    """Words and punctuation marks; "Anna's" keeps its ending, for it says whose."""
    clause = _BESIDE.sub("by", _COUNTED.sub(" ", _HYPHEN.sub(" ", clause)))
    found = _WORD.findall(clause)
    return [word if is_chinese(word) or word in _GRAMMAR else singular(word.replace("’", "'")) for word in found]


def _found(name: Name, words: Sequence[str]) -> bool:
    return next(_found_at(name, words), None) is not None


def _found_at(name: Name, words: Sequence[str]) -> Iterator[int]:
    """Where the name stands whole: the index of its first word."""
    size = len(name)
    if size == 1 and is_chinese(name[0]):
        yield from (at for at, word in enumerate(words) if is_chinese(word) and _in_run(name[0], word))
        return
    for at in range(len(words) - size + 1):
        if list(words[at : at + size]) == list(name) and _begins(words[:at]) and _ends(words[at + size :]):
            yield at


def _begins(before: Sequence[str]) -> bool:
    """A photo "of a car" is no car, and its key neither."""
    rest = list(before)
    while rest and rest[-1] in _MODIFIERS:
        rest.pop()
    while rest and (rest[-1] in _DETERMINERS or rest[-1].isdecimal()):
        rest.pop()
        if not rest or rest[-1] != "of":
            return True
    return not rest or rest[-1] in _BEFORE or not rest[-1][0].isalnum() or is_chinese(rest[-1])


def _ends(after: Sequence[str]) -> bool:
    if not after or not after[0][0].isalnum():
        return True
    word = after[0]
    return word in _AFTER or is_chinese(word) or word.endswith(("ing", "ed"))


def _in_run(name: str, run: str) -> bool:
    return any(
        _ZH_BEFORE.search(run[: found.start()]) and _ZH_AFTER.match(run[found.end() :])
        for found in re.finditer(re.escape(name), run)
    )
