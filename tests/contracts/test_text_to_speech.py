"""What every voice promises. The neural one is tiny here: it says letters, not words, in a process as the true one."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from assistant.core.errors import VoiceError
from assistant.core.ports import TextToSpeech
from assistant.core.values import AudioChunk, Language
from models.builtin import voice
from models.openai.address import parse
from models.openai.client import Client
from models.openai.speech import OpenAIVoice
from tests.clock import run
from tests.served import serve, speaks


@contextlib.contextmanager
def builtin() -> Iterator[TextToSpeech]:
    try:
        made = voice.create()
    except VoiceError as error:
        pytest.skip(str(error))
    with contextlib.closing(made):
        yield made


@dataclass
class Served:
    """The same voice behind a server, which lives as long as the sentence: each test has an event loop of its own."""

    voice: TextToSpeech

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        async with serve(speaks(self.voice, language)) as server:
            client = Client(parse(f"{server.address}#espeak", "--tts"))
            async with contextlib.aclosing(OpenAIVoice(client).speak(sentence, language)) as sound:
                async for chunk in sound:
                    yield chunk
            client.close()


@contextlib.contextmanager
def openai() -> Iterator[TextToSpeech]:
    with builtin() as made:
        yield Served(made)


@contextlib.contextmanager
def neural() -> Iterator[TextToSpeech]:
    for package, needed in (("sherpa_onnx", "models"), ("wetext", "models"), ("onnx", "dev")):
        pytest.importorskip(package, reason=f"needs requirements-{needed}.txt")
    from models.voice.neural import started
    from tests.tiny import speakers

    with tempfile.TemporaryDirectory() as folder:
        speakers.kokoro(Path(folder))
        with contextlib.closing(run(started(Path(folder), {"en": 0, "zh-Hant": 1, "zh-Hans": 1}))) as made:
            yield made


BACKENDS: dict[str, Callable[[], contextlib.AbstractContextManager[TextToSpeech]]] = {
    "builtin": builtin,
    "neural": neural,
    "openai": openai,
}


@pytest.fixture(scope="module", params=sorted(BACKENDS))
def speaker(request: pytest.FixtureRequest) -> Iterator[TextToSpeech]:
    with BACKENDS[request.param]() as made:
        yield made


async def said(speaker: TextToSpeech, sentence: str, language: Language = "en") -> list[AudioChunk]:
    async with contextlib.aclosing(speaker.speak(sentence, language)) as sound:
        return [chunk async for chunk in sound]


async def first(speaker: TextToSpeech, sentence: str) -> AudioChunk:
    async with contextlib.aclosing(speaker.speak(sentence, "en")) as sound:
        return await anext(sound)


def seconds(chunks: list[AudioChunk]) -> float:
    return sum(chunk.seconds for chunk in chunks)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [("Your glasses are on the piano.", "en"), ("您的眼鏡在鋼琴上。", "zh-Hant"), ("您的眼镜在钢琴上。", "zh-Hans")],
)
def test_a_sentence_becomes_audible_sound_of_a_likely_length(
    speaker: TextToSpeech, sentence: str, language: Language
) -> None:
    chunks = run(said(speaker, sentence, language))
    assert {chunk.rate for chunk in chunks} == {24_000}
    assert 1 < seconds(chunks) < 6
    samples = np.frombuffer(b"".join(chunk.pcm for chunk in chunks), "<i2")
    assert 500 < np.abs(samples.astype(int)).mean() < 20_000


def test_sound_comes_in_pieces_so_that_it_can_start_early(speaker: TextToSpeech) -> None:
    chunks = run(said(speaker, "One two three four five six seven eight nine ten."))
    assert max(chunk.seconds for chunk in chunks) <= 0.1


@pytest.mark.parametrize("sentence", ["", "  ", "...", "😀"])
def test_what_cannot_be_spoken_makes_no_noise_and_no_error(speaker: TextToSpeech, sentence: str) -> None:
    assert seconds(run(said(speaker, sentence))) < 1.5


def test_a_closed_stream_leaves_the_voice_free_for_the_next_sentence(speaker: TextToSpeech) -> None:
    async def story() -> tuple[float, float]:
        alone = seconds(await said(speaker, "Hello."))
        for _ in range(5):
            await first(speaker, "word " * 5_000)
        return alone, seconds(await asyncio.wait_for(said(speaker, "Hello."), 5))

    alone, after = run(story())
    assert after == pytest.approx(alone, rel=0.02)


def test_two_sentences_asked_for_at_once_are_not_mixed(speaker: TextToSpeech) -> None:
    async def story() -> tuple[list[float], list[float]]:
        alone = [await said(speaker, "One thing."), await said(speaker, "And then quite another thing.")]
        both = await asyncio.gather(said(speaker, "One thing."), said(speaker, "And then quite another thing."))
        return list(map(seconds, alone)), list(map(seconds, both))

    alone, both = run(story())
    assert both == pytest.approx(alone, rel=0.02)
