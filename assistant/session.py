"""One conversation: listen, watch, converse. Policy lives in the modules beside this one; here it is put together."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from assistant.ahead import Ahead
from assistant.answering import Answering
from assistant.asking import Asking
from assistant.bargein import over_reply
from assistant.core import events, values
from assistant.core.events import Event
from assistant.core.intents import BeQuiet
from assistant.core.ports import Embedder, Engine, Memory, SpeechToText, TextToSpeech, Transport, VoiceDetector
from assistant.core.values import Capturing, Frame, Input
from assistant.following import Hypothesis
from assistant.listening import Hopes, Listening, Spoken, unheard
from assistant.reply import Stage
from assistant.replying import Replies, Turn
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


class Session:
    """Lives as long as its transport's inputs do. One reply at a time; a new turn cuts the one before."""

    def __init__(self, name: str, parts: Parts, transport: Transport) -> None:
        self._parts = parts
        self._transport = transport
        self._watch = Watch(parts.engine.captioner(), parts.memory, self._send, parts.clock)
        hopes = Hopes(self._so_far, self._perhaps_over, lambda: self._answering.drop())
        self._listening = Listening(parts.detector, parts.ears, self._send, parts.clock, self._spawn, hopes)
        voice = Ahead(parts.voice, self._spawn) if parts.voice else None
        self._asking = Asking(parts.engine.answerer, parts.memory, self._watch, parts.clock, self._spawn)
        self._answering = Answering(
            *(parts.engine, parts.memory, parts.embedder, self._watch, self._asking),
            *(self._send, parts.clock, self._spawn, parts.ears),
            lambda: voice if self._replies.speaker == "server" else None,
        )
        self._replies = Replies(
            *(self._watch, self._asking, self._answering, self._send, parts.clock, self._spawn),
            lambda speaks: Stage(self._send, parts.memory.get, self._answering.mark, voice, speaks),
            logging.LoggerAdapter(log, {"session": name}),
        )
        self._background: set[asyncio.Task[Any]] = set()

    async def run(self) -> None:
        """Until the inputs end. A bug in any part ends this session, loudly, and no other."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            for loop in (self._watch.run(), self._watch.deepen(), self._watch.caption_uploads(), self._listen()):
                self._spawn(loop)
            async for item in self._transport.inputs():
                await self._take(item)
            await self._replies.cut()
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
                await self._replies.begin(Turn(item.text, self._parts.clock(), self._now(), item.attachments))
            case values.Dictated():
                await self._replies.begin(Turn(item.text, self._parts.clock(), self._now(), spoken=True))
            case values.Interrupt():
                await self._replies.cut()
            case values.PushToTalk():
                if item.pressed:
                    await self._replies.cut()
                await self._listening.hold(item.pressed)
                await self._attend()
            case values.Played() | values.PlayedText():
                self._replies.report(item)
            case Capturing():
                self._replies.speaker = item.voice
                if not (item.camera or item.screen):
                    self._watch.close_eyes()
                if not item.microphone and self._listening.speaking:  # no packet will bring the silence that ends it
                    await self._listening.hold(False)
            case values.Remembering():
                self._watch.remembering = item.on
                await self._send(events.RememberingChanged(item.on))
            case values.Forgot():
                await self._replies.cut()  # what is being said may rest on it
                await self._answering.forget(item)

    async def _attend(self) -> None:
        """Speech that goes on over a reply cuts it; while the user speaks the model reads what is known already."""
        if self._listening.speech_seconds >= CONFIRM:
            await self._replies.cut()
        if self._listening.speaking and not self._replies.under_way:
            self._asking.read_ahead(self._listening.began, self._replies.language)

    async def _listen(self) -> None:
        async for spoken in self._listening.spoken():
            transcript = spoken.transcript
            if self._replies.under_way:
                await self._interrupted(spoken)
            elif not transcript.text:
                await self._send(events.NotUnderstood(unheard(self._replies.language)))
            elif transcript.sure:
                await self._replies.begin(Turn(transcript.text, spoken.began, spoken.asked, spoken=True))
            else:
                await self._send(events.Unsure(transcript.text))

    async def _interrupted(self, spoken: Spoken) -> None:
        """Words over a reply that were too few to cut it by their length alone."""
        text, meant = spoken.transcript.text, over_reply(spoken.transcript.text)
        if meant == "stop" or isinstance(understand(text), BeQuiet):
            await self._replies.cut()
        elif meant == "turn" and spoken.transcript.sure:
            await self._replies.begin(Turn(text, spoken.began, spoken.asked, spoken=True))
        else:
            await self._send(events.Resumed())

    async def _so_far(self, newest: Hypothesis) -> None:
        """Words of a sentence that is still being spoken."""
        if not self._replies.under_way:
            await self._answering.follow(newest, self._listening.began, self._replies.language)

    async def _perhaps_over(self, transcript: values.Transcript) -> None:
        """A soft pause, and these words before it: how long to wait for more depends on them."""
        if self._replies.under_way:
            if over_reply(transcript.text) == "stop":
                await self._replies.cut()
        else:
            self._listening.wait(transcript.text)
            await self._answering.draft(transcript.text, self._listening.began, self._replies.language)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    async def _send(self, event: Event) -> None:
        await self._transport.send(event)
