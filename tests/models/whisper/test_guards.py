"""Words that nobody said are dropped; what somebody did say stays, however often it was invented elsewhere."""

from dataclasses import replace

import pytest

from models.whisper.guards import NOTHING, Heard, invented, judge, loops, too_fast

CLEAR = Heard("where is my red notebook", "en", 2.0, -0.2, 0.01, 0.9)


def test_clear_words_are_acted_on_and_their_confidence_is_the_chance_of_a_token() -> None:
    transcript = judge([CLEAR])
    assert (transcript.text, transcript.language, transcript.sure) == (CLEAR.text, "en", True)
    assert transcript.confidence == pytest.approx(0.82, abs=0.01)


@pytest.mark.parametrize(
    "scores",
    [
        {"no_speech": 0.7, "log_probability": -1.1},  # the paper's rule for silence
        {"log_probability": -1.6},
        {"compression": 2.5},
        {"seconds": 0.1},
        {"text": "Thanks for watching!", "no_speech": 0.3},
        {"text": "Thank you.", "log_probability": -0.6},
        {"text": "謝謝觀看", "no_speech": 0.3},
        {"text": "字幕由 Amara.org 社區提供", "log_probability": -0.6},
        {"text": "Untertitel der Amara.org-Community", "no_speech": 0.4},
        {"text": "ご視聴ありがとうございました。", "no_speech": 0.4},
        {"text": "you know you know you know you know you know"},
        {"text": "好的好的好的好的好的"},
        {"text": ""},
    ],
)
def test_what_nobody_said_is_dropped(scores: dict[str, float | str]) -> None:
    assert judge([replace(CLEAR, **scores)]) == NOTHING  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["Thank you.", "Thanks for watching!", "Bye.", "謝謝", "再見", "no no no no", "ha ha ha", "哈哈哈哈"]
)
def test_the_same_words_stay_when_they_were_clearly_said(text: str) -> None:
    assert judge([replace(CLEAR, text=text)]).text == text


@pytest.mark.parametrize("scores", [{"log_probability": -0.9}, {"no_speech": 0.7}])
def test_words_that_may_be_wrong_are_shown_for_correction(scores: dict[str, float]) -> None:
    transcript = judge([replace(CLEAR, **scores)])  # type: ignore[arg-type]
    assert transcript.text == CLEAR.text
    assert not transcript.sure


def test_of_a_long_utterance_only_the_invented_stretch_is_left_out() -> None:
    weak = replace(CLEAR, text="and my glasses", log_probability=-0.9)
    transcript = judge([CLEAR, replace(CLEAR, text="you", no_speech=0.5), weak])
    assert transcript.text == "where is my red notebook and my glasses"
    assert not transcript.sure
    assert not invented(weak)


@pytest.mark.parametrize(
    ("text", "looping"),
    [
        ("la " * 8, True),
        ("la " * 7, False),
        ("I think so. I think so, I think so I think so", True),
        ("I think so. I think so, I think so", False),
        ("so I think I think I think I think I think not", True),
        ("我看到了我看到了我看到了我看到了", True),
        ("where is the cup and where is the hat and where is the book", False),
    ],
)
def test_a_loop_is_four_rounds_of_eight_words_in_all(text: str, looping: bool) -> None:
    assert loops(text) is looping


@pytest.mark.parametrize(
    ("text", "seconds", "impossible"),
    [
        ("stop", 0.1, False),
        ("what is this over there on the desk", 0.9, False),
        ("what is this over there on the desk", 0.3, True),
        ("我的眼鏡放在桌子的哪裡", 1.0, False),
        ("我的眼鏡放在桌子的哪裡", 0.2, True),
    ],
)
def test_nobody_says_so_much_in_so_short_a_time(text: str, seconds: float, impossible: bool) -> None:
    assert too_fast(text, seconds) is impossible
