"""A soft pause: the answer is begun, speech may go on, and what was said tells how long is waited."""

import pytest

from assistant.core import events
from assistant.core.values import (
    Observation,
)
from memory.store import Store
from tests.scripted import ScriptedUser, clock
from tests.talking import Words, play, sound, sure


def test_the_answer_is_begun_at_a_soft_pause_and_is_there_when_the_turn_is_over() -> None:
    engine = Words()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.8))

    user = play(script, engine=engine, heard=[sure("tell me about it")])
    (ended,) = user.all(events.ReplyEnded)
    assert len(engine.prompts) == 1
    assert ended.heard == engine.words
    assert ended.timing.first_token is not None
    assert ended.timing.first_token < 0.02  # the words and the first of the answer were there: 0.2 and 0.1 s of work


def test_a_draft_vanishes_without_a_trace_when_speech_goes_on() -> None:
    engine = Words()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(sound(0.8), quiet=0.5)
        assert len(engine.prompts) == 1
        await user.say(sound(0.8))
        await user.ask("and then?")

    user = play(script, engine=engine, heard=[sure("tell me about it..."), sure("tell me about it all")])
    assert [said.text for said in user.all(events.UserSaid)] == ["tell me about it all", "and then?"]
    assert len(user.all(events.ReplyStarted)) == 2
    assert [message.text for message in engine.prompts[-1].messages[1:-1]] == ["tell me about it all", engine.words]


@pytest.mark.parametrize("command", ["remember that my keys are on the piano", "forget everything", "stop remembering"])
def test_nothing_is_done_before_the_turn_is_over(command: str) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await memory.add(Observation(clock(), "told", "my glasses are on the desk"))
        await user.speak(sound(0.8), quiet=0.5)
        assert len(await memory.recent()) == 1
        await user.say(sound(0.8))
        assert len(await memory.recent()) == 1

    user = play(script, heard=[sure(f"{command}..."), sure("never mind, tell me a story")])
    assert user.all(events.RememberingChanged) == []


def test_a_turn_that_ends_in_an_open_clause_is_waited_for() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(sound(0.8), quiet=0.9)
        assert user.all(events.SpeechEnded) == []
        await user.say(sound(0.8))

    user = play(script, heard=[sure("I would like to know if the"), sure("I would like to know if the sky is blue")])
    assert [said.text for said in user.all(events.UserSaid)] == ["I would like to know if the sky is blue"]


def test_who_pauses_long_is_waited_for_longer() -> None:
    def waited(pause: float) -> float:
        """Seconds until a turn is over, of a speaker who made three pauses of this length in it."""
        took = [0.0]

        async def script(user: ScriptedUser, memory: Store) -> None:
            for _ in range(3):
                await user.speak(sound(0.8), quiet=pause)
            begun = clock()
            user.speak(sound(0.8), quiet=2.0)
            await user.until(events.SpeechEnded)
            took[0] = clock() - begun - 0.8
            await user.reply()

        open_clauses = [sure("I would like to know if the")] * 3
        play(script, heard=[*open_clauses, sure("the red notebook")])
        return took[0]

    assert waited(0.5) < waited(0.9) - 0.1
