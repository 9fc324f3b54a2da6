"""What every recogniser promises. Whispers that were never trained promise the form; what was said, trained ones."""

import asyncio
import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.core.ports import SpeechToText
from assistant.core.values import Transcript, Utterance
from memory.store import Store
from models.builtin import ears
from models.openai.address import parse
from models.openai.client import Client
from models.openai.speech import OpenAIEars
from models.wants import Wants
from models.whisper.ears import load
from tests.clock import run
from tests.served import hears, serve
from tests.speech import flite
from tests.tiny.whisper import Script, build

TRAINED = ("builtin", "openai")


async def no_names() -> list[str]:
    return []


@contextlib.contextmanager
def builtin() -> Iterator[SpeechToText]:
    with contextlib.closing(ears.create(no_names)) as made:
        yield made


@contextlib.contextmanager
def whisper(script: Script | None) -> Iterator[SpeechToText]:
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(Store.open(None)) as memory:
        wants = Wants(memory, report=lambda progress: None, languages=("en", "zh-Hant"))
        loaded = run(load(build(Path(folder), script), wants))
        yield loaded.part
        loaded.close()


@dataclass
class Served:
    """The same ears behind a server, which lives as long as the utterance: each test has an event loop of its own."""

    ears: SpeechToText

    async def transcribe(self, utterance: Utterance) -> Transcript:
        async with serve(hears(self.ears)) as server:
            client = Client(parse(f"{server.address}#pocketsphinx", "--stt"))
            try:
                return await OpenAIEars(client).transcribe(utterance)
            finally:
                client.close()


@contextlib.contextmanager
def openai() -> Iterator[SpeechToText]:
    with builtin() as made:
        yield Served(made)


BACKENDS: dict[str, Callable[[], contextlib.AbstractContextManager[SpeechToText]]] = {
    "builtin": builtin,
    "openai": openai,
    "whisper, babbling": lambda: whisper(None),
    "whisper, one sentence": lambda: whisper(Script("where is my red notebook")),
}


@pytest.fixture(scope="module", params=sorted(BACKENDS))
def recogniser(request: pytest.FixtureRequest) -> Iterator[SpeechToText]:
    with BACKENDS[request.param]() as made:
        yield made


@pytest.fixture(scope="module", params=TRAINED)
def trained(request: pytest.FixtureRequest) -> Iterator[SpeechToText]:
    with BACKENDS[request.param]() as made:
        yield made


def test_a_clear_question_comes_back_as_text(trained: SpeechToText) -> None:
    transcript = run(trained.transcribe(Utterance(flite("where is my notebook"), ended=0.0)))
    assert transcript.text.lower().strip(" ?.") == "where is my notebook"
    assert transcript.sure
    assert 0 < transcript.confidence <= 1


def test_the_same_utterance_may_be_asked_again_when_it_has_grown(trained: SpeechToText) -> None:
    whole = flite("where is my notebook")
    run(trained.transcribe(Utterance(whole[: len(whole) // 2], ended=0.0)))
    assert run(trained.transcribe(Utterance(whole, ended=0.0))).text.lower().startswith("where is my notebook")


@pytest.mark.parametrize("pcm", [b"", bytes(2), bytes(3_200), bytes(64_000)])
def test_no_sound_is_no_words(recogniser: SpeechToText, pcm: bytes) -> None:
    assert run(recogniser.transcribe(Utterance(pcm, ended=0.0))).text == ""


def test_the_same_sound_gives_the_same_words_each_time(recogniser: SpeechToText) -> None:
    utterance = Utterance(flite("where is my notebook"), ended=0.0)
    first, again = (run(recogniser.transcribe(utterance)) for _ in range(2))
    assert first == again
    assert 0 <= first.confidence <= 1
    assert bool(first.text) == bool(first.confidence)
    assert first.text == first.text.strip()


def test_a_sentence_that_nobody_waits_for_any_more_does_not_hold_up_the_next(recogniser: SpeechToText) -> None:
    utterance = Utterance(flite("where is my notebook"), ended=0.0)

    async def give_up() -> None:
        alone = await recogniser.transcribe(utterance)
        given_up = [asyncio.create_task(recogniser.transcribe(utterance)) for _ in range(20)]
        await asyncio.sleep(0)
        for task in given_up:
            task.cancel()
        assert await recogniser.transcribe(utterance) == alone
        assert all(task.cancelled() for task in given_up)

    run(give_up())


def test_sound_at_another_rate_is_refused_and_not_misheard(recogniser: SpeechToText) -> None:
    with pytest.raises(ValueError, match="16000"):
        run(recogniser.transcribe(Utterance(bytes(64_000), ended=0.0, rate=8_000)))
