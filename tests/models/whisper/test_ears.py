"""faster-whisper behind the port, with models that were made on the spot: what is done with a model's words."""

import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from faster_whisper import WhisperModel

from assistant.core.errors import ModelError, SettingsError
from assistant.core.ports import Backend, SpeechToText
from assistant.core.values import Progress, Transcript, Utterance
from memory.store import Store
from models.wants import Wants
from models.whisper.decoding import Decoder
from models.whisper.ears import BEAMS, QUICK, Whisper, create, load
from models.whisper.guards import judge
from models.whisper.hosted import Hearing
from models.whisper.requests import Listen
from tests.clock import run
from tests.speech import FOREIGN, NOISE, clip, flite
from tests.tiny.whisper import Script, build

SENTENCE = "where is my red notebook"
CHINESE = "我的頭髮在哪裡"


@pytest.fixture
def spoken() -> bytes:
    return flite(SENTENCE)


def understood(folder: Path, pcm: bytes, *languages: str) -> Transcript:
    """By what runs in the process, without the process."""
    (answer,) = Hearing(folder, "auto", languages).handle(Listen(pcm, BEAMS), threading.Event())
    return answer.transcript


@contextlib.contextmanager
def wanting(*languages: str, told: list[Progress] | None = None) -> Iterator[Wants]:
    report = list[Progress]() if told is None else told
    with contextlib.closing(Store.open(None)) as memory:
        yield Wants(memory, report.append, offline=True, languages=languages)


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


def test_what_goes_on_is_understood_while_the_encoder_is_quick(tmp_path: Path, spoken: bytes) -> None:
    async def ask() -> list[str]:
        with wanting("zh-Hans") as wants:
            ears = (await load(build(tmp_path, Script(CHINESE, languages=("zh",))), wants)).part
        assert isinstance(ears, Whisper)
        whole, begun = Utterance(spoken, ended=0.0), Utterance(spoken[: len(spoken) // 2], ended=0.0)
        silent, early = await ears.partial(Utterance(bytes(32_000), ended=0.0)), await ears.partial(begun)
        ears._encoding = QUICK + 0.1  # as on a machine with other work
        late, final, after = await ears.partial(begun), await ears.transcribe(whole), await ears.partial(begun)
        ears.close()
        return [heard.text for heard in (silent, early, late, final, after)]

    assert run(ask()) == ["", "我的头发在哪里", "", "我的头发在哪里", "我的头发在哪里"]


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
    stretches = [len(decoder.hear(long, ["en"], StopsAfter(looks), beams=1)) for looks in range(6)]
    assert stretches == [0, 0, 1, 1, 2, 2]


def test_an_hour_of_talk_is_understood_in_windows_that_end_in_silences(tmp_path: Path, spoken: bytes) -> None:
    heard = Decoder(build(tmp_path, Script(SENTENCE))).hear(
        (spoken + bytes(40_000)) * 20, (), threading.Event(), beams=1
    )
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


def starting(name: str, ask: Callable[[Backend[SpeechToText]], Coroutine[Any, Any, None]], *languages: str) -> Progress:
    """What is told last."""

    async def start() -> None:
        builtin: Backend[SpeechToText] = Backend(NoEars())
        backend = create(name, wants, builtin)
        await ask(backend)
        backend.close()

    told: list[Progress] = []
    with wanting(*languages, told=told) as wants:
        run(start())
    return told[-1]


def test_the_builtin_ears_hear_until_the_model_is_there(tmp_path: Path, spoken: bytes) -> None:
    async def ask(backend: Backend[SpeechToText]) -> None:
        assert (await backend.part.transcribe(Utterance(spoken, 0.0))).text == "built in"
        await backend.load()
        assert (await backend.part.transcribe(Utterance(spoken, 0.0))).text == SENTENCE

    assert starting(str(build(tmp_path, Script(SENTENCE))), ask).state == "ready"


def test_a_model_that_cannot_be_had_leaves_the_builtin_ears_and_says_why(tmp_path: Path, spoken: bytes) -> None:
    async def ask(backend: Backend[SpeechToText]) -> None:
        await backend.load()
        assert (await backend.part.transcribe(Utterance(spoken, 0.0))).text == "built in"

    told = [starting("nobody/has-this", ask), starting(str(tmp_path), ask)]
    told.append(starting(str(build(tmp_path / "model", Script(SENTENCE))), ask, "tlh"))
    assert {progress.state for progress in told} == {"failed"}
    for progress, why in zip(told, ("offline", "tokenizer", "tlh"), strict=True):
        assert why in progress.message
