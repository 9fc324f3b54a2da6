"""The replies of one session, one at a time: to what the user said, or unasked."""

import asyncio
import itertools
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answering import Answering
from assistant.asking import Asking
from assistant.core.errors import KeepsightError
from assistant.core.events import Ending, Event, Failed, ReplyEnded, ReplyStarted, Silence, UserSaid
from assistant.core.intents import BeQuiet, ReadThat
from assistant.core.values import Attachment, Frame, Language, Message, Played, PlayedText, Speaker
from assistant.core.wording import language_of
from assistant.listening import Spawn
from assistant.reply import Reply, Stage
from assistant.understanding import understand
from assistant.watching import Watch


@dataclass(frozen=True, slots=True)
class Turn:
    """What the user wants answered; speaking or typing began at `began`, Unix seconds, ended at `asked`, loop time."""

    text: str
    began: float
    asked: float
    attachments: tuple[Attachment, ...] = ()
    spoken: bool = False


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
        self._task: asyncio.Task[None] | None = None

    @property
    def under_way(self) -> bool:
        return self._task is not None and not self._task.done()

    async def begin(self, turn: Turn) -> None:
        await self.cut(typed=not turn.spoken)
        self._watch.give_way()
        self._asking.stop_reading()
        self._said.clear()
        number = next(self._turns)
        self._task = self._spawn(self._through(self._answer(number, turn)))

    async def announce(self, words: AsyncGenerator[str, None]) -> None:
        """Says `words` unasked; only where no reply is under way."""
        assert not self.under_way, "an announcement would talk over a reply"
        self._said.set()
        self._task = self._spawn(self._through(self._tell(next(self._turns), words)))

    async def cut(self, *, typed: bool = False) -> None:
        """Silent at once; what was said of the reply stays, the rest is never said."""
        task = self._task
        if task is None or task.done():
            return
        await self._said.wait()
        if self._reply is not None:
            self._reply.overtaken = typed and self._reply.complete
            await self._send(Silence(self._reply.turn))
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
        intent = understand(turn.text) if turn.text else ReadThat()
        if isinstance(intent, BeQuiet):
            return
        reply = await self._start(number, turn.asked)
        if turn.spoken:
            reply.transcribed()
        words = await self._answering.words(turn.text, intent, uploads, turn.began, self.language)
        self._asking.history.add(self._clock(), Message("user", turn.text, tuple(uploads)), ids)
        await reply.run(words)

    async def _tell(self, number: int, words: AsyncGenerator[str, None]) -> None:
        await (await self._start(number, asyncio.get_running_loop().time())).run(words, unasked=True)

    async def _start(self, number: int, asked: float) -> Reply:
        self._reply = Reply(number, self.language, asked, self._stage(self.speaker))
        await self._send(ReplyStarted(number, self._answering.engine))
        return self._reply

    async def _close(self, ending: Ending) -> None:
        await self._answering.drop()
        reply, self._reply = self._reply, None
        if reply is None:
            return
        heard = reply.heard
        if heard:
            self._asking.history.add(self._clock(), Message("assistant", heard), reply.cited)
        self._log.info("turn %d %s: %s", reply.turn, ending, reply.timing)
        await self._send(ReplyEnded(reply.turn, ending, heard, reply.timing))
