"""Frames played to the app's own watch, and to what it is compared with: when each tells what is waited for."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from assistant.awaiting import Awaiting, Mouth
from assistant.awaiting.confirming import Rule
from assistant.awaiting.kinds import Kind
from assistant.awaiting.seeing import rule_of
from assistant.core.events import Awaiting as AwaitingChanged
from assistant.core.events import Event
from assistant.core.intents import TellMeWhen
from assistant.core.ports import Engine
from assistant.core.values import Box, Frame, Language
from assistant.pictures import glance
from assistant.seeing import Gate
from assistant.watching import Watch
from benchmarks.watching import Timed
from memory.store import Store
from tests.scripted import clock

ASKED = 4.0  # seconds of a script after which it is asked
ONE_LOOK = Rule(need=1, of=1, clear=1)

Told = dict[str, list[float]]  # words -> seconds of the script at which it was told
Way = Callable[[Sequence[Frame], Sequence[str]], Awaitable[Told]]


async def watched(
    frames: Sequence[Frame], asked: Sequence[str], engine: Engine, memory: Store, rules: Callable[[Kind], Rule]
) -> Told:
    """When each was confirmed, asked after the first seconds; what cannot be recognised is never told."""
    begun, told = clock(), Told()

    async def send(event: Event) -> None:
        for one in event.awaited if isinstance(event, AwaitingChanged) else ():
            if one.told > len(told.setdefault(one.event, [])):
                told[one.event].append(clock() - begun)

    async def say(words: AsyncGenerator[str, None], language: Language) -> None:
        await words.aclose()

    watch = Watch(engine.captioner(), memory, send, clock)
    watch.remembering = False  # nothing is described that no event needs: captions take most of the time
    awaiting = Awaiting(engine, memory, watch, send, clock, Mouth(lambda: True, say), rules)
    tasks = [asyncio.ensure_future(loop) for loop in (watch.run(), *awaiting.loops())]
    waits = list(asked)
    for frame in frames:
        await asyncio.sleep(max(0.0, begun + frame.time - clock()))
        watch.see(replace(frame, time=begun + frame.time))
        while waits and frame.time >= ASKED:
            async for _ in awaiting.answer(TellMeWhen(waits.pop(0), every=True), "en"):
                pass
    await asyncio.sleep(3.0)
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return told


@dataclass
class Remembered(Timed):
    """Looks at each picture once, so that what it is compared with is shown the same."""

    found: dict[bytes, tuple[Box, ...]] = field(default_factory=dict)

    async def detect(self, frame: Frame) -> tuple[Box, ...]:
        if frame.jpeg not in self.found:
            self.found[frame.jpeg] = await super().detect(frame)
        return self.found[frame.jpeg]


async def passed(frames: Sequence[Frame], asked: Sequence[str], detector: Remembered | None) -> Told:
    """An alarm of each kind for every frame that passes the gate."""
    gate, times = Gate(), []
    for frame in frames:
        things = await detector.detect(frame) if detector and detector.quick else None
        verdict = gate.judge(replace(glance(frame.jpeg), things=things), frame.time)
        times += [frame.time] if verdict == "changed" and frame.time >= ASKED else []
    return dict.fromkeys(asked, times)


def ways(engine: Engine, memory: Store, detector: Remembered | None) -> dict[str, Way]:
    return {
        "as it is": lambda frames, asked: watched(frames, asked, engine, memory, rule_of),
        "every single look": lambda frames, asked: watched(frames, asked, engine, memory, lambda kind: ONE_LOOK),
        "every changed frame": lambda frames, asked: passed(frames, asked, detector),
    }
