"""What happened is told as soon as nobody talks, one after the other."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from assistant.awaiting import wording
from assistant.awaiting.watcher import Watcher
from assistant.core.streams import Channel
from assistant.core.values import Language, Observation

QUIET = 1.0  # seconds nobody may have talked before something is said unasked: a transcript may be on its way
POLL = 0.2  # seconds between two looks whether somebody talks
UNTOLD = 20  # announcements that may wait


@dataclass(frozen=True, slots=True)
class Mouth:
    """quiet: whether neither the user nor a reply talks now. say: says something unasked; only while it is quiet."""

    quiet: Callable[[], bool]
    say: Callable[[AsyncGenerator[str, None], Language], Coroutine[Any, Any, None]]

    async def silence(self, seconds: float) -> None:
        """Waits until nobody has talked for so long."""
        left = seconds
        while left > 0 or not self.quiet():
            await asyncio.sleep(POLL)
            left = left - POLL if self.quiet() else seconds


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told; `since` in Unix seconds. kept: the memory that proves it. over: the time was up before it."""

    watcher: Watcher
    since: float
    kept: Observation | None = None
    over: bool = False


class Telling:
    def __init__(self, mouth: Mouth, clock: Callable[[], float]) -> None:
        self._mouth = mouth
        self._clock = clock
        self._news: Channel[News] = Channel(UNTOLD)

    def put(self, news: News) -> None:
        self._news.put(news)

    def drop(self, which: Callable[[News], bool]) -> None:
        self._news.drop(which)

    async def run(self, told: Callable[[Watcher], Awaitable[None]]) -> None:
        """Again and again, until cancelled; `told` is called after each."""
        async for news in self._news:
            await self._mouth.silence(QUIET)
            await self._mouth.say(self._words(news), news.watcher.language)
            await self._mouth.silence(0.0)
            await told(news.watcher)

    async def _words(self, news: News) -> AsyncGenerator[str, None]:
        awaited, language = news.watcher.awaited, news.watcher.language
        if news.over:
            yield wording.expired(awaited.event, language)
            return
        yield wording.happened(awaited.event, news.since, self._clock(), language)
        if news.kept:
            yield f" [#{news.kept.id}]"
