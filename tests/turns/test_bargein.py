"""What is heard over a reply."""

import numpy as np
import pytest

from assistant.turns.bargein import meant, needs_no_answer, over_reply, repeats, worded, worth_asking
from assistant.turns.prosody import Manner, manner
from tests.speech import clip


@pytest.mark.parametrize(
    "said",
    [
        "stop",
        "Wait!",
        "no no no",
        "hold on please",
        "just a second",
        "wait… one sec",
        "Stop—stop?",
        "okay stop",
        "stop it please",
        "wait a moment",
        "停",
        "等一下",
        "等等…",
        "不對",
        "別說了",
    ],
)
def test_stop_wait_and_no_are_orders(said: str) -> None:
    assert over_reply(said) == "stop"


@pytest.mark.parametrize(
    "said", ["mm-hm", "mhm", "uh-huh", "yeah", "Right, okay.", "I see", "", "…", "嗯", "嗯嗯", "對對", "好的"]
)
def test_what_listeners_say_is_no_turn(said: str) -> None:
    assert over_reply(said) == "backchannel"


@pytest.mark.parametrize(
    "said",
    [
        "no it was the red one",
        "yes but where",
        "what about tomorrow",
        "wait for me at the door",
        "等我說完",
        "好的那明天呢",
    ],
)
def test_anything_else_is_a_turn(said: str) -> None:
    assert over_reply(said) == "turn"


@pytest.mark.parametrize("said", ["Wait.", "no, wait", "hold on", "one moment please", "等一下", "等等", "慢著"])
def test_who_says_wait_while_nothing_is_heard_wants_nothing_said(said: str) -> None:
    assert needs_no_answer(said, by_model=True)
    assert needs_no_answer(said, by_model=False)


@pytest.mark.parametrize("said", ["no", "No, no.", "yes", "okay", "mm-hm", "不是", "好的", "嗯"])
def test_yes_and_no_are_for_a_model_that_knows_what_was_asked(said: str) -> None:
    assert not needs_no_answer(said, by_model=True)
    assert needs_no_answer(said, by_model=False)


@pytest.mark.parametrize("said", ["", "…", "wait for me at the door", "no it was the red one", "不是這個，是那個"])
def test_whoever_says_more_is_answered(said: str) -> None:
    assert not needs_no_answer(said, by_model=True)
    assert not needs_no_answer(said, by_model=False)


@pytest.mark.parametrize(("said", "asked"), [("where are my keys", True), ("stop", False), ("no", False), ("", False)])
def test_an_order_that_was_hardly_heard_is_not_to_be_confirmed_where_there_is_nothing_to_stop(
    said: str, asked: bool
) -> None:
    assert worth_asking(said) == asked


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("things that you show me", True),
        ("codes name colour", True),
        ("things that I show you", False),
        ("stop", False),
        ("read text", False),  # too little to tell from a question
        ("and what about colours", False),
    ],
)
def test_words_that_only_repeat_the_reply_are_its_echo(said: str, own: bool) -> None:
    assert repeats(said, "I can scan codes, name colour, and learn things that you show me.") == own


def test_a_chinese_reply_is_known_again_in_either_writing() -> None:
    assert repeats("看到的东西", "我記得你讓我看到的東西。")
    assert not repeats("我不要這個", "我記得你讓我看到的東西。")


@pytest.mark.parametrize("name", ["en_cards_002", "en_harvard_spk1_snt1", "en_librivox_0880", "es_pv_es"])
def test_speech_sounds_like_words(name: str) -> None:
    assert worded(manner(clip(name)))


def test_a_cough_and_humming_do_not() -> None:
    dice, time = np.random.default_rng(2), np.arange(9_600) / 16_000
    cough = dice.normal(0, 6_000, 9_600) * np.exp(-6 * time)
    hum = sum(np.sin(2 * np.pi * 130 * k * time) / k**3 for k in range(1, 6)) * 5_000
    assert not worded(manner(cough.astype("<i2").tobytes()))
    assert not worded(manner(np.asarray(hum, "<i2").tobytes()))


def test_long_speech_is_meant_whatever_it_sounds_like_and_short_speech_where_it_has_words() -> None:
    words, hum = Manner(0.8, 5.0), Manner(1.0, 1.5)
    assert meant(1.3, 1.4, hum)
    assert meant(0.7, 1.2, words)
    assert not meant(0.7, 1.2, hum)
    assert not meant(0.5, 1.2, words)
