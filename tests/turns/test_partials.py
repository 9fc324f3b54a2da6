"""What two hypotheses in a row agree on, in scripts with and without spaces; whether two transcripts say the same."""

import pytest

from assistant.turns.partials import agreed, may_be_all, same_words


@pytest.mark.parametrize(
    ("before", "now", "stable"),
    [
        ("", "where", ""),
        ("where", "where is my", "where"),
        ("Where is.", "where is my note", "where is"),
        ("where is my note", "where is my notebook", "where is my"),
        ("where is my notebook", "there is my notebook", ""),
        ("where is my red cup", "where is my", "where is my"),
        ("Well, where", "Well where is it", "Well where"),
        ("where", "… where is it", "… where"),
        ("我的眼", "我的眼鏡在", "我的眼"),
        ("我的眼睛在", "我的眼鏡在哪裡", "我的眼"),
        ("我的，眼鏡", "我的眼鏡在", "我的眼鏡"),
        ("打開 WiFi", "打開 WiFi 然後", "打開 WiFi"),
        ("打開 Wi", "打開 WiFi 然後", "打開"),
        ("メガネは", "メガネはどこ", "メガネは"),
        ("내 안경", "내 안경은 어디", "내"),
    ],
)
def test_the_stable_part_is_what_both_begin_with_in_whole_words(before: str, now: str, stable: str) -> None:
    assert agreed(before, now) == stable


@pytest.mark.parametrize(
    ("before", "now", "whole"),
    [
        ("where is", "where is my notebook", True),
        ("where is my note", "Where is my notebook?", True),
        ("where is my notebook", "where is my notebook", True),
        ("打開", "打開客廳的燈", True),
        ("where is my", "where is my", False),  # it is open
        ("", "where is my notebook", False),  # nothing speaks for it yet
        ("tell him", "where is my notebook", False),
        ("where are my keys and my", "where is my notebook", False),  # what was sure before is not
    ],
)
def test_words_may_be_all_where_they_are_whole_and_go_on_from_those_before(before: str, now: str, whole: bool) -> None:
    assert may_be_all(before, now) is whole


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("where is my cup", "Where is my cup?", True),
        ("well-known: it's 5", "Well known, its 5.", True),
        ("打开wifi", "打開 WiFi。", True),
        ("what is 2.5 plus 1", "what is 25 plus 1", False),
        ("what is -5 plus 3", "what is 5 plus 3", False),
        ("what is 5", "what is 5%", False),
        ("how much is 5", "how much is $5", False),
        ("what is C", "what is C++", False),
        ("where is my cup", "where is my cap", False),
        ("where is my cup", "where is my cup now", False),
    ],
)
def test_transcripts_say_the_same_whatever_their_case_and_punctuation(one: str, other: str, same: bool) -> None:
    assert same_words(one, other) is same
