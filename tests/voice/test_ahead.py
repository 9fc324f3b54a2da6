"""A sentence made before it is asked for, by the voice that runs in a process of its own."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing

import pytest

from assistant.core.errors import VoiceError
from assistant.core.values import AudioChunk
from assistant.voice.ahead import Ahead
from models.builtin.voice import Voice, create

SENTENCE = "Your glasses are on the piano."


@pytest.fixture
def voice() -> Generator[Voice, None, None]:
    try:
        made = create()
    except VoiceError as error:
        pytest.skip(str(error))
    yield made
    made.close()


async def spoken(sounds: AsyncGenerator[AudioChunk, None]) -> bytes:
    async with aclosing(sounds) as chunks:
        return b"".join([chunk.pcm async for chunk in chunks])


def test_another_sentence_is_spoken_afresh_and_what_is_held_waits_for_its_own(voice: Voice) -> None:
    async def scene() -> None:
        ahead = Ahead(voice, asyncio.create_task)
        ahead.begin(SENTENCE, "en")
        for sentence in ("One moment.", SENTENCE, SENTENCE):
            held, afresh = await spoken(ahead.speak(sentence, "en")), await spoken(voice.speak(sentence, "en"))
            assert len(held) == pytest.approx(len(afresh), rel=0.01)

    asyncio.run(scene())
