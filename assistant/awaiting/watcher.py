"""One thing that is waited for: what it is known by, and what came of looking so far."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.awaiting.confirming import Confirming, Fired, Rule
from assistant.awaiting.kinds import PERSON, Anything, Happens, Heard, Kind, Reads, Thing
from assistant.awaiting.seeing import Eye, Look, rule_of
from assistant.core.labels import BARCODE, FACE, MOVEMENT, QR, TEXT
from assistant.core.values import Awaited, Language
from assistant.core.wording import to_simplified

DESCRIBED = frozenset((TEXT, FACE, MOVEMENT, QR, BARCODE))  # what only a closer look than a glance names


@dataclass(frozen=True, slots=True)
class Means:
    """How an event is recognised. labels: of boxes; judged: a model is asked; closer: a glance is not enough.

    called: what is not told apart, where the words say more than a box does.
    """

    labels: frozenset[str] = frozenset()
    judged: bool = False
    closer: bool = False
    called: str = ""

    def lost(self, names: Collection[str]) -> bool:
        """Whether nothing has any of its labels any more: a thing that was taught is forgotten."""
        return bool(self.labels) and self.labels.isdisjoint(names)


def means_of(kind: Kind, names: Mapping[str, Collection[str]], asked: Collection[str], judges: bool) -> Means | None:
    """None where nothing here can recognise it (pure).

    names: each label that boxes may have, and what it goes by. asked: what the thing that is waited for goes by.
    """
    match kind:
        case Anything():
            return Means()
        case Reads():
            return Means(closer=True) if TEXT in names else Means(judged=True) if judges else None
        case Heard():
            return None
        case Happens():
            return Means(judged=True) if judges else None
        case Thing(thing=thing, loosely=loosely):
            labels, exact = _labels(thing, names, asked)
            if judges and (loosely or not exact or not labels):
                return Means(judged=True)
            if not labels:
                return None
            called = "" if exact and not loosely and FACE not in labels else sorted(labels)[0]
            return Means(labels, closer=bool(labels & DESCRIBED), called=called)


def _labels(thing: str, names: Mapping[str, Collection[str]], asked: Collection[str]) -> tuple[frozenset[str], bool]:
    """What boxes of it are called, and whether that is all that was said of it: "red cup" is more than "cup"."""
    if thing == PERSON:
        known = [label for label in (PERSON, FACE) if label in names]
        return frozenset(known[:1]), True
    keys = {_key(name) for name in asked}
    exact = frozenset(label for label in names if _key(label) in keys)
    if exact:
        return exact, True
    wider = {label for label, others in names.items() if keys & {_key(other) for other in others}}
    if not wider:
        heads = {_key(name.split()[-1]) for name in asked if name.isascii() and " " in name}
        wider = {label for label in names if _key(label) in heads}
    return frozenset(wider), False


def _key(name: str) -> str:
    return "".join(to_simplified(name).casefold().split()).rstrip("s")


@dataclass(slots=True, eq=False)
class Watcher:
    """`limited`: the user said until when. `asked`: when, Unix seconds. `note`: what to be reminded of then.

    rules: how many looks have to agree.

    ready: what was in view before it was asked for has been looked at.
    """

    awaited: Awaited
    kind: Kind
    means: Means
    language: Language
    asked: float
    limited: bool = False
    note: str = ""
    rules: Callable[[Kind], Rule] = rule_of
    ready: bool = False
    eye: Eye = field(init=False)
    confirming: Confirming = field(init=False)

    def __post_init__(self) -> None:
        self.eye = Eye(self.kind, self.means.labels)
        self.confirming = Confirming(self.rules(self.kind))

    def see(self, look: Look) -> Fired | None:
        """A look that was not close enough says nothing."""
        if self.means.closer and look.text is None:
            return None
        return self.confirming.judge(look.time, self.eye.see(look))

    def prime(self, looks: Sequence[Look]) -> bool:
        """What was seen just before it was asked for; whether it was so already."""
        for look in looks:
            self.see(look)
        lasts = self.confirming.so and (not isinstance(self.kind, Thing) or self.kind.what in ("appears", "gone"))
        if not lasts or isinstance(self.kind, Anything):
            self.confirming = Confirming(self.rules(self.kind))
            return False
        return True
