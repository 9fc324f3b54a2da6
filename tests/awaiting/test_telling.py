"""Tell me when: told when it happens, once, while nobody talks, with the picture that shows it."""

import asyncio

import pytest

from assistant.core import events
from assistant.core.values import CancelAwaited, Capturing, Forgot, Remembering
from memory.store import Store
from tests.awaiting.house import CUPS, EMPTY, KNIVES, SHADOW, SOMEONE, House, living, views
from tests.scripted import ScriptedUser
from tests.test_session import sound


def told(user: ScriptedUser) -> list[str]:
    """What was said unasked: replies to which nobody said anything."""
    asked = {event.turn for event in user.all(events.UserSaid)}
    return [user.words(event.turn) for event in user.all(events.ReplyStarted) if event.turn not in asked]


def test_it_is_told_when_it_happens_and_only_once() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        assert await user.ask("tell me when someone is at the door") == (
            "I will tell you when someone is at the door. Any person in the picture counts: I do not tell one from "
            "another, or where it is."
        )
        await views(user, (EMPTY, 5), (SOMEONE, 6), (EMPTY, 20), (SOMEONE, 6))

    user = living(scene)
    assert [words.split(" [#")[0] for words in told(user)] == ["Someone is at the door."]
