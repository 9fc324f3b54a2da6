"""How long to wait for more: by the words, by the voice, by the speaker."""

import pytest

from assistant.endpointing import LONGEST, SHORTEST, WORDLESS, Said, patience
from assistant.prosody import Ending

FALLEN, LEVEL = Ending(drop=-4.0, fade=-12.0), Ending(drop=1.0, fade=0.0)
USUAL = patience(Said(""))


@pytest.mark.parametrize(
    "said", ["where are my glasses?", "what did I show you five minutes ago", "yes", "stop", "tell me about it"]
)
def test_a_whole_question_and_a_short_answer_are_not_left_hanging(said: str) -> None:
    assert patience(Said(said)) < 0.5


@pytest.mark.parametrize("said", ["我的眼鏡現在放在哪裡？", "你看得到這個東西嗎", "好的", "不用"])
def test_nor_are_they_in_chinese(said: str) -> None:
    assert patience(Said(said)) < 0.5


@pytest.mark.parametrize(
    "said", ["and then the", "could you tell me if the", "I was thinking, um", "put the red one in…", "我想要", "嗯"]
)
def test_a_clause_that_is_open_and_a_filler_are_waited_out(said: str) -> None:
    assert patience(Said(said)) > 1.0


def test_until_the_words_are_known_the_wait_leaves_them_time() -> None:
    assert patience(Said(None)) >= WORDLESS
    assert patience(Said(None, FALLEN, (0.3,) * 20), sure=-5) == WORDLESS


@pytest.mark.parametrize("said", ["where are my glasses", "the red notebook", "I left it on"])
def test_a_voice_that_fell_and_died_away_is_waited_for_less_than_one_that_stayed_up(said: str) -> None:
    assert patience(Said(said, FALLEN)) < patience(Said(said)) < patience(Said(said, LEVEL))


def test_who_pauses_long_is_waited_for_longer() -> None:
    said = "the red notebook"
    quick, slow = patience(Said(said, pauses=(0.3,) * 10)), patience(Said(said, pauses=(1.2,) * 10))
    assert quick < patience(Said(said)) < slow
    assert patience(Said(said, pauses=(1.2,))) < patience(Said(said, pauses=(1.2,) * 5))


def test_to_be_surer_is_to_wait_longer_and_never_beyond_the_bounds() -> None:
    said = Said("where is the notebook", LEVEL, (0.8, 1.1))
    waits = [patience(said, sure / 4) for sure in range(-40, 41)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (SHORTEST, LONGEST)
