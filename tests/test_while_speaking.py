"""What is done while the user still speaks: words are shown as they come, and the model reads ahead."""

import asyncio

import numpy as np
import pytest

from assistant.core import events
from assistant.core.values import (
    Capturing,
    Transcript,
)
from memory.store import Store
from tests.pictures import jpeg
from tests.scripted import ScriptedUser
from tests.talking import Hum, QuickEars, Reader, play, sound, sure


def test_what_is_being_said_is_shown_while_it_is_said() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.99) * 3)

    user = play(script, ears=QuickEars([sure("where is my red notebook")]))
    assert [(partial.stable, partial.text) for partial in user.all(events.Partial)][:4] == [
        ("", "where"), ("where", "where is"), ("where is", "where is my"), ("where is my", "where is my red"),
    ]  # fmt: skip
    names = [type(event).__name__ for event in user.heard]
    assert names.index("SpeechStarted") < names.index("Partial") < names.index("SpeechEnded") < names.index("UserSaid")


@pytest.mark.parametrize(("takes", "apart"), [(0.02, 0.03), (0.1, 0.26), (0.2, 0.51), (0.3, 0.7)])
def test_what_is_being_said_is_understood_again_as_often_as_the_ears_keep_up_with_ease(
    takes: float, apart: float
) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.99) * 3)

    play(script, ears=(ears := QuickEars([sure("where is my red notebook")], takes=takes)))
    between = np.diff(ears.given[1:-1])  # the first are asked before it is known how long they take
    assert ears.given[0] < 0.35
    assert between.mean() == pytest.approx(apart, abs=0.02)


def test_ears_slower_than_speech_are_asked_for_the_newest_only_and_not_once_it_has_ended() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.99) * 5)

    user = play(script, ears=(ears := QuickEars([sure("where is it")], takes=2.0)))
    assert len(ears.given) == 3
    assert len(user.all(events.Partial)) == 2  # the third would have come after the end
    assert user.all(events.UserSaid)[0].text == "where is it"


def test_ears_that_fail_on_the_way_are_asked_again_and_say_nothing() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.99) * 2)

    user = play(script, ears=(ears := QuickEars([sure("where is it")], failing=True)))
    assert len(ears.given) > 2
    assert not user.all(events.Partial)
    assert not user.all(events.Failed)
    assert user.all(events.UserSaid)[0].text == "where is it"


def test_the_model_reads_what_is_known_while_the_user_still_speaks() -> None:
    engine = Reader()

    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(camera=True))
        await user.show(jpeg("desk"), 5)
        await user.ask("what do you think")
        await user.say(sound(0.99) * 2)

    play(script, engine=engine, heard=[sure("tell me about it")])
    ahead, asked = engine.read[0].messages, engine.prompts[1].messages
    assert engine.outcomes == ["read"]
    assert "a scene" in ahead[-1].text
    assert asked[:-1] == ahead[:-1]
    assert asked[-1].text == f"{ahead[-1].text}tell me about it"


def test_a_picture_looked_at_ahead_serves_until_the_view_changes() -> None:
    engine = Reader()

    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(camera=True))
        await user.show(jpeg("desk"), 2)
        await user.say(sound(0.99) * 2)
        await user.speak(sound(0.99), quiet=0)
        user.view = jpeg("cup")
        await user.say(sound(0.5))

    play(script, engine=engine, heard=[sure("tell me about it"), sure("what is this")])
    ahead, asked = ([prompt.frames[0] for prompt in prompts] for prompts in (engine.read, engine.prompts))
    assert asked[0] is ahead[0]
    assert [frame.jpeg for frame in (ahead[1], asked[1])] == [jpeg("desk"), jpeg("cup")]


def test_reading_ahead_ends_when_the_reply_begins_and_when_the_session_does() -> None:
    engine = Reader(takes=60)

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.8))
        assert engine.outcomes == ["cancelled"]
        await user.speak(sound(0.8), quiet=0)
        assert len(engine.read) == 2

    play(script, engine=engine, heard=[sure("tell me about it")])
    assert engine.outcomes == ["cancelled", "cancelled"]


def test_a_model_that_cannot_read_ahead_says_so_only_when_it_is_asked() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.99) * 2)

    user = play(script, engine=Reader(failing=True), heard=[sure("tell me about it")])
    assert user.all(events.Failed) == [events.Failed("answer", "The model has stopped. Ask again.")]


def test_nothing_is_read_ahead_over_a_reply_until_it_is_cut() -> None:
    engine = Reader(" ".join(f"word{n}." for n in range(30)))

    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice)
        await user.speak(sound(0.3))
        assert engine.read == []
        user.speak(sound(1.4), quiet=2.0)
        await first
        await user.reply()

    user = play(script, engine=engine, heard=[Transcript("", "en", 0.0), sure("and the end of it")], voice=Hum())
    heard = user.all(events.ReplyEnded)[0].heard
    assert [message.text for message in engine.read[0].messages[1:]] == ["tell me a story", heard, ""]
