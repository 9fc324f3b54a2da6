"""What was seen and told, told again in the user's language, each with its citation (pure)."""

import re
from collections.abc import Sequence

from assistant.core.labels import BARCODE, FACE, MOVEMENT, QR, TEXT, sentence
from assistant.core.values import Box, Language, Observation
from assistant.core.wording import ago, clock, place, quoted, say, shortened


def cite(id: int) -> str:
    return f"[#{id}]"


def when(observation: Observation, now: float, language: Language) -> str:
    """ "09:15 (3 minutes ago)"."""
    at = clock(observation.time, now, language, observation.zone)
    since = ago(now - observation.time, language)
    return say(language, f"{at} ({since})", f"{at}（{since}）")


def them(thing: str) -> str:
    """The pronoun for an English name: glasses and keys are "them", a glass and a bus are "it"."""
    return "them" if thing.endswith("s") and not thing.endswith(("ss", "us", "is")) else "it"


def whose(thing: str) -> str:
    """ "your keys", but "Anna's keys"."""
    return thing if re.match(r"\S+['’]s\b|(?:the|a|an)\b", thing) else f"your {thing}"


def retold(observation: Observation, language: Language) -> str:
    """What the observation holds, as a phrase without its time."""
    if observation.source == "told":
        return say(language, "you told me: ", "你告訴我：") + quoted(observation.caption, language)
    parts = [named(box, language) for box in observation.boxes if box.label != TEXT]
    if told := besides(observation):
        parts.append(shortened(told).rstrip("."))
    if observation.text:
        parts.append(say(language, "the text ", "文字") + quoted(observation.text, language))
    if not parts:
        parts.append(say(language, "a change in the picture", "畫面有變化"))
    if observation.source == "upload":
        parts.insert(0, say(language, "a picture you gave me", "你給我的圖片"))
    return say(language, "; ", "；").join(parts)


def besides(observation: Observation) -> str:
    """What its caption says more than its boxes do: the words of a model."""
    caption = observation.caption
    for box in observation.boxes:
        caption = caption.replace(sentence(box), "")
    return " ".join(caption.split())


def named(box: Box, language: Language) -> str:
    """One box in words: "your notebook at the left of the picture"."""
    where = place(box, language)
    match box.label:
        case label if label == MOVEMENT:
            return say(language, f"something moved {where}", f"{where}有東西動過")
        case label if label == FACE:
            return say(language, "someone facing the camera", "有人面向鏡頭")
        case label if label == QR:
            return say(language, f"a QR code {where}", f"{where}有 QR 碼")
        case label if label == BARCODE:
            return say(language, f"a barcode {where}", f"{where}有條碼")
        case label:
            return say(language, f"{label} {where}", f"{where}有{label}")


def listed(observations: Sequence[Observation], now: float, language: Language, most: int = 5) -> list[str]:
    """One line each, newest first; what repeats the one before is told once."""
    lines: list[str] = []
    told = ""
    for observation in observations:
        words = retold(observation, language)
        if words == told:
            continue
        told = words
        lines.append(f"{when(observation, now, language)}{say(language, ': ', '：')}{words} {cite(observation.id)}")
        if len(lines) == most:
            break
    return lines
