"""Spoken questions are understood; other speech, however clear, is not taken for one."""

import asyncio
import contextlib
import itertools
import re
import time
from collections.abc import Iterator

import numpy as np
import psutil
import pytest

from assistant.core.errors import HearingError
from assistant.core.questions import LISTENERS, ORDERS
from assistant.core.values import Transcript, Utterance
from assistant.turns.bargein import over_reply
from benchmarks.clips import pcm16
from benchmarks.overlaps import spoken
from models.builtin import ears
from models.builtin.ears import Ears, judge
from tests.clock import run
from tests.speech import clip, flite

TAUGHT = ["fruitbowl", "Anna's scarf"]


async def names() -> list[str]:
    return list(TAUGHT)


@pytest.fixture(scope="module")
def listener() -> Iterator[Ears]:
    with contextlib.closing(ears.create(names)) as made:
        yield made


def heard(listener: Ears, pcm: bytes) -> Transcript:
    return run(listener.transcribe(Utterance(bytes(9_600) + pcm + bytes(6_400), ended=0.0)))


@pytest.mark.parametrize(
    "question",
    [
        "where are my glasses",
        "have you seen my fruitbowl",
        "this is my water bottle",
        "remember that my glasses are on the piano",
        "what does it say",
        "what did you see in the last five minutes",
        "tell me when someone comes in",
        "what are you watching for",
        "stop watching for the cat",
    ],
)
def test_a_clearly_spoken_question_is_understood_and_sure(listener: Ears, question: str) -> None:
    transcript = heard(listener, flite(question))
    assert (transcript.text, transcript.sure, transcript.language) == (question, True, "en")
    assert transcript.confidence > 0.7


@pytest.mark.parametrize("order", ["stop", "wait", "no", "hold on", "wait a moment", "stop it please"])
def test_an_order_to_stop_is_understood(listener: Ears, order: str) -> None:
    transcript = heard(listener, flite(order, "rms"))
    assert (transcript.text, transcript.sure) == (order, True)


@pytest.mark.parametrize("said", ["okay", "right", "sure", "yeah", "oh really"])
def test_a_listeners_word_is_understood_as_one_or_not_at_all(listener: Ears, said: str) -> None:
    assert heard(listener, flite(said)).text in ("", said)


def test_orders_are_obeyed_whoever_gives_them(listener: Ears) -> None:
    """Where free recognition hears another word ("stove") it is one all the same, though not surely."""

    def obeyed(order: str, voice: str) -> bool:
        sound = np.pad(spoken(order, voice), (4_800, 1_600))
        hiss = np.random.default_rng(0).normal(0, 6e-4, len(sound)).astype(np.float32)  # a microphone's
        return run(listener.transcribe(Utterance(pcm16(sound + hiss), ended=0.0))).text == order

    orders = itertools.product(["stop", "wait", "no", "hold on"], ["slt", "rms", "awb", "kal16"])
    assert sum(itertools.starmap(obeyed, orders)) >= 15


@pytest.mark.parametrize("name", ["en_cards_001", "en_cards_003", "en_whats_the_weather_like"])
def test_what_is_short_and_no_order_is_none(listener: Ears, name: str) -> None:
    assert heard(listener, clip(name)).text not in ORDERS


def test_what_listeners_say_wants_no_answer() -> None:
    for pattern in LISTENERS:
        for words in re.findall(r"[a-z]+(?: [a-z]+)*", pattern):
            assert over_reply(words) == "backchannel"


def test_to_forget_is_never_done_on_hearsay(listener: Ears) -> None:
    transcript = heard(listener, flite("forget the last ten minutes"))
    assert (transcript.text, transcript.sure) == ("forget the last ten minutes", False)


@pytest.mark.parametrize(
    "name", ["en_cards_003", "en_harvard_spk1_snt3", "en_turn_on_the_office_lights_00", "en_whats_the_weather_like"]
)
def test_what_real_people_say_of_other_things_is_not_taken_for_a_question(listener: Ears, name: str) -> None:
    transcript = heard(listener, clip(name))
    assert not (transcript.text and transcript.sure)


@pytest.mark.parametrize("sentence", ["tell me a joke", "how old is the universe", "set an alarm for seven"])
def test_other_questions_are_not_sure_either(listener: Ears, sentence: str) -> None:
    transcript = heard(listener, flite(sentence))
    assert not (transcript.text and transcript.sure)


@pytest.mark.parametrize("pcm", [b"", bytes(32_000), bytes(2 * 16_000 * 60)])
def test_silence_nothing_and_a_speech_of_a_minute_are_no_question(listener: Ears, pcm: bytes) -> None:
    assert heard(listener, pcm).text == ""


def test_noise_is_no_question(listener: Ears) -> None:
    assert heard(listener, clip("noise_2")).text == ""


def test_the_event_loop_goes_on_while_a_sentence_is_decoded(listener: Ears) -> None:
    """In this process the decoder would hold the interpreter's lock for seconds; sound must never wait for that."""
    pcm = clip("en_harvard_spk1_snt1")

    async def longest_gap() -> float:
        decoding = asyncio.ensure_future(listener.transcribe(Utterance(pcm, ended=0.0)))
        longest, last = 0.0, time.perf_counter()
        while not decoding.done():
            await asyncio.sleep(0.002)
            longest, last = max(longest, time.perf_counter() - last), time.perf_counter()
        return longest

    assert asyncio.run(longest_gap()) < 0.25


def test_a_recogniser_that_dies_is_an_error_that_says_what_to_do_and_the_next_sentence_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with contextlib.closing(ears.create(names)) as listener:
        with monkeypatch.context() as patience:
            patience.setattr(ears, "_PATIENCE", 0.0)
            with pytest.raises(HearingError, match="say it again, or type it"):
                heard(listener, bytes(32_000))
        assert heard(listener, bytes(32_000)) == Transcript("", "en", 0.0)
    assert not [child for child in psutil.Process().children() if child.status() == psutil.STATUS_ZOMBIE]


def test_to_forget_a_name_the_recogniser_is_ended_and_the_next_sentence_is_heard_by_another(listener: Ears) -> None:
    question = flite("where is my fruitbowl")
    before = heard(listener, question)
    (process,) = (one for one in psutil.Process().children() if "models.builtin.ears_worker" in one.cmdline())
    run(listener.forget())
    assert not process.is_running()
    assert heard(listener, question) == before


def test_agreement_makes_sure_and_disagreement_nothing() -> None:
    assert judge("where are my glasses", "where are my glasses") == Transcript("where are my glasses", "en", 1.0)
    assert judge("is someone facing you", "as someone facing you").sure
    assert judge("what does the label say", "what's the weather like").sure is False
    assert judge("how is the picture", "how old is the universe").sure is False
    assert judge("stop", "seven of clubs").text == ""
    assert judge("", "").text == ""


def test_a_thing_that_only_the_grammar_heard_is_not_sure_unless_it_was_taught() -> None:
    assert judge("remember that my keys are in the jar", "remember that my keys are in the dark").sure is False
    assert judge("where is my fruitbowl", "where is my fruit ball", ["mug"]).sure is False
    assert judge("where is my fruitbowl", "where is my fruit ball", ["Fruitbowl"]).sure
