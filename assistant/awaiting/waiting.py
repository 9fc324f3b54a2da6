"""What the user waits to be told of: asked for, looked for, told when nobody talks, listed, cancelled, over."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import Any

from assistant.awaiting import wording
from assistant.awaiting.confirming import Fired, Rule
from assistant.awaiting.kinds import Kind, kind_of
from assistant.awaiting.looking import Looking
from assistant.awaiting.seeing import Look, rule_of
from assistant.awaiting.telling import Mouth, News, Telling
from assistant.awaiting.watcher import Watcher
from assistant.core.errors import KeepsightError, RememberingError
from assistant.core.events import Awaiting as AwaitingChanged
from assistant.core.events import Event, Failed
from assistant.core.intents import StopAwaiting, TellMeWhen, WhatAwaited
from assistant.core.ports import Engine, Memory
from assistant.core.values import Awaited, Forgot, Frame, Language, Observation
from assistant.forgetting import covers
from assistant.understanding.awaited import until
from assistant.watching import Watch

AboutAwaited = TellMeWhen | WhatAwaited | StopAwaiting
MOST = 8  # at once: each is looked for in every frame, and a model is asked about each in turn
KEPT = 8  # frames kept in mind, of which the first that showed it is kept for good


class Awaiting:
    def __init__(
        self,
        engine: Engine,
        memory: Memory,
        watch: Watch,
        send: Callable[[Event], Awaitable[None]],
        clock: Callable[[], float],
        mouth: Mouth,
        rules: Callable[[Kind], Rule] = rule_of,
    ) -> None:
        self._engine = engine
        self._memory = memory
        self._watch = watch
        self._send = send
        self._clock = clock
        self._rules = rules
        self._looking = Looking(engine.captioner(), engine.witness, watch, mouth.silence)
        self._watchers: list[Watcher] = []
        self._frames: list[Frame] = []
        self._telling = Telling(mouth, clock)
        self._numbers = itertools.count(1)
        self._changed = asyncio.Event()

    # -- what the user says ----------------------------------------------------------------------------------------

    async def answer(self, intent: AboutAwaited, language: Language) -> AsyncGenerator[str, None]:
        """Raises SeeingError, RememberingError, AnswerError, ModelError."""
        match intent:
            case TellMeWhen():
                async with aclosing(self._begin(intent, language)) as pieces:
                    async for piece in pieces:
                        yield piece
            case WhatAwaited():
                yield wording.waiting_for(self._awaited(), self._clock(), language)
                yield self._in_the_way(language) if self._watchers else ""
            case StopAwaiting(event):
                gone = [one for one in self._watchers if not event or wording.same(one.awaited.event, event)]
                await self._drop(gone)
                yield wording.stopped([one.awaited for one in gone], self._awaited(), language)

    async def cancel(self, id: int) -> None:
        await self._drop([one for one in self._watchers if one.awaited.id == id])

    async def forget(self, forgot: Forgot) -> None:
        """Drops what was asked for and what was seen in that time."""
        await self._drop([one for one in self._watchers if forgot.everything or _since(forgot, one.asked)])
        self._frames = [frame for frame in self._frames if not covers(forgot, frame.time)]
        self._telling.drop(lambda news: covers(forgot, news.since, news.kept.id if news.kept else 0))
        await self._looking.forget()

    # -- what goes on beside the conversation, again and again, until cancelled -------------------------------------

    def loops(self) -> tuple[Coroutine[Any, Any, None], ...]:
        return self.look(), self.judge(), self.tell(), self.expire()

    async def look(self) -> None:
        """At each frame that is glimpsed."""

        async def step() -> None:
            frame, look = await self._looking.glimpse(lambda: self._watchers)
            self._frames = [*self._frames, frame][-KEPT:]
            await self._take(frame, [(one, look) for one in self._watchers if one.ready and not one.means.judged])

        await self._following(step)

    async def judge(self) -> None:
        """With a model's eyes."""

        async def step() -> None:
            await self._take(*await self._looking.judgement(lambda: [one for one in self._watchers if one.ready]))
            await self._looking.rest()

        await self._following(step)

    async def tell(self) -> None:
        """What there is to tell. Until it was told the page shows what is waited for."""

        async def told(watcher: Watcher) -> None:
            if not watcher.awaited.every:
                await self._drop([watcher])

        await self._telling.run(told)

    async def expire(self) -> None:
        """Ends what nobody has to be told of any more."""
        while True:
            self._changed.clear()
            nearest = min((one.awaited.until for one in self._watchers), default=None)
            with suppress(TimeoutError):
                async with asyncio.timeout(None if nearest is None else max(0.0, nearest - self._clock())):
                    await self._changed.wait()
            over = [one for one in self._watchers if self._clock() >= one.awaited.until]
            for one in over:
                if one.limited and not one.awaited.told:
                    self._telling.put(News(one, self._clock(), over=True))
            await self._drop(over)

    async def _following(self, step: Callable[[], Awaitable[None]]) -> None:
        """What fails with every frame is said once."""
        said = ""
        while True:
            try:
                await step()
                said = ""
            except KeepsightError as error:
                if str(error) != said:
                    said = str(error)
                    await self._send(Failed(error.stage, said))

    async def _take(self, frame: Frame, looks: Sequence[tuple[Watcher, Look]]) -> None:
        for watcher, look in looks:
            fired = watcher.see(look)
            if fired and watcher in self._watchers:
                await self._fire(watcher, fired, frame)

    async def _fire(self, watcher: Watcher, fired: Fired, frame: Frame) -> None:
        shown = next((one for one in self._frames if one.time >= fired.since), frame)
        kept = await self._kept(watcher.awaited.event, shown)
        watcher.awaited = replace(watcher.awaited, told=watcher.awaited.told + 1)
        self._telling.put(News(watcher, fired.since, kept))
        await self._changes()

    async def _kept(self, event: str, frame: Frame) -> Observation | None:
        """The picture of it, described as any other; in quotation marks what was waited for is no sighting."""
        if not self._watch.remembering:
            return None
        described = await self._looking.description(frame)
        caption = f"{described.caption} Waited for: “{event}”.".strip()
        try:
            return await self._watch.keep(frame, replace(described, caption=caption))
        except RememberingError as error:  # a full disk: it is told all the same
            await self._send(Failed(error.stage, str(error)))
            return None

    # -- asking ------------------------------------------------------------------------------------------------------

    async def _begin(self, intent: TellMeWhen, language: Language) -> AsyncGenerator[str, None]:
        if len(self._watchers) >= MOST:
            yield wording.too_many(self._awaited(), language)
            return
        now, kind = self._clock(), kind_of(intent.event)
        means = await self._looking.means(kind, self._memory)
        if means is None:
            labels = await self._looking.labels()
            yield wording.unable(intent.event, self._engine.answerer.name, labels, language)
            return
        awaited = Awaited(next(self._numbers), intent.event, until(intent.when, now), every=intent.every)
        watcher = Watcher(awaited, kind, means, language, now, bool(intent.when), self._rules)
        self._watchers.append(watcher)
        await self._changes()
        try:
            yield wording.promised(awaited, watcher.limited, now, language)
            yield wording.loosely(means.called, language) if means.called else ""
            yield wording.already(intent.event, language) if await self._is_so(watcher) else ""
            yield self._in_the_way(language)
        finally:
            watcher.ready = True  # also where the answer was cut

    async def _is_so(self, watcher: Watcher) -> bool:
        """Already, by what was in view just before."""
        judged = watcher.means.judged
        return watcher.prime(await (self._looking.now(watcher) if judged else self._looking.earlier(watcher)))

    def _in_the_way(self, language: Language) -> str:
        return wording.unseeing(self._watch.newest() is not None, self._watch.remembering, language)

    def _awaited(self) -> list[Awaited]:
        return [one.awaited for one in self._watchers]

    async def _drop(self, gone: Sequence[Watcher]) -> None:
        if any(one in self._watchers for one in gone):
            self._watchers = [one for one in self._watchers if one not in gone]
            self._telling.drop(lambda news: news.watcher in gone and not news.over)
            await self._changes()

    async def _changes(self) -> None:
        self._watch.looked_out = bool(self._watchers)
        self._changed.set()
        await self._send(AwaitingChanged(tuple(self._awaited())))


def _since(forgot: Forgot, time: float) -> bool:
    return forgot.since is not None and time >= forgot.since
