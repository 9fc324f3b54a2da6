"""What is said while it takes notes: each line with its time, kept at once, so that nothing is lost with the page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from assistant.core.errors import RememberingError
from assistant.core.events import Event, Failed, Noted, Seen
from assistant.core.ports import Memory
from assistant.core.values import Forgot, Observation, Transcript
from assistant.core.wording import clock, language_of, say
from assistant.forgetting import covers
from assistant.tongues import mostly
from assistant.watching import Watch

# Characters that are held in mind, of text: 18 hours of English at 150 words a minute, three times as long in Chinese.
MOST = 1_000_000
UNSURE = " (?)"


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance. time: Unix seconds when it began. heard: its language as the ears found it.

    id: the memory that holds it; 0 where remembering is off.
    """

    time: float
    text: str
    heard: str = ""
    sure: bool = True
    id: int = 0

    @property
    def shown(self) -> str:
        return self.text if self.sure else self.text + UNSURE


class Notes:
    """The newest notes of one session; `lines` oldest first."""

    def __init__(
        self, memory: Memory, watch: Watch, send: Callable[[Event], Awaitable[None]], now: Callable[[], float]
    ) -> None:
        self.lines: list[Line] = []
        self.summed = True  # nothing is lost where new ones are begun
        self._memory = memory
        self._watch = watch
        self._send = send
        self._now = now
        self._characters = 0
        self._said = ""  # the failure that was told last
        self._forgotten = 0.0, 0.0  # what was said from the one until the other, Unix seconds, was forgotten last

    @property
    def code(self) -> str:
        """Of the language that most of them are in."""
        return mostly([(line.text, line.heard) for line in self.lines])

    def begin(self) -> None:
        """Goes on with what was not summed up yet."""
        if not self.summed:
            return
        self.summed = False
        self.lines, self._characters, self._said = [], 0, ""

    async def take(self, transcript: Transcript, began: float) -> None:
        """Takes a line down, and keeps it where remembering is on; what goes wrong with that is said once."""
        if self._characters + len(transcript.text) > MOST:
            await self._fail("notes", _full(language_of(transcript.text)))
            return
        line = Line(began, transcript.text, transcript.language, transcript.sure)
        async with self._watch.writing:  # what is forgotten meanwhile finds it here and in the memory, or in neither
            since, until = self._forgotten
            if since <= began < until:
                return
            kept = await self._keep(line)
            self.lines.append(replace(line, id=kept.id if kept else 0))
            self._characters += len(line.text)
        if kept:
            await self._send(Seen(kept))
        await self._send(Noted(line.shown, line.time, kept.id if kept else 0))

    async def keep_summary(self, words: str) -> int:
        """Its id; 0 where remembering is off, or was for one of the lines. Raises RememberingError."""
        if not (self._watch.remembering and self.lines and all(line.id for line in self.lines)):
            return 0
        at, now = self.lines[0].time, self._now()
        caption = say(language_of(words), f"Summary of what was said at {clock(at, now, 'en')}", "談話摘要")
        async with self._watch.writing:
            kept = await self._memory.add(Observation(now, "told", caption, words))
        await self._send(Seen(kept))
        return kept.id

    def forget(self, forgot: Forgot) -> None:
        self.lines = [line for line in self.lines if not _gone(line, forgot)]
        self._characters = sum(len(line.text) for line in self.lines)
        if forgot.everything or forgot.since is not None:
            self._forgotten = forgot.since if forgot.since is not None else float("-inf"), self._now()

    async def _keep(self, line: Line) -> Observation | None:
        """In a memory of its own, so that whatever is forgotten goes without its neighbours, and they without it."""
        if not self._watch.remembering:
            return None
        caption = say(language_of(line.text), "What was said, taken down", "談話記錄")
        try:
            return await self._memory.add(Observation(line.time, "told", caption, line.shown))
        except RememberingError as error:
            await self._fail(error.stage, str(error))
            return None

    async def _fail(self, stage: str, message: str) -> None:
        if message != self._said:
            self._said = message
            await self._send(Failed(stage, message))


def _gone(line: Line, forgot: Forgot) -> bool:
    if line.id:
        return covers(forgot, line.time, line.id)
    return forgot.everything or (forgot.since is not None and line.time >= forgot.since)


def _full(language: str) -> str:
    return say(
        "en" if language == "en" else "zh-Hant",
        f"The notes are full: {MOST} characters. Say “stop taking notes” to sum them up, then begin again.",
        f"筆記已滿（{MOST} 個字）。請說「停止做筆記」來總結，再重新開始。",
    )
