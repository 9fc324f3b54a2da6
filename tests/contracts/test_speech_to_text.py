"""What every recogniser promises."""

import contextlib
from collections.abc import Callable, Iterator

import pytest

from assistant.core.ports import SpeechToText
from assistant.core.values import Utterance
from models.builtin import ears
from tests.clock import run
from tests.speech import flite


async def no_names() -> list[str]:
    return []


@contextlib.contextmanager
def builtin() -> Iterator[SpeechToText]:
    with contextlib.closing(ears.create(no_names)) as made:
        yield made


BACKENDS: dict[str, Callable[[], contextlib.AbstractContextManager[SpeechToText]]] = {"builtin": builtin}


@pytest.fixture(scope="module", params=sorted(BACKENDS))
def recogniser(request: pytest.FixtureRequest) -> Iterator[SpeechToText]:
    with BACKENDS[request.param]() as made:
        yield made


def test_a_clear_question_comes_back_as_text(recogniser: SpeechToText) -> None:
    transcript = run(recogniser.transcribe(Utterance(flite("where is my notebook"), ended=0.0)))
    assert transcript.text.lower().strip(" ?.") == "where is my notebook"
    assert transcript.sure
    assert 0 < transcript.confidence <= 1


@pytest.mark.parametrize("pcm", [b"", bytes(2), bytes(3_200), bytes(64_000)])
def test_no_sound_is_no_words(recogniser: SpeechToText, pcm: bytes) -> None:
    assert run(recogniser.transcribe(Utterance(pcm, ended=0.0))).text == ""


def test_the_same_utterance_may_be_asked_again_when_it_has_grown(recogniser: SpeechToText) -> None:
    whole = flite("where is my notebook")
    run(recogniser.transcribe(Utterance(whole[: len(whole) // 2], ended=0.0)))
    assert run(recogniser.transcribe(Utterance(whole, ended=0.0))).text.lower().startswith("where is my notebook")
