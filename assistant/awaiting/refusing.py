"""What is said of an event that nothing here can recognise, or only in part, and what could be watched for (pure)."""

import re
from collections.abc import Collection, Mapping

from assistant.awaiting.kinds import PERSON, Heard, Kind, Thing
from assistant.awaiting.wording import turned
from assistant.core.labels import BARCODE, FACE, MOVEMENT, QR, TEXT
from assistant.core.values import Language
from assistant.core.wording import say, to_simplified, to_traditional

NAMED = 8  # things that are named where more could be watched for
FIRST = ("person", "cat", "dog", "cup", "bottle", "knife", "backpack", "cell phone")  # of those: what is in most homes
Names = Mapping[str, Collection[str]]  # what boxes may be called -> what each goes by, in English and Chinese


def loosely(label: str, names: Names, language: Language) -> str:
    """What is not told apart: `label` is what boxes of it are called."""
    if label == FACE:
        return say(
            language,
            " I notice a face turned to the camera; I cannot tell whose it is.",
            "我只注意得到面向鏡頭的臉，分不出是誰。",
        )
    called = _called(label, names, language)
    return say(
        language,
        f" Any {called} in the picture counts: I do not tell one from another, or where it is.",
        f"畫面裡任何{called}都算：我分不出是哪一個、在哪裡。",
    )


def unable(event: str, kind: Kind, engine: str, names: Names, language: Language) -> str:
    """That nothing here can recognise it, why, and what could be."""
    said = turned(event)
    if isinstance(kind, Heard):
        return say(
            language,
            f"I watch the picture and do not listen for sounds: I would not notice when {said}. Ask for what can be "
            "seen, for example: tell me when someone is at the door.",
            f"我只看畫面，不留意聲音，所以不會發現「{said}」。看得到的可以告訴你，例如：有人在門口告訴我。",
        )
    name = say(language, "the built-in engine", "內建引擎") if engine == "builtin" else engine
    why = _why(kind, language)
    cannot = say(language, f"I cannot tell whether {said} with {name}: {why}", f"我用{name}看不出「{said}」：{why}")
    return cannot + _instead(event, names, language)


def _why(kind: Kind, language: Language) -> str:
    if isinstance(kind, Thing):
        thing = re.sub("^(?:your|the|an?) |^你的", "", turned(kind.thing))
        thing = to_traditional(thing) if language == "zh-Hant" else thing
        return say(
            language,
            f"that needs a model that sees, or to have been shown “{thing}”. Hold it up and say “this is my …”: then "
            "I can watch for it.",
            f"這需要看得懂畫面的模型，或是先讓我認得「{thing}」：拿給我看並說「這是我的…」，我就能留意它。",
        )
    return say(
        language,
        "that needs a model that sees. I can watch for movement, for text that can be read, for someone, and for what "
        "I was taught.",
        "這需要看得懂畫面的模型。我可以留意動靜、讀得出的文字、有沒有人，還有教過我的東西。",
    )


def _instead(event: str, names: Names, language: Language) -> str:
    """What of it is known, or else some of all that is."""
    known = [label for label in names if label not in (TEXT, FACE, MOVEMENT, QR, BARCODE)]
    things = [label for label in known if label != PERSON and _mentions(event, names[label])]
    within = [_called(label, names, language) for label in things]
    if within:
        either = " or ".join(f"{'an' if one[0] in 'aeiou' else 'a'} {one}" for one in within)
        return say(
            language,
            f" That {either} comes, moves or is gone I can tell you.",
            f"{'和'.join(within)}出現、移動或不見時，我可以告訴你。",
        )
    shown = [label for label in FIRST if label in known] + sorted(label for label in known if label not in FIRST)
    some = say(language, ", ", "、").join(_called(label, names, language) for label in shown[:NAMED])
    more = " …" if len(shown) > NAMED else ""
    return say(language, f" Of things I know: {some}{more}.", f"我認得的東西有：{some}{more}。") if shown else ""


def _mentions(event: str, names: Collection[str]) -> bool:
    words = f" {' '.join(re.findall(r'[a-z]+', event.casefold()))} "
    chinese = to_simplified(event)
    return any(f" {name} " in words if name.isascii() else name in chinese for name in names)


def _called(label: str, names: Names, language: Language) -> str:
    """In the language of the answer, where there is a name in it."""
    chinese = next((name for name in names.get(label, ()) if not name.isascii()), label)
    return say(language, label, to_traditional(chinese))
