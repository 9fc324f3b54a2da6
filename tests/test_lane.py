"""Who goes first in a lane, and what stops for whom."""

import asyncio
import threading
from collections.abc import Generator

import pytest

from assistant.core.lane import Lane, Stop
from tests.clock import run


def test_what_may_be_begun_again_stops_for_what_is_urgent_and_nobody_notices() -> None:
    told: list[str] = []

    def caption(stop: Stop) -> str:
        told.append("caption")
        if len(told) == 1:
            begun.set()
            assert stop.wait(10)
            raise OSError("stopped in the middle")
        return "a desk"

    def reply(stop: Stop) -> str:
        told.append("reply")
        return "hello"

    async def act() -> None:
        lane = Lane("test")
        background = asyncio.create_task(lane.call(caption, again=True))
        await asyncio.to_thread(begun.wait, 10)
        assert await lane.call(reply, urgent=True) == "hello"
        assert await background == "a desk"
        lane.close()

    begun = threading.Event()
    asyncio.run(act())
    assert told == ["caption", "reply", "caption"]


def test_what_may_not_be_begun_again_is_left_to_finish() -> None:
    told: list[str] = []

    async def act() -> None:
        lane = Lane("test")
        first = asyncio.create_task(lane.call(lambda stop: told.append("store"), again=False))
        await asyncio.sleep(0)
        await lane.call(lambda stop: told.append("reply"), urgent=True)
        await first
        lane.close()

    run(act())
    assert told == ["store", "reply"]


def test_an_urgent_call_that_came_while_the_lane_changed_hands_does_not_wait_for_a_caption() -> None:
    order: list[str] = []

    def caption(stop: Stop) -> None:
        if "second reply" not in order:
            assert stop.wait(10), "nobody asked it to stop"
            return
        order.append("caption")

    async def act() -> None:
        lane = Lane("test")
        replies = [asyncio.create_task(lane.call(lambda stop: order.append("first reply"), urgent=True))]
        await asyncio.sleep(0)
        background = asyncio.create_task(lane.call(caption, again=True))
        await replies[0]
        replies.append(asyncio.create_task(lane.call(lambda stop: order.append("second reply"), urgent=True)))
        await asyncio.gather(background, *replies)
        lane.close()

    run(act())
    assert order == ["first reply", "second reply", "caption"]


def test_work_that_fails_tells_its_caller_and_frees_the_lane() -> None:
    def fail(stop: Stop) -> None:
        raise OSError("no space left")

    async def act() -> None:
        lane = Lane("test")
        with pytest.raises(OSError, match="no space left"):
            await lane.call(fail, again=True)
        assert await lane.call(lambda stop: 7) == 7
        lane.close()

    run(act())


def test_whoever_waits_for_a_stop_is_told_once_also_when_it_has_come_already() -> None:
    stop, told = Stop(), list[str]()
    stop.then(lambda: told.append("before"))
    stop.set()
    stop.set()
    stop.then(lambda: told.append("after"))
    assert told == ["before", "after"]


def test_a_stream_that_waits_while_the_lane_is_closed_ends_and_does_not_wait_for_ever() -> None:
    def count(stop: Stop) -> Generator[int, None, None]:
        yield 1

    async def act() -> None:
        lane = Lane("test")
        first = asyncio.create_task(lane.call(lambda stop: released.wait(10)))
        await asyncio.sleep(0)
        second = asyncio.create_task(anext(lane.stream(count)))
        await asyncio.sleep(0)
        lane.close()
        released.set()
        assert await first
        done, _ = await asyncio.wait([second], timeout=5)
        assert done
        with pytest.raises(RuntimeError, match="shutdown"):
            second.result()

    released = threading.Event()
    asyncio.run(act())
