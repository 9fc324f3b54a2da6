"""How words close, without a mark behind them: whole, open, or trailing off."""

import pytest

from assistant.closing import Closing, closing, length

SAID: dict[Closing, tuple[str, ...]] = {
    "answer": ("yes", "No.", "ok", "never mind", "read that", "好的", "不用", "可以。"),
    "question": (
        "where are my glasses",
        "what did I show you five minutes ago",
        "what should I do",
        "what does this house have",
        "who are you",
        "is there anything on the floor",
        "can you read this for me",
        "我的眼鏡在哪裡？",
        "你看得到這個嗎",
        "這是什麼",
        "這是什麽",
        "你能不能帮我读一下",
        "为什么洗衣机的灯一直在闪",
    ),
    "request": ("tell me about it", "remember that my keys are on the piano", "水開了的時候告訴我"),
    "statement": ("the weather is nice today", "I do not know where they are", "我今天買了一本書", "钥匙在花盆下面"),
    "fragment": ("my two dogs", "a cup of tea with milk", "左邊"),
    "perhaps": ("what room is the plant in", "I would like this", "我昨天买了一条", "show me"),
    "open": (
        "where is my",
        "where did you",
        "where should I keep",
        "what colour",
        "what is",
        "could you tell me if the",
        "can you tell me",
        "if you see my glasses",
        "put the red one in…",
        "so what I want is,",
        "and then the",
        "我想要",
        "因为我的",
        "如果你看到我的手機",
        "把钥匙放在",
        "呃……",
    ),
    "filler": ("I was thinking, um", "well", "so", "嗯", "我想買那個"),
    "unknown": ("", "…", "?"),
}


@pytest.mark.parametrize(("expected", "said"), [(kind, text) for kind, texts in SAID.items() for text in texts])
def test_words_close_as_a_listener_takes_them(expected: Closing, said: str) -> None:
    assert closing(said) == expected


@pytest.mark.parametrize("said", ["where is my um notebook", "我 嗯 的 眼鏡 在 哪裡"])
def test_a_filler_in_the_middle_changes_nothing(said: str) -> None:
    assert closing(said) == "question"


def test_a_full_stop_closes_nothing_that_is_open() -> None:
    assert closing("And then the.") == closing("and then the") == "open"


def test_two_chinese_characters_count_as_a_word() -> None:
    assert (length("where's my notebook?"), length("我的眼鏡"), length("打開 WiFi")) == (3, 2, 2)
