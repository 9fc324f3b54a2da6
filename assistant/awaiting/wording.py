"""What is said about what the user waits for, in their own words turned round: "I pick up" -> "you pick up" (pure)."""

import re
from collections.abc import Sequence

from assistant.awaiting.kinds import Kind, Thing
from assistant.core.values import Awaited, Language
from assistant.core.wording import ago, clock, say

STALE = 10.0  # seconds after which it is said when it was

_TURNED = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "am": "are", "i'm": "you're", "you": "I", "your": "my",
    "we": "you", "us": "you", "our": "your", "you're": "I'm", "i've": "you've", "we're": "you're",
}  # fmt: skip
_CHINESE_TURNED = {"我": "你", "你": "我", "您": "我"}


def turned(event: str) -> str:
    """As the assistant says it to the user."""
    if any("\u3400" <= letter <= "\u9fff" for letter in event):
        said = "".join(_CHINESE_TURNED.get(letter, letter) for letter in event)
        return f"我{said}" if re.match("看[到见見]", said) else said
    return re.sub(r"[\w']+", lambda word: _TURNED.get(word[0].casefold(), word[0]), event)


def promised(one: Awaited, note: str, limited: bool, now: float, language: Language) -> str:
    """That it will be told, with what to be reminded of, and until when where the user said so."""
    event = turned(one.event)
    end = clock(one.until, now, language)
    until = say(language, f" Until {end}.", f"到 {end} 為止。") if limited else ""
    if language == "en":
        told = f"remind you to {turned(note)}" if note else "tell you"
        return f"I will {told} {'each time' if one.every else 'when'} {event}.{until}"
    event, told = event.removesuffix("了"), f"提醒你{turned(note)}" if note else "告訴你"
    return say(language, "", f"好，{event}了我就{told}{'，每次都會' if one.every else ''}。{until}")


def already(event: str, kind: Kind, language: Language) -> str:
    """A second one of what is in view is not told from the first."""
    said, comes = turned(event), isinstance(kind, Thing) and kind.what == "appears"
    return say(
        language,
        f" It is so now: {said}. I will tell you when it happens again{', after none was in view' if comes else ''}.",
        f"現在就是這樣：{said}。{'等畫面裡沒有了，' if comes else ''}下次再發生時我會告訴你。",
    )


def reminded(note: str, language: Language) -> str:
    """What the user wanted to be reminded of then."""
    return say(language, f" You wanted to be reminded to {turned(note)}.", f"你要我提醒你：{turned(note)}。")


def unseeing(captured: bool, remembering: bool, language: Language) -> str:
    """What is in the way: no camera, or nothing is remembered."""
    words = ""
    if not captured:
        words += say(language, " Nothing is in view now: start the camera for it.", "現在沒有畫面：請開啟鏡頭。")
    if not remembering:
        words += say(
            language,
            " I am not remembering now, so I will keep no picture of it.",
            "我現在沒有在記，所以不會留下照片。",
        )
    return words


def too_many(awaited: Sequence[Awaited], language: Language) -> str:
    return say(
        language,
        f"I am watching for {len(awaited)} things already: {listed(awaited, language)}. Tell me which one to stop.",
        f"我已經在留意 {len(awaited)} 件事：{listed(awaited, language)}。請告訴我不用再等哪一件。",
    )


def listed(awaited: Sequence[Awaited], language: Language) -> str:
    return say(language, "; ", "；").join(turned(one.event) for one in awaited)


def waiting_for(awaited: Sequence[Awaited], now: float, language: Language) -> str:
    if not awaited:
        return say(
            language,
            "I am not watching for anything. Say, for example: tell me when someone comes in.",
            "我沒有在等什麼。你可以說：有人進來就告訴我。",
        )
    each = [f"{turned(one.event)} ({_end(one, now, language)})" for one in awaited]
    return say(language, f"I am watching for this: {'; '.join(each)}.", f"我在留意：{'；'.join(each)}。")


def _end(one: Awaited, now: float, language: Language) -> str:
    return say(language, f"until {clock(one.until, now, language)}", f"到 {clock(one.until, now, language)}")


def stopped(gone: Sequence[Awaited], left: Sequence[Awaited], language: Language) -> str:
    if gone:
        return say(
            language, f"I no longer watch for this: {listed(gone, language)}.", f"不再留意：{listed(gone, language)}。"
        )
    if left:
        return say(
            language,
            f"I am not watching for that, but for this: {listed(left, language)}.",
            f"我沒有在等那件事，我在留意的是：{listed(left, language)}。",
        )
    return say(language, "I am not watching for anything.", "我沒有在等什麼。")


def happened(event: str, since: float, now: float, language: Language, times: int = 1) -> str:
    """`since` and `now` in Unix seconds: of what was a while ago it is said when it was. times: how often by now."""
    said = turned(event)
    if times > 1:
        when = f"{clock(since, now, language)}{say(language, ', ', '，')}{ago(now - since, language)}"
        return say(language, f"{times} times, last at {when}: {said}.", f"{times} 次，最近一次是 {when}：{said}。")
    if now - since < STALE:
        return said[:1].upper() + said[1:] + say(language, ".", "。")
    when = f"{clock(since, now, language)}{say(language, ', ', '，')}{ago(now - since, language)}"
    return say(language, f"At {when}: {said}.", f"{when}：{said}。")


def expired(event: str, language: Language) -> str:
    return say(
        language,
        f"The time is over, and I did not see this: {turned(event)}.",
        f"時間到了，我沒有看到：{turned(event)}。",
    )
