"""A neural voice takes over from the built-in one, or the built-in one goes on."""

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assistant.core.errors import ModelError, SettingsError, VoiceError
from assistant.core.ports import Memory, TextToSpeech
from assistant.core.values import Progress
from memory.store import Store
from models.fetching.sources import Hub
from models.voice.voices import KOKORO, kokoro_speakers
from models.wants import Wants
from tests.hub import LocalHub, serving

pytest.importorskip("sherpa_onnx", reason="needs requirements-models.txt")
pytest.importorskip("onnx", reason="needs requirements-dev.txt")

from models.voice.neural import CORES, auto, choice, kokoro, sherpa, started
from tests.tiny import speakers

LETTERS = 6 * speakers.SECONDS  # "word" between two silent ones; espeak takes another time for it


@dataclass
class Scene:
    folder: Path
    memory: Memory
    told: list[Progress] = field(default_factory=list)

    def wants(self, name: str = "", *, offline: bool = False) -> Wants:
        return Wants(self.memory, report=self.told.append, voice=name, offline=offline)

    @property
    def states(self) -> list[str]:
        return [progress.state for progress in self.told]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with contextlib.closing(Store.open(None)) as memory:
        yield Scene(tmp_path, memory)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kokoro")
    speakers.kokoro(folder)
    return folder


def play(act: Coroutine[Any, Any, None]) -> None:
    async def timed() -> None:
        async with asyncio.timeout(60):
            await act

    asyncio.run(timed())


async def seconds(spoken: TextToSpeech, sentence: str = "word") -> float:
    async with contextlib.aclosing(spoken.speak(sentence, "en")) as sound:
        return sum([chunk.seconds async for chunk in sound])


def test_the_builtin_voice_speaks_until_the_neural_one_is_there(scene: Scene, tiny: Path) -> None:
    pytest.importorskip("espeakng_loader", reason="needs requirements-voice.txt")

    async def act() -> None:
        backend = sherpa(str(tiny), scene.wants())
        with contextlib.closing(backend):
            before = await seconds(backend.part)
            await backend.load()
            assert before != pytest.approx(LETTERS, abs=0.001)
            assert await seconds(backend.part) == pytest.approx(LETTERS, abs=0.001)

    play(act())
    assert scene.states == ["loading", "ready"]


def test_it_comes_from_the_hub_without_what_is_not_needed(scene: Scene, tiny: Path) -> None:
    files = {file.name: file.read_bytes() for file in tiny.iterdir()}
    files |= {"espeak-ng-data/phontab": b"GPL", "model.int8.onnx": b"worse"}

    async def act(hub: Hub) -> None:
        backend = sherpa("someone/tiny", scene.wants(), hub)
        with contextlib.closing(backend):
            await backend.load()
            assert await seconds(backend.part) == pytest.approx(LETTERS, abs=0.001)

    with serving(LocalHub({"someone/tiny": files})) as local:
        play(act(Hub(local.endpoint, scene.folder / "cache")))
        assert not any(
            "phontab" in asked.path or "int8" in asked.path for asked in local.asked if asked.method == "GET"
        )
    assert scene.states[-1] == "ready"


@pytest.mark.parametrize("missing", ["voices.bin", "model.onnx"])
def test_a_broken_model_is_said_and_leaves_the_voice_that_was_there(scene: Scene, tiny: Path, missing: str) -> None:
    broken = scene.folder / "broken"
    broken.mkdir()
    for file in tiny.iterdir():
        (broken / file.name).write_bytes(b"" if file.name == missing else file.read_bytes())

    async def act() -> None:
        backend = sherpa(str(broken), scene.wants())
        with contextlib.closing(backend):
            await backend.load()
            with contextlib.suppress(VoiceError):  # where espeak-ng is not installed
                assert await seconds(backend.part) != pytest.approx(LETTERS, abs=0.001)

    play(act())
    assert scene.states[-1] == "failed"
    assert scene.told[-1].message


def test_without_any_voice_the_answer_is_read_until_one_is_there(
    scene: Scene, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("ctypes.util.find_library", lambda _: None)
    backend = sherpa(str(tiny), scene.wants())

    async def act() -> None:
        with contextlib.closing(backend), pytest.raises(VoiceError, match="not there yet"):
            await seconds(backend.part)

    play(act())


def test_a_process_that_dies_is_started_again_for_the_next_sentence(tiny: Path) -> None:
    async def act() -> None:
        with contextlib.closing(await started(tiny, kokoro_speakers("af_sol"))) as spoken:
            child = spoken._host._child
            assert child
            child._process.kill()
            with contextlib.suppress(VoiceError):
                await seconds(spoken)
            assert await seconds(spoken) == pytest.approx(LETTERS, abs=0.001)

    play(act())


def test_one_that_cannot_keep_up_is_refused_where_it_was_not_asked_for(tiny: Path) -> None:
    async def act() -> None:
        with pytest.raises(ModelError, match="s for each second of speech"):
            await choice(KOKORO, kokoro_speakers("af_sol"), slowest=1e-9).load(tiny)

    play(act())


def test_a_small_machine_fetches_no_voice_by_itself(scene: Scene) -> None:
    pytest.importorskip("espeakng_loader", reason="needs requirements-voice.txt")
    nowhere = Hub("http://127.0.0.1:9", scene.folder / "cache")

    async def act() -> None:
        for cores in (CORES - 1, CORES):
            with contextlib.closing(auto("", scene.wants(offline=True), nowhere, cores)) as backend:
                await backend.load()

    play(act())
    assert scene.states == ["failed"]  # the larger one looked for it, and may not fetch it


def test_names_are_checked_before_anything_is_fetched(scene: Scene) -> None:
    with pytest.raises(SettingsError, match="no voice named"):
        kokoro("", scene.wants("nova"))
    with pytest.raises(SettingsError, match="takes a folder"):
        sherpa("", scene.wants())
    with pytest.raises(SettingsError, match="numbers"):
        sherpa("someone/tiny", scene.wants("nova"))
    with contextlib.closing(kokoro("af_sol", scene.wants())), contextlib.closing(kokoro("", scene.wants("af_sol"))):
        pass


def test_offline_nothing_is_fetched(scene: Scene) -> None:
    backend = kokoro("", scene.wants(offline=True), Hub("http://127.0.0.1:9", scene.folder / "cache"))

    async def act() -> None:
        with contextlib.closing(backend):
            await backend.load()

    play(act())
    assert scene.states == ["failed"]
    assert "offline" in scene.told[-1].message
