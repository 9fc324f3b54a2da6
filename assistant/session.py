"""One conversation: listen, watch, converse. Policy lives in the modules beside this one; here it is put together."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from assistant.answering import Answering
from assistant.asking import Asking
from assistant.awaiting import Awaiting, Mouth
from assistant.core import events, ports, values
from assistant.core.events import Event
from assistant.core.intents import BeQuiet
from assistant.core.values import Capturing, Frame, Input, Language
from assistant.modes import Around, Modes, intent_of
from assistant.reply import Stage
from assistant.replying import Replies
from assistant.turn import Turn
from assistant.turns.bargein import over_reply, worth_asking
from assistant.turns.following import Hypothesis
from assistant.turns.interrupting import Interrupting
from assistant.turns.listening import Hopes, Listening, Spoken, unheard
from assistant.understanding import understand
from assistant.voice.ahead import Ahead
from assistant.watching import Watch

T = TypeVar("T")
log = logging.getLogger("keepsight.session")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a session is built from. `clock` tells Unix seconds, `embedder` whether there is one by now.

    coming: whether a model that answers is being loaded.
    """

    engine: ports.Engine
    detector: ports.VoiceDetector
    ears: ports.SpeechToText
    voice: ports.TextToSpeech | None
    memory: ports.Memory
    clock: Callable[[], float]
    embedder: Callable[[], ports.Embedder | None] = lambda: None
    turns: ports.TurnDetector | None = None
    coming: Callable[[], bool] = lambda: False


class Session:
    """Lives as long as its transport's inputs do. One reply at a time; a new turn cuts the one before."""

    def __init__(self, name: str, parts: Parts, transport: ports.Transport) -> None:
        self._parts = parts
        self._transport = transport
        self._watch = Watch(parts.engine.captioner(), parts.memory, self._send, parts.clock)
        hopes = Hopes(self._so_far, self._perhaps_over, lambda: self._answering.drop())
        self._listening = Listening(
            *(parts.detector, parts.ears, self._send, parts.clock, self._spawn, hopes), turns=parts.turns
        )
        voice = Ahead(parts.voice, self._spawn) if parts.voice else None
        self._asking = Asking(parts.engine.answerer, parts.memory, self._watch, parts.clock, self._spawn)
        mouth = Mouth(self._quiet, self._announce)
        self._awaiting = Awaiting(parts.engine, parts.memory, self._watch, self._send, parts.clock, mouth)
        self._modes = Modes(
            Around(
                *(parts.engine, parts.ears, parts.memory, self._watch, self._asking.history, self._send),
                *(parts.clock, parts.coming),
            )
        )
        self._answering = Answering(
            *(parts.engine, parts.memory, parts.embedder, self._watch, self._asking),
            *(self._send, parts.clock, self._spawn, parts.ears, self._awaiting),
            self._modes,
            lambda: voice if self._replies.speaker == "server" else None,
        )
        self._replies = Replies(
            *(self._watch, self._asking, self._answering, self._send, parts.clock, self._spawn),
            lambda speaks: Stage(self._send, parts.memory.get, self._answering.mark, voice, speaks, self._away),
            logging.LoggerAdapter(log, {"session": name}),
        )
        self._interrupting = Interrupting(self._replies.cut, self._cut_by_voice, lambda: self._send(events.Resumed()))
        self._background: set[asyncio.Task[Any]] = set()

    async def run(self) -> None:
        """Until the inputs end. A bug in any part ends this session, loudly, and no other."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            watch = self._watch.run(), self._watch.deepen(), self._watch.caption_uploads()
            for loop in (*watch, *self._awaiting.loops(), self._listen(), self._replies.follow(self._modes.waiting)):
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
        """What is said, shown and typed, and the keys that are pressed for it."""
        match item:
            case values.AudioChunk():
                await self._listening.hear(item.pcm)
                await self._attend(item.pcm)
            case Frame():
                self._watch.see(item)
            case values.Typed():
                await self._replies.begin(Turn(item.text, self._parts.clock(), self._now(), item.attachments))
            case values.Dictated() if item.final:
                await self._said(Spoken(values.Transcript(item.text, "", 1.0), self._parts.clock(), self._now()))
            case values.Dictated():
                await self._so_far(Hypothesis(item.text, "", 0.0))
            case values.Interrupt():
                await self._replies.cut()
            case values.PushToTalk():
                self._modes.press(item.pressed)
                if item.pressed and self._modes.mode != "interpreter":  # there the other's words are heard out
                    await self._replies.cut()
                await self._listening.hold(item.pressed)
                await self._attend()
            case _:
                await self._heed(item)

    async def _heed(self, item: Input) -> None:
        """What the page reports, and what was chosen there."""
        match item:
            case values.Played() | values.PlayedText():
                self._interrupting.played(item)
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
            case values.CancelAwaited():
                await self._awaiting.cancel(item.id)
            case values.SetMode():
                await self._replies.cut()
                wish, user = intent_of(item), self._replies.language
                language, written = self._modes.told_in(wish, user)
                words = await self._modes.switch(wish, user)  # at once: what is said about it may be cut
                while self._replies.under_way:
                    await self._replies.cut()
                await self._replies.announce(words, language, written=written)
            case values.Forgot():
                await self._replies.cut()  # what is being said may rest on it
                await self._answering.forget(item)

    async def _attend(self, pcm: bytes = b"") -> None:
        """What is said over a reply may cut it; while the user speaks the model reads what is known already."""
        under_way = self._replies.under_way
        await self._interrupting.hear(pcm, self._listening.speech_seconds, self._listening.began, over=under_way)
        if self._modes.meant and self._listening.speaking and not self._replies.under_way:
            self._asking.read_ahead(self._listening.began, self._replies.language)

    async def _cut_by_voice(self) -> None:
        """Where others talk too, or are interpreted, only words cut a reply."""
        if self._modes.meant:
            await self._replies.cut()

    async def _listen(self) -> None:
        async for said in self._listening.spoken():
            await self._said(said)

    async def _said(self, said: Spoken) -> None:
        """What was understood, here or by the browser, or has been confirmed."""
        under_way = self._replies.under_way
        if self._interrupting.ignores(said.transcript.text, said.began, over=under_way):
            await self._interrupting.let_go(said.began)
            await self._answering.drop()
            return
        spoken = await self._modes.hear(said, over=under_way)
        if spoken is None:
            return
        transcript = spoken.transcript
        if self._replies.under_way:
            await self._interrupted(spoken)
        elif transcript.sure and transcript.text:
            self._interrupting.learn(spoken.began)
            await self._replies.begin(Turn(transcript.text, spoken.began, spoken.asked, spoken=True))
        elif worth_asking(transcript.text):
            await self._send(events.Unsure(transcript.text))
        else:
            await self._send(events.NotUnderstood(unheard(self._replies.language)))

    async def _interrupted(self, spoken: Spoken) -> None:
        """Words over a reply that were too few to cut it by their length alone."""
        text, meant = spoken.transcript.text, over_reply(spoken.transcript.text)
        if meant == "stop" or isinstance(understand(text), BeQuiet):
            await self._replies.cut()
        elif meant == "turn" and spoken.transcript.sure:
            self._interrupting.learn(spoken.began)
            await self._replies.begin(Turn(text, spoken.began, spoken.asked, spoken=True))
        elif (meant == "turn" or not text) and self._interrupting.wordless(spoken.began):
            if spoken.began >= self._replies.began:  # slow ears may tell of what was said before it
                await self._replies.cut()
            unsure = events.Unsure(text) if text else events.NotUnderstood(unheard(self._replies.language))
            await self._send(unsure)
        else:
            await self._interrupting.let_go(spoken.began)

    async def _so_far(self, newest: Hypothesis) -> None:
        """Words of a sentence that is still being spoken."""
        if self._replies.under_way:
            if self._modes.mode != "interpreter":
                await self._interrupting.words(self._modes.silences(newest.text))
        else:
            await self._answering.follow(newest, self._listening.began, self._replies.language)

    async def _perhaps_over(self, transcript: values.Transcript, began: float) -> None:
        """A soft pause, and these words before it: how long to wait for more depends on them."""
        if self._replies.under_way and self._modes.mode != "interpreter":
            if began >= self._replies.began:
                await self._interrupting.paused(self._modes.silences(transcript.text), began, sure=transcript.sure)
            return
        if not (transcript.sure and transcript.text):
            return
        self._listening.wait(transcript.text, began)
        if expected := self._modes.expects(transcript):
            await self._answering.draft(expected, began, self._replies.language)

    async def _announce(self, words: AsyncGenerator[str, None], language: Language) -> None:
        """Nobody talks into what is being taken down."""
        await self._replies.announce(words, language, written=self._modes.mode == "notes")

    def _quiet(self) -> bool:
        """Whether neither the user nor a reply talks, and nothing that was said is still being understood."""
        return not (self._listening.busy or self._replies.under_way)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _away(self) -> bool:
        return isinstance(self._transport, ports.Roaming) and self._transport.away()

    async def _send(self, event: Event) -> None:
        self._interrupting.saw(event)
        if self._modes.lets_out(event):
            await self._transport.send(event)
