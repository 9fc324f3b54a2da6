"""The replies of one session, one at a time: to what the user said, or unasked."""

import asyncio
import itertools
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from typing import Any

from assistant.answering import Answering
from assistant.asking import Asking
from assistant.core.errors import KeepsightError
from assistant.core.events import Ending, Event, Failed, ReplyEnded, ReplyStarted, Silence, UserSaid
from assistant.core.intents import BeQuiet, Intent
from assistant.core.streams import Channel
from assistant.core.values import Frame, Language, Message, Played, PlayedText, Speaker
from assistant.core.wording import language_of
from assistant.reply import Reply, Stage
from assistant.turn import Turn
from assistant.turns.listening import Spawn
from assistant.watching import Watch


class Replies:
    """A new turn cuts the reply before. `stage` makes what a reply needs of the world, for who speaks it."""

    def __init__(
        self,
        watch: Watch,
        asking: Asking,
        answering: Answering,
        send: Callable[[Event], Awaitable[None]],
        clock: Callable[[], float],
        spawn: Spawn,
        stage: Callable[[Speaker], Stage],
        log: logging.LoggerAdapter[logging.Logger],
    ) -> None:
        self.language: Language = "en"  # of the newest turn
        self.speaker: Speaker = "off"
        self.began = 0.0  # Unix seconds at which the newest was begun
        self._watch = watch
        self._asking = asking
        self._answering = answering
        self._send = send
        self._clock = clock
        self._spawn = spawn
        self._stage = stage
        self._log = log
        self._turns = itertools.count(1)
        self._said = asyncio.Event()  # the newest turn's words are in the conversation, whatever becomes of its reply
        self._reply: Reply | None = None
        self._over = 0.0  # the loop's time at which the last reply ended
        self._task: asyncio.Task[None] | None = None

    @property
    def under_way(self) -> bool:
        return self._task is not None and not self._task.done()

    async def begin(self, turn: Turn) -> None:
        while self.under_way:  # what waited may have begun
            await self.cut(typed=not turn.spoken)
        self._watch.give_way()
        self._asking.stop_reading()
        self._said.clear()
        self.began = self._clock()
        number = next(self._turns)
        self._task = self._spawn(self._through(self._answer(number, turn)))

    async def follow(self, waiting: Channel[Turn]) -> None:
        """Begins what waits, each when what is under way is over, again and again, until cancelled.

        Until then it stays where it waits: what is forgotten meanwhile is dropped there.
        """
        while await waiting.filled():
            if self._task and not self._task.done():
                await asyncio.wait([self._task])
                await asyncio.sleep(0)  # who cut it goes first
            else:
                await self.begin(waiting.take())

    async def announce(self, words: AsyncGenerator[str, None], language: Language, *, written: bool = False) -> None:
        """Says `words` unasked, or only writes them; only where no reply is under way."""
        assert not self.under_way, "an announcement would talk over a reply"
        self._said.set()
        self.began = self._clock()
        self._task = self._spawn(self._through(self._tell(next(self._turns), words, language, written)))
        await asyncio.sleep(0)  # who is cut before the beginning leaves no trace, not even of an end

    async def cut(self, *, typed: bool = False) -> None:
        """Silent at once; what was said of the reply stays, the rest is never said."""
        task = self._task
        if task is None or task.done():
            return
        await self._said.wait()
        if self._reply is not None:
            self._reply.overtaken = typed and self._reply.complete
            await self._send(Silence(self._reply.turn))
        if not task.cancelling():  # who cuts it again waits, and does not break off how it is closed
            task.cancel()
        await asyncio.wait([task])

    def report(self, played: Played | PlayedText) -> None:
        """What the page says it has played."""
        if self._reply is not None and self._reply.turn == played.turn:
            self._reply.report(played)

    async def _through(self, work: Coroutine[Any, Any, None]) -> None:
        ending: Ending = "failed"
        try:
            await work
            ending = "failed" if self._reply and self._reply.failed else "finished"
        except KeepsightError as error:
            await self._send(Failed(error.stage, str(error)))
        except asyncio.CancelledError:
            ending = "overtaken" if self._reply and self._reply.overtaken else "interrupted"
            raise
        finally:
            self._said.set()
            await self._close(ending)

    async def _answer(self, number: int, turn: Turn) -> None:
        if turn.task is None:  # what others say to each other tells nothing of the user's own
            self.language = language_of(turn.text, self.language)
        uploads, kept = await self._watch.take_uploads(turn.attachments)
        ids = tuple(observation.id for observation in kept)
        await self._send(UserSaid(number, turn.text, turn.spoken, ids, len(uploads) - len(kept)))
        self._said.set()
        try:
            await self._reply_to(number, turn, uploads, ids)
        finally:
            self._watch.caption_later(uploads, kept)

    async def _reply_to(self, number: int, turn: Turn, uploads: Sequence[Frame], ids: Sequence[int]) -> None:
        task, intent = turn.task, self._answering.intent(turn.text)
        if isinstance(intent, BeQuiet) and task is None:
            return
        told_in = self._answering.told_in(intent, self.language)
        language, written = (task.language, task.written) if task else told_in
        quiet = written or self._answering.only_written(intent)
        reply = await self._start(number, turn.asked, language, quiet=quiet)
        if turn.spoken:
            reply.transcribed()
        said = task.kept if task else turn.text
        try:
            words = await self._words(turn, intent, uploads)
        finally:  # also where somebody speaks already, and the reply is cut before it begins
            self._asking.history.add(self._clock(), Message("user", said, tuple(uploads)), ids)
        await reply.run(words)

    async def _words(self, turn: Turn, intent: Intent, uploads: Sequence[Frame]) -> AsyncGenerator[str, None]:
        if turn.task:
            return await self._answering.done(turn.task)
        return await self._answering.words(turn.text, intent, uploads, turn.began, self.language)

    async def _tell(self, number: int, words: AsyncGenerator[str, None], language: Language, written: bool) -> None:
        reply = await self._start(number, asyncio.get_running_loop().time(), language, quiet=written)
        await reply.run(words, unasked=True)

    async def _start(self, number: int, asked: float, language: Language, *, quiet: bool) -> Reply:
        self._reply = Reply(number, language, asked, self._stage("off" if quiet else self.speaker), self._over)
        await self._send(ReplyStarted(number, self._answering.engine))
        return self._reply

    async def _close(self, ending: Ending) -> None:
        """What was heard is kept first: who cuts the reply may break off the rest."""
        reply, self._reply = self._reply, None
        if reply is not None:
            heard = reply.heard
            if heard:
                self._asking.history.add(self._clock(), Message("assistant", heard), reply.cited)
            self._log.info("turn %d %s: %s", reply.turn, ending, reply.timing)
            await self._send(ReplyEnded(reply.turn, ending, heard, reply.timing))
            self._over = asyncio.get_running_loop().time()
        await self._answering.over(cut=ending in ("interrupted", "overtaken"))
