"""What two hypotheses in a row agree on, in scripts with and without spaces."""

import pytest

from assistant.partials import agreed


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
