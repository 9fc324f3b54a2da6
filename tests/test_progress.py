"""What models are on their way in, in a terminal's words, and that who listens hears of it."""

import asyncio
import logging
import threading

import pytest

from assistant.core.values import Progress
from assistant.progress import Board, Terminal, line, loading, size, span
from tests.clock import run

HALF = Progress("vlm", "ann/tiny", "downloading", done=412_000_000, total=1_030_000_000, speed=8.2e6, left=75.3)


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (HALF, "vlm ann/tiny: 412 MB of 1.0 GB (40 %), 8.2 MB/s, 2 min left"),
        (Progress("stt", "base", "downloading", done=5, total=640_000), "stt base: 0 kB of 640 kB (0 %)"),
        (Progress("stt", "base", "downloading"), "stt base: downloading"),
        (Progress("tts", "x", "failed", "It does not fit."), "tts x: It does not fit."),
        (Progress("tts", "x", "ready"), "tts x: ready"),
    ],
)
def test_how_far_it_is_on_one_line(progress: Progress, words: str) -> None:
    assert line(progress) == words


def test_sizes_and_spans_are_rounded_as_people_do() -> None:
    assert [size(count) for count in (512, 999_600_000, 9_940_000, 12_300_000_000)] == [
        "1 kB",
        "1.0 GB",
        "9.9 MB",
        "12 GB",
    ]
    assert [span(seconds) for seconds in (4.2, 61, 5399, 7300)] == ["4 s", "2 min", "90 min", "2 h"]


def test_a_terminal_has_one_line_that_is_written_over_until_something_is_over() -> None:
    terminal = Terminal(is_tty=True)
    assert terminal(HALF) == f"\r\x1b[K{line(HALF)}"[:82]
    ready = Progress("stt", "base", "ready")
    assert terminal(ready).startswith("\r\x1b[Kstt base: ready\nvlm ann/tiny: 412 MB")


def test_a_file_gets_a_line_for_each_tenth_and_each_change() -> None:
    terminal = Terminal(is_tty=False)
    steps = [Progress("vlm", "a", "downloading", done=done, total=100) for done in range(100)]
    written = [terminal(step) for step in [*steps, Progress("vlm", "a", "loading"), Progress("vlm", "a", "ready")]]
    assert len([text for text in written if text]) == 12
    assert written[-1] == "vlm a: ready\n"


def test_whoever_listens_is_told_on_the_event_loop_and_the_newest_of_each_part_is_kept() -> None:
    heard: list[tuple[Progress, str]] = []

    async def main() -> None:
        board = Board()
        board.listen(lambda progress: heard.append((progress, threading.current_thread().name)))
        await asyncio.to_thread(board.report, HALF)
        board.report(HALF)
        board.report(ready := Progress("vlm", "ann/tiny", "ready"))
        board.report(other := Progress("stt", "base", "loading"))
        await asyncio.sleep(0)
        assert board.newest == (ready, other)
        assert heard == [(one, threading.main_thread().name) for one in (HALF, ready, other)]

    run(main())


def test_loading_ends_with_the_application_and_a_bug_in_it_is_loud_but_ends_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ended: list[str] = []

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("endless")

    async def broken() -> None:
        raise ZeroDivisionError("a bug")

    async def main() -> None:
        async with loading(endless, broken):
            await asyncio.sleep(60)
            assert ended == []

    with caplog.at_level(logging.ERROR):
        run(main())
    assert ended == ["endless"]
    assert "ZeroDivisionError" in caplog.text
