"""What an answerer is asked: the question with what is in view, what was seen just now, and what was said before."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress

from assistant.core.errors import KeepsightError, PictureError
from assistant.core.intents import AboutTheView, Intent, Open
from assistant.core.ports import Answerer, Memory, Warmable
from assistant.core.values import Forgot, Frame, Language, Observation, Prompt
from assistant.episodes import episodes
from assistant.forgetting import covers
from assistant.pictures import same_view
from assistant.prompting import History, messages
from assistant.recalling import Asked
from assistant.turns.listening import Spawn
from assistant.watching import Watch

MINUTE = 60.0  # seconds of what was seen that go with every question
HALF_AN_HOUR, DAY = 1_800.0, 86_400.0  # seconds
MOST_SEEN = 300  # observations that the lines of earlier today are made of
EARLIER = 4  # older notes that go with an open one: about 200 tokens


class Asking:
    """The prompts of one session.

    What was seen is told by its age when the user began to speak (`began`, Unix seconds), not when the prompt is
    made: so a prompt begins word for word like the one that was read ahead. A picture that was looked at ahead serves
    as long as the view has not changed: to encode another takes a CPU two seconds.
    """

    def __init__(self, answerer: Answerer, memory: Memory, watch: Watch, clock: Callable[[], float], spawn: Spawn):
        self.history = History()
        self._answerer = answerer
        self._memory = memory
        self._watch = watch
        self._clock = clock
        self._spawn = spawn
        self._reading: asyncio.Task[None] | None = None
        self._read_for = 0.0
        self._looked_at: Frame | None = None
        self._looked_for = 0.0
        self._today: tuple[float, list[str]] = (0.0, [])

    def read_ahead(self, began: float, language: Language) -> None:
        """Once for each time the user begins to speak, beside everything else, where the answerer can."""
        if began != self._read_for and isinstance(self._answerer, Warmable):
            self._read_for = began
            self.stop_reading()
            self._watch.give_way()
            self._reading = self._spawn(self._prepare(self._answerer, began, language))

    @property
    def reading(self) -> bool:
        """Whether something is being read ahead."""
        return self._reading is not None and not self._reading.done()

    def stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    def forget(self, forgot: Forgot) -> None:
        """Of what was said, and of what was looked at ahead."""
        self.stop_reading()
        self.history.forget(forgot)
        self._today = (0.0, [])
        if self._looked_at and covers(forgot, self._looked_at.time):
            self._looked_at = None

    async def answer(
        self,
        text: str,
        intent: Intent,
        uploads: Sequence[Frame],
        began: float,
        language: Language,
        *,
        early: bool = False,
    ) -> AsyncGenerator[str, None]:
        """early: the user still speaks, and what was looked at since they began may do."""
        frames = uploads or await self._shown(intent, began, early=early)
        recent = await self._recent(began)
        earlier = await self._earlier(text, began) if isinstance(intent, Open) and not uploads else ()
        today = await self._earlier_today(began)
        said = messages(text, frames, self.history, recent, began, language, earlier, today)
        prompt = Prompt(said, intent, language, self._clock(), tuple(frames), recent, text)
        return self._answerer.answer(prompt)

    def still_shows(self, intent: Intent) -> bool:
        """Whether the answer that was asked for last was given what is in view now, if it is about that."""
        ahead, now = self._looked_at, self._watch.newest()
        if not isinstance(intent, AboutTheView) or now is None:
            return True
        with suppress(PictureError):  # one torn frame of a stream: the next comes within a second
            return ahead is not None and same_view(ahead.jpeg, now.jpeg)
        return True

    async def about_the_past(self, text: str, began: float, language: Language) -> Asked:
        """What a question about the past is asked with: what is in view may answer it, too."""
        newest = self._watch.newest()
        return Asked(text, language, self._clock(), [newest] if newest else (), await self._recent(began))

    async def _prepare(self, answerer: Warmable, began: float, language: Language) -> None:
        with suppress(KeepsightError):  # the answer itself will say it
            recent, frame = await self._recent(began), await self._watch.look()
            self._looked_at, self._looked_for = frame, began
            frames = (frame,) if frame else ()
            known = messages("", frames, self.history, recent, began, language, (), await self._earlier_today(began))
            await answerer.prepare(Prompt(known, Open(), language, self._clock(), frames, recent))

    async def _recent(self, began: float) -> tuple[Observation, ...]:
        return tuple(reversed(await self._memory.recent(since=began - MINUTE)))

    async def _earlier(self, text: str, began: float) -> Sequence[Observation]:
        """What was seen before the last minute and shares words with the question."""
        return await self._memory.recall(text, until=began - MINUTE, limit=EARLIER)

    async def _earlier_today(self, began: float) -> list[str]:
        """The same lines for half an hour: they stand at the beginning of a prompt, and every change is read anew."""
        if began - self._today[0] >= HALF_AN_HOUR:
            seen = await self._memory.recent(since=began - DAY, until=began - MINUTE, limit=MOST_SEEN)
            self._today = began, episodes(seen, began)
        return self._today[1]

    async def _shown(self, intent: Intent, began: float, *, early: bool) -> Sequence[Frame]:
        if not isinstance(intent, AboutTheView):
            return ()
        ahead = self._looked_at
        if early and ahead and self._looked_for == began and self.still_shows(intent):
            return [ahead]
        seen = await self._watch.in_view()
        if ahead and seen and same_view(ahead.jpeg, seen[0].jpeg):
            return [ahead]
        looked = next((frame for frame in seen if frame.source != "upload"), None)
        self._looked_at, self._looked_for = looked, began
        return seen
