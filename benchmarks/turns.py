"""From the last sample of a spoken question to the first sound of the reply, with the models replaced by timers.

    python -m benchmarks.turns [--turns 30]
    python -m benchmarks.turns --sessions 4 [--turns 18]

The real session, listening, drafting and SQLite memory on a real event loop; packets of 20 ms come at real time. The
timers are the published times that the issue "Conversation at human speed" gives: an end-of-turn detector 80 ms, a
transcript 24, a first token 200, a first sound 200. The rest of the first sentence comes with its first token. Loudness
stands for the voice detector.

As it is: the session begins at its soft pause and ends the turn by its own silence. Nothing drafted: the same, but the
answer is begun when the turn is over. Serial: the same silence, then one stage after the other. Published detector:
serial, with 80 ms in place of the silence. In the last two the microphone is held open with push-to-talk, so that
nothing begins early, and let go of at that moment.

What the timers and the silence account for is the same script on a clock that jumps, where what the app itself does
takes no time; the rest is the app's own. Of fewer than 100 turns p99 is the slowest. --sessions: as many conversations
at once in one process, beside one alone; each asks the same, in an order of its own.
"""

import argparse
import asyncio
import itertools
import json
import multiprocessing
import os
import tempfile
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.core import events
from assistant.core.events import Event
from assistant.core.ports import Engine
from assistant.core.values import AudioChunk, Description, Frame, Language, Prompt, PushToTalk, Taught, Transcript
from assistant.core.values import Utterance as Sound
from assistant.session import Parts, Session
from benchmarks.table import machine, percentile, print_table
from memory.store import Store
from tests.clock import run as run_jumping
from tests.scripted import PACKET, ScriptedUser, clock

END_OF_TURN, TRANSCRIPT, FIRST_TOKEN, FIRST_SOUND = 0.080, 0.024, 0.200, 0.200  # seconds
HEARD, OVERHEAD_P50, OVERHEAD_P99, CROWDED = 320, 15, 50, 1.5  # targets: ms, ms, ms, times the p95 of one alone
RATE = 16_000
WINDOW = 1024  # bytes of sound that the voice detector hears at a time
LOUD = 500  # of 32768, the mean over a window
PER_WORD = 0.15  # seconds: quick speech, so that many turns fit into two minutes
APART = 1.7  # seconds from the end of a question to the next: sooner, the session takes it for a pause inside a turn
QUESTIONS = (
    "what is the capital of France?",
    "how many legs does a spider have?",
    "is it going to rain tomorrow afternoon?",
    "can you tell me a joke about cats?",
    "what is the highest mountain in the world?",
    "how do I boil an egg so that it stays soft inside?",
    "what time is it?",
    "do you know a good name for a small dog?",
    "which planet is the largest of them all?",
    "could you explain how a rainbow comes about?",
    "今天的天氣怎麼樣？",
    "why does bread rise in the oven?",
    "who painted the ceiling of the Sistine Chapel?",
    "what should I cook for four people tonight?",
    "are tomatoes a fruit or a vegetable?",
)
REPLY = "That is a question I can answer. "

Silences = Sequence[float | None]
Mode = Literal["as it is", "nothing drafted", "serial", "published detector"]
BESIDE: tuple[Mode, ...] = ("nothing drafted", "serial", "published detector")


@dataclass(frozen=True, slots=True)
class Turn:
    """Seconds from the last sample of the question: until its end was decided, and until the reply was heard."""

    silence: float
    heard: float


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation; `lost` are windows of sound that were sent and that the voice detector never heard."""

    turns: Sequence[Turn]
    lost: int


class Timers:
    """Every model of one conversation; `question` is what is being asked, `windows` how many the detector heard."""

    name = "timers"

    def __init__(self) -> None:
        self.question = ""
        self.windows = 0

    def speech_probability(self, chunk: AudioChunk) -> float:
        self.windows += 1
        return float(np.abs(np.frombuffer(chunk.pcm, "<i2").astype(np.int32)).mean() > LOUD)

    async def transcribe(self, utterance: Sound) -> Transcript:
        await asyncio.sleep(TRANSCRIPT)
        return Transcript(self.question, "en", 0.9)

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        await asyncio.sleep(FIRST_TOKEN)
        yield REPLY

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        await asyncio.sleep(FIRST_SOUND)
        yield AudioChunk(bytes(4800), 24_000)

    async def describe(self, frame: Frame) -> Description:
        return Description("a scene")

    async def learn(self, name: str, views: Sequence[Frame], background: Sequence[Frame]) -> Taught:
        return Taught(name, (), 0, 0.0)

    def parts(self, memory: Store) -> Parts:
        return Parts(Engine(self, lambda: self, self, lambda: None), self, self, self, memory, clock)


class Undrafted(Session):
    """Begins no answer at a soft pause; how long the silence must be is weighed as ever."""

    async def _perhaps_over(self, transcript: Transcript) -> None:
        self._listening.wait(transcript.text)


class Caller(ScriptedUser):
    """Asks at real-time pace, by an absolute schedule: a packet that is late makes no later one late."""

    def __init__(self, timers: Timers) -> None:
        super().__init__()
        self.sent = 0  # packets
        self._timers = timers
        self._ended = self._sounded = 0.0

    async def send(self, event: Event) -> None:
        now = asyncio.get_running_loop().time()
        if isinstance(event, events.SpeechEnded):
            self._ended = now
        elif isinstance(event, events.Voice):
            self._sounded = self._sounded or now
        await super().send(event)

    async def converse(self, asked: Sequence[str], silences: Silences) -> list[Turn]:
        """Where a silence is given, the microphone is held open, and let go of after that many seconds."""
        self.start()
        turns = [await self._turn(question, silence) for question, silence in zip(asked, silences, strict=True)]
        self.leave()
        return turns

    async def _turn(self, question: str, silence: float | None) -> Turn:
        loop = asyncio.get_running_loop()
        self._timers.question, self._sounded, past = question, 0.0, len(self.heard)
        voice = spoken(question)
        begun = loop.time()
        last = begun + len(voice) / 2 / RATE
        if silence is not None:
            self.do(PushToTalk(True))
            loop.call_at(last + silence, self.do, PushToTalk(False))
        await self._stream(voice + bytes(int(APART * RATE) * 2), begun)
        await self.until(events.ReplyEnded, after=past)
        return Turn(self._ended - last, self._sounded - last)

    async def _stream(self, pcm: bytes, begun: float) -> None:
        """Each packet when its last sample has been recorded."""
        loop = asyncio.get_running_loop()
        for number in range(len(pcm) // PACKET):
            await asyncio.sleep(max(0.0, begun + (number + 1) * 0.02 - loop.time()))
            self.do(AudioChunk(pcm[number * PACKET : (number + 1) * PACKET], RATE))
            self.sent += 1


@cache
def spoken(question: str) -> bytes:
    """A voice as long as the question: its pitch falls from 140 to 100 Hz, and its last quarter of a second fades."""
    words = len(question.split()) if question.isascii() else len(question) / 2
    count = int((PER_WORD * words + len(question) % 7 * 0.0031) * RATE)  # ends anywhere in a packet
    phase = np.cumsum(np.linspace(140, 100, count)) * 2 * np.pi / RATE
    waves = np.sum([np.sin(number * phase) / number for number in range(1, 12)], axis=0)
    fade = np.interp(np.arange(count), [count - RATE // 4, count], [1.0, 0.4])
    sound: bytes = (waves * fade * 8000).astype("<i2").tobytes()
    return sound


async def talks(mode: Mode, asked: Sequence[Sequence[str]], silences: Silences) -> list[Talk]:
    """One for each list of questions, all at once in this process, over one memory."""
    with tempfile.TemporaryDirectory() as folder:
        memory = Store.open(Path(folder))
        try:
            return await asyncio.gather(*(_talk(mode, memory, questions, silences) for questions in asked))
        finally:
            memory.close()


async def _talk(mode: Mode, memory: Store, asked: Sequence[str], silences: Silences) -> Talk:
    timers = Timers()
    caller = Caller(timers)
    kind = Undrafted if mode == "nothing drafted" else Session
    session = asyncio.create_task(kind("bench", timers.parts(memory), caller).run())
    turns = await caller.converse(asked, silences)
    await session
    return Talk(turns, caller.sent * PACKET // WINDOW - timers.windows)


def asked(turns: int, first: int = 0) -> list[str]:
    return list(itertools.islice(itertools.cycle(QUESTIONS), first, first + turns))


def silences(mode: Mode, turns: int) -> Silences:
    if mode == "published detector":
        return [END_OF_TURN] * turns
    if mode == "serial":
        return [turn.silence for turn in accounted("as it is", turns)]
    return [None] * turns


def accounted(mode: Mode, turns: int) -> Sequence[Turn]:
    """What the timers and the silence make of a conversation in which the app takes no time."""
    return run_jumping(talks(mode, [asked(turns)], silences(mode, turns)))[0].turns


def beside(turns: int) -> list[Talk]:
    """The other ways, at once."""
    known = {mode: silences(mode, turns) for mode in BESIDE}

    async def together() -> list[Talk]:
        talked = await asyncio.gather(*(talks(mode, [asked(turns)], known[mode]) for mode in BESIDE))
        return [talk for (talk,) in talked]

    return asyncio.run(together())


def milliseconds(turns: Sequence[Turn]) -> list[float]:
    return [turn.heard * 1000 for turn in turns]


def beyond(turns: Sequence[Turn], due: Sequence[Turn]) -> list[float]:
    """What each reply took longer than silence and timers account for, milliseconds."""
    return [was - should for was, should in zip(milliseconds(turns), milliseconds(due), strict=True)]


def figures(times: Sequence[float]) -> dict[str, float]:
    return {f"p{round(share * 100)}": round(percentile(times, share), 1) for share in (0.5, 0.95, 0.99)}


def verdict(figure: float, target: float) -> str:
    return "met" if figure <= target else f"MISSED by {figure - target:.1f}"


def one_by_one(turns: int) -> dict[str, object]:
    """The conversation as it is; the other ways meanwhile in a process of their own."""
    modes: tuple[Mode, ...] = ("as it is", *BESIDE)
    ideal = {mode: accounted(mode, turns) for mode in modes}
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        others = pool.submit(beside, turns)
        (talk,) = asyncio.run(talks("as it is", [asked(turns)], silences("as it is", turns)))
        real = {"as it is": talk, **dict(zip(BESIDE, others.result(), strict=True))}
    heard = {mode: milliseconds(talk.turns) for mode, talk in real.items()}
    rows = [
        [mode, *map(str, figures(heard[mode]).values()), str(figures(milliseconds(ideal[mode]))["p50"])]
        for mode in heard
    ]
    print_table(["heard reply, ms", "p50", "p95", "p99", "p50 of silence and timers alone"], rows)
    own = figures(beyond(talk.turns, ideal["as it is"]))
    decided = figures([turn.silence * 1000 for turn in talk.turns])
    print(
        f"\nsilence before the turn is over: {decided['p50']} ms at p50, {decided['p95']} at p95; "
        f"sound lost: {talk.lost} windows"
    )
    p50 = figures(heard["as it is"])["p50"]
    judged = [("heard reply p50", p50, HEARD), ("app's own p50", own["p50"], OVERHEAD_P50)]
    for name, figure, target in (*judged, ("app's own p99", own["p99"], OVERHEAD_P99)):
        print(f"{name}: {figure} ms, target {target}: {verdict(figure, target)}")
    result = {mode: figures(times) for mode, times in heard.items()}
    return {"turns": turns, "heard_ms": result, "own_ms": own, "silence_ms": decided, "windows_lost": talk.lost}


def at_once(turns: int, sessions: int) -> dict[str, object]:
    listed = asked(turns)
    places = [listed[place * 4 % turns :] + listed[: place * 4 % turns] for place in range(sessions)]
    ideal = run_jumping(talks("as it is", places, silences("as it is", turns)))
    (alone,) = asyncio.run(talks("as it is", places[:1], silences("as it is", turns)))
    crowd = asyncio.run(talks("as it is", places, silences("as it is", turns)))
    rows = [_row("alone", alone, ideal[0])]
    rows += [_row(f"{place + 1} of {sessions}", talk, ideal[place]) for place, talk in enumerate(crowd)]
    print_table(["ms", "heard p50", "p95", "p99", "app's own p50", "p95", "p99", "windows of sound lost"], rows)
    times = max(figures(milliseconds(talk.turns))["p95"] for talk in crowd) / figures(milliseconds(alone.turns))["p95"]
    lost = sum(talk.lost for talk in crowd)
    print(f"\nthe slowest p95: {times:.2f} times that of one alone, target {CROWDED}: {verdict(times, CROWDED)}")
    print(f"windows of sound lost: {lost}, target 0: {verdict(lost, 0)}")
    own = [
        figures(beyond(talk.turns, due.turns)) for talk, due in zip([alone, *crowd], [ideal[0], *ideal], strict=True)
    ]
    return {"turns": turns, "sessions": sessions, "times_p95": round(times, 3), "own_ms": own, "windows_lost": lost}


def _row(name: str, talk: Talk, due: Talk) -> list[str]:
    times = (*figures(milliseconds(talk.turns)).values(), *figures(beyond(talk.turns, due.turns)).values())
    return [name, *map(str, times), str(talk.lost)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int)
    parser.add_argument("--sessions", type=int, default=1)
    options = parser.parse_args()
    before = os.getloadavg()[0]
    print(machine())
    if options.sessions == 1:
        result = one_by_one(options.turns or 30)
    else:
        result = at_once(options.turns or 18, options.sessions)
    load = [round(before, 1), round(os.getloadavg()[0], 1)]
    print(f"load of this machine, one minute: {load[0]} before, {load[1]} after")
    print("RESULT", json.dumps(result | {"load": load}))


if __name__ == "__main__":
    main()
