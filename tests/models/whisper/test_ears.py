"""faster-whisper behind the port, with models that were made on the spot: what is done with a model's words."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from faster_whisper import WhisperModel

from assistant.core.errors import ModelError, SettingsError
from assistant.core.lane import Lane
from assistant.core.ports import Backend, PartialSpeechToText, SpeechToText
from assistant.core.values import Progress, Transcript, Utterance
from memory.store import SqliteMemory
from models.wants import Wants
from models.whisper.decoding import Decoder
from models.whisper.ears import Whisper, create, load
from models.whisper.guards import judge
from models.whisper.languages import Spoken
from tests.clock import run
from tests.speech import FOREIGN, NOISE, clip, flite
from tests.tiny.whisper import Script, build

SENTENCE = "where is my red notebook"
CHINESE = "我的頭髮在哪裡"


@pytest.fixture
def spoken() -> bytes:
    return flite(SENTENCE)


@contextlib.asynccontextmanager
async def ears(folder: Path, languages: tuple[str, ...] = ()) -> AsyncGenerator[SpeechToText, None]:
    with contextlib.closing(SqliteMemory.open(None)) as memory:
        loaded = await load(folder, Wants(memory, report=lambda progress: None, languages=languages))
        try:
            yield loaded.part
        finally:
            loaded.close()


def understood(folder: Path, pcm: bytes, *languages: str) -> Transcript:
    async def ask() -> Transcript:
        async with ears(folder, languages) as heard:
            return await heard.transcribe(Utterance(pcm, ended=0.0))

    return run(ask())


def test_what_the_model_says_is_the_transcript_and_clear_words_are_sure(tmp_path: Path, spoken: bytes) -> None:
    transcript = understood(build(tmp_path, Script(SENTENCE)), spoken)
    assert (transcript.text, transcript.language, transcript.sure) == (SENTENCE, "en", True)
    assert 0.99 < transcript.confidence <= 1


def test_words_that_the_model_half_believes_are_for_the_user_to_confirm(tmp_path: Path, spoken: bytes) -> None:
    transcript = understood(build(tmp_path, Script(SENTENCE, sharpness=7)), spoken)
    assert transcript.text == SENTENCE
    assert 0.22 < transcript.confidence < 0.5
    assert not transcript.sure


@pytest.mark.parametrize(
    ("allowed", "language"), [((), "fr"), (("en",), "en"), (("en", "zh"), "zh"), (("zh-Hant", "en", "fr"), "fr")]
)
def test_only_the_users_languages_are_heard(
    tmp_path: Path, spoken: bytes, allowed: tuple[str, ...], language: str
) -> None:
    folder = build(tmp_path, Script(SENTENCE, languages=("fr", "zh", "en")))
    assert understood(folder, spoken, *allowed).language == language


@pytest.mark.parametrize(
    ("allowed", "text"), [(("zh-Hant",), CHINESE), (("en", "zh-CN"), "我的头发在哪里"), (("zh",), "我的头髮在哪裡")]
)
def test_chinese_comes_in_the_script_of_the_user(
    tmp_path: Path, spoken: bytes, allowed: tuple[str, ...], text: str
) -> None:
    folder = build(tmp_path, Script("我的头髮在哪裡", languages=("zh", "en")))
    assert understood(folder, spoken, *allowed).text == text


@pytest.mark.parametrize(
    "script",
    [
        None,  # random weights babble
        Script("thank you for watching", sharpness=8),
        Script("謝謝觀看", sharpness=8, languages=("zh",)),
        Script(SENTENCE, sharpness=7, silence=True),
        Script(SENTENCE, sharpness=5),
        Script("what is my " * 8),
        Script("where is my red notebook what does this say and what did I just show you"),
    ],
)
def test_invented_words_do_not_pass_although_someone_speaks(
    tmp_path: Path, spoken: bytes, script: Script | None
) -> None:
    folder = build(tmp_path, script)
    assert bare(folder, spoken)[0] != ""
    assert understood(folder, spoken[:20_000]) == Transcript("", "", 0.0)


@pytest.mark.parametrize("name", NOISE)
def test_noise_gives_no_words_whatever_the_model_makes_of_it(tmp_path: Path, name: str) -> None:
    folder = build(tmp_path, Script(SENTENCE))
    assert bare(folder, clip(name))[0] == SENTENCE
    assert understood(folder, clip(name)) == Transcript("", "", 0.0)


@pytest.mark.parametrize("name", FOREIGN)
def test_speech_passes_in_every_language(tmp_path: Path, name: str) -> None:
    assert understood(build(tmp_path, Script(SENTENCE)), clip(name)).text == SENTENCE


def bare(folder: Path, pcm: bytes, **options: Any) -> tuple[str, float]:
    """What faster-whisper's own `transcribe` makes of it, with the mean log-probability of a token."""
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
    sound = np.frombuffer(pcm, "<i2").astype(np.float32) / 32_768
    settings: dict[str, Any] = {"language": "en", "temperature": 0.0, "no_speech_threshold": None, **options}
    segments = list(model.transcribe(sound, without_timestamps=True, **settings)[0])
    return "".join(segment.text for segment in segments).strip(), segments[0].avg_logprob if segments else 0.0


@pytest.mark.parametrize("beams", [5, 1])
def test_the_words_and_their_likelihood_are_those_of_faster_whisper(tmp_path: Path, spoken: bytes, beams: int) -> None:
    folder = build(tmp_path)
    heard = Decoder(folder).hear(spoken, ["en"], threading.Event(), beams=beams)
    text, likelihood = bare(folder, spoken, beam_size=beams, max_new_tokens=16 + round(20 * heard[0].seconds))
    assert len(text) > 10
    assert len(heard) == 1
    assert heard[0].text == text
    assert heard[0].log_probability == pytest.approx(likelihood, abs=1e-4)


def test_a_partial_transcript_takes_the_same_way_and_needs_no_end(tmp_path: Path, spoken: bytes) -> None:
    async def ask() -> Transcript:
        async with ears(build(tmp_path, Script(CHINESE, languages=("zh",))), ("zh-Hans",)) as heard:
            assert isinstance(heard, PartialSpeechToText)
            assert (await heard.partial(Utterance(bytes(32_000), ended=0.0))).text == ""
            return await heard.partial(Utterance(spoken[: len(spoken) // 2], ended=0.0))

    assert run(ask()).text == "我的头发在哪里"


def test_where_the_encoder_takes_long_the_lane_is_left_to_the_whole_utterance(tmp_path: Path, spoken: bytes) -> None:
    decoder, lane = Decoder(build(tmp_path, Script(SENTENCE))), Lane("whisper")

    async def ask() -> tuple[str, str, str]:
        heard = Whisper(decoder, Spoken(("en",)), lane)
        decoder.encoding = 0.5
        utterance = Utterance(spoken, ended=0.0)
        return (
            (await heard.partial(utterance)).text,
            (await heard.transcribe(utterance)).text,  # which found the encoder quick
            (await heard.partial(utterance)).text,
        )

    assert run(ask()) == ("", SENTENCE, SENTENCE)
    lane.close()


class StopsAfter(threading.Event):
    """Set from its n-th look on."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._looks = looks

    def is_set(self) -> bool:
        self._looks -= 1
        return self._looks < 0


def test_a_stop_is_obeyed_before_and_after_the_encoder_and_between_stretches(tmp_path: Path, spoken: bytes) -> None:
    decoder = Decoder(build(tmp_path, Script(SENTENCE)))
    long = (spoken + bytes(40_000)) * 20
    stretches = [len(decoder.hear(long, ["en"], StopsAfter(looks))) for looks in range(6)]
    assert stretches == [0, 0, 1, 1, 2, 2]


def test_an_hour_of_talk_is_understood_in_windows_that_end_in_silences(tmp_path: Path, spoken: bytes) -> None:
    heard = Decoder(build(tmp_path, Script(SENTENCE))).hear((spoken + bytes(40_000)) * 20, (), threading.Event())
    assert len(heard) >= 2
    assert all(stretch.seconds <= 30 for stretch in heard)
    assert judge(heard).text == " ".join([SENTENCE] * len(heard))


def test_an_english_model_says_so_when_it_is_to_understand_another_language(tmp_path: Path, spoken: bytes) -> None:
    folder = build(tmp_path, Script(SENTENCE), english=True)
    assert understood(folder, spoken, "en").text == SENTENCE
    with pytest.raises(SettingsError, match="English only"):
        understood(folder, spoken, "zh-Hant")


def test_a_folder_that_holds_something_else_is_named_with_what_to_do(tmp_path: Path, spoken: bytes) -> None:
    with pytest.raises(ModelError, match=r"tokenizer\.json.*ct2-transformers-converter"):
        understood(tmp_path, spoken)
    folder = build(tmp_path, Script(SENTENCE))
    (folder / "model.bin").write_bytes(b"not a model")
    with pytest.raises(ModelError, match=r"cannot be loaded.*ct2-transformers-converter"):
        understood(folder, spoken)


class NoEars:
    async def transcribe(self, utterance: Utterance) -> Transcript:
        return Transcript("built in", "en", 1.0)


Ask = Callable[[Backend[SpeechToText], list[Progress]], Coroutine[Any, Any, None]]


def starting(name: str, ask: Ask, *languages: str) -> None:
    async def start() -> None:
        told: list[Progress] = []
        with contextlib.closing(SqliteMemory.open(None)) as memory:
            wants = Wants(memory, told.append, offline=True, languages=languages)
            builtin: Backend[SpeechToText] = Backend(NoEars())
            backend = create(name, wants, builtin)
            await ask(backend, told)
            backend.close()

    run(start())


def test_the_builtin_ears_hear_until_the_model_is_there(tmp_path: Path, spoken: bytes) -> None:
    async def ask(backend: Backend[SpeechToText], told: list[Progress]) -> None:
        assert (await backend.part.transcribe(Utterance(spoken, 0.0))).text == "built in"
        loading = asyncio.create_task(backend.load())
        await loading
        assert (await backend.part.transcribe(Utterance(spoken, 0.0))).text == SENTENCE
        assert [progress.state for progress in told] == ["loading", "ready"]

    starting(str(build(tmp_path, Script(SENTENCE))), ask)


def test_a_model_that_cannot_be_had_leaves_the_builtin_ears_and_says_why(tmp_path: Path, spoken: bytes) -> None:
    async def ask(backend: Backend[SpeechToText], told: list[Progress]) -> None:
        await backend.load()
        assert (await backend.part.transcribe(Utterance(spoken, 0.0))).text == "built in"
        assert told[-1].state == "failed"
        assert told[-1].message != ""

    starting("nobody/has-this", ask)
    starting(str(tmp_path), ask)
    starting(str(build(tmp_path, Script(SENTENCE))), ask, "tlh")
