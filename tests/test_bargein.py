"""Words over a reply."""

import pytest

from assistant.bargein import over_reply


@pytest.mark.parametrize(
    "said",
    [
        "stop",
        "Wait!",
        "no no no",
        "hold on please",
        "just a second",
        "okay stop",
        "停",
        "等一下",
        "等等",
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
