"""A model in a process of its own: it gives way, stops, dies and comes back."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import psutil
import pytest

from assistant.core.errors import AnswerError, KeepsightError, ModelError, SeeingError
from models.process import host as process
from models.process.host import FAILURES, FORGOTTEN, Host
from tests.models.process.hosted_things import Array, Caption, Count, Counted, Pid, Trouble

ROOT = Path(__file__).parents[3]
THINGS = "tests.models.process.hosted_things"


def play(scene: Callable[[Host], Awaitable[None]], factory: str = "Thing") -> None:
    async def act() -> None:
        with contextlib.closing(Host("The model", f"{THINGS}:{factory}", "in the sun")) as host:
            async with asyncio.timeout(30):
                await scene(host)

    asyncio.run(act())


async def counted(host: Host, to: int) -> list[int]:
    async with contextlib.aclosing(host.stream(Count(to))) as numbers:
        return [number async for number in numbers]


async def existing(file: Path) -> None:
    while not await asyncio.to_thread(file.exists):
        pass


def test_what_it_yields_streams_and_a_call_gets_the_last_of_it() -> None:
    async def scene(host: Host) -> None:
        await host.start()
        assert await counted(host, 3) == [0, 1, 2]
        assert await host.call(Count(3)) == 2
        assert await host.call(Count(0)) is None
        assert host.peak.machine > 5_000_000

    play(scene)


def test_arrays_go_there_and_come_back() -> None:
    async def scene(host: Host) -> None:
        sent = np.arange(100_000, dtype=np.float32).reshape(100, -1)
        back = await host.call(Array(sent))
        assert np.array_equal(back, sent + 1)
        back[0, 0] = 7

    play(scene)


def test_a_stream_that_is_closed_frees_the_process_within_a_step() -> None:
    async def scene(host: Host) -> None:
        async with contextlib.aclosing(host.stream(Count(1_000_000))) as numbers:
            assert [await anext(numbers), await anext(numbers)] == [0, 1]
        assert await counted(host, 2) == [0, 1]

    play(scene)


def test_a_call_that_is_cancelled_while_it_reads_frees_the_process(tmp_path: Path) -> None:
    async def scene(host: Host) -> None:
        caption = asyncio.create_task(host.call(Caption(tmp_path / "begun")))
        await existing(tmp_path / "begun")
        caption.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caption
        assert await counted(host, 2) == [0, 1]

    play(scene)


def test_a_reply_stops_a_caption_at_once_and_the_caption_is_begun_again_unnoticed(tmp_path: Path) -> None:
    async def scene(host: Host) -> None:
        caption = asyncio.create_task(host.call(Caption(tmp_path / "begun")))
        await existing(tmp_path / "begun")
        assert await counted(host, 3) == [0, 1, 2]
        assert await caption == "a desk, in the sun, after [2]"

    play(scene)


def test_replies_go_before_captions_and_among_themselves_in_order(tmp_path: Path) -> None:
    async def scene(host: Host) -> None:
        first = asyncio.create_task(counted(host, 2))
        await asyncio.sleep(0)
        caption = asyncio.create_task(host.call(Caption(tmp_path / "begun")))
        await asyncio.sleep(0)
        urgent = [asyncio.create_task(host.call(Count(to), urgent=True)) for to in (3, 4)]
        assert await caption == "a desk, in the sun, after [1, 2, 3]"
        assert [await first, await urgent[0], await urgent[1]] == [[0, 1], 2, 3]

    play(scene)


def test_an_expected_error_arrives_as_itself_and_the_process_lives_on() -> None:
    async def scene(host: Host) -> None:
        before = await host.call(Pid())
        with pytest.raises(SeeingError, match="hold it still"):
            await host.call(Trouble("expected", "hold it still"))
        assert await host.call(Pid()) == before

    play(scene)


@pytest.mark.parametrize(("kind", "name"), [("bug", "ValueError"), ("unspeakable", "Error")])
def test_a_bug_is_loud_but_tells_nobody_what_was_said(kind: str, name: str, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(host: Host) -> None:
        before = await host.call(Pid())
        with pytest.raises(AnswerError, match=f"{name}.*Ask again"):
            await host.call(Trouble(kind, "my secret"), error=AnswerError)
        assert await host.call(Pid()) == before

    play(scene)
    assert name in caplog.text
    assert "worker.py" in caplog.text
    assert "my secret" not in caplog.text


def test_what_a_library_prints_does_not_get_between_the_answers() -> None:
    async def scene(host: Host) -> None:
        assert await host.call(Trouble("chatty", "100%|####| loading ")) == "begun"
        assert await counted(host, 2) == [0, 1]

    play(scene)


@pytest.mark.parametrize("error", [AnswerError, SeeingError])
def test_a_process_that_is_killed_says_so_and_is_started_again(error: type[KeepsightError]) -> None:
    async def scene(host: Host) -> None:
        before = await host.call(Pid())
        words = host.stream(Trouble("killed"), error=error)
        assert await anext(words) == "begun"
        with pytest.raises(error, match="started again for the next question"):
            await anext(words)
        assert await host.call(Pid()) != before
        assert await counted(host, 2) == [0, 1]

    play(scene)


def test_a_process_that_dies_while_nobody_asks_is_not_missed() -> None:
    async def scene(host: Host) -> None:
        killed = psutil.Process(await host.call(Pid()))
        killed.kill()
        killed.wait(10)
        assert await counted(host, 2) == [0, 1]

    play(scene)


def test_captions_do_not_start_a_process_again_that_always_dies_but_a_question_does() -> None:
    async def scene(host: Host) -> None:
        for _ in range(FAILURES):
            with pytest.raises(SeeingError, match="broke down"):
                await host.call(Trouble("killed"), error=SeeingError)
        with pytest.raises(SeeingError, match="keeps breaking down"):
            await host.call(Pid(), error=SeeingError)
        assert await counted(host, 2) == [0, 1]
        assert await host.call(Pid(), error=SeeingError)

    play(scene)


def test_a_process_that_does_not_stop_is_ended_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(host: Host) -> None:
        async with contextlib.aclosing(host.stream(Trouble("deaf"))) as words:
            assert await anext(words) == "begun"
        assert await counted(host, 2) == [0, 1]

    monkeypatch.setattr(process, "PATIENCE", 0.1)
    play(scene)


def test_what_cannot_be_loaded_says_why() -> None:
    async def scene(host: Host) -> None:
        with pytest.raises(ModelError, match="in the sun does not fit: 8 GB"):
            await host.start()

    play(scene, "refuse")


def test_a_host_that_was_closed_says_so() -> None:
    async def scene(host: Host) -> None:
        stream = host.stream(Count(1_000_000), error=AnswerError)
        assert await anext(stream) == 0
        host.close()
        with pytest.raises(AnswerError, match="put away"):
            async for _ in stream:
                pass

    play(scene)


APP = f"""
import asyncio, contextlib, signal
from models.process.host import Host
from tests.models.process.hosted_things import Count, Pid

async def main():
    host, stopped = Host("The model", "{THINGS}:Thing", ""), asyncio.Event()
    print(await host.call(Pid()), flush=True)
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stopped.set)
    async with contextlib.aclosing(host.stream(Count(1_000_000))) as numbers:
        print(await anext(numbers), flush=True)
        await stopped.wait()
    print(await host.call(Pid()), flush=True)

asyncio.run(main())
"""


@pytest.fixture
def app() -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", APP]
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


def test_a_process_does_not_outlive_an_app_that_is_killed(app: "subprocess.Popen[str]") -> None:
    assert app.stdout
    model = psutil.Process(int(app.stdout.readline()))
    assert app.stdout.readline() == "0\n"
    app.kill()
    model.wait(10)
    app.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are told of Ctrl-C on POSIX")
def test_ctrl_c_is_for_the_app_and_not_for_its_model(app: "subprocess.Popen[str]") -> None:
    assert app.stdout
    model = app.stdout.readline()
    assert app.stdout.readline() == "0\n"
    os.killpg(app.pid, signal.SIGINT)
    said, complaints = app.communicate(timeout=10)
    assert (said, complaints) == (model, "")
    assert not psutil.pid_exists(int(model))


def test_what_it_was_asked_before_is_forgotten_and_it_goes_on() -> None:
    async def scene(host: Host) -> None:
        await counted(host, 3)
        before = await host.call(Pid())
        assert await host.call(Counted()) == [2]
        await host.forget()
        assert await host.call(Counted()) == []
        assert await host.call(Pid()) == before

    play(scene)


def test_a_reply_under_way_when_something_is_forgotten_is_broken_off_and_says_why() -> None:
    async def scene(host: Host) -> None:
        async with contextlib.aclosing(host.stream(Count(1_000_000), error=AnswerError)) as numbers:
            assert await anext(numbers) == 0
            waiting = asyncio.create_task(counted(host, 5))
            await asyncio.sleep(0)
            await host.forget()
            with pytest.raises(AnswerError, match=r"forgotten what this was about\. Ask again"):
                async for _ in numbers:
                    pass
        with pytest.raises(ModelError, match="forgotten"):
            await waiting
        assert await host.call(Counted()) == []

    play(scene)


def test_captions_under_way_and_waiting_come_to_nothing_and_are_not_begun_again(tmp_path: Path) -> None:
    async def scene(host: Host) -> None:
        captions = [asyncio.create_task(host.call(Caption(tmp_path / name))) for name in ("first", "second")]
        await existing(tmp_path / "first")
        (tmp_path / "first").unlink()
        await host.forget()
        assert [await caption for caption in captions] == [None, None]
        assert await counted(host, 2) == [0, 1]

    play(scene)
    assert not list(tmp_path.iterdir())


def test_a_process_that_cannot_forget_within_a_second_is_ended_and_started_again() -> None:
    async def scene(host: Host) -> None:
        before = await host.call(Pid())
        deaf = asyncio.create_task(host.call(Trouble("deaf"), error=SeeingError))
        await asyncio.sleep(0.1)
        begun = asyncio.get_running_loop().time()
        await host.forget()
        assert asyncio.get_running_loop().time() - begun < FORGOTTEN + 1
        assert not psutil.pid_exists(before)
        assert await deaf is None
        assert await host.call(Pid()) != before

    play(scene)


def test_two_who_forget_at_once_both_find_it_forgotten() -> None:
    async def scene(host: Host) -> None:
        await counted(host, 3)
        before = await host.call(Pid())
        await asyncio.gather(*(host.forget() for _ in range(4)))
        assert await host.call(Counted()) == []
        assert await host.call(Pid()) == before

    play(scene)


def test_a_process_that_was_asked_nothing_is_left_alone_while_it_loads() -> None:
    async def scene(host: Host) -> None:
        starting = asyncio.create_task(host.start())
        await asyncio.sleep(0.05)
        await host.forget()
        assert not starting.done()
        await starting
        assert await counted(host, 1) == [0]

    play(scene)
