"""One conversation: listen, watch, converse. Policy lives in the modules beside this one; here it is put together."""

import asyncio
import itertools
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass

from assistant.core import events, values
from assistant.core.errors import KeepsightError
from assistant.core.events import Ending, Event
from assistant.core.intents import AboutTheView, BeQuiet, Intent, ReadThat, WhereIs
from assistant.core.ports import Engine, Memory, SpeechToText, TextToSpeech, Transport, VoiceDetector
from assistant.core.streams import Channel
from assistant.core.values import Capturing, Frame, Input, Language, Message, Prompt, Utterance
from assistant.core.wording import language_of, say
from assistant.hearing import Ended, Heard, Microphone, Started
from assistant.keeping import Command, Keeper, obey
from assistant.prompting import History, messages
from assistant.reply import Reply, Stage
from assistant.understanding import understand
from assistant.watching import Watch

CONFIRM = 0.5  # seconds of speech over a reply after which it is meant for it, and not a cough or an "mm-hm"
MINUTE = 60.0  # seconds of what was seen that go with every question
UTTERANCES = 8  # utterances that may wait to be transcribed

log = logging.getLogger("keepsight.session")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a session is built from. `clock` tells Unix seconds."""

    engine: Engine
    detector: VoiceDetector
    ears: SpeechToText
    voice: TextToSpeech | None
    memory: Memory
    clock: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Turn:
    """What the user wants answered; `asked` is the loop's time at which speaking or typing ended."""

    text: str
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
        self._microphone = Microphone(parts.detector.speech_probability)
        self._utterances: Channel[tuple[Utterance, float]] = Channel(UTTERANCES)
        self._history = History()
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
            loops = (self._watch.run(), self._watch.caption_uploads(), self._listen())
            background = [group.create_task(loop) for loop in loops]
            async for item in self._transport.inputs():
                await self._take(item)
            await self._cut()
            for task in background:
                task.cancel()

    async def _take(self, item: Input) -> None:
        match item:
            case values.AudioChunk():
                await self._hear(self._microphone.hear(item.pcm))
            case Frame():
                self._watch.see(item)
            case values.Typed():
                await self._begin(Turn(item.text, self._now(), item.attachments))
            case values.Dictated():
                await self._begin(Turn(item.text, self._now(), spoken=True))
            case values.Interrupt():
                await self._cut()
            case values.PushToTalk():
                if item.pressed:
                    await self._cut()
                await self._hear(self._microphone.force(item.pressed))
            case values.Played() | values.PlayedText():
                if self._reply is not None and self._reply.turn == item.turn:
                    self._reply.report(item)
            case Capturing():
                self._capturing = item
                if not (item.camera or item.screen):
                    self._watch.close_eyes()
                if not item.microphone and self._microphone.speaking:  # no packet will bring the silence that ends it
                    await self._hear(self._microphone.force(False))
            case values.Remembering():
                self._watch.remembering = item.on
                await self._send(events.RememberingChanged(item.on))
            case values.Forgot():
                self._watch.forget(None)
                if item.everything:
                    self._history.forget(None)

    async def _hear(self, heard: Sequence[tuple[Heard, bytes]]) -> None:
        for event, pcm in heard:
            if isinstance(event, Started):
                await self._send(events.SpeechStarted())
            elif isinstance(event, Ended):
                await self._send(events.SpeechEnded())
                if not self._utterances.put((Utterance(pcm, self._parts.clock()), self._now())):
                    await self._fail("hearing", "I cannot keep up with so much speech. Please wait a moment.")
        if self._microphone.speech_seconds >= CONFIRM:
            await self._cut()

    async def _listen(self) -> None:
        async for utterance, asked in self._utterances:
            try:
                transcript = await self._parts.ears.transcribe(utterance)
            except KeepsightError as error:
                await self._fail(error.stage, str(error))
                continue
            intent = understand(transcript.text)
            if self._talking() and not isinstance(intent, BeQuiet):
                await self._send(events.Resumed())
            elif not transcript.text:
                await self._send(events.NotUnderstood(self._unheard()))
            elif transcript.sure:
                await self._begin(Turn(transcript.text, asked, spoken=True))
            else:
                await self._send(events.Unsure(transcript.text))

    async def _begin(self, turn: Turn) -> None:
        await self._cut(typed=not turn.spoken)
        self._watch.give_way()
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
            await self._fail(error.stage, str(error))
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
            await self._reply_to(number, turn, uploads)
        finally:
            self._watch.caption_later(uploads, kept)

    async def _reply_to(self, number: int, turn: Turn, uploads: Sequence[Frame]) -> None:
        intent = understand(turn.text) if turn.text else ReadThat()
        if isinstance(intent, BeQuiet):
            return
        stage = Stage(self._send, self._parts.memory.get, self._parts.voice, self._capturing.voice)
        self._reply = Reply(number, self._language, turn.asked, stage)
        if turn.spoken:
            self._reply.transcribed()
        await self._send(events.ReplyStarted(number, self._parts.engine.answerer.name))
        words = await self._words(intent, turn.text, uploads)
        self._history.add(self._parts.clock(), Message("user", turn.text, tuple(uploads)))
        await self._reply.run(words)

    async def _words(self, intent: Intent, text: str, uploads: Sequence[Frame]) -> AsyncGenerator[str, None]:
        now = self._parts.clock()
        if isinstance(intent, Command):
            keeper = Keeper(self._parts.memory, self._parts.engine.teacher, self._watch, self._send, self._forget_said)
            return obey(intent, keeper, uploads, self._language, now)
        frames = uploads or await self._shown(intent)
        recent = tuple(reversed(await self._parts.memory.recent(since=now - MINUTE)))
        said = messages(text, frames, self._history, recent, now, self._language)
        prompt = Prompt(said, intent, self._language, now, tuple(frames), recent, text)
        return self._parts.engine.answerer.answer(prompt)

    async def _shown(self, intent: Intent) -> Sequence[Frame]:
        if isinstance(intent, AboutTheView):
            return await self._watch.in_view()
        newest = self._watch.newest() if isinstance(intent, WhereIs) else None
        return [newest] if newest else ()

    async def _close_reply(self, ending: Ending) -> None:
        reply, self._reply = self._reply, None
        if reply is None:
            return
        heard = reply.heard
        if heard:
            self._history.add(self._parts.clock(), Message("assistant", heard))
        self._log.info("turn %d %s: %s", reply.turn, ending, reply.timing)
        await self._send(events.ReplyEnded(reply.turn, ending, heard, reply.timing))

    def _forget_said(self, since: float | None) -> None:
        self._history.forget(since)
        self._watch.forget(since)

    def _talking(self) -> bool:
        return self._replying is not None and not self._replying.done()

    def _unheard(self) -> str:
        return say(
            self._language, "I did not catch that. Say it again, or type it.", "我沒聽清楚。請再說一次，或用打字的。"
        )

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    async def _fail(self, stage: str, message: str) -> None:
        await self._send(events.Failed(stage, message))

    async def _send(self, event: Event) -> None:
        await self._transport.send(event)
