"""The benchmark of turn endings: what a turn that was taken for over counts as, and what a curve says."""

import numpy as np
import pytest

from assistant.turns.endpointing import Said
from assistant.turns.hearing import WINDOW_BYTES, WINDOW_SECONDS, Endpointing
from benchmarks.curves import Point, curve, cuts_at, delay_at
from benchmarks.replaying import Endings, Heard, Outcome, Setup, every, misheard
from benchmarks.spoken_turns import Conversation, Turn

VOICE, PAUSE, AFTER = 30, 15, 60  # windows
HASTY_TO_PATIENT = [Point(0.1, 0.5, 0.2, 0.0), Point(1.0, 0.3, 0.4, 0.0), Point(2.0, 0.03, 0.9, 0.0)]


def with_a_pause() -> tuple[Heard, Endings]:
    """One turn of two words with 0.48 s of silence between them, heard as a detector would."""
    heard = [0.0] * 10 + [1.0] * VOICE + [0.0] * PAUSE + [1.0] * VOICE + [0.0] * AFTER
    begin, first, end = (number * WINDOW_SECONDS for number in (10, 10 + VOICE, 10 + 2 * VOICE + PAUSE))
    turn = Turn("hello there", "own", begin, end, (("hello", first), ("there", end)), 1)
    pcm = bytes(WINDOW_BYTES * len(heard))
    return Heard(Conversation("one", np.zeros(0, np.float32), (turn,)), pcm, tuple(heard)), Endings(pcm)


def outcome_of_waiting(seconds: float) -> Outcome:
    [found] = every([with_a_pause()], Setup(0.0, 0.0, Endpointing()), lambda _: seconds)
    return found


def test_a_wait_that_is_shorter_than_a_pause_cuts_the_turn_off_and_a_longer_one_comes_later() -> None:
    short, long = outcome_of_waiting(0.32), outcome_of_waiting(0.64)
    assert (short.cut, long.cut) == (True, False)
    assert short.delay == pytest.approx(0.32, abs=0.01)
    assert long.delay == pytest.approx(0.64, abs=0.01)


def test_a_policy_is_told_the_words_before_each_pause() -> None:
    told: list[str | None] = []

    def patient(said: Said) -> float:
        told.append(said.text)
        return 1.0

    every([with_a_pause()], Setup(0.0, 0.0, Endpointing()), patient)
    assert told == [None, "hello", None, "hello there"]


def test_the_same_words_are_misheard_for_every_policy() -> None:
    heard = [misheard("kettle", f"turn/{number}", 0.3) for number in range(400)]
    wrong = sum(word != "kettle" for word in heard)
    assert heard == [misheard("kettle", f"turn/{number}", 0.3) for number in range(400)]
    assert 80 < wrong < 160
    assert misheard("kettle", "turn/1", 0.0) == "kettle"


def test_figures_between_two_settings_lie_on_the_line_between_them() -> None:
    assert cuts_at(HASTY_TO_PATIENT, 0.3) == pytest.approx(0.4)
    assert delay_at(HASTY_TO_PATIENT, 0.05) == pytest.approx(0.4 + 0.5 * 0.25 / 0.27)


def test_what_a_curve_does_not_reach_is_not_guessed() -> None:
    assert cuts_at(HASTY_TO_PATIENT, 0.1) is None
    assert delay_at(HASTY_TO_PATIENT, 0.01) is None
    assert delay_at(HASTY_TO_PATIENT[2:], 0.05) == 0.9


def test_a_curve_counts_the_turns_that_are_asked_for_and_no_delay_of_one_that_never_ended() -> None:
    [mine, other] = (Turn(key, "own", 0.0, 1.0, (), 0) for key in ("mine", "other"))
    turns = [Outcome(mine, True, 0.2, 0), Outcome(mine, False, None, 0), Outcome(other, True, 5.0, 0)]
    [point] = curve({1.0: turns}, lambda turn: turn is mine)
    assert (point.cuts, point.delay) == (0.5, 0.2)
