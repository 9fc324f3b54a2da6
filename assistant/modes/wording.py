"""What it says when a mode begins or ends: in one sentence what happens now, and how to end it (pure)."""

from assistant.core.values import Language
from assistant.core.wording import say, span


def called(language: Language) -> str:
    return say(
        language,
        "I answer only what is said to me by name now, “Keepsight, …”, and keep nothing of the rest. Say “talk "
        "normally again” to end it.",
        "從現在起只有叫我的名字「Keepsight，……」我才回答，其他的我都不留。說「恢復正常」就結束。",
    )


def noting(language: Language, *, remembering: bool) -> str:
    words = say(
        language,
        "I take notes of all that is said now, and answer only what is typed. Say “stop taking notes” to end it and "
        "hear the summary.",
        "我現在把所有的話記下來，只回答打字的問題。說「停止做筆記」就結束，並聽總結。",
    )
    if remembering:
        return words
    return words + say(
        language,
        " Remembering is off: they are kept only until this conversation ends.",
        "目前沒有在記憶：筆記只保留到這次對話結束。",
    )


def still_noting(language: Language) -> str:
    return say(
        language,
        "I am taking notes already. Say “stop taking notes” to end it.",
        "我已經在做筆記了。說「停止做筆記」就結束。",
    )


def notes_wait(language: Language) -> str:
    """Where another mode follows upon notes."""
    return say(
        language,
        " The notes are closed, and not summed up yet: say “summarise the notes” when we talk as usual again.",
        "筆記先停在這裡，還沒有總結：恢復正常對話後說「總結筆記」。",
    )


def ended(language: Language) -> str:
    return say(language, "We talk as usual again.", "恢復正常對話。")


def as_usual(language: Language) -> str:
    return say(language, "We are talking as usual.", "我們正在正常對話。")


def noted(lines: int, seconds: float, language: Language) -> str:
    """What stands before the summary."""
    length = span(seconds, language)
    return say(
        language,
        f"The notes are closed: {lines} {'line' if lines == 1 else 'lines'} in {length}.\n\n",
        f"筆記結束：{length}內記了 {lines} 行。\n\n",
    )


def nothing_noted(language: Language) -> str:
    return say(language, "The notes are closed: nothing was said.", "筆記結束：沒有人說話。")


def few_words(language: Language) -> str:
    """Where the ears are those of the built-in engine."""
    return say(
        language,
        " The ears that are here now understand only a few English questions: choose others with --stt, or let the "
        "browser recognise speech.",
        "目前的耳朵只聽得懂幾個英文問句：請用 --stt 選擇別的，或讓瀏覽器辨識語音。",
    )


def crowded(language: Language) -> str:
    return say(
        language,
        "I cannot keep up with so much speech. Please wait until I have interpreted the rest.",
        "話太多，我跟不上了。請等我把前面的翻譯完。",
    )
