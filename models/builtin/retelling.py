"""What was seen and told, told again in the user's language, each with its citation (pure)."""

from collections.abc import Sequence

from assistant.core.values import Box, Language, Observation
from assistant.core.wording import ago, clock, place, say
from models.builtin.codes import BARCODE, QR
from models.builtin.eyes import sentence
from models.builtin.faces import FACE
from models.builtin.motion import MOVEMENT
from models.builtin.rereading import TEXT

QUOTED = 160  # characters of a quotation; the whole text is on the observation's card


def cite(observation: Observation) -> str:
    return f"[#{observation.id}]"


def when(observation: Observation, now: float, language: Language) -> str:
    """ "09:15 (3 minutes ago)"."""
    at, since = clock(observation.time, now, language), ago(now - observation.time, language)
    return say(language, f"{at} ({since})", f"{at}（{since}）")


def quoted(text: str, language: Language, most: int = QUOTED) -> str:
    """On one line, in the language's quotation marks, cut after `most` characters."""
    line = shortened(text, most)
    return f"“{line}”" if language == "en" else f"「{line}」"


def shortened(text: str, most: int = QUOTED) -> str:
    """On one line, cut after `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rstrip() + "…"


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
        lines.append(f"{when(observation, now, language)}{say(language, ': ', '：')}{words} {cite(observation)}")
        if len(lines) == most:
            break
    return lines
