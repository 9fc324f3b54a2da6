"""One conversation: listen, watch, converse. Policy lives in the modules beside this one; here it is put together."""

import asyncio
import itertools
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from assistant.answering import Answering
from assistant.asking import Asking
from assistant.bargein import over_reply
from assistant.core import events, values
from assistant.core.errors import KeepsightError
from assistant.core.events import Ending, Event
from assistant.core.intents import BeQuiet, ReadThat
from assistant.core.ports import Embedder, Engine, Memory, SpeechToText, TextToSpeech, Transport, VoiceDetector
from assistant.core.values import Capturing, Frame, Input, Language, Message
from assistant.core.wording import language_of
from assistant.listening import Hopes, Listening, Spoken, unheard
from assistant.reply import Reply, Stage
from assistant.understanding import understand
from assistant.watching import Watch

CONFIRM = 0.5  # seconds of speech over a reply after which it is meant for it, and not a cough or an "mm-hm"

T = TypeVar("T")
log = logging.getLogger("keepsight.session")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a session is built from. `clock` tells Unix seconds, `embedder` whether there is one by now."""

    engine: Engine
    detector: VoiceDetector
    ears: SpeechToText
    voice: TextToSpeech | None
    memory: Memory
    clock: Callable[[], float]
    embedder: Callable[[], Embedder | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Turn:
    """What the user wants answered; speaking or typing began at `began`, Unix seconds, ended at `asked`, loop time."""

    text: str
    began: float
    asked: float
    attachments: tuple[values.Attachment, ...] = ()
    spoken: bool = False


class Session:
    """Lives as long as its transport's inputs do. One reply at a time; a new turn cuts the one before."""

    def __init__(self, name: str, parts: Parts, transport: Transport) -> None:
        self._parts = parts
        self._transport = transport
        self._log = logging.LoggerAdapter(log, {"session": name})
        self._watch = Watch(parts.engine.captioner(), parts.memory, self._send, parts.clock)
        hopes = Hopes(self._perhaps_over, lambda: self._answering.drop())
        self._listening = Listening(parts.detector, parts.ears, self._send, parts.clock, self._spawn, hopes)
        self._asking = Asking(parts.engine.answerer, parts.memory, self._watch, parts.clock, self._spawn)
        self._answering = Answering(
            *(parts.engine, parts.memory, parts.embedder, self._watch, self._asking),
            *(self._send, parts.clock, self._spawn, parts.ears),
        )
        self._background: set[asyncio.Task[Any]] = set()
        self._turns = itertools.count(1)
        self._capturing = Capturing()
        self._language: Language = "en"
        self._said = asyncio.Event()  # the newest turn's words are in the conversation, whatever becomes of its reply
        self._reply: Reply | None = None
        self._replying: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Until the inputs end. A bug in any part ends this session, loudly, and no other."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            for loop in (self._watch.run(), self._watch.deepen(), self._watch.caption_uploads(), self._listen()):
                self._spawn(loop)
            async for item in self._transport.inputs():
                await self._take(item)
            await self._cut()
            for task in self._background:
                task.cancel()

    def _spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Runs beside the session, and ends with it."""
        task = self._group.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

    async def _take(self, item: Input) -> None:
        match item:
            case values.AudioChunk():
                await self._listening.hear(item.pcm)
                await self._attend()
            case Frame():
                self._watch.see(item)
            case values.Typed():
                await self._begin(Turn(item.text, self._parts.clock(), self._now(), item.attachments))
            case values.Dictated():
                await self._begin(Turn(item.text, self._parts.clock(), self._now(), spoken=True))
            case values.Interrupt():
                await self._cut()
            case values.PushToTalk():
                if item.pressed:
                    await self._cut()
                await self._listening.hold(item.pressed)
                await self._attend()
            case values.Played() | values.PlayedText():
                if self._reply is not None and self._reply.turn == item.turn:
                    self._reply.report(item)
            case Capturing():
                self._capturing = item
                if not (item.camera or item.screen):
                    self._watch.close_eyes()
                if not item.microphone and self._listening.speaking:  # no packet will bring the silence that ends it
                    await self._listening.hold(False)
            case values.Remembering():
                self._watch.remembering = item.on
                await self._send(events.RememberingChanged(item.on))
            case values.Forgot():
                await self._cut()  # what is being said may rest on it
                await self._answering.forget(item)

    async def _attend(self) -> None:
        """Speech that goes on over a reply cuts it; while the user speaks the model reads what is known already."""
        if self._listening.speech_seconds >= CONFIRM:
            await self._cut()
        if self._listening.speaking and not self._talking():
            self._asking.read_ahead(self._listening.began, self._language)

    async def _listen(self) -> None:
        async for spoken in self._listening.spoken():
            transcript = spoken.transcript
            if self._talking():
                await self._interrupted(spoken)
            elif not transcript.text:
                await self._send(events.NotUnderstood(unheard(self._language)))
            elif transcript.sure:
                await self._begin(Turn(transcript.text, spoken.began, spoken.asked, spoken=True))
            else:
                await self._send(events.Unsure(transcript.text))

    async def _interrupted(self, spoken: Spoken) -> None:
        """Words over a reply that were too few to cut it by their length alone."""
        text, meant = spoken.transcript.text, over_reply(spoken.transcript.text)
        if meant == "stop" or isinstance(understand(text), BeQuiet):
            await self._cut()
        elif meant == "turn" and spoken.transcript.sure:
            await self._begin(Turn(text, spoken.began, spoken.asked, spoken=True))
        else:
            await self._send(events.Resumed())

    async def _perhaps_over(self, transcript: values.Transcript) -> None:
        """A soft pause, and these words before it: how long to wait for more depends on them."""
        if self._talking():
            if over_reply(transcript.text) == "stop":
                await self._cut()
        else:
            self._listening.wait(transcript.text)
            await self._answering.draft(transcript.text, self._listening.began, self._language)

    async def _begin(self, turn: Turn) -> None:
        await self._cut(typed=not turn.spoken)
        self._watch.give_way()
        self._asking.stop_reading()
        self._said.clear()
        self._replying = self._group.create_task(self._converse(next(self._turns), turn))

    async def _cut(self, *, typed: bool = False) -> None:
        """Silent at once; what was said of the reply stays, the rest is never said."""
        task = self._replying
        if task is None or task.done():
            return
        await self._said.wait()
        if self._reply is not None:
            self._reply.overtaken = typed and self._reply.complete
            await self._send(events.Silence(self._reply.turn))
        task.cancel()
        await asyncio.wait([task])

    async def _converse(self, number: int, turn: Turn) -> None:
        ending: Ending = "failed"
        try:
            await self._answer(number, turn)
            ending = "finished"
        except KeepsightError as error:
            await self._send(events.Failed(error.stage, str(error)))
        except asyncio.CancelledError:
            ending = "overtaken" if self._reply and self._reply.overtaken else "interrupted"
            raise
        finally:
            self._said.set()
            await self._close_reply(ending)

    async def _answer(self, number: int, turn: Turn) -> None:
        self._language = language_of(turn.text, self._language)
        uploads, kept = await self._watch.take_uploads(turn.attachments)
        ids = tuple(observation.id for observation in kept)
        await self._send(events.UserSaid(number, turn.text, turn.spoken, ids, len(uploads) - len(kept)))
        self._said.set()
        try:
            await self._reply_to(number, turn, uploads, ids)
        finally:
            self._watch.caption_later(uploads, kept)

    async def _reply_to(self, number: int, turn: Turn, uploads: Sequence[Frame], ids: Sequence[int]) -> None:
        intent = understand(turn.text) if turn.text else ReadThat()
        if isinstance(intent, BeQuiet):
            return
        stage = Stage(
            self._send, self._parts.memory.get, self._answering.mark, self._parts.voice, self._capturing.voice
        )
        self._reply = Reply(number, self._language, turn.asked, stage)
        if turn.spoken:
            self._reply.transcribed()
        await self._send(events.ReplyStarted(number, self._parts.engine.answerer.name))
        words = await self._answering.words(turn.text, intent, uploads, turn.began, self._language)
        self._asking.history.add(self._parts.clock(), Message("user", turn.text, tuple(uploads)), ids)
        await self._reply.run(words)

    async def _close_reply(self, ending: Ending) -> None:
        reply, self._reply = self._reply, None
        if reply is None:
            return
        heard = reply.heard
        if heard:
            self._asking.history.add(self._parts.clock(), Message("assistant", heard), reply.cited)
        self._log.info("turn %d %s: %s", reply.turn, ending, reply.timing)
        await self._send(events.ReplyEnded(reply.turn, ending, heard, reply.timing))

    def _talking(self) -> bool:
        return self._replying is not None and not self._replying.done()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    async def _send(self, event: Event) -> None:
        await self._transport.send(event)
