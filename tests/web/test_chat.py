import pytest

from assistant.core.events import (
    Cited,
    Ending,
    Event,
    Failed,
    Forgotten,
    Look,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    Timing,
    UserSaid,
)
from assistant.core.values import Box, Observation, Source
from assistant.web.chat import MOST_ENTRIES, ChatLog

NOW = 1_700_000_000.0
CUP = Observation(NOW - 60, "camera", "cup: on the <desk>", boxes=(Box("cup", 0, 0, 0.2, 0.2),), id=12)


def shown(*events: Event) -> list[tuple[str, str]]:
    log = ChatLog(lambda id: f"/picture/{id}?key=k&x")
    for event in events:
        log.apply(event, NOW)
    return [(message["role"], message["content"]) for message in log.messages(NOW)]


def ended(turn: int, ending: Ending = "finished") -> ReplyEnded:
    return ReplyEnded(turn, ending, "", Timing())


def test_a_question_and_its_streamed_answer() -> None:
    chat = shown(
        UserSaid(1, "Where is it?", spoken=True),
        ReplyStarted(1, "x"),
        ReplyText(1, "On "),
        ReplyText(1, "the desk."),
        ended(1),
    )
    assert chat == [("user", "Where is it?"), ("assistant", "On the desk.")]


def test_a_reply_without_words_yet_shows_that_it_is_being_thought_of() -> None:
    assert "ks-thinking" in shown(ReplyStarted(1, "x"))[0][1]


def test_a_reply_that_ends_without_a_word_leaves_nothing() -> None:
    assert shown(ReplyStarted(1, "x"), ended(1, "interrupted")) == []


def test_a_reply_that_was_interrupted_says_so_in_its_language() -> None:
    assert "Stopped." in shown(ReplyText(1, "On the"), ended(1, "interrupted"))[0][1]
    assert "已停止" in shown(ReplyText(1, "在桌子"), ended(1, "interrupted"))[0][1]


def test_a_reply_whose_voice_alone_was_overtaken_is_whole() -> None:
    assert shown(ReplyText(1, "On the desk."), ended(1, "overtaken")) == [("assistant", "On the desk.")]


def test_words_of_two_replies_do_not_mix() -> None:
    chat = shown(ReplyText(1, "one"), UserSaid(2, "stop", spoken=True), ReplyText(2, "two"), ReplyText(1, " more"))
    assert chat == [("assistant", "one more"), ("user", "stop"), ("assistant", "two")]


def test_a_citation_becomes_a_card_with_picture_time_and_place_that_leads_to_the_memory() -> None:
    card = shown(ReplyText(1, "Here."), Cited(1, CUP), Cited(1, CUP))[0][1]
    assert card.count("<img") == 1
    assert 'href="#memory-12"' in card
    assert 'src="/picture/12?key=k&amp;x"' in card
    assert "cup: on the &lt;desk&gt;" in card
    assert "at the top left of the picture" in card


@pytest.mark.parametrize(
    ("source", "english", "simplified"),
    [
        ("camera", "What the camera showed", "相机看到的"),
        ("screen", "What the screen showed", "分享的画面"),
        ("upload", "Your picture", "您的图片"),
    ],
)
def test_a_card_without_words_says_what_its_picture_is(source: Source, english: str, simplified: str) -> None:
    seen = Observation(NOW, source, "", id=3)
    assert english in shown(ReplyText(1, "Here."), Cited(1, seen))[0][1]
    assert simplified in shown(ReplyText(1, "在这里。"), Cited(1, seen))[0][1]


def test_uploads_are_shown_with_the_message_and_those_not_kept_are_counted() -> None:
    said = shown(UserSaid(1, "What is this?", spoken=False, pictures=(4,), unkept=2))[0][1]
    assert 'src="/picture/4?key=k&amp;x"' in said
    assert "2 pictures were looked at but not kept" in said


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b> c"])
def test_what_looks_like_a_tag_is_shown_as_text(text: str) -> None:
    assert "<" not in shown(ReplyText(1, text))[0][1]
    assert "<" not in shown(UserSaid(1, text, spoken=False))[0][1]


def test_code_is_shown_as_it_is() -> None:
    assert shown(ReplyText(1, "Type `a < b` here"))[0][1] == "Type `a < b` here"


def test_a_failure_is_said_in_the_conversation_and_one_of_sending_beside_the_text_box() -> None:
    assert "Free some space &lt;now&gt;" in shown(Failed("memory", "Free some space <now>"))[0][1]
    assert shown(Failed("transport", "Reload"), Failed("picture", "Not a picture")) == []


def test_what_is_forgotten_vanishes_from_the_chat_with_what_was_said_of_it() -> None:
    chat = shown(
        UserSaid(1, "what does it say", spoken=False, pictures=(3, 4)),
        ReplyText(1, "Your number is 4711."),
        UserSaid(2, "where is my cup", spoken=False),
        ReplyText(2, "On the desk."),
        Cited(2, CUP),
        UserSaid(3, "hello", spoken=False),
        ReplyText(3, "Hello."),
        Forgotten((3, 12)),
    )
    assert chat == [("user", "hello"), ("assistant", "Hello.")]


def test_forgetting_everything_clears_the_chat() -> None:
    assert shown(UserSaid(1, "look", spoken=False), ReplyText(1, "Yes."), Forgotten((), everything=True)) == []


def test_a_chat_that_goes_on_for_days_is_bounded() -> None:
    chat = shown(*(UserSaid(turn, str(turn), spoken=False) for turn in range(1000)))
    assert len(chat) == MOST_ENTRIES
    assert chat[-1] == ("user", "999")


def test_what_does_not_concern_the_chat_does_not_redraw_it() -> None:
    assert ChatLog(str).apply(Look(), NOW) is False


def test_what_was_said_since_a_time_is_forgotten_with_what_was_seen() -> None:
    log = ChatLog(str)
    log.apply(UserSaid(1, "before", spoken=False), NOW - 100)
    log.apply(UserSaid(2, "the key is under the pot", spoken=False), NOW - 50)
    log.apply(ReplyText(2, "I will remember."), NOW - 49)
    log.apply(Forgotten((), since=NOW - 60), NOW)
    assert [message["content"] for message in log.messages(NOW)] == ["before"]
