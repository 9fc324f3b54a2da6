"""The words that begin and end a mode, in English and both kinds of Chinese, and what only resembles them."""

import pytest

from assistant.core.intents import Converse, Intent, Interpret, OnlyWhenCalled, Open, TakeNotes
from assistant.modes.interpreting import paired
from assistant.tongues import has_voice, mostly, named, spoken_in
from assistant.understanding import understand
from assistant.understanding.modes import ends, subject

MEANT: list[tuple[str, Intent]] = [
    ("be my interpreter between English and Chinese", Interpret(("en", "zh"))),
    ("interpret for us", Interpret()),
    ("can you interpret for us, please?", Interpret()),
    ("translate between German and English", Interpret(("de", "en"))),
    ("Keepsight, be our translator", Interpret()),
    ("interpreter mode", Interpret()),
    ("幫我們翻譯", Interpret()),
    ("請幫我們翻譯中文和英文", Interpret(("zh", "en"))),
    ("做我們的中英翻譯", Interpret(("zh", "en"))),
    ("帮我们在英语和日语之间翻译", Interpret(("en", "ja"))),
    ("當我們的翻譯", Interpret()),
    ("take notes", TakeNotes()),
    ("please take notes of this meeting", TakeNotes()),
    ("write down everything we say", TakeNotes()),
    ("做筆記", TakeNotes()),
    ("記錄一下", TakeNotes()),
    ("帮我做会议记录", TakeNotes()),
    ("only answer when I call you", OnlyWhenCalled()),
    ("don't answer unless I call you", OnlyWhenCalled()),
    ("only speak when you're spoken to", OnlyWhenCalled()),
    ("叫你才回答", OnlyWhenCalled()),
    ("我叫你的時候你再回答", OnlyWhenCalled()),
    ("沒叫你就不要說話", OnlyWhenCalled()),
    ("talk normally again", Converse()),
    ("stop taking notes", Converse()),
    ("stop interpreting", Converse()),
    ("that's all, summarise", Converse()),
    ("back to normal", Converse()),
    ("恢復正常", Converse()),
    ("停止做筆記", Converse()),
    ("不用翻譯了", Converse()),
    ("就這樣，總結一下", Converse()),
]
OTHERS = [
    "translate this", "translate to French", "take a note", "what is an interpreter", "幫我翻譯這個", "翻譯一下這句話",
    "normal people talk", "she takes notes in class", "他在做筆記嗎",
]  # fmt: skip


@pytest.mark.parametrize(("said", "intent"), MEANT, ids=[said for said, _ in MEANT])
def test_a_mode_is_asked_for_and_ended_in_many_words(said: str, intent: Intent) -> None:
    assert understand(said) == intent


@pytest.mark.parametrize("said", OTHERS)
def test_what_resembles_it_is_left_to_others(said: str) -> None:
    assert understand(said) == Open()


def test_stop_ends_interpreting_and_notes_and_summarise_ends_notes() -> None:
    assert ends("Stop.", "interpreter")
    assert ends("停", "notes")
    assert ends("Summarise it, please.", "notes")
    assert ends("總結一下", "notes")
    assert not ends("summarise", "interpreter")
    assert not ends("stop", "called")
    assert not ends("stop at the station", "interpreter")


def test_what_was_said_about_something_is_asked_for_in_many_words() -> None:
    assert subject("What did we say about the budget?") == "budget"
    assert subject("what was decided about the deadline") == "deadline"
    assert subject("我們剛才關於預算說了什麼") == "預算"
    assert subject("what did you say") == ""


def test_languages_are_named_and_told_apart_by_letters_then_by_ear() -> None:
    assert named("between english and traditional chinese") == ("en", "zh-Hant")
    assert spoken_in("hello there", "zh", ("en", "zh-Hant")) == "en"
    assert spoken_in("我用 iPhone 打電話", "", ("en", "zh-Hant")) == "zh-Hant"
    assert spoken_in("打開 Kubernetes dashboard", "zh", ("en", "zh-Hant")) == "zh-Hant"
    assert spoken_in("how do you write 謝謝你的幫忙", "en", ("zh-Hant", "en")) == "en"
    assert spoken_in("how do you write 謝", "", ("zh-Hant", "en")) == "en"
    assert spoken_in("hola amigo", "es", ("en", "es")) == "es"
    assert spoken_in("東京", "ja", ("zh-Hant", "ja")) == "ja"
    assert spoken_in("はい、東京です", "", ("zh-Hant", "ja")) == "ja"
    assert spoken_in("はい、東京です", "zh", ("zh-Hant", "ja")) == "ja"
    assert (has_voice("zh-Hans"), has_voice("de")) == ("zh-Hans", None)
    assert mostly([("guten Morgen zusammen", "de"), ("hello", "en")]) == "de"
    assert mostly([("我們開始吧", "zh"), ("ok", "en")]) == "zh-Hant"


def test_two_languages_are_found_where_one_or_none_was_named() -> None:
    assert paired((), "en") == ("en", "zh-Hant")
    assert paired((), "zh-Hans") == ("zh-Hans", "en")
    assert paired(("zh",), "en") == ("en", "zh-Hant")
    assert paired(("en", "zh"), "zh-Hans") == ("en", "zh-Hans")
    assert paired(("de",), "en") == ("en", "de")
    assert paired(("zh-Hant", "zh-Hans"), "en") == "zh-Hant"
    assert paired(("en", "xx"), "en") == "xx"
