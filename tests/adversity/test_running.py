"""Starting, ending and being killed: each with a sentence, and with what was remembered."""

import asyncio
import contextlib
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.adversity.house import ROOT, House, free_port, page
from tests.alone import ALONE
from tests.pictures import jpeg

REPORTS = 30.0  # seconds after its start by which what reports has tried to: onnxruntime did after 21, under strace


@dataclass(frozen=True, slots=True)
class Watched:
    """A running application whose calls are noted in a file. began: on the monotonic clock."""

    house: House
    calls: Path
    began: float


@pytest.fixture(scope="module", autouse=True)
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched | None]:
    """Runs beside the scenes of this file, whose last one looks at what it did: nobody has to wait for it alone."""
    folder = tmp_path_factory.mktemp("watched")
    under = ("strace", "-D", "-f", "-qq", "-e", "trace=connect", "-o", str(folder / "connects"))
    if not shutil.which("strace") or subprocess.run([*under, "true"], capture_output=True, check=False).returncode:
        yield None
        return
    house = House(folder / "data", under=under)
    yield Watched(house, folder / "connects", time.monotonic())
    house.popen.kill()
    house.popen.wait()


def starting(data: Path, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "app.py", "--port", str(port), "--data", str(data), *ALONE]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def refusal(process: subprocess.Popen[str]) -> str:
    """The one sentence that is said where it does not start."""
    said, sentence = process.communicate(timeout=120)
    assert (process.returncode, said) == (1, "")
    assert sentence.startswith("Keepsight cannot start: ")
    assert sentence.count("\n") == 1
    return sentence


def test_what_keeps_it_from_starting_is_one_sentence_and_nothing_is_touched(house: House, tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    newer.mkdir()
    with contextlib.closing(sqlite3.connect(newer / "memory.sqlite3")) as made:
        made.execute("PRAGMA user_version = 99")
    before = (newer / "memory.sqlite3").read_bytes()
    expected = {
        starting(newer, free_port()): "Upgrade Keepsight, or move the file away",
        starting(house.uploads.parent, free_port()): "in use by another Keepsight",
        starting(tmp_path / "other", house.port): "choose another with --port",
    }
    for process, says in expected.items():
        assert says in refusal(process)
    assert (newer / "memory.sqlite3").read_bytes() == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_is_said_and_everything_else_goes_on_until_there_is_room(small_disk: Path) -> None:
    house = House(small_disk / "memory").answers()

    async def script() -> None:
        async with page(house) as one:
            assert "piano" in await one.ask("remember that my glasses are on the piano")
            filler = small_disk / "filler"
            with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
                while True:
                    file.write(bytes(4096))
            await one.say("capturing", camera=True)
            for view in range(6):
                await one.show(jpeg(f"desk {view}"))
                await asyncio.sleep(1)
            await one.ask("remember that my keys are in the bowl")
            told = one.failures()
            assert 1 <= len(told) <= 3
            assert all("Free some space" in message for message in told)
            assert "piano" in await one.ask("where are my glasses?")
            filler.unlink()
            assert "bowl" in await one.ask("remember that my keys are in the blue bowl")
            assert "bowl" in await one.ask("where are my keys?")

    asyncio.run(script())
    assert house.end() == 0
    assert "Traceback" not in house.log()


def lives(process: psutil.Process) -> bool:
    """A zombie does not: in a container it may be that nobody ever asks how it ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def living(children: list[psutil.Process]) -> list[psutil.Process]:
    """Those that have not ended within five seconds."""
    until = time.monotonic() + 5
    while (alive := [child for child in children if lives(child)]) and time.monotonic() < until:
        time.sleep(0.02)
    return alive


def test_a_kill_costs_nothing_that_was_remembered_and_being_asked_to_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    house = House(tmp_path / "memory").answers()

    async def script() -> str:
        async with page(house) as one:
            for number in range(5):
                await one.ask(f"remember that box {number} is on shelf {number}")
            await one.say("typed", id="last", text="remember that my coat is in the hall")
            children = house.process.children(recursive=True)
            house.popen.kill()
            house.popen.wait()
            assert not living(children)
            return one.conversation

    conversation = asyncio.run(script())
    again = House(tmp_path / "memory", port=house.port).answers()

    async def back() -> None:
        async with page(again, conversation) as one:
            assert one.conversation != conversation
            for number in range(5):
                assert f"shelf {number}" in await one.ask(f"where is my box {number}?")
            await one.say("capturing", microphone=True, voice="server")
            await one.say("typed", id="1", text="what can you do?")
            await one.until("reply_text")
            children, began = again.process.children(recursive=True), time.monotonic()
            assert await asyncio.to_thread(again.end) == 0
            assert time.monotonic() - began < 5
            assert not living(children)

    asyncio.run(back())
    assert "Traceback" not in again.log()
    assert not (tmp_path / "memory" / "memory.sqlite3-wal").exists()


def test_it_connects_to_nothing_by_itself(watched: Watched | None) -> None:
    """Native libraries count too: onnxruntime reports to its makers from a thread that Python does not see."""
    if watched is None:
        pytest.skip("strace is not installed, or may not watch a process")
    house = watched.house.answers()

    async def script() -> None:
        async with page(house) as tab:
            await tab.show(jpeg("cup"))
            await tab.ask("where is my cup?")

    asyncio.run(script())
    time.sleep(max(5.0, watched.began + REPORTS - time.monotonic()))
    assert house.end() == 0
    calls = watched.calls.read_text().splitlines()
    assert [line for line in calls if "AF_INET" in line and "127.0.0.1" not in line] == []
