"""A real vision-language model in a process of its own, tiny and random; greedy: the same prompt, the same words."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import psutil
import pytest

from assistant.core.errors import AnswerError, ModelError, SeeingError
from assistant.core.intents import Open
from assistant.core.ports import DeepCaptioner, Engine, Warmable
from assistant.core.values import Frame, Message, Prompt
from memory.store import SqliteMemory
from models.builtin import engine as builtin_engine
from models.local.engine import open_engine
from models.local.hosted import threads
from tests.pictures import encode, page
from tests.tiny.chat import CHECKPOINTS
from tests.wants import wants

NOTE = Frame(encode(page("Field notes", "Tuesday")), 1000.0, "camera")
BROKEN = Frame(b"\xff\xd8 no picture", 1000.0, "camera")
PIECES = 12

Play = Callable[[Callable[[Engine], Awaitable[None]]], None]


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[Engine, None]:
    memory = SqliteMemory.open(None)
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
    with asyncio.Runner() as runner:
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
