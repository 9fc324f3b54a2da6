"""What is no question of ours stays open, and nothing is forgotten by a manner of speaking."""

import pytest

from assistant.core.intents import (
    ForgetEverything,
    ForgetSpan,
    ForgetThing,
    Open,
)
from assistant.understanding import understand

OUT_OF_SCOPE = [
    "this is terrible",
    "this is why I left",
    "this is my favourite",
    "this is my best friend Anna",
    "this is my fault",
    "this is what's wrong with the world",
    "remember when we went to Paris",
    "do you remember the song we heard yesterday",
    "remember to buy milk",
    "tell me a joke",
    "what should I cook tonight",
    "how many people live in Taiwan",
    "where are you from",
    "where is this going",
    "what does love mean",
    "what time is it in Tokyo",
    "why is the sky blue",
    "read my mind",
    "how do I forget my ex",
    "write a poem about my notebook",
    "translate this into French",
    "is my notebook on the table",
    "who is the president of France",
    "stop the car",
    "keep talking",
    "who is there",
    "這是我的錯",
    "這是我的朋友",
    "這是為什麼",
    "記得買牛奶",
    "你記得我們去年去哪裡嗎",
    "講個笑話",
    "你在哪裡",
    "今天天氣如何",
    "幫我寫一封信",
    "這個多少錢",
    "為什麼天是藍的",
    "怎麼煮義大利麵",
    "你喜歡什麼",
    "",
    "...",
    "42",
]

KEEPS_EVERYTHING = [
    "don't forget everything",
    "don't forget my notebook",
    "did you forget everything?",
    "can you forget everything",
    "what happens if you forget everything",
    "forget it",
    "forget that",
    "forget about it",
    "never mind",
    "I forget everything these days",
    "I forgot my keys",
    "forget me not",
    "forget the whole thing",
    "how do I delete everything you know",
    "never forget the last ten minutes",
    "stop",
    "clear",
    "remove the background from everything",
    "everything",
    "delete the file",
    "delete the last message",
    "別忘記所有事",
    "不要忘記我的筆記本",
    "你會忘記所有事嗎",
    "我忘記了",
    "算了",
    "我忘了帶鑰匙",
    "別忘了帶鑰匙",
    "忘記密碼怎麼辦",
]


@pytest.mark.parametrize("said", OUT_OF_SCOPE)
def test_what_is_no_question_of_ours_stays_open(said: str) -> None:
    assert understand(said) == Open()


@pytest.mark.parametrize("said", KEEPS_EVERYTHING)
def test_nothing_is_forgotten_by_a_manner_of_speaking(said: str) -> None:
    assert not isinstance(understand(said), ForgetEverything | ForgetSpan | ForgetThing)
