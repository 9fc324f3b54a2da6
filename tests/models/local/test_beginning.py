"""`transformers:<hub id>`: the built-in engine answers at once, the model when it was fetched and loaded."""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path

import pytest
from huggingface_hub import constants

from assistant.core.errors import ModelError, SettingsError
from assistant.core.intents import Open
from assistant.core.ports import Engine
from assistant.core.values import Message, Progress, Prompt
from memory.store import Store
from models.builtin import engine as builtin
from models.fetching.hub import Hub
from models.local.beginning import create, fitting
from models.local.machine import Machine
from models.wants import Wants
from tests.hub import LocalHub, serving
from tests.tiny.chat import CHECKPOINTS

HELLO = Prompt((Message("user", "Hello"),), Open(), "en", 0.0, question="Hello")


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", True)
    CHECKPOINTS["llava"](tmp_path / "made")
    files = {path.name: path.read_bytes() for path in (tmp_path / "made").iterdir()}
    with serving(LocalHub({"ann/tiny": files})) as hub:
        yield hub


async def said(engine: Engine) -> str:
    async with aclosing(engine.answerer.answer(HELLO)) as pieces:
        return "".join([piece async for piece in pieces])


def test_a_model_is_fetched_from_the_hub_while_the_builtin_engine_answers(hub: LocalHub, tmp_path: Path) -> None:
    told: list[Progress] = []

    async def main() -> None:
        memory = Store.open(None)
        wants = Wants(memory, report=told.append)
        place = Hub(hub.endpoint, tmp_path / "cache")
        backend = create("ann/tiny", wants, builtin.create(memory, warm=False), place)
        assert backend.part.answerer.name == "builtin"
        assert "needs a model" in await said(backend.part)
        await backend.load()
        assert list(dict.fromkeys(one.state for one in told)) == ["downloading", "loading", "ready"]
        assert backend.part.answerer.name == "ann/tiny"
        assert "needs a model" not in await said(backend.part)
        backend.close()
        memory.close()

    asyncio.run(main())


def test_what_is_neither_a_folder_nor_a_name_is_refused_at_the_start() -> None:
    memory = Store.open(None)
    engine = builtin.create(memory, warm=False)
    with pytest.raises(SettingsError, match="neither a folder nor a name on the hub"):
        create("./no/such/folder", Wants(memory, report=lambda progress: None), engine)
    engine.close()
    memory.close()


def test_auto_has_smaller_ones_behind_the_best_and_says_where_none_fits() -> None:
    laptop = Machine(free_ram_bytes=12 * 10**9, total_ram_bytes=16 * 10**9, cores=4, cpu_bf16=True)
    ids = fitting(laptop, ())
    assert len(ids) > 1
    assert len(set(ids)) == len(ids)
    with pytest.raises(ModelError, match="too small for the models that auto chooses from"):
        fitting(Machine(free_ram_bytes=10**8, total_ram_bytes=10**9, cores=1), ())
