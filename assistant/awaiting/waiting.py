"""What the user waits to be told of: asked for, listed, cancelled; looked for, told when nobody talks, over."""

import itertools
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from math import inf
from typing import Any

from assistant.awaiting import matching, refusing, wording
from assistant.awaiting.confirming import Fired, Rule
from assistant.awaiting.kinds import Kind, kind_of
from assistant.awaiting.looking import Looking
from assistant.awaiting.pending import Pending
from assistant.awaiting.proving import Proving
from assistant.awaiting.repeating import again_and_again
from assistant.awaiting.seeing import Look, rule_of
from assistant.awaiting.telling import Mouth, News, Telling
from assistant.awaiting.watcher import Watcher
from assistant.core.errors import RememberingError
from assistant.core.events import Event
from assistant.core.intents import StopAwaiting, TellMeWhen, WhatAwaited
from assistant.core.ports import Engine, Memory
from assistant.core.values import Awaited, Forgot, Language
from assistant.forgetting import UnderWay, covers
from assistant.understanding.awaited import until
from assistant.watching import Watch

AboutAwaited = TellMeWhen | WhatAwaited | StopAwaiting
MOST = 8  # at once: each is looked for in every frame, and a model is asked about each in turn


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
        self._glanced, self._judged = (Proving(self._looking, watch, send) for _ in range(2))
        self._pending = Pending(watch, send, clock)
        self._firing = UnderWay()
        self._telling = Telling(mouth, clock)
        self._numbers = itertools.count(1)

    # -- what the user says ----------------------------------------------------------------------------------------

    async def answer(self, intent: AboutAwaited, language: Language) -> AsyncGenerator[str, None]:
        """Raises SeeingError, RememberingError, AnswerError, ModelError."""
        match intent:
            case TellMeWhen():
                async with aclosing(self._begin(intent, language)) as pieces:
                    async for piece in pieces:
                        yield piece
            case WhatAwaited():
                yield wording.waiting_for(self._pending.awaited(), self._clock(), language)
                yield self._in_the_way(language) if self._pending.awaited() else ""
            case StopAwaiting(event):
                events = {one.awaited.id: one.awaited.event for one in self._pending}
                notes = {one.awaited.id: one.note for one in self._pending}
                ids = matching.meant(event, events, notes, self._pending.newest)
                gone = [one for one in self._pending if one.awaited.id in ids]
                await self._cancel(gone)
                yield wording.stopped([one.awaited for one in gone], self._pending.awaited(), language)

    async def cancel(self, id: int) -> None:
        await self._cancel([one for one in self._pending if one.awaited.id == id])

    async def forget(self, forgot: Forgot) -> None:
        """Drops what was asked for and what was seen in that time, and what cannot be recognised any more."""
        since = 0.0 if forgot.everything else inf if forgot.since is None else forgot.since
        self._firing.drop(lambda time, id: covers(forgot, time))
        await self._cancel([one for one in self._pending if one.asked >= since])
        self._telling.drop(lambda news: covers(forgot, news.since, news.kept.id if news.kept else 0))
        for proving in (self._glanced, self._judged):
            proving.forget(forgot)
        await self._looking.forget()
        with suppress(RememberingError):  # a memory that cannot be read is said by who reads it
            names = await self._looking.names(self._memory)
            await self._cancel([one for one in self._pending if one.means.lost(names)])

    # -- what goes on beside the conversation, again and again, until cancelled -------------------------------------

    def loops(self) -> tuple[Coroutine[Any, Any, None], ...]:
        return self.look(), self.judge(), self.tell(), self.expire()

    async def look(self) -> None:
        """At each frame that is glimpsed."""

        async def step() -> None:
            frame, look = await self._looking.glimpse(self._looked_for)
            self._glanced.saw(frame)
            await self._take([(one, look) for one in self._looked_for() if not one.means.judged], self._glanced)

        await again_and_again(step, self._send)

    async def judge(self) -> None:
        """With a model's eyes."""

        async def step() -> None:
            frame, looks = await self._looking.judgement(self._looked_for)
            self._judged.saw(frame)
            await self._take(looks, self._judged)
            await self._looking.rest()

        await again_and_again(step, self._send)

    async def tell(self) -> None:
        """What there is to tell. Until it was told the page shows what is waited for."""

        async def told(watcher: Watcher) -> None:
            self._pending.newest = watcher.awaited.id
            if not watcher.awaited.every:
                await self._pending.end([watcher])

        await self._telling.run(told)

    async def expire(self) -> None:
        """Ends what nobody has to be told of any more; what has happened before is told all the same."""
        while True:
            over = await self._pending.over()
            for one in over:
                if one.limited and not one.awaited.told:
                    self._telling.put(News(one, self._clock(), over=True))
            await self._pending.end(over)

    def _looked_for(self) -> list[Watcher]:
        """But for what is to be told only once, and waits for that."""
        return [one for one in self._pending.looked_for() if one.awaited.every or not self._telling.holds(one)]

    async def _take(self, looks: Sequence[tuple[Watcher, Look]], proving: Proving) -> None:
        for watcher, look in looks:
            fired = watcher.see(look)
            if fired and watcher in self._pending:
                await self._firing.run(self._fire(watcher, fired, proving), fired.since, watcher.awaited.id)

    async def _fire(self, watcher: Watcher, fired: Fired, proving: Proving) -> None:
        watcher.awaited = replace(watcher.awaited, told=watcher.awaited.told + 1)
        kept = await proving.keep(watcher.awaited.event, fired.since)
        self._telling.put(News(watcher, fired.since, kept))
        await self._pending.changed()

    # -- asking ------------------------------------------------------------------------------------------------------

    async def _begin(self, intent: TellMeWhen, language: Language) -> AsyncGenerator[str, None]:
        again = [one for one in self._pending if matching.same(one.awaited.event, intent.event)]
        if len(self._pending.awaited()) - len(again) >= MOST:
            yield wording.too_many(self._pending.awaited(), language)
            return
        now, kind = self._clock(), kind_of(intent.event)
        means = await self._looking.means(kind, self._memory)
        names = await self._looking.names(self._memory)
        if means is None:
            yield refusing.unable(intent.event, kind, self._engine.answerer.name, names, language)
            return
        awaited = Awaited(next(self._numbers), intent.event, until(intent.when, now), every=intent.every)
        watcher = Watcher(awaited, kind, means, language, now, bool(intent.when), intent.note, self._rules)
        await self._cancel(again)
        await self._pending.add(watcher)
        try:
            yield wording.promised(awaited, intent.note, watcher.limited, now, language)
            yield refusing.loosely(means.called, names, language) if means.called else ""
            yield wording.already(intent.event, kind, language) if await self._is_so(watcher) else ""
            yield self._in_the_way(language)
        finally:
            watcher.ready = True  # also where the answer was cut

    async def _is_so(self, watcher: Watcher) -> bool:
        """Already, by what was in view just before."""
        judged = watcher.means.judged
        return watcher.prime(await (self._looking.now(watcher) if judged else self._looking.earlier(watcher)))

    def _in_the_way(self, language: Language) -> str:
        return wording.unseeing(self._watch.newest() is not None, self._watch.remembering, language)

    async def _cancel(self, gone: Sequence[Watcher]) -> None:
        """Nothing of it is told any more, not even what has happened."""
        ids = [one.awaited.id for one in gone]
        self._firing.drop(lambda time, id: id in ids)
        self._telling.drop(lambda news: news.watcher in gone)
        await self._pending.end(gone)
