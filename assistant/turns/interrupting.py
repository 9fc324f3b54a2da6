"""What is heard while a reply is: does somebody want the word? The reply, the room and listeners' words do not count.

Whoever speaks is silence enough for the page, which pauses at once; here it is decided what becomes of the reply.
"""

from collections.abc import Awaitable, Callable
from typing import Literal

from assistant.core.events import Event, Sentence, Voice
from assistant.core.values import Played, PlayedText
from assistant.turns.bargein import LIKELY, UNCLEAR, meant, over_reply, repeats, surely_turn, worded
from assistant.turns.echo import STEP, Echo
from assistant.turns.overheard import Overheard, loudness
from assistant.turns.prosody import manner

FAR = 12.0  # dB below the usual loudness of this user: somebody else, further away (talk in the next seats is 15 below)
MASKS = 8.0  # dB below this user: an echo so loud hides half of their voice (52 % is heard over one of -6 dB),
HIDDEN = 1.5  # so that what is heard counts for more; of nobody no more than 0.2 s are heard in any 1.5
PAUSED = 0.2  # seconds without voice: what was short is over
PASSED = 0.5  # seconds of voice after which the reply goes on,
AWAY = 0.2  # if less than this of it is the user's: of four people in the next seats three have less, of 20 users none
HEARD_OUT = 0.5  # seconds of silence for which ears are waited for where it does not sound like words: a "no" may not
REPLY = 600  # letters of what was said last that its echo may repeat

KEPT = 10  # utterances of which slow ears may yet tell the words

Verdict = Literal["cut", "pass", "wait"]


class Interrupting:
    """Fed with every packet. `cut` ends the reply by an order, `overrule` because somebody speaks on; `resume` lets the
    page's voice go on.

    `began`, Unix seconds, says which utterance is meant: when ears tell the words of one, the next may be open.
    """

    def __init__(
        self,
        cut: Callable[[], Awaitable[None]],
        overrule: Callable[[], Awaitable[None]],
        resume: Callable[[], Awaitable[None]],
    ) -> None:
        self._cut = cut
        self._overrule = overrule
        self._resume = resume
        self._echo = Echo()
        self._said = ""
        self._usual: float | None = None  # dB of this user
        self._voice = 0.0  # seconds in the open utterance so far
        self._utterance = Overheard()  # the newest
        self._utterances: dict[float, Overheard] = {}

    def saw(self, event: Event) -> None:
        """What the page is sent."""
        if isinstance(event, Voice):
            self._echo.sent(event.turn, event.sound.pcm)
        elif isinstance(event, Sentence):
            self._said = f"{self._said if event.index else ''} {event.text}"[-REPLY:]

    def played(self, report: Played | PlayedText) -> None:
        if isinstance(report, Played):
            self._echo.played(report.turn, report.seconds)

    async def hear(self, pcm: bytes, voice: float, began: float, *, over: bool) -> None:
        """One packet; `voice` seconds are in the open utterance by now, `over`: a reply is under way."""
        own = self._echo.heard(pcm)
        if self._echo.surprised:
            self._utterance.was_echo()
        if 0 < voice < self._voice or self._voice == 0 < voice:
            self._begin(began, over=over)
        heard, self._voice = voice > self._voice, voice
        utterance = self._utterance
        utterance.over = utterance.over or (over and voice > 0)
        level = loudness(pcm)
        near = any(own) and (self._usual is None or level > self._usual - FAR)
        utterance.add(pcm, level, heard=heard, near=near)
        if voice and over:
            await self._judge(utterance)

    async def words(self, text: str) -> None:
        """What is understood of what is still being said over a reply."""
        kind = over_reply(text)
        if kind == "stop":
            await self._cut()
        elif kind == "turn" and self._meant(text):
            await self._overrule()

    async def paused(self, text: str, began: float, *, sure: bool) -> None:
        """What was understood before a soft pause; empty where nothing was."""
        kind = over_reply(text)
        if kind == "stop":
            await self._cut()
        elif not (text and sure):
            self._of(began).unclear = True
            if self.wordless(began):
                await self._overrule()
        elif kind == "backchannel":
            await self.let_go(began)

    async def let_go(self, began: float) -> None:
        """What was said was not meant; the voice may have gone on already, or wait for who speaks by now."""
        utterance = self._of(began)
        if not utterance.passed and (utterance is self._utterance or not self._voice):
            await self._pass(utterance)

    def ignores(self, text: str, began: float, *, over: bool) -> bool:
        """Whether an utterance that has ended was nobody's who talks to the assistant, though words were understood.

        over: a reply is under way. Words that the browser understood come without a sound; those may only repeat it.
        """
        if over_reply(text) == "stop":
            return False
        utterance = self._utterances.get(began)
        return utterance.over and self._own(text, utterance) if utterance else over and repeats(text, self._said)

    def wordless(self, began: float) -> bool:
        """Whether an utterance of which ears understood nothing was meant all the same."""
        utterance = self._of(began)
        return utterance.most_near >= UNCLEAR and worded(manner(utterance.voice))

    def learn(self, began: float) -> None:
        """The utterance was the user's: so loud are they."""
        level = self._of(began).level
        if level is not None:
            self._usual = level if self._usual is None else (self._usual + level) / 2

    def _begin(self, began: float, *, over: bool) -> None:
        self._utterance = self._utterances[began] = Overheard(over=over)
        if len(self._utterances) > KEPT:
            del self._utterances[next(iter(self._utterances))]

    def _of(self, began: float) -> Overheard:
        """Of one that was held down a key for without a sound, or dictated, nothing was overheard."""
        return self._utterances.get(began) or Overheard()

    def _meant(self, text: str) -> bool:
        """A browser that understands by itself sends words and no sound."""
        if self._voice:
            return self._utterance.near >= LIKELY and not self._own(text, self._utterance)
        return surely_turn(text) and not repeats(text, self._said)

    def _own(self, text: str, utterance: Overheard) -> bool:
        return utterance.all_near < STEP * 10 or repeats(text, self._said)

    async def _judge(self, utterance: Overheard) -> None:
        match self._verdict(utterance):
            case "cut":
                await self._overrule()
            case "pass":
                await self._pass(utterance)

    def _verdict(self, utterance: Overheard) -> Verdict:
        near = utterance.near * (HIDDEN if self._masked(utterance) else 1.0)
        if near >= LIKELY and meant(near, utterance.since, utterance.manner()):
            return "cut"  # also where the voice has ended by now: slow ears would let the reply go on meanwhile;
            # and where the voice was let go on before: an echo can keep one utterance open for as long as a reply
        if utterance.passed:
            return "wait"
        if utterance.still >= PAUSED and utterance.run >= STEP * 4:
            return "wait" if self._may_be_understood(utterance) else "pass"
        return "pass" if utterance.run >= PASSED and utterance.near < AWAY else "wait"

    def _masked(self, utterance: Overheard) -> bool:
        return self._echo.known and self._usual is not None and utterance.others > self._usual - MASKS

    def _may_be_understood(self, utterance: Overheard) -> bool:
        """Whether ears may yet tell that it was a word."""
        if utterance.unclear:
            return False
        return utterance.still < HEARD_OUT or (utterance.near >= STEP * 5 and worded(utterance.manner()))

    async def _pass(self, utterance: Overheard) -> None:
        utterance.passed = True
        await self._resume()
