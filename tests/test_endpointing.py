"""How long to wait for more, by what was said."""

import pytest

from assistant.endpointing import FINISHED, UNFINISHED, USUAL, patience


@pytest.mark.parametrize(
    "said",
    [
        "where are my glasses?",
        "what did I show you five minutes ago",
        "can you read this for me",
        "what is this",
        "who are you",
        "yes",
        "No.",
        "stop",
        "我的眼鏡在哪裡？",
        "你看得到這個嗎",
        "好的",
        "不用",
    ],
)
def test_a_whole_question_and_a_short_answer_are_not_left_hanging(said: str) -> None:
    assert patience(said) == FINISHED


@pytest.mark.parametrize(
    "said",
    [
        "and then I",
        "could you tell me if the",
        "I was thinking, um",
        "so what I want is,",
        "put the red one in…",
        "我想要把這個",
        "然後",
        "因為我的",
        "嗯",
    ],
)
def test_a_clause_that_is_open_and_a_filler_are_waited_out(said: str) -> None:
    assert patience(said) == UNFINISHED


@pytest.mark.parametrize("said", ["", "the weather is nice today", "我今天買了一本書"])
def test_what_tells_nothing_gets_the_usual_silence(said: str) -> None:
    assert patience(said) == USUAL
