"""What a model is shown: the words of long ago, the pictures of just now, and notes it can cite."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.core.values import Forgot, Frame, Message, Observation
from assistant.prompting import KEPT, KEPT_PICTURED, MOST, MOST_PICTURED, History, messages, note

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


def talk(turns: int, frames: tuple[Frame, ...] = ()) -> list[list[Message]]:
    """What the history holds when each of so many questions is asked."""
    history, held = History(), []
    for turn in range(turns):
        history.add(float(turn), Message("user", f"question {turn}", frames))
        held.append(history.messages())
        history.add(float(turn), Message("assistant", f"answer {turn}"))
    return held


def breaks(held: list[list[Message]]) -> list[int]:
    """The turns whose prompt does not begin with the whole prompt of the turn before."""
    return [turn for turn in range(1, len(held)) if held[turn][: len(held[turn - 1])] != held[turn - 1]]


def test_words_stay_longer_than_pictures_and_neither_for_ever() -> None:
    for said in talk(50, (SHOWN,))[20:]:
        assert KEPT - 1 <= len(said) <= MOST
        assert said[0].role == "user"
        assert not any(message.frames for message in said[:-MOST_PICTURED])
        assert all(message.frames for message in said[-KEPT_PICTURED:] if message.role == "user")


def test_what_was_read_of_a_prompt_can_be_used_again_for_many_turns() -> None:
    assert breaks(talk(50)) == [20, 31, 42]
    with_pictures = breaks(talk(50, (SHOWN,)))
    assert min(later - earlier for earlier, later in pairwise(with_pictures)) >= 3
    assert len(with_pictures) <= 12


def test_a_picture_shown_once_leaves_the_prompt_once() -> None:
    history = History()
    history.add(0.0, Message("user", "look", (SHOWN,)))
    pictured = []
    for turn in range(8):
        history.add(float(turn), Message("assistant", "I see."))
        history.add(float(turn), Message("user", "and?"))
        pictured.append(bool(history.messages()[0].frames))
    assert pictured == [True] * 4 + [False] * 4


def test_what_was_seen_is_told_by_its_age_when_the_question_began() -> None:
    seen = [Observation(100.0, "camera", "a cup", id=1), Observation(131.0, "camera", "a hat", id=2)]
    before = messages("", (), History(), seen[:1], 130.0, "en")
    asked = messages("what is it", [SHOWN], History(), seen, 130.0, "en")
    assert asked[:-1] == before[:-1]
    assert asked[-1].text.startswith(before[-1].text.removesuffix("[now]\n\n"))


def test_forgetting_takes_what_was_said_since_then() -> None:
    history = History()
    for number in range(4):
        history.add(float(number), Message("user", str(number)))
    history.forget(Forgot(since=2.0))
    assert [message.text for message in history.messages()] == ["0", "1"]
    history.forget(Forgot(everything=True))
    assert history.messages() == []


def test_forgetting_a_memory_takes_the_questions_and_answers_that_it_was_part_of() -> None:
    history = History()
    turns: list[tuple[str, Sequence[int], Sequence[int]]] = [("shown", (1,), ()), ("told", (), (2, 3)), ("not", (), ())]
    for name, shown, cited in turns:
        history.add(0.0, Message("user", f"{name}?", (SHOWN,)), shown)
        history.add(0.0, Message("assistant", f"{name}."), cited)
    assert history.newest_ids() == (3,)
    history.forget(Forgot(ids=(3, 9)))
    assert [message.text for message in history.messages()] == ["shown?", "shown.", "not?", "not."]
    assert history.newest_ids() == (1,)
    history.forget(Forgot(ids=(1,)))
    assert [message.text for message in history.messages()] == ["not?", "not."]


def test_what_was_said_unasked_joins_the_reply_before_it_for_templates_want_turns() -> None:
    history = History()
    history.add(1.0, Message("assistant", "The cat comes in."))
    history.add(2.0, Message("user", "tell me when the dog comes in"))
    history.add(3.0, Message("assistant", "I will."))
    history.add(9.0, Message("assistant", "The dog comes in."))
    said = [(message.role, message.text) for message in history.messages()]
    assert said == [("user", "tell me when the dog comes in"), ("assistant", "I will.\nThe dog comes in.")]
