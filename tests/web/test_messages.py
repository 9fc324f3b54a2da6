import pytest

from assistant.core.errors import PacketError
from assistant.core.values import (
    CancelAwaited,
    Capturing,
    Dictated,
    Interrupt,
    Played,
    PlayedText,
    PushToTalk,
    Remembering,
    Typed,
)
from assistant.web import messages


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"type":"typed","id":"a1","text":"你好"}', Typed("a1", "你好")),
        ('{"type":"dictated","text":"hello"}', Dictated("hello")),
        ('{"type":"dictated","text":"hel","final":false}', Dictated("hel", final=False)),
        ('{"type":"interrupt"}', Interrupt()),
        ('{"type":"push_to_talk","pressed":true}', PushToTalk(True)),
        ('{"type":"played","turn":3,"seconds":1.5}', Played(3, 1.5)),
        ('{"type":"played","turn":3,"seconds":2,"finished":true}', Played(3, 2.0, finished=True)),
        ('{"type":"played_text","turn":3,"sentence":1,"characters":9}', PlayedText(3, 1, 9)),
        ('{"type":"capturing","camera":true,"voice":"server"}', Capturing(camera=True, voice="server")),
        ('{"type":"remembering","on":false}', Remembering(False)),
        ('{"type":"cancel_awaited","id":3}', CancelAwaited(3)),
        ('{"type":"pong"}', messages.Pong()),
    ],
)
def test_every_input_has_a_message(text: str, value: object) -> None:
    assert messages.read_message(text) == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 5000, "no JSON"),
        ('{"type":"played","turn":1,"seconds":NaN}', "no JSON"),
        ("[]", "without a type"),
        ('"typed"', "without a type"),
        ('{"type":7}', "without a type"),
        ('{"type":"format_disk"}', "unknown type 'format_disk'"),
        ('{"type":"typed","text":"hi"}', "without 'id'"),
        ('{"type":"typed","id":7,"text":"hi"}', "'id' must be text"),
        ('{"type":"played","turn":true,"seconds":1}', "'turn' must be a whole number"),
        ('{"type":"played","turn":-1,"seconds":1}', "'turn' must be a whole number"),
        ('{"type":"played","turn":1e3,"seconds":1}', "'turn' must be a whole number"),
        ('{"type":"played","turn":1,"seconds":1e999}', "'seconds' must be a number of seconds"),
        ('{"type":"push_to_talk","pressed":1}', "'pressed' must be true or false"),
        ('{"type":"capturing","voice":["server"]}', "'voice' must be browser, server or off"),
        ('{"type":"dictated","text":"' + "x" * 16_001 + '"}', "at most 16000 characters"),
        ('{"type":"dictated","text":"' + "x" * 66_000 + '"}', "more than 64 KB"),
        ('{"type":"played","turn":' + "9" * 5000 + ',"seconds":1}', "no JSON"),
    ],
)
def test_a_message_that_is_not_as_agreed_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(PacketError, match=says):
        messages.read_message(text)


def test_half_a_surrogate_pair_is_replaced_so_that_it_can_be_stored() -> None:
    value = messages.read_message('{"type":"dictated","text":"\\ud83d"}')
    assert value == Dictated("?")
