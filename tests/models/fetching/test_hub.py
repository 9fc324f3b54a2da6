"""A model comes from the hub whole or says why not; what was fetched once is never asked for again."""

import asyncio
import dataclasses
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from huggingface_hub import constants

from assistant.core.errors import ModelError, SettingsError
from assistant.core.ports import Memory, Report
from assistant.core.values import Progress
from memory.store import Store
from models.fetching.files import CTRANSLATE2, SAFETENSORS
from models.fetching.hub import PIECE, Hub, fetch
from models.fetching.pace import Pace
from models.wants import Wants
from tests.clock import run
from tests.hub import LocalHub, serving, sha256

WEIGHTS = random.Random(3).randbytes(3_000_000)
TINY = {
    "config.json": b"{}",
    "tokenizer.json": random.Random(4).randbytes(30_000),
    "model.safetensors": WEIGHTS,
    "pytorch_model.bin": bytes(50_000),
    "onnx/model.onnx": bytes(50_000),
    "README.md": b"# Tiny",
}


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """As app.py does before the library is imported: nothing is told of this machine."""
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", True)
    monkeypatch.setenv("HF_TOKEN", "hf_mine")


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    with serving(LocalHub({"ann/tiny": TINY, "ann/pickled": {"config.json": b"{}", "pytorch_model.bin": b"x"}})) as hub:
        yield hub


class Fetched:
    """One start of the application: what it is told on the way, and where the model lies in the end."""

    def __init__(self, hub: LocalHub, folder: Path, memory: Memory, *, offline: bool = False) -> None:
        self.place = Hub(hub.endpoint, folder / "cache", waits=(0.0, 0.0))
        self.told: list[Progress] = []
        self.hears: Report = self.told.append
        self._wants = Wants(memory, report=lambda told: self.hears(told), offline=offline)

    async def bring(self, id: str = "ann/tiny") -> Path:
        return await fetch(id, "vlm", self._wants, hub=self.place)

    def now(self, id: str = "ann/tiny") -> Path:
        return asyncio.run(self.bring(id))

    def refusal(self, id: str = "ann/tiny") -> str:
        with pytest.raises(ModelError) as refused:
            self.now(id)
        return str(refused.value)


class Start(Protocol):
    def __call__(self, *, folder: Path = ..., offline: bool = False) -> Fetched: ...


@pytest.fixture
def start(hub: LocalHub, tmp_path: Path) -> Iterator[Start]:
    memory = Store.open(None)
    yield lambda *, folder=tmp_path, offline=False: Fetched(hub, folder, memory, offline=offline)
    memory.close()


def test_what_is_needed_is_fetched_and_how_far_it_is_told(start: Start) -> None:
    one = start()
    folder = one.now()
    assert sorted(os.listdir(folder)) == ["config.json", "model.safetensors", "tokenizer.json"]
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    done = [told.done for told in one.told]
    assert done == sorted(done)
    assert {(told.role, told.state, told.total) for told in one.told} == {("vlm", "downloading", 3_030_002)}


def test_the_users_key_is_given_to_the_hub_and_to_no_other_host(hub: LocalHub, start: Start) -> None:
    start().now()
    assert {asked.key for asked in hub.asked if not asked.path.startswith("/large/")} == {"Bearer hf_mine"}
    assert {asked.key for asked in hub.contents()} == {""}


def test_after_a_cut_line_it_goes_on_where_it_stopped(hub: LocalHub, start: Start) -> None:
    hub.cut = [1_000_000, 500_000]
    one = start()
    assert (one.now() / "model.safetensors").read_bytes() == WEIGHTS
    *_, third, tokenizer = hub.contents()
    assert third.range == f"bytes={1_000_000 // PIECE * PIECE + 500_000 // PIECE * PIECE}-"
    assert sum(asked.sent for asked in hub.contents()) - tokenizer.sent < len(WEIGHTS) + 2 * PIECE
    assert "broke off" in next(told.message for told in one.told if told.state == "waiting")


def test_what_a_start_has_fetched_the_next_start_does_not_fetch_again(
    hub: LocalHub, start: Start, tmp_path: Path
) -> None:
    hub.pause = 0.03

    async def interrupted() -> None:
        one = start()
        task = asyncio.create_task(one.bring())

        def stop(told: Progress) -> None:
            if told.done > PIECE:
                task.cancel()

        one.hears = stop
        await asyncio.wait([task], timeout=5)
        assert task.cancelled()

    asyncio.run(interrupted())
    hub.pause = 0.0
    (part,) = tmp_path.rglob("*.incomplete")
    kept = part.stat().st_size
    hub.asked.clear()
    assert (start().now() / "model.safetensors").read_bytes() == WEIGHTS
    assert hub.contents()[0].range == f"bytes={kept}-"
    assert hub.contents()[0].sent == len(WEIGHTS) - kept


def test_what_was_damaged_on_the_disk_is_fetched_anew(start: Start) -> None:
    one = start()
    part = one.place.folder("ann/tiny") / "blobs" / f"{sha256(WEIGHTS)}.incomplete"
    part.parent.mkdir(parents=True)
    part.write_bytes(bytes(2_000_000))
    assert (one.now() / "model.safetensors").read_bytes() == WEIGHTS


def test_a_second_start_asks_for_nothing_even_offline(hub: LocalHub, start: Start) -> None:
    folder = start().now()
    hub.asked.clear()
    assert start().now() == folder
    assert start(offline=True).now() == folder
    assert hub.asked == []


def test_offline_nothing_is_asked_for(hub: LocalHub, start: Start) -> None:
    assert "start it once without --offline" in start(offline=True).refusal()
    assert hub.asked == []


def test_without_a_network_nothing_is_asked_for_until_there_is_one(start: Start) -> None:
    one = start()
    one.place = dataclasses.replace(one.place, endpoint="http://192.0.2.1", has_network=lambda: False)

    async def an_hour() -> None:
        task = asyncio.create_task(one.bring())
        await asyncio.sleep(3600)
        task.cancel()
        await asyncio.wait([task])

    run(an_hour())
    assert {told.message for told in one.told} == {"There is no network. It is fetched as soon as there is one."}


def test_a_busy_hub_is_asked_again(hub: LocalHub, start: Start) -> None:
    hub.busy = 2
    one = start()
    one.now()
    assert [told.message for told in one.told if told.message] == [
        "Trying again in 0 s: the hub is busy (HTTP 503)."
    ] * 2


def test_a_hub_that_stays_away_is_given_up_in_words(hub: LocalHub, start: Start) -> None:
    hub.busy = 99
    assert "what was fetched is kept" in start().refusal()
    assert len(hub.asked) == 3


@pytest.mark.parametrize(
    ("refuse", "says"),
    [
        ((401, "GatedRepo"), "accepted its licence: do that at http://127.0.0.1"),
        ((403, "GatedRepo"), "HF_TOKEN"),
        ((404, "RepoNotFound"), "not to be found"),
    ],
)
def test_a_refusal_says_what_to_do(hub: LocalHub, start: Start, refuse: tuple[int, str], says: str) -> None:
    hub.refuse = refuse
    assert says in start().refusal()


def test_a_model_that_is_not_there_and_one_without_safe_weights_are_named(hub: LocalHub, start: Start) -> None:
    assert "ann/none is not to be found" in start().refusal("ann/none")
    assert "ann/pickled holds no weights in .safetensors files" in start().refusal("ann/pickled")
    assert hub.contents() == []


def test_a_disk_without_room_is_said_with_the_numbers_before_anything_is_fetched(hub: LocalHub, start: Start) -> None:
    one = start()
    one.place = dataclasses.replace(one.place, free=lambda folder: 100_000_000)
    assert "needs 0.2 GB on the disk" in one.refusal()
    assert hub.contents() == []


def test_a_disk_that_fills_on_the_way_is_said_and_what_came_is_kept(start: Start, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        one = start(folder=disk)
        one.place = dataclasses.replace(one.place, free=lambda folder: 10**12)
        assert "No space left on device. Make room there" in one.refusal()
        (part,) = disk.rglob("*.incomplete")
        assert part.stat().st_size > 1_000_000
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_folder_is_itself_and_what_is_neither_folder_nor_name_cannot_be(
    hub: LocalHub, start: Start, tmp_path: Path
) -> None:
    assert start().now(str(tmp_path)) == tmp_path
    with pytest.raises(SettingsError, match="neither a folder nor a name on the hub"):
        start().now("/nowhere/at/all")
    assert hub.asked == []


SHARDS = ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")


@pytest.mark.parametrize(
    ("pick", "names", "picked"),
    [
        (SAFETENSORS.pick, ["model.safetensors", "model.fp16.safetensors", "tf_model.h5"], ["model.safetensors"]),
        (
            SAFETENSORS.pick,
            [*SHARDS, "model.safetensors.index.json", "consolidated.safetensors", "gguf/m.gguf", "original/a.json"],
            [*SHARDS, "model.safetensors.index.json"],
        ),
        (SAFETENSORS.pick, ["adapter_model.safetensors", "config.json"], []),
        (
            SAFETENSORS.pick,
            ["m.safetensors", "additional_chat_templates/rag.jinja", "chat_template.jinja", "x.py"],
            ["additional_chat_templates/rag.jinja", "chat_template.jinja", "m.safetensors"],
        ),
        (CTRANSLATE2.pick, ["model.bin", "config.json", "README.md"], ["config.json", "model.bin"]),
        (CTRANSLATE2.pick, ["config.json"], []),
    ],
)
def test_one_set_of_weights_is_needed_and_what_belongs_to_it(
    pick: Callable[[list[str]], list[str]], names: list[str], picked: list[str]
) -> None:
    assert pick(names) == picked


def test_speed_is_that_of_the_last_ten_seconds() -> None:
    pace = Pace()
    pace.note(0.0, 0)
    assert (pace.speed, pace.left(100)) == (None, None)
    for second in range(1, 31):
        pace.note(second, 10 * min(second, 15))
    assert pace.speed == 0.0
    pace.note(31, 250)
    assert pace.speed == pytest.approx(10.0)
    assert pace.left(350) == pytest.approx(10.0)
