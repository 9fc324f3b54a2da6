"""A real vision-language model in a process of its own, tiny and random; greedy: the same prompt, the same words."""

import asyncio
import re
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest

from assistant.core.errors import AnswerError, ModelError, SeeingError
from assistant.core.intents import Open
from assistant.core.ports import DeepCaptioner, Engine, Forgetful, Warmable
from assistant.core.values import Frame, Message, Prompt
from assistant.holding import Held
from memory.store import Store
from models.builtin import engine as builtin_engine
from models.local.engine import open_engine
from models.local.hosted import threads
from models.process import host
from tests.pictures import encode, page
from tests.tiny.chat import CHECKPOINTS
from tests.wants import wants

NOTE = Frame(encode(page("Field notes", "Tuesday")), 1000.0, "camera")
BROKEN = Frame(b"\xff\xd8 no picture", 1000.0, "camera")
PIECES = 12
# glibc and Python overwrite what they free, so that what is found in the memory of the process is still held.
OVERWRITING = {
    "PYTHONMALLOC": "malloc",
    "MALLOC_PERTURB_": "165",
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0",
}

Play = Callable[[Callable[[Engine], Awaitable[None]]], None]


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[Engine, None]:
    memory = Store.open(None)
    builtin = builtin_engine.create(memory)
    try:
        engine = await open_engine(folder, "tiny", builtin, wants(memory))
        yield engine
        engine.close()
    finally:
        builtin.close()
        memory.close()


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """One engine for all: most of what a start takes is the import of torch and transformers."""
    folder = tmp_path_factory.mktemp("tiny")
    CHECKPOINTS["qwen2_5_vl"](folder)
    with asyncio.Runner() as runner, pytest.MonkeyPatch.context() as environment:
        for name, value in OVERWRITING.items():
            environment.setenv(name, value)
        context = opened(folder)
        engine = runner.run(context.__aenter__())
        yield lambda scene: runner.run(asyncio.wait_for(scene(engine), 60))
        runner.run(context.__aexit__(None, None, None))


def prompt(*frames: Frame, question: str = "What is this?") -> Prompt:
    said = (Message("system", "Be brief."), Message("user", question, frames))
    return Prompt(said, Open(), "en", 1000.0, frames, question=question)


async def answer(engine: Engine, asked: Prompt) -> list[str]:
    """Its first words."""
    pieces: list[str] = []
    async with aclosing(engine.answerer.answer(asked)) as words:
        async for piece in words:
            pieces.append(piece)
            if len(pieces) == PIECES:
                break
    return pieces


def processes() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "models.process.worker" in child.cmdline()]


def test_what_was_read_ahead_changes_no_word(play: Play) -> None:
    async def scene(engine: Engine) -> None:
        assert engine.answerer.name == "tiny"
        cold = await answer(engine, prompt(NOTE))
        assert len(cold) == PIECES
        assert isinstance(engine.answerer, Warmable)
        await engine.answerer.prepare(prompt(question=""))
        assert await answer(engine, prompt(NOTE)) == cold

    play(scene)


def test_a_caption_that_gives_way_to_a_reply_is_the_one_it_would_have_been(play: Play) -> None:
    async def scene(engine: Engine) -> None:
        assert engine.grounder
        located = await engine.grounder.locate(NOTE, "page")
        eyes = engine.captioner()
        assert isinstance(eyes, DeepCaptioner)
        known = await eyes.describe(NOTE)
        assert known.text == "Field notes\nTuesday"
        alone = await eyes.deepen(NOTE, known)
        caption = asyncio.create_task(eyes.deepen(NOTE, known))
        replies = [await answer(engine, prompt(NOTE)) for _ in range(10)]  # wherever the caption is just then
        assert await caption == alone
        assert all(reply == replies[0] for reply in replies)
        assert await engine.grounder.locate(NOTE, "page") == located

    play(scene)


def test_a_draft_gives_way_to_a_reply_and_one_that_is_wanted_says_what_it_would_have_said(play: Play) -> None:
    async def scene(engine: Engine) -> None:
        spawn = asyncio.get_running_loop().create_task
        alone = await answer(engine, prompt(NOTE))
        draft = Held(engine.answerer.answer(prompt(question="Tell me all about it.")), spawn)
        await asyncio.sleep(0.05)
        assert await answer(engine, prompt(NOTE)) == alone
        assert draft.lost
        wanted = Held(engine.answerer.answer(prompt(NOTE)), spawn)
        async with aclosing(wanted.read()) as words:
            other = spawn(answer(engine, prompt(question="Tell me all about it.")))
            assert [await anext(words) for _ in range(PIECES)] == alone
        assert len(await other) == PIECES

    play(scene)


def test_a_model_that_is_killed_while_it_speaks_says_so_and_answers_the_next_question(play: Play) -> None:
    async def scene(engine: Engine) -> None:
        before = await answer(engine, prompt(NOTE))
        words = engine.answerer.answer(prompt(NOTE))
        assert await anext(words) == before[0]
        (process,) = processes()
        process.kill()
        with pytest.raises(AnswerError, match=r"tiny broke down.*started again"):
            async for _ in words:
                pass
        assert await answer(engine, prompt(NOTE)) == before
        assert process not in processes()

    play(scene)


def test_a_broken_picture_is_said_and_costs_nothing_else(play: Play) -> None:
    async def scene(engine: Engine) -> None:
        (process,) = processes()
        with pytest.raises(SeeingError):
            await answer(engine, prompt(BROKEN))
        assert await answer(engine, prompt(NOTE))
        assert processes() == [process]

    play(scene)


def test_a_folder_without_a_model_is_an_expected_error_and_leaves_no_process(tmp_path: Path) -> None:
    async def attempt() -> None:
        async with opened(tmp_path):
            pass

    before = processes()
    with pytest.raises(ModelError):
        asyncio.run(attempt())
    assert processes() == before


@pytest.mark.parametrize(("cores", "used"), [(1, 1), (2, 1), (8, 7)])
def test_a_core_is_left_to_the_sound(cores: int, used: int) -> None:
    assert threads(cores) == used


def memory_of(process: psutil.Process) -> bytes:
    """All that the process can write to."""
    parts = []
    with Path(f"/proc/{process.pid}/maps").open() as maps, Path(f"/proc/{process.pid}/mem").open("rb", 0) as memory:
        for line in maps:
            begin, end, rights = re.match(r"(\w+)-(\w+) (\S+)", line).groups()  # type: ignore[union-attr]
            if rights.startswith("rw"):
                memory.seek(int(begin, 16))
                parts.append(memory.read(int(end, 16) - int(begin, 16)))
    return b"".join(parts)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the memory of another process")
def test_what_is_forgotten_is_held_nowhere_in_the_models_process(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = np.random.default_rng(5).integers(0, 255, (480, 640, 3), np.uint8)
    frame = Frame(bytes(cv2.imencode(".jpg", pixels)[1]), 1000.0, "camera")
    decoded = cv2.imdecode(np.frombuffer(frame.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    shown = cv2.cvtColor(decoded, cv2.COLOR_BGR2RGBA)
    canaries = [b"zqxjkvbp", frame.jpeg[100_000:100_040], shown[100, 100:116].tobytes()]
    asked = prompt(frame, question="Where is zqxjkvbp, my zqxjkvbpzqxjkvbp?")

    async def scene(engine: Engine) -> None:
        assert isinstance(engine.answerer, Forgetful)
        before = await answer(engine, asked)
        assert any(canary in memory_of(*processes()) for canary in canaries)
        monkeypatch.setattr(host, "FORGOTTEN", 30.0)  # else a busy machine would end the process, and nothing be shown
        await engine.answerer.forget()
        held = memory_of(*processes())
        assert [canary for canary in canaries if canary in held] == []
        assert await answer(engine, asked) == before

    play(scene)
