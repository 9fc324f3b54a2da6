"""The first of some choices that can be fetched and loaded takes over; where none can, the user is told why."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from huggingface_hub import constants

from assistant.core.errors import ModelError
from assistant.core.values import Progress
from memory.store import Store
from models.auto import Choice, Loaded, bring
from models.fetching.hub import Hub
from models.swapping import Slot
from models.wants import Wants
from tests.hub import LocalHub, serving

FILES = {"config.json": b"{}", "model.safetensors": bytes(20_000)}
Load = Callable[[Path], Awaitable[Loaded[str]]]


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", True)
    with serving(LocalHub({"ann/large": FILES, "ann/small": FILES})) as hub:
        yield hub


class Start:
    """One start of the application with a part called `builtin` in the slot."""

    def __init__(self, hub: LocalHub, folder: Path) -> None:
        self.closed: list[str] = []
        self.told: list[Progress] = []
        self.slot = Slot("builtin", lambda: self.closed.append("builtin"))
        self.hub = Hub(hub.endpoint, folder, waits=())

    def bring(self, *choices: Choice[str], offline: bool = False) -> str:
        """What is in the slot afterwards."""
        memory = Store.open(None)
        wants = Wants(memory, report=self.told.append, offline=offline)
        asyncio.run(bring(self.slot, "vlm", choices, wants, self.hub))
        memory.close()
        return self.slot.part

    def states(self) -> list[tuple[str, str]]:
        """How each model went, without how far it was on the way."""
        return list(dict.fromkeys((told.name, told.state) for told in self.told))


def loads(name: str, *packages: str) -> Choice[str]:
    async def load(folder: Path) -> Loaded[str]:
        assert (folder / "model.safetensors").is_file()
        return Loaded(name, lambda: None)

    return Choice(name, load, packages=packages)


def fails(name: str) -> Choice[str]:
    async def load(folder: Path) -> Loaded[str]:
        raise ModelError(f"{name} does not fit: it needs 9.0 GB.")

    return Choice(name, load)


def test_a_model_is_fetched_loaded_and_then_ready(hub: LocalHub, tmp_path: Path) -> None:
    start = Start(hub, tmp_path)
    assert start.bring(loads("ann/large"), loads("ann/small")) == "ann/large"
    assert start.states() == [("ann/large", state) for state in ("downloading", "loading", "ready")]


def test_where_one_does_not_fit_the_next_smaller_is_taken_and_said(hub: LocalHub, tmp_path: Path) -> None:
    start = Start(hub, tmp_path)
    assert start.bring(fails("ann/large"), loads("ann/small")) == "ann/small"
    said = next(told for told in start.told if told.message)
    assert (said.name, said.state) == ("ann/small", "waiting")
    assert said.message == "ann/large does not fit: it needs 9.0 GB. ann/small is tried instead."


def test_where_none_fits_the_first_part_goes_on_and_it_is_said(hub: LocalHub, tmp_path: Path) -> None:
    start = Start(hub, tmp_path)
    assert start.bring(fails("ann/large"), fails("ann/small")) == "builtin"
    assert (start.told[-1].state, start.told[-1].message) == ("failed", "ann/small does not fit: it needs 9.0 GB.")
    assert start.closed == []


def test_what_cannot_be_fetched_is_not_replaced_by_another_download(hub: LocalHub, tmp_path: Path) -> None:
    start = Start(hub, tmp_path)
    assert start.bring(loads("ann/none"), loads("ann/small")) == "builtin"
    assert "ann/none is not to be found" in start.told[-1].message
    assert not any("small" in asked.path for asked in hub.asked)


def test_a_missing_package_is_named_before_anything_is_fetched(hub: LocalHub, tmp_path: Path) -> None:
    start = Start(hub, tmp_path)
    assert start.bring(loads("ann/large", "pytest", "no_such_package")) == "builtin"
    needed = "Models on this machine need no_such_package: run pip install -r requirements.txt."
    assert [(told.state, told.message) for told in start.told] == [("failed", needed)]
    assert hub.asked == []


def test_offline_the_best_that_is_there_is_taken_and_nobody_is_asked(hub: LocalHub, tmp_path: Path) -> None:
    Start(hub, tmp_path).bring(loads("ann/small"))
    hub.asked.clear()
    start = Start(hub, tmp_path)
    assert start.bring(loads("ann/large"), loads("ann/small"), offline=True) == "ann/small"
    assert hub.asked == []


def test_offline_with_nothing_there_the_first_part_goes_on_and_nobody_is_asked(hub: LocalHub, tmp_path: Path) -> None:
    start = Start(hub, tmp_path)
    assert start.bring(loads("ann/large"), loads("ann/small"), offline=True) == "builtin"
    assert start.told[-1].message.startswith("ann/large was never fetched, and Keepsight is offline")
    assert hub.asked == []


def test_a_folder_is_loaded_as_it_is(hub: LocalHub, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").touch()
    start = Start(hub, tmp_path)
    assert start.bring(replace(loads("mine"), source=str(tmp_path))) == "mine"
    assert start.states() == [(str(tmp_path), "loading"), (str(tmp_path), "ready")]
