"""To be told, to ask for the list, to have done with it; until when; and what only sounds like it."""

from datetime import UTC, datetime

import pytest

from assistant.core.intents import Intent, StopAwaiting, TellMeWhen, WhatAwaited
from assistant.understanding import understand
from assistant.understanding.awaited import until

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("Tell me when the kettle boils.", TellMeWhen("the kettle boils")),
        ("please tell me when someone is at the door", TellMeWhen("someone is at the door")),
        ("let me know as soon as the red cup is gone", TellMeWhen("the red cup is gone")),
        ("let me know if the cat comes in", TellMeWhen("the cat comes in")),
        ("can you tell me when I pick up a knife?", TellMeWhen("I pick up a knife")),
        ("whenever someone comes in, tell me", TellMeWhen("someone comes in", every=True)),
        ("tell me when the cat comes in for the next hour", TellMeWhen("the cat comes in", "for the next hour")),
        ("tell me when a bottle is put back until 5 pm", TellMeWhen("a bottle is put back", "until 5 pm")),
        ("watch out for a cat", TellMeWhen("you see a cat")),
        ("水開了告訴我", TellMeWhen("水開了")),
        ("水开了的时候告诉我", TellMeWhen("水开了")),
        ("有人來了叫我", TellMeWhen("有人來了")),
        ("每次有人來都告訴我", TellMeWhen("有人來", every=True)),
        ("接下來十分鐘有人進來就通知我", TellMeWhen("有人進來", "接下來十分鐘")),
        ("看到貓就告訴我", TellMeWhen("看到貓")),
        ("what are you watching for?", WhatAwaited()),
        ("你在等什麼？", WhatAwaited()),
        ("stop watching", StopAwaiting()),
        ("stop watching for the cat", StopAwaiting("the cat")),
        ("you don't need to tell me when the kettle boils", StopAwaiting("the kettle boils")),
        ("不用告訴我水開了", StopAwaiting("水開")),
        ("取消所有提醒", StopAwaiting()),
    ],
)
def test_what_is_said_is_meant(said: str, intent: Intent) -> None:
    assert understand(said) == intent


@pytest.mark.parametrize(
    "said",
    [
        "tell me when you last saw my keys",
        "tell me when the war ended",
        "tell me when Christmas is",
        "tell me when to stop",
        "let me know if the meeting is important",
        "tell me what you see",
        "tell me a story",
        "告訴我什麼時候開會",
        "告訴我你看到什麼",
    ],
)
def test_what_only_sounds_like_it_is_something_else(said: str) -> None:
    assert not isinstance(understand(said), TellMeWhen | WhatAwaited | StopAwaiting)


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        ("", 24.0),
        ("in the next ten minutes", 1 / 6),
        ("for two hours", 2.0),
        ("半小時內", 0.5),
        ("接下來十分鐘", 1 / 6),
        ("until 5 pm", 2.0),
        ("today", 9.0),
        ("今晚", 9.0),
        ("until the cows come home", 24.0),
    ],
)
def test_how_long_is_watched(when: str, hours: float) -> None:
    assert (until(when, NOW, UTC) - NOW) / 3600 == pytest.approx(hours, abs=0.02)
