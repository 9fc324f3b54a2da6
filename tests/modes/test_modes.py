"""Modes chosen on the page, and what is said where one cannot be."""

import asyncio
from dataclasses import dataclass

import pytest

from assistant.core import events
from assistant.core.values import (
    SetMode,
)
from assistant.session import Parts, Session
from memory.store import Store
from tests.clock import run
from tests.modes.house import Translator, answered, heard, texts
from tests.scripted import ScriptedUser, clock
from tests.talking import Ears, Loudness, Words, play


def test_the_page_switches_and_is_told_what_happens_now() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(SetMode("interpreter", ("en", "zh-Hans")))
        assert "simplified Chinese" in await user.reply()
        user.do(SetMode("notes"))
        assert "stop taking notes" in await user.reply()
        user.do(SetMode("called"))
        assert "by name" in await user.reply()
        user.do(SetMode("conversation"))
        assert "as usual again" in await user.reply()

    user = play(script, engine=Translator())
    assert [event.mode for event in user.all(events.ModeChanged)] == ["interpreter", "notes", "called", "conversation"]
    assert texts(user) == []


def test_a_choice_of_the_page_that_cannot_be_leaves_the_mode_as_it_is() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(SetMode("interpreter", ("en", "xx")))
        assert "two languages" in await user.reply()
        user.do(SetMode("interpreter", ("zh-Hant", "zh-Hans")))
        assert "two languages" in await user.reply()

    assert {event.mode for event in play(script, engine=Translator()).all(events.ModeChanged)} == {"conversation"}


def test_a_pair_that_cannot_be_leaves_the_interpreter_with_the_one_it_has() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("interpret between English and Chinese")
        user.do(SetMode("interpreter", ("en", "xx")))
        await user.reply()
        await answered(user)

    user = play(script, engine=Translator(), heard=[heard("good morning")])
    assert user.all(events.ModeChanged)[-1].languages == ("en", "zh-Hant")
    assert user.words(3) == "good morning in traditional Chinese. "


@dataclass
class FewWords(Ears):
    """Ears that understand a few questions only, as the built-in ones do."""

    grammar_bound: bool = True


@pytest.mark.parametrize("wish", [SetMode("notes"), SetMode("called"), SetMode("interpreter", ("en", "de"))])
def test_ears_that_know_a_few_questions_are_said_to_be_too_few_for_it(wish: SetMode) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(wish)
        assert "understand only a few English questions: choose others with --stt" in await user.reply()

    play(script, engine=Translator(), ears=FewWords([]))


def test_a_model_on_its_way_in_is_said_to_be_what_interpreting_waits_for() -> None:
    async def scene() -> None:
        memory, user = Store.open(None), ScriptedUser("off")
        parts = Parts(Words(name="builtin").engine(), Loudness(), Ears([]), None, memory, clock, coming=lambda: True)
        session = asyncio.create_task(Session("test", parts, user).run())
        assert "still being loaded" in await user.ask("interpret for us")
        user.leave()
        await session
        memory.close()

    run(scene())
