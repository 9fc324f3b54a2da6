"""What a model is shown: the words of long ago, the pictures of just now, and notes it can cite."""

from assistant.core.values import Frame, Message, Observation
from assistant.prompting import PICTURED, History, messages, note

SHOWN = Frame(b"\xff\xd8", 100.0, "upload")


def test_the_system_words_come_first_and_the_question_with_its_pictures_last() -> None:
    history = History()
    history.add(90.0, Message("user", "hello"))
    history.add(91.0, Message("assistant", "Hello."))
    said = messages("what is this", [SHOWN], history, [], 100.0, "zh-Hant")
    assert [message.role for message in said] == ["system", "user", "assistant", "user"]
    assert "traditional Chinese" in said[0].text
    assert (said[-1].text, said[-1].frames) == ("what is this", (SHOWN,))


def test_the_last_minute_stands_before_the_question_with_ages_and_numbers_to_cite() -> None:
    seen = Observation(70.0, "camera", "cup: at the left.", "Anna\nLab 3", id=12)
    assert note(seen, 100.0) == '[#12] [T-30s] camera: cup: at the left. Text: "Anna / Lab 3"'
    last = messages("and now?", [], History(), [seen], 100.0, "en")[-1].text
    assert last.index("[#12]") < last.index("[now]") < last.index("and now?")


def test_words_stay_longer_than_pictures_and_neither_for_ever() -> None:
    history = History(most=20)
    for number in range(30):
        history.add(float(number), Message("user", str(number), (SHOWN,)))
    said = history.messages()
    assert [message.text for message in said] == [str(number) for number in range(10, 30)]
    assert [bool(message.frames) for message in said] == [False] * (20 - PICTURED) + [True] * PICTURED


def test_forgetting_takes_what_was_said_since_then() -> None:
    history = History()
    for number in range(4):
        history.add(float(number), Message("user", str(number)))
    history.forget(2.0)
    assert [message.text for message in history.messages()] == ["0", "1"]
    history.forget(None)
    assert history.messages() == []
