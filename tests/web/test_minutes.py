"""Notes as a file: what stands in it, and that nothing forgotten does."""

from datetime import UTC, timedelta, timezone

from assistant.core.events import Event, Forgotten, ModeChanged, Noted, ReplyEnded, ReplyStarted, ReplyText, Timing
from assistant.web.chat import ChatLog
from assistant.web.minutes import Taken, markdown, named

NOW = 1_700_000_000.0  # 14 November 2023, 22:13 UTC
HALF_PAST = timezone(timedelta(hours=5, minutes=30))
MEETING: tuple[Event, ...] = (
    ModeChanged("notes"), Noted("we meet on Tuesday", NOW, 1), Noted("and end", NOW + 600, 2),
    ReplyStarted(4, "x"), ModeChanged("conversation"), ReplyText(4, "Closed: 2 lines.\n\n- We meet on Tuesday"),
)  # fmt: skip


def log(*events: Event) -> ChatLog:
    made = ChatLog(str)
    for event in events:
        made.apply(event, NOW)
    return made


def test_the_file_has_the_day_the_summary_and_every_line_with_its_time() -> None:
    taken = log(*MEETING, ReplyEnded(4, "finished", "", Timing())).notes(1)
    assert taken is not None
    assert named(taken, UTC) == "notes-2023-11-14-2213.md"
    assert markdown(taken, UTC) == (
        "# Notes, 14 November 2023\n\n22:13–22:23 · 2 lines\n\n## Summary\n\n- We meet on Tuesday\n\n"
        "## What was said\n\n- **22:13** we meet on Tuesday\n- **22:23** and end\n"
    )


def test_its_times_are_those_of_the_page_and_a_line_after_midnight_has_its_day() -> None:
    taken = Taken([Noted("one", NOW), Noted("two", NOW + 70_000)])
    assert named(taken, HALF_PAST) == "notes-2023-11-15-0343.md"
    assert "- **23:09** two" not in markdown(taken, UTC)
    assert "- **17:40 on 15 November** two" in markdown(taken, UTC)


def test_chinese_notes_are_a_chinese_file_in_their_own_characters() -> None:
    told = markdown(Taken([Noted("我们星期二见面", NOW)], "摘要"), UTC)
    assert told.startswith("# 笔记，2023年11月14日\n\n22:13–22:13 · 1 行\n\n## 总结\n\n摘要")


def test_notes_that_go_on_can_be_had_too_and_have_no_summary_yet() -> None:
    taken = log(*MEETING[:3], ReplyStarted(3, "x"), ReplyText(3, "An answer to something typed.")).notes(1)
    assert taken == Taken([line for line in MEETING if isinstance(line, Noted)])


def test_the_transcript_that_follows_an_extract_is_not_in_it_twice() -> None:
    taken = log(*MEETING[:5], ReplyText(4, "Closed.\n\nAn extract.\n\n```\n22:13 we meet on Tuesday\n```")).notes(1)
    assert taken is not None
    assert taken.summary == "An extract."


def test_what_was_forgotten_is_not_in_it() -> None:
    one = log(*MEETING, Forgotten((1,))).notes(1)
    assert one is not None
    assert [line.text for line in one.lines] == ["and end"]
    assert log(*MEETING, Forgotten((), everything=True)).notes(1) is None


def test_each_of_several_notes_has_its_own() -> None:
    both = log(*MEETING, ModeChanged("notes"), Noted("another", NOW + 900), ModeChanged("conversation"))
    assert [len(taken.lines) for number in (1, 2) if (taken := both.notes(number))] == [2, 1]
    assert both.notes(3) is None


def test_words_that_look_like_markdown_or_tags_stay_words() -> None:
    told = markdown(Taken([Noted("a * b, [x] and <b>bold</b>\nnext", NOW)]), UTC)
    assert told.endswith(r"- **22:13** a \* b, \[x\] and \<b\>bold\</b\> next" + "\n")
