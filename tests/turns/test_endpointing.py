"""How long to wait for more: by the words, by the voice, by the speaker."""

import pytest

from assistant.turns.endpointing import LONGEST, SHORTEST, WORDLESS, Said, odds, patience, whole
from assistant.turns.prosody import Ending

FALLEN, LEVEL, RISEN = Ending(drop=-4.0, fade=-12.0), Ending(drop=1.0, fade=0.0), Ending(drop=4.0, fade=-3.0)
HUMAN = 0.32  # seconds from the last word to the answer that feel like talking to a person
QUESTIONS = (
    "where are my glasses?",
    "what did I show you five minutes ago",
    "where is it",
    "who painted the ceiling of the Sistine Chapel",
    "what is this book about",
    "can you read this",
    "is the oven on",
    "我的眼鏡現在放在哪裡？",
    "你看得到這個東西嗎",
    "现在几点了",
)


@pytest.mark.parametrize("said", QUESTIONS)
@pytest.mark.parametrize("ending", [None, FALLEN, LEVEL, RISEN], ids=["unheard", "fallen", "level", "risen"])
def test_a_finished_question_is_answered_at_human_speed_however_it_was_sung(said: str, ending: Ending | None) -> None:
    assert patience(Said(said, ending)) < HUMAN


@pytest.mark.parametrize(
    "said", ["yes", "stop", "tell me about it", "I left it on the table", "the soup tastes salty", "好的", "不用"]
)
def test_a_short_answer_and_what_is_whole_are_not_left_hanging(said: str) -> None:
    assert patience(Said(said)) < HUMAN


@pytest.mark.parametrize(
    "said", ["and then the", "could you tell me if the", "I was thinking, um", "put the red one in…", "我想要", "嗯"]
)
@pytest.mark.parametrize("ending", [None, FALLEN, LEVEL], ids=["unheard", "fallen", "level"])
def test_a_clause_that_is_open_and_a_filler_are_waited_out(said: str, ending: Ending | None) -> None:
    assert patience(Said(said, ending)) > 1.0


def test_what_is_open_by_its_last_word_is_waited_for_longer_than_what_may_be_misheard() -> None:
    leaning, misheard = Said("where did I put my"), Said("where meeting the chalkboard eraser")
    assert patience(leaning) > 1.0
    assert odds(leaning) < odds(misheard) - 1


def test_the_longer_open_words_are_the_more_likely_one_of_them_was_misheard() -> None:
    assert odds(Said("from the")) < odds(Said("walk from here to the")) < odds(Said("how can I walk from here to the"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("where did I leave my keys", "can you see them on the table"),
        ("I lost my ring at the beach", "where is it"),
        ("我的眼鏡在哪裡", "你看得到嗎"),
    ],
)
def test_who_has_said_a_second_whole_sentence_is_waited_for_less(first: str, second: str) -> None:
    before = whole(Said(first))
    assert before == first
    assert whole(Said(f"{first} and", whole=before)) == first
    assert odds(Said(f"{first} {second}", whole=before)) > odds(Said(second))
    assert odds(Said(f"{first} {second[:-1]}", whole=before)) <= odds(Said(f"{first} {second}", whole=before))


def test_the_rest_of_a_sentence_is_no_second_one() -> None:
    said = Said("can I use a mop in the", whole=whole(Said("can I use a mop")))
    assert said.second == ""
    assert patience(said) > 1.0
    assert Said("I think so", whole="where are my keys").second == ""  # nor are words that are not these


def test_until_the_words_are_known_the_wait_leaves_them_time() -> None:
    assert patience(Said(None)) >= WORDLESS
    assert patience(Said(None, FALLEN, (0.3,) * 20), cut_off=0.01) == WORDLESS


@pytest.mark.parametrize("said", ["my two dogs", "the red notebook", "a cup of"])
def test_a_voice_that_fell_and_died_away_is_waited_for_less_than_one_that_stayed_up(said: str) -> None:
    assert patience(Said(said, FALLEN)) < patience(Said(said)) < patience(Said(said, LEVEL))


def test_who_pauses_long_is_waited_for_longer() -> None:
    said = "the red notebook"
    quick, slow = patience(Said(said, pauses=(0.3,) * 10)), patience(Said(said, pauses=(0.8,) * 10))
    assert quick < patience(Said(said)) < slow
    assert patience(Said(said, pauses=(0.8,))) < patience(Said(said, pauses=(0.8,) * 5))


def test_the_dearer_a_cut_off_the_longer_the_wait_and_never_beyond_the_bounds() -> None:
    said = Said("where is the notebook", LEVEL, (0.8, 1.1))
    waits = [patience(said, 1.1**step) for step in range(-60, 61)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == pytest.approx((SHORTEST, LONGEST), abs=0.02)


def test_a_learned_detector_is_heard_but_does_not_decide_alone() -> None:
    for said in ("my two dogs", "where are my glasses", "and then the"):
        waits = [patience(Said(said, over=over)) for over in (1.0, 0.9, 0.5, 0.1, 0.0)]
        assert waits == sorted(waits)
        assert waits[2] == patience(Said(said))
    assert patience(Said("my two dogs", over=0.95)) < HUMAN < patience(Said("my two dogs"))
    assert patience(Said("where are my glasses", over=0.02)) > 0.6
    assert patience(Said("I was thinking um", over=0.98)) > 0.6


def test_the_same_is_said_of_the_same_however_often_it_is_asked() -> None:
    said = Said("where is the notebook", FALLEN, (0.4,), 0.7)
    assert len({patience(said) for _ in range(3)}) == 1


def test_who_goes_on_after_a_cut_is_heard_as_one_with_what_was_said_before() -> None:
    alone, joined = Said("in the kitchen"), Said("in the kitchen", earlier="where did I leave my keys")
    assert patience(joined) < HUMAN < patience(alone)
    assert patience(Said("on the", earlier="where did I leave my keys")) > 1.0
    assert patience(Said("放在廚房裡了嗎", earlier="我的鑰匙")) < HUMAN
    assert patience(Said("stop", earlier="I was thinking about the")) < HUMAN
