"""How often the open utterance is understood again: by how long the ears take."""

import asyncio

from assistant.core.values import Transcript, Utterance
from assistant.turns.following import Following, Hypothesis
from tests.clock import run
from tests.scripted import clock


class SlowEars:
    async def transcribe(self, utterance: Utterance) -> Transcript:
        return await self.partial(utterance)

    async def partial(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(0.5)
        return Transcript("where", "en", 0.9)


def test_slow_ears_are_not_taken_for_quick_ones_because_an_utterance_ended_while_they_worked() -> None:
    understood: list[Hypothesis] = []

    async def note(newest: Hypothesis) -> None:
        understood.append(newest)

    async def act() -> None:
        following = Following(SlowEars(), clock, asyncio.create_task, note)
        for worked in (0.6, 0.02):
            following.start()
            following.hear(1.0, 0.0, lambda: b"")
            await asyncio.sleep(worked)
            following.stop()
            await asyncio.sleep(0.1)
            assert not following.quick

    run(act())
    assert [one.text for one in understood] == ["where"]
