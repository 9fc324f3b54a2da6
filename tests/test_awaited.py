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
        ("give me a heads up when my boss walks in", TellMeWhen("my boss walks in")),
        ("I'd like to know when the baby wakes up", TellMeWhen("the baby wakes up")),
        ("warn me if somebody touches my bag", TellMeWhen("somebody touches my bag")),
        ("keep an eye on the oven and shout when it's done", TellMeWhen("the oven is done")),
        ("keep an eye on my bike", TellMeWhen("something happens to my bike")),
        ("in the next half hour, tell me if anyone walks in", TellMeWhen("anyone walks in", "in the next half hour")),
        ("remind me to lock the door when I leave", TellMeWhen("I leave", note="lock the door")),
        ("hey, just let me know when it starts raining, okay?", TellMeWhen("it starts raining")),
        ("水開了告訴我", TellMeWhen("水開了")),
        ("水开了的时候告诉我", TellMeWhen("水开了")),
        ("有人來了叫我", TellMeWhen("有人來了")),
        ("每次有人來都告訴我", TellMeWhen("有人來", every=True)),
        ("接下來十分鐘有人進來就通知我", TellMeWhen("有人進來", "接下來十分鐘")),
        ("看到貓就告訴我", TellMeWhen("看到貓")),
        ("水滚了喊我一声", TellMeWhen("水滚了")),
        ("有人按門鈴的時候跟我說", TellMeWhen("有人按門鈴")),
        ("等我拿起刀提醒我", TellMeWhen("我拿起刀")),
        ("要是有人進來你就告訴我", TellMeWhen("有人進來")),
        ("能不能在水开的时候提醒我一下", TellMeWhen("水开")),
        ("每當有人走過你就說一聲", TellMeWhen("有人走過", every=True)),
        ("你幫我盯著貓，牠上桌就告訴我", TellMeWhen("貓上桌")),
        ("可以幫我看著爐子嗎", TellMeWhen("爐子有動靜")),
        ("帮我留意一下有没有人进来", TellMeWhen("有人进来")),
        ("我一拿起杯子就提醒我吃藥", TellMeWhen("我拿起杯子", note="吃藥")),
        ("what are you watching for?", WhatAwaited()),
        ("what did I ask you to watch for?", WhatAwaited()),
        ("do I have any alerts?", WhatAwaited()),
        ("are you still watching the door?", WhatAwaited()),
        ("我叫你提醒我什麼？", WhatAwaited()),
        ("你还在帮我看着门吗？", WhatAwaited()),
        ("你在等什麼？", WhatAwaited()),
        ("stop watching", StopAwaiting()),
        ("stop watching for the cat", StopAwaiting("the cat")),
        ("you don't need to tell me when the kettle boils", StopAwaiting("the kettle boils")),
        ("不用告訴我水開了", StopAwaiting("水開")),
        ("never mind the kettle", StopAwaiting("the kettle")),
        ("you can stop watching the door now", StopAwaiting("the door")),
        ("no need to look out for the van anymore", StopAwaiting("the van")),
        ("don't tell me about the cat anymore", StopAwaiting("the cat")),
        ("cancel the door alert", StopAwaiting("the door")),
        ("cancel that alert", StopAwaiting("that")),
        ("stop reminding me", StopAwaiting()),
        ("不用看門了", StopAwaiting("門")),
        ("門口不用看了", StopAwaiting("門口")),
        ("算了，不用等水開了", StopAwaiting("水開")),
        ("把水开的提醒取消", StopAwaiting("水开")),
        ("别提醒我了", StopAwaiting()),
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
        "let me know if you can see me",
        "tell me if someone is lying to me",
        "call me when you can",
        "tell me when the next train leaves",
        "remind me to buy milk",
        "watch your language",
        "don't tell me what to do",
        "don't wait for me",
        "stop looking at me",
        "媽媽叫我",
        "老師說有人叫我",
        "他告訴我有人來了",
        "看著我",
        "注意安全",
        "不要看我",
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
