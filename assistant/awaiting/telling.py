"""What happened is told as soon as nobody talks, one after the other."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from assistant.awaiting import wording
from assistant.awaiting.watcher import Watcher
from assistant.core.values import Language, Observation

QUIET = 1.0  # seconds nobody may have talked before something is said unasked: a transcript may be on its way
POLL = 0.2  # seconds between two looks whether somebody talks


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
    """What is to be told; `since` in Unix seconds. kept: the memory that proves it. over: the time was up before it.

    times: how often it happened since it was told last; `since` and `kept` are of the newest.
    """

    watcher: Watcher
    since: float
    kept: Observation | None = None
    over: bool = False
    times: int = 1


class Telling:
    """What waits can still be dropped, until its words are on their way: a cancel may come while it waits."""

    def __init__(self, mouth: Mouth, clock: Callable[[], float]) -> None:
        self._mouth = mouth
        self._clock = clock
        self._news: list[News] = []
        self._filled = asyncio.Event()

    def put(self, news: News) -> None:
        """One that waits already and is about the same is told with it."""
        before = next((one for one in self._news if one.watcher is news.watcher), None)
        if before:
            self._news[self._news.index(before)] = replace(news, times=before.times + 1)
        else:
            self._news.append(news)
        self._filled.set()

    def drop(self, which: Callable[[News], bool]) -> None:
        self._news = [news for news in self._news if not which(news)]

    def holds(self, watcher: Watcher) -> bool:
        """Whether something about it is still to be told."""
        return any(news.watcher is watcher for news in self._news)

    async def run(self, told: Callable[[Watcher], Awaitable[None]]) -> None:
        """Again and again, until cancelled; `told` is called after each. What is cut before its first word is not."""
        while True:
            await self._filled.wait()
            await self._mouth.silence(QUIET)
            if not self._news:
                self._filled.clear()
                continue
            watcher = self._news[0].watcher
            await self._mouth.say(self._words(watcher), watcher.language)
            await self._mouth.silence(0.0)
            if not self.holds(watcher):
                await told(watcher)

    async def _words(self, watcher: Watcher) -> AsyncGenerator[str, None]:
        news = next((one for one in self._news if one.watcher is watcher), None)
        if news is None:  # dropped since it was about to be said
            return
        self._news.remove(news)
        awaited, language = watcher.awaited, watcher.language
        if news.over:
            yield wording.expired(awaited.event, language)
            return
        yield wording.happened(awaited.event, news.since, self._clock(), language, news.times)
        yield wording.reminded(watcher.note, language) if watcher.note else ""
        if news.kept:
            yield f" [#{news.kept.id}]"
