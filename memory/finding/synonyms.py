"""Other words for a thing: spectacles and 眼鏡 are glasses, a rucksack is a bag; a closed list of classes (pure).

The noun itself is exchanged, what stands before it stays: "red spectacles" are "red glasses", but "wine glasses" are
no spectacles. The list is `synonyms.txt`, where its form is explained.
"""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from memory.finding.naming import is_chinese, normal

Name = tuple[str, ...]
LIST = Path(__file__).with_suffix(".txt")


@dataclass(frozen=True, slots=True)
class Class:
    """Normal forms. `special` and `confused` have classes of their own, or stand alone. `describes`: it is no thing."""

    names: tuple[Name, ...]
    special: tuple[Name, ...] = ()
    confused: tuple[Name, ...] = ()
    describes: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What a known name, or describing word, goes by as well: itself first, then the same, then more special things.

    loose: besides, what is more general and what it is mixed up with.
    """

    exact: tuple[Name, ...]
    loose: tuple[Name, ...] = ()


def alike(name: Sequence[str]) -> tuple[Name, ...]:
    """Other normal forms of the thing called `name`, without itself; those of another script need all words known."""
    start, known = _noun(tuple(name))
    return _exchanged(tuple(name), start, known.exact) if known else ()


def related(name: Sequence[str]) -> tuple[Name, ...]:
    """As `alike`, of things that may be meant at a stretch: more general ones, those people mix up with it."""
    start, known = _noun(tuple(name))
    return _exchanged(tuple(name), start, known.loose) if known else ()


def describing(word: str) -> tuple[Name, ...]:
    """Other forms of a colour, size or material, without itself."""
    known = _table().describing.get((word,))
    return tuple(other for other in known.exact if other != (word,)) if known else ()


def is_known(name: Sequence[str]) -> bool:
    return tuple(name) in _table().things


def classes() -> tuple[Class, ...]:
    return _table().classes


def _noun(name: Name) -> tuple[int, Words | None]:
    """The longest known noun at the end, and where it begins: in tokens, in characters of a Chinese run."""
    things = _table().things
    if name and is_chinese(name[-1]):
        run = name[-1]
        return next(((at, things[run[at:],]) for at in range(len(run)) if (run[at:],) in things), (0, None))
    return next(((at, things[name[at:]]) for at in range(len(name)) if name[at:] in things), (0, None))


def _exchanged(name: Name, start: int, others: Sequence[Name]) -> tuple[Name, ...]:
    chinese = is_chinese(name[-1])
    before = (*name[:-1], *([name[-1][:start]] if start else [])) if chinese else name[:start]
    found = (_joined(before, other, same_script=is_chinese(other[-1]) == chinese) for other in others)
    return tuple(dict.fromkeys(one for one in found if one and one != name))


def _joined(before: Name, noun: Name, *, same_script: bool) -> Name:
    """Empty where what stands before it cannot be said in the script of the noun."""
    words = list(before) if same_script else [_translated(word, chinese=is_chinese(noun[-1])) for word in before]
    if not all(words):
        return ()
    if not is_chinese(noun[-1]):
        return (*words, *noun)
    run = "".join(word for word in words if is_chinese(word)) + noun[-1]
    return (*(word for word in words if not is_chinese(word)), *noun[:-1], run)


def _translated(word: str, *, chinese: bool) -> str:
    forms = describing(word.removesuffix("的") if is_chinese(word) else word)
    return next((form[0] for form in forms if len(form) == 1 and is_chinese(form[0]) == chinese), "")


@dataclass(frozen=True, slots=True)
class _Table:
    classes: tuple[Class, ...]
    things: dict[Name, Words]
    describing: dict[Name, Words]


@functools.cache
def _table() -> _Table:
    classes = tuple(_read(LIST.read_text("utf-8").splitlines()))
    of = {name: one for one in classes if not one.describes for name in one.names}
    general: dict[Name, list[Name]] = {}
    for one in of.values():
        for name in _below(one, of):
            general.setdefault(name, []).extend(one.names)
    things = {name: _words(name, of, general) for name in {**of, **general}}
    describes = {name: Words(one.names) for one in classes if one.describes for name in one.names}
    return _Table(classes, things, describes)


def _words(name: Name, of: dict[Name, Class], general: dict[Name, list[Name]]) -> Words:
    one = of.get(name, Class((name,)))
    exact = dict.fromkeys([name, *one.names, *_below(one, of)])
    confused = [other for near in one.confused for other in of.get(near, Class((near,))).names]
    loose = dict.fromkeys([*general.get(name, ()), *confused])
    return Words(tuple(exact), tuple(other for other in loose if other not in exact))


def _below(one: Class, of: dict[Name, Class]) -> Iterator[Name]:
    """All names of the more special things, and of those more special than they."""
    for name in one.special:
        below = of.get(name, Class((name,)))
        yield from below.names
        yield from _below(below, of)


def _read(lines: Sequence[str]) -> Iterator[Class]:
    for line in lines:
        if line and not line.startswith("#"):
            rest, _, confused = line.removeprefix(":").partition("~")
            names, _, special = rest.partition(">")
            yield Class(_names(names), _names(special), _names(confused), line.startswith(":"))


def _names(words: str) -> tuple[Name, ...]:
    return tuple(dict.fromkeys(normal(word) for word in words.split(",") if word.strip()))
