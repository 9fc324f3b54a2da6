"""Probabilities in, turns of speech out: script and expectation in windows of 32 ms."""

import random

import pytest

from assistant.core.values import AudioChunk
from assistant.turns.hearing import (
    SAMPLES,
    WINDOW_BYTES,
    Ended,
    Endpointer,
    Endpointing,
    Heard,
    Microphone,
    Paused,
    Started,
    WentOn,
    windows,
)

SILENT = 0.02
LOUD = 0.97
PRE_ROLL, PAUSE, SILENCE = windows(0.3), windows(0.096), windows(0.6)


def play(endpointer: Endpointer, *script: tuple[float, float]) -> list[tuple[int, Heard]]:
    """Feeds (probability, seconds) pieces; returns what came, with the number of the window it came in."""
    probabilities = [probability for probability, seconds in script for _ in range(windows(seconds))]
    fed = [(number, endpointer.feed(probability)) for number, probability in enumerate(probabilities)]
    return [(number, heard) for number, heard in fed if heard is not None]


def kinds(heard: list[tuple[int, Heard]]) -> list[type[Heard]]:
    return [type(value) for _, value in heard]


def test_a_window_is_32_milliseconds() -> None:
    assert (PRE_ROLL, PAUSE, SILENCE, windows(0.096), windows(0.0)) == (10, 3, 19, 3, 0)


def test_silence_never_starts_anything() -> None:
    dice = random.Random(1)
    endpointer = Endpointer()
    assert [endpointer.feed(dice.uniform(0, 0.49)) for _ in range(10_000)] == [None] * 10_000
    assert endpointer.speech_seconds == 0


def test_a_click_starts_nothing_however_often_it_comes() -> None:
    script = [(SILENT, 0.32), (LOUD, 0.064)] * 50
    assert play(Endpointer(), *script) == []


def test_a_sentence_starts_pauses_and_ends_with_its_pre_roll() -> None:
    heard = play(Endpointer(), (SILENT, 1.6), (LOUD, 0.96), (SILENT, 1.6))
    start, end = 50 - PRE_ROLL, 80 + PAUSE
    assert heard == [
        (52, Started(start)),
        (80 + PAUSE - 1, Paused(start, end)),
        (80 + SILENCE - 1, Ended(start, end)),
    ]


def test_a_pause_of_400_ms_does_not_split_a_sentence() -> None:
    heard = play(Endpointer(), (SILENT, 1), (LOUD, 1), (SILENT, 0.4), (LOUD, 1), (SILENT, 1))
    assert kinds(heard) == [Started, Paused, WentOn, Paused, Ended]


def test_two_sentences_a_second_apart_are_two_and_do_not_overlap() -> None:
    heard = play(Endpointer(), (LOUD, 1), (SILENT, 1), (LOUD, 1), (SILENT, 1))
    first, second = [value for _, value in heard if isinstance(value, Ended)]
    assert first.start == 0
    assert first.end <= second.start


def test_between_the_thresholds_speech_goes_on_but_does_not_begin() -> None:
    assert play(Endpointer(), (0.4, 3)) == []
    assert kinds(play(Endpointer(), (LOUD, 0.2), (0.4, 3))) == [Started]


def test_the_silence_that_ends_a_turn_is_configurable_and_can_be_changed_for_one_turn() -> None:
    assert play(Endpointer(Endpointing(silence=1.0)), (LOUD, 0.32), (SILENT, 2))[-1][0] == 10 + windows(1.0) - 1
    endpointer = Endpointer()
    play(endpointer, (LOUD, 0.32))
    endpointer.wait(0.32)
    assert play(endpointer, (SILENT, 2))[-1][0] == windows(0.32) - 1
    assert play(endpointer, (LOUD, 0.32), (SILENT, 2))[-1][0] == 10 + SILENCE - 1


def test_speech_seconds_count_voice_only_so_that_a_barge_in_can_be_confirmed() -> None:
    endpointer = Endpointer()
    play(endpointer, (LOUD, 0.32), (SILENT, 0.32), (LOUD, 0.16))
    assert endpointer.speech_seconds == pytest.approx(0.48)
    play(endpointer, (LOUD, 0.032))
    assert endpointer.speech_seconds >= 0.5
    play(endpointer, (SILENT, 1))
    assert endpointer.speech_seconds == 0


def test_endless_speech_is_cut_at_30_seconds_and_goes_on_in_the_next_utterance() -> None:
    heard = play(Endpointer(), (LOUD, 70), (SILENT, 1))
    ended = [value for _, value in heard if isinstance(value, Ended)]
    assert [value.end - value.start for value in ended[:2]] == [windows(30)] * 2
    assert [before.end for before in ended[:-1]] == [after.start for after in ended[1:]]


def test_while_the_key_is_down_silence_is_speech_and_letting_go_ends_it() -> None:
    endpointer = Endpointer()
    play(endpointer, (SILENT, 1.6))
    assert endpointer.force(True) == Started(50 - PRE_ROLL)
    assert play(endpointer, (SILENT, 3.2), (LOUD, 0.32), (SILENT, 1.6)) == []
    assert endpointer.force(False) == Ended(50 - PRE_ROLL, 210)
    assert play(endpointer, (SILENT, 3)) == []


def test_the_key_joins_an_utterance_that_has_begun() -> None:
    endpointer = Endpointer()
    assert kinds(play(endpointer, (LOUD, 0.32), (SILENT, 0.3))) == [Started, Paused]
    assert endpointer.force(True) == WentOn()
    assert play(endpointer, (SILENT, 2)) == []
    assert endpointer.force(False) == Ended(0, 20 + windows(2))


def test_letting_go_of_a_key_that_was_not_down_does_nothing() -> None:
    assert Endpointer().force(False) is None


def test_any_stream_gives_turns_that_begin_and_end_in_order_and_never_overlap() -> None:
    for seed in range(200):
        dice = random.Random(seed)
        script = [(dice.choice([SILENT, 0.4, LOUD]), dice.uniform(0, 1.2)) for _ in range(60)]
        values = [value for _, value in play(Endpointer(), *script, (SILENT, 1))]
        inside, paused, free = False, False, 0
        for value in values:
            match value:
                case Started(start):
                    assert not inside
                    assert start >= free
                    inside = True
                case Paused(start, end):
                    assert inside
                    assert not paused
                    paused = True
                case WentOn():
                    assert paused
                    paused = False
                case Ended(start, end):
                    assert inside
                    assert free <= start < end
                    inside, paused, free = False, False, end
        assert not inside


def loudness(chunk: AudioChunk) -> float:
    """A detector for tests: sure of speech where any sample is not zero."""
    return LOUD if any(chunk.pcm) else SILENT


def tone(seconds: float, value: int) -> bytes:
    return value.to_bytes(2, "little") * (windows(seconds) * SAMPLES)


def turns(microphone: Microphone, sound: bytes, dice: random.Random) -> list[bytes]:
    """The sound of all utterances, heard in packets of random length, odd ones too."""
    found, at = [], 0
    while at < len(sound):
        size = dice.choice([1, 7, 640, 1024, 3001, 9000])
        found += [pcm for heard, pcm in microphone.hear(sound[at : at + size]) if isinstance(heard, Ended)]
        at += size
    return found


@pytest.mark.parametrize("seed", range(5))
def test_the_utterance_holds_the_pre_roll_all_of_the_speech_and_the_pause(seed: int) -> None:
    sound = tone(2, 0) + tone(1, 300) + tone(0.4, 0) + tone(1, 500) + tone(2, 0)
    speech = tone(1, 300) + tone(0.4, 0) + tone(1, 500)
    found = turns(Microphone(loudness), sound, random.Random(seed))
    assert found == [bytes(PRE_ROLL * WINDOW_BYTES) + speech + bytes(PAUSE * WINDOW_BYTES)]


def test_what_is_heard_at_a_pause_is_what_the_turn_will_have_been() -> None:
    heard = Microphone(loudness).hear(tone(1, 300) + tone(2, 0))
    assert kinds([(0, value) for value, _ in heard]) == [Started, Paused, Ended]
    assert heard[1][1] == heard[2][1] != b""


def test_hours_of_sound_cost_no_memory() -> None:
    microphone = Microphone(loudness)
    for _ in range(40):
        microphone.hear(tone(20, 0) + tone(40, 7))
        assert len(microphone._sound) <= (windows(30) + PRE_ROLL + 1) * WINDOW_BYTES


def test_the_key_gives_the_sound_that_was_held() -> None:
    microphone = Microphone(loudness)
    microphone.hear(tone(1, 0))
    assert [value for value, _ in microphone.force(True)] == [Started(windows(1) - PRE_ROLL)]
    microphone.hear(tone(1, 3))
    ((ended, pcm),) = microphone.force(False)
    assert isinstance(ended, Ended)
    assert pcm == bytes(PRE_ROLL * WINDOW_BYTES) + tone(1, 3)


def test_pauses_of_the_speaker_are_known_and_so_is_one_that_ended_the_turn_too_soon() -> None:
    endpointer = Endpointer()
    play(endpointer, (LOUD, 0.96), (SILENT, 0.32), (LOUD, 0.32), (SILENT, 0.064), (LOUD, 0.32), (SILENT, 0.96))
    assert endpointer.pauses == pytest.approx([0.32])
    play(endpointer, (LOUD, 0.32))
    assert endpointer.pauses == pytest.approx([0.32, 0.96])


def test_a_turn_after_the_answer_is_no_pause() -> None:
    endpointer = Endpointer()
    play(endpointer, (LOUD, 0.96), (SILENT, 2.56), (LOUD, 0.96), (SILENT, 2.56))
    assert endpointer.pauses == ()


def test_who_speaks_again_at_once_goes_on_and_who_does_so_later_begins_anew() -> None:
    endpointer = Endpointer()
    play(endpointer, (LOUD, 0.96), (SILENT, 0.96), (LOUD, 0.32))
    assert endpointer.resumed
    play(endpointer, (SILENT, 2.56), (LOUD, 0.32))
    assert not endpointer.resumed
