"""Who speaks where a mode is on, and a model that renders what it is given."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from assistant.core import events
from assistant.core.errors import AnswerError
from assistant.core.values import (
    Prompt,
    Transcript,
)
from tests.scripted import ScriptedUser
from tests.talking import Words, sound

QUIET = 3.0  # seconds, longer than any silence that is waited for more


@dataclass
class Translator(Words):
    """Renders each line as "<its words> in <language>", one word each 0.1 s, and keeps what it was asked."""

    dropped: list[str] = field(default_factory=list)

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        self.prompts.append(prompt)
        asked = prompt.messages[-1].text
        into = asked.rpartition("Render this in ")[2].partition(":")[0]
        try:
            for word in (prompt.question + (f" in {into}." if into else "")).split():
                yield word + " "
                await asyncio.sleep(0.1)
        except GeneratorExit:
            self.dropped.append(prompt.question)
            raise
        if self.failing:
            raise AnswerError("The model has stopped. Ask again.")


def heard(text: str, language: str = "en", *, is_sure: bool = True) -> Transcript:
    return Transcript(text, language, 0.9, is_sure)


async def said(user: ScriptedUser, seconds: float = 0.8) -> None:
    """Speaks, and waits until it has been dealt with."""
    await user.speak(sound(seconds), QUIET)


async def answered(user: ScriptedUser) -> str:
    """Speaks, is quiet, and waits for the end of the reply; returns what it says."""
    user.speak(sound(0.8), QUIET)
    return await user.reply()


def texts(user: ScriptedUser) -> list[str]:
    return [event.text for event in user.all(events.UserSaid)]
