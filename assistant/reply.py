"""One reply: thinking and speaking side by side, cancelled as one; a slow one says that it is thinking."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from assistant.citing import Citations
from assistant.core.errors import AnswerError, KeepsightError, VoiceError
from assistant.core.events import Cited, Event, Failed, ReplyText, Sentence, Thinking, Timing, Voice, VoiceEnded
from assistant.core.ports import TextToSpeech
from assistant.core.streams import Channel
from assistant.core.values import Box, Language, Observation, Played, PlayedText, Speaker
from assistant.core.wording import say
from assistant.voice.heard import Pace, Span, heard_part, heard_until
from assistant.voice.speaking import Piece, Sentences

LEAD = 2.0  # seconds of sound sent ahead of what was played: covers a slow network, and little is wasted by a barge-in
LONGEST = 100_000  # characters of one reply, an hour and a half of speech: a model that runs on is stopped
PATIENCE = 3.0  # seconds without a report after which the page is taken to play nothing (its sound may be blocked)
STEP = 0.25  # seconds between two looks whether the page is there: one that has just come back plays nothing yet
SLOW = 3.0  # seconds without a word after which it says that it is thinking: three of the longest silences that people
# leave without taking it for trouble (Jefferson 1989: about 1 s); sooner it would delay answers that are about to come
READING = 8.0  # characters a second, slower than any voice reads aloud: how long a silent browser voice is waited for


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a reply takes place.

    find: looks a cited observation up. mark: where in its picture is what the reply is about. speaks: whose voice is
    heard. away: whether the line to who hears it is cut.
    """

    send: Callable[[Event], Awaitable[None]]
    find: Callable[[int], Awaitable[Observation | None]]
    mark: Callable[[int], Box | None]
    voice: TextToSpeech | None
    speaks: Speaker
    away: Callable[[], bool] = lambda: False


class Reply:
    """`asked` is the loop's time at which the user's turn ended; `timing` counts from there.

    silent: the loop's time at which the reply before ended; a line that had to wait for it has waited in silence since.
    """

    def __init__(self, turn: int, language: Language, asked: float, stage: Stage, silent: float = 0.0) -> None:
        self.turn = turn
        self.timing = Timing()
        self.complete = False  # all words were shown
        self.cited: list[int] = []
        self.overtaken = False  # and the next message was typed while they were being spoken
        self.failed = False  # the answerer gave up; the user has been told
        self._language = language
        self._asked = asked
        self._silent = max(asked, silent)
        self._stage = stage
        self._speaks = stage.speaks if stage.voice or stage.speaks != "server" else "off"
        self._citations = Citations()
        self._splitter = Sentences(self._language)
        self._queue: Channel[Piece] = Channel(bound=LONGEST)
        self._pieces: list[Piece] = []
        self._spans: list[Span] = []
        self._pace = Pace()
        self._shown = ""
        self._sent = 0.0
        self._played = 0.0
        self._spoken = (0, 0)
        self._played_out = False
        self._progress = asyncio.Event()

    async def run(self, words: AsyncGenerator[str, None], *, unasked: bool = False) -> None:
        """Shows and speaks `words` until the last of them was heard.

        What the answerer raises is told at once (`failed`); sentences that were written whole are still spoken.
        unasked: nobody waits for it, so it need not say that it is thinking.
        """
        beside = [asyncio.create_task(self._speak())]
        if not unasked:
            beside.append(asyncio.create_task(self._reassure()))
        try:
            await self._think(words)
            self._queue.end()
            await beside[0]
        finally:
            for task in beside:
                task.cancel()
            await asyncio.wait(beside)

    @property
    def text(self) -> str:
        """All that was written so far."""
        return self._shown.strip()

    @property
    def heard(self) -> str:
        """The words that reached the user, as they were written: played where a voice speaks, else shown."""
        if self._speaks == "off" or (self._played_out and self.complete):
            return self.text
        if self._speaks == "server":
            return heard_part(self._pieces, self._spans, self._played)
        return heard_until(self._pieces, *self._spoken)

    def report(self, progress: Played | PlayedText) -> None:
        """What the page says it has played."""
        if self.timing.first_sound is None and self.timing.first_token is not None:
            self.timing = replace(self.timing, first_sound=self._elapsed())
        if isinstance(progress, Played):
            self._played = max(self._played, progress.seconds)
        else:
            self._spoken = max(self._spoken, (progress.sentence, progress.characters))
        # A browser's voice is finished whenever nothing waits; more may have been written since.
        last = isinstance(progress, Played) or progress.sentence == len(self._pieces) - 1
        self._played_out = progress.finished and last
        self._progress.set()

    def transcribed(self) -> None:
        self.timing = replace(self.timing, transcript=self._elapsed())

    async def _think(self, words: AsyncGenerator[str, None]) -> None:
        try:
            await self._write(words)
        except KeepsightError as error:
            self.failed = True
            await self._stage.send(Failed(error.stage, str(error)))
        else:
            self.complete = True
            self._hand_over(self._splitter.finish())

    async def _write(self, words: AsyncGenerator[str, None]) -> None:
        async with aclosing(words) as pieces:
            async for piece in pieces:
                await self._show(self._citations.feed(piece[: LONGEST - len(self._shown)]))
                if len(self._shown) >= LONGEST:
                    raise AnswerError(self._too_long())
                await asyncio.sleep(0)  # pieces that come without a pause would hold sound and every other page up
        await self._show(self._citations.flush())

    async def _reassure(self) -> None:
        await asyncio.sleep(self._silent + SLOW - asyncio.get_running_loop().time())
        if self.timing.first_token is None and not self.failed:
            await self._stage.send(Thinking(self.turn))
            self._queue.put(Piece(say(self._language, "One moment, I am thinking.", "請稍等，我想一想。"), ""))

    async def _show(self, parts: list[str | int]) -> None:
        for part in parts:
            if isinstance(part, int):
                await self._cite(part)
                continue
            if self.timing.first_token is None:
                self.timing = replace(self.timing, first_token=self._elapsed())
            self._shown += part
            await self._stage.send(ReplyText(self.turn, part))
            self._hand_over(self._splitter.feed(part))

    async def _cite(self, id: int) -> None:
        """Only what exists is shown: a number that a model made up leaves no card."""
        observation = await self._stage.find(id)
        if observation is not None:
            self.cited.append(id)
            await self._stage.send(Cited(self.turn, observation, self._stage.mark(id)))

    def _too_long(self) -> str:
        return say(
            self._language,
            f"The answer was cut off after {LONGEST} characters. Ask for a shorter one.",
            f"回答超過 {LONGEST} 個字，已經截斷。請要求較短的回答。",
        )

    def _hand_over(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            self._queue.put(piece)

    async def _speak(self) -> None:
        async for piece in self._queue:
            if self._speaks == "off":
                continue
            await self._stage.send(Sentence(self.turn, len(self._pieces), piece.said, self._language))
            self._pieces.append(piece)
            self._played_out = False
            if self._speaks == "server":
                await self._voice(piece.said)
        silent = not self._sent if self._speaks == "server" else not self._pieces
        if silent and self.complete:  # code alone, or a script that the voice cannot read: it was read by the user
            self._speaks = "off"
        if silent or self._speaks == "off":
            return
        if self._speaks == "server":
            await self._stage.send(VoiceEnded(self.turn))
        await self._hear_out()

    async def _voice(self, sentence: str) -> None:
        assert self._stage.voice is not None, "a reply without a voice speaks to nobody"
        begin = self._sent
        likely = begin + self._pace.seconds(sentence)  # until all of it has been made
        said: tuple[tuple[float, int], ...] = ()
        self._spans.append(Span(begin, likely))
        try:
            async with aclosing(self._stage.voice.speak(sentence, self._language)) as sounds:
                async for sound in sounds:
                    self._sent += sound.seconds
                    said += () if sound.said is None else ((self._sent, sound.said),)
                    self._spans[-1] = Span(begin, max(likely, self._sent), said)
                    await self._stage.send(Voice(self.turn, sound))
                    if not await self._keeps_pace():
                        self._speaks = "off"
                        return
            self._spans[-1] = Span(begin, self._sent, said)
            self._pace.learn(sentence, self._sent - begin)
        except VoiceError as error:
            self._speaks = "off"
            await self._stage.send(Failed(error.stage, str(error)))

    async def _keeps_pace(self) -> bool:
        """Returns when more may be sent; False where the page plays nothing."""
        while self._sent - self._played > LEAD:
            if not await self._advanced(PATIENCE):
                return False
        return True

    async def _hear_out(self) -> None:
        """Waits until the page has played all; it is given up on when it stays silent for longer than it may."""
        patience = (
            PATIENCE
            if self._speaks == "server"
            else PATIENCE + max(len(piece.said) for piece in self._pieces) / READING
        )
        while not self._played_out:
            if not await self._advanced(patience):
                self._speaks = "off"
                return

    async def _advanced(self, patience: float) -> bool:
        """Whether more was played before somebody had been there to hear it for so many seconds on end."""
        self._progress.clear()
        there = 0.0
        while there < patience:
            try:
                async with asyncio.timeout(STEP):  # `wait_for` of Python 3.11 can swallow a cancellation
                    await self._progress.wait()
                return True
            except TimeoutError:
                there = 0.0 if self._stage.away() else there + STEP
        return False

    def _elapsed(self) -> float:
        return asyncio.get_running_loop().time() - self._asked
