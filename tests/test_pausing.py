"""Words that take back or put off while nothing is heard: they are shown as heard, and nothing long is said to them."""

from contextlib import closing
from dataclasses import dataclass, field

import pytest

from assistant.core import events
from assistant.core.ports import Engine
from assistant.core.values import Dictated
from memory.store import Store
from models.builtin import engine as builtin
from tests.scripted import ScriptedUser
from tests.talking import Hum, Words, play, sound, sure

ASKED = "tell me a story"


@dataclass
class Modelless(Words):
    """The real built-in engine."""

    taught: Store = field(kw_only=True)

    def engine(self) -> Engine:
        self.built = builtin.create(self.taught, warm=False)
        return self.built


@pytest.mark.parametrize("words", ["Wait.", "hold on", "no, wait a moment", "等一下", "停"])
def test_who_says_wait_is_shown_to_be_heard_and_nothing_is_said_to_it(words: str) -> None:
    engine = Words()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(sound(0.6), quiet=4.0)
        await user.ask(ASKED)

    user = play(script, engine=engine, heard=[sure(words)], voice=Hum())
    assert [said.text for said in user.all(events.UserSaid)] == [words, ASKED]
    assert [begun.turn for begun in user.all(events.ReplyStarted)] == [2]
    assert [message.text for message in engine.prompts[0].messages[1:]] == [ASKED]


@pytest.mark.parametrize("words", ["no", "Yes, yes.", "不是", "mm-hm"])
def test_yes_and_no_go_to_a_model_with_what_they_answer(words: str) -> None:
    engine = Words("shall I go on?")

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask(ASKED)
        user.speak(sound(0.6), quiet=4.0)
        await user.reply()

    play(script, engine=engine, heard=[sure(words)])
    assert [message.text for message in engine.prompts[1].messages[1:]] == [ASKED, "shall I go on?", words]


@pytest.mark.parametrize("words", ["no", "yes", "wait", "okay", "不對", "等一下", "嗯"])
def test_without_a_model_nobody_explains_at_length_that_a_model_is_needed_to_understand_no(words: str) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Dictated(words))
        await user.until(events.UserSaid)
        assert "It is" in await user.ask("what time is it")

    with closing(Store.open(None)) as taught:
        user = play(script, engine=(modelless := Modelless(taught=taught)))
        modelless.built.close()
    assert next(said.text for said in user.all(events.UserSaid)) == words
    assert [begun.turn for begun in user.all(events.ReplyStarted)] == [2]
