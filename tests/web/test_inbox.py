from contextlib import aclosing

import pytest

from assistant.core.errors import PacketError
from assistant.core.values import AudioChunk, Dictated, Frame, Input, Interrupt, Played
from assistant.web.inbox import Inbox
from tests.clock import run


def sound(number: int) -> AudioChunk:
    return AudioChunk(number.to_bytes(2, "little") * 320, 16_000)


def frame(name: bytes, still: bool = False) -> Frame:
    return Frame(name, 0.0, "camera", still)


async def taken(inbox: Inbox) -> list[Input]:
    inbox.end()
    return [value async for value in inbox]


def filled(*values: Input) -> tuple[list[Input], list[str]]:
    losses: list[str] = []
    inbox = Inbox(on_loss=lambda: losses.append("lost"))
    for value in values:
        inbox.put(value)
    return run(taken(inbox)), losses


def test_sound_arrives_whole_and_in_order() -> None:
    chunks = [sound(number) for number in range(3000)]
    assert filled(*chunks) == (chunks, [])


def test_of_the_pictures_that_wait_only_the_newest_is_taken() -> None:
    values, _ = filled(frame(b"old"), sound(1), frame(b"new"), Interrupt())
    assert values == [sound(1), frame(b"new"), Interrupt()]


def test_a_picture_that_was_asked_for_is_not_replaced_by_the_next() -> None:
    values, _ = filled(frame(b"still", still=True), frame(b"next"), frame(b"newest"))
    assert values == [frame(b"still", still=True), frame(b"newest")]


def test_stills_are_bounded_too() -> None:
    values, _ = filled(*(frame(bytes([number]), still=True) for number in range(9)))
    assert values == [frame(bytes([number]), still=True) for number in (6, 7, 8)]


def test_of_the_reports_how_far_the_voice_got_only_the_last_waits() -> None:
    values, _ = filled(Played(1, 0.1), Dictated("hello"), Played(1, 0.2))
    assert values == [Dictated("hello"), Played(1, 0.2)]


def test_a_session_that_stands_still_loses_the_oldest_sound_and_it_is_said_once() -> None:
    values, losses = filled(*(sound(number) for number in range(3100)))
    assert losses == ["lost"]
    assert len(values) == 3000
    assert values[0] == sound(100)


def test_lost_sound_is_counted_and_said_again_only_after_the_session_caught_up() -> None:
    async def main() -> None:
        losses: list[str] = []
        inbox = Inbox(on_loss=lambda: losses.append("lost"))
        for number in range(3050):
            inbox.put(sound(number))
        assert inbox.lost == pytest.approx(1.0)
        async with aclosing(aiter(inbox)) as values:  # type: ignore[type-var]
            for _ in range(3000):
                await anext(values)
            inbox.put(Interrupt())
            assert await anext(values) == Interrupt()
            for number in range(3050):
                inbox.put(sound(number))
        assert losses == ["lost"]

    run(main())


def test_more_messages_than_anybody_types_are_refused_in_words() -> None:
    inbox = Inbox(on_loss=lambda: None)
    for _ in range(200):
        inbox.put(Interrupt())
    with pytest.raises(PacketError, match="Wait a moment"):
        inbox.put(Interrupt())
