"""What every engine promises, whichever answers: words in pieces, captions with boxes, and a stop that frees it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.core.errors import KeepsightError, SeeingError
from assistant.core.intents import Intent, Open, ReadThat, WhatColour, WhatIsThis
from assistant.core.ports import Engine
from assistant.core.values import Frame, Message, Prompt
from memory.store import Store
from models import registry
from models.local import beginning
from tests.pictures import cover, desk, encode, on_desk, page
from tests.served import says, serve
from tests.tiny.chat import CHECKPOINTS
from tests.wants import wants

NOTE = Frame(encode(page("Field notes", "Tuesday")), 1000.0, "camera")
BROKEN = Frame(b"\xff\xd8 no picture", 1000.0, "camera")

Scene = Callable[[Engine], Coroutine[Any, Any, None]]
Play = Callable[[Scene], None]


@asynccontextmanager
async def builtin(memory: Store, _: Path) -> AsyncGenerator[Engine, None]:
    yield registry.vlm("builtin", wants(memory)).part


@asynccontextmanager
async def served(memory: Store, _: Path) -> AsyncGenerator[Engine, None]:
    """A small server that streams chat completions."""
    async with serve(says("I ", "see ", "a ", "page ", "of ", "notes.")) as server:
        yield registry.vlm(f"openai:{server.address}#tiny", wants(memory)).part


@asynccontextmanager
async def local(memory: Store, folder: Path) -> AsyncGenerator[Engine, None]:
    """A tiny random model of this machine, when it has taken the built-in engine's place."""
    CHECKPOINTS["smolvlm"](folder)
    backend = beginning.create(str(folder), wants(memory), registry.vlm("builtin", wants(memory)).part)
    await backend.load()
    assert backend.part.answerer.name == str(folder)
    yield backend.part


BACKENDS = {"builtin": builtin, "openai": served, "transformers": local}


@asynccontextmanager
async def opened(name: str, folder: Path) -> AsyncGenerator[Engine, None]:
    memory = Store.open(None)
    async with BACKENDS[name](memory, folder) as engine:
        yield engine
        engine.close()
    memory.close()


@pytest.fixture(scope="module", params=sorted(BACKENDS))
def play(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """One engine for all tests, and one loop: a model takes seconds to start."""
    with asyncio.Runner() as runner:
        context = opened(request.param, tmp_path_factory.mktemp("model"))
        engine = runner.run(context.__aenter__())
        yield lambda scene: runner.run(scene(engine))
        runner.run(context.__aexit__(None, None, None))


def prompt(intent: Intent, *frames: Frame) -> Prompt:
    said = (Message("system", "Be brief."), Message("user", "And?", frames))
    return Prompt(said, intent, "en", 1000.0, frames, question="And?")


async def answer(engine: Engine, asked: Prompt) -> str:
    async with aclosing(engine.answerer.answer(asked)) as pieces:
        return "".join([piece async for piece in pieces])


@pytest.mark.parametrize("intent", [Open(), ReadThat(), WhatIsThis(), WhatColour()])
def test_every_question_gets_words(play: Play, intent: Intent) -> None:
    async def scene(engine: Engine) -> None:
        assert engine.answerer.name
        assert (await answer(engine, prompt(intent, NOTE))).strip()

    play(scene)


@pytest.mark.parametrize("intent", [Open(), ReadThat()])
def test_an_answer_that_is_closed_early_leaves_the_engine_free_for_the_next(play: Play, intent: Intent) -> None:
    async def scene(engine: Engine) -> None:
        async with aclosing(engine.answerer.answer(prompt(intent, NOTE))) as pieces:
            async for piece in pieces:
                assert piece
                break
        assert await asyncio.wait_for(answer(engine, prompt(intent, NOTE)), 20)

    play(scene)


@pytest.mark.parametrize("intent", [Open(), ReadThat()])
def test_an_answer_that_is_cancelled_while_it_is_made_leaves_the_engine_free_too(play: Play, intent: Intent) -> None:
    async def scene(engine: Engine) -> None:
        first = asyncio.create_task(answer(engine, prompt(intent, NOTE)))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait([first])
        assert await asyncio.wait_for(answer(engine, prompt(intent, NOTE)), 20)

    play(scene)


def test_a_caption_has_its_boxes_within_the_picture(play: Play) -> None:
    async def scene(engine: Engine) -> None:
        described = await engine.captioner().describe(NOTE)
        assert "Field notes" in described.text
        for box in described.boxes:
            assert 0 <= box.left < box.right <= 1
            assert 0 <= box.top < box.bottom <= 1
            assert 0 <= box.score <= 1

    play(scene)


@pytest.mark.parametrize("intent", [Open(), ReadThat()])
def test_a_caption_that_is_dropped_does_not_hold_the_next_answer_up(play: Play, intent: Intent) -> None:
    async def scene(engine: Engine) -> None:
        caption = asyncio.create_task(_describe(engine))
        await asyncio.sleep(0)
        caption.cancel()
        await asyncio.wait([caption])
        assert await asyncio.wait_for(answer(engine, prompt(intent, NOTE)), 20)

    play(scene)


def _describe(engine: Engine) -> Coroutine[Any, Any, object]:
    return engine.captioner().describe(NOTE)


@pytest.mark.parametrize("act", ["describe", "learn"])
def test_a_broken_picture_is_an_expected_error(play: Play, act: str) -> None:
    async def scene(engine: Engine) -> None:
        work: Awaitable[object]
        work = engine.captioner().describe(BROKEN) if act == "describe" else engine.teacher.learn("cup", [BROKEN], [])
        with pytest.raises(KeepsightError):
            await work

    play(scene)


def test_what_is_taught_is_stored_by_nobody_but_the_caller(play: Play) -> None:
    async def scene(engine: Engine) -> None:
        views = [Frame(encode(on_desk(cover("atlas"), (150 + 20 * n, 90), turn=4 * n)), n, "camera") for n in range(6)]
        taught = await engine.teacher.learn("atlas", views, [Frame(encode(desk()), 0.0, "camera")])
        assert (taught.name, taught.id) == ("atlas", 0)
        assert taught.views
        assert taught.features > 0
        described = await engine.captioner().describe(views[0])
        assert "atlas" not in [box.label for box in described.boxes]

    play(scene)


def test_nothing_to_tell_apart_is_said(play: Play) -> None:
    async def scene(engine: Engine) -> None:
        same = [Frame(encode(desk()), n, "camera") for n in range(3)]
        with pytest.raises(SeeingError, match="cup"):
            await engine.teacher.learn("cup", same, same)

    play(scene)


def test_a_picture_of_earlier_can_be_looked_at_again(play: Play) -> None:
    async def scene(engine: Engine) -> None:
        assert engine.witness
        verdict = await engine.witness.examine("cup", "where is my cup?", NOTE)
        assert verdict.seen in ("yes", "no", "unsure")

    play(scene)
