"""An answer begun before the turn is over: there when it ends, and gone without a trace when it does not end there."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pytest

from assistant.core import events
from assistant.core.errors import AnswerError, VoiceError
from assistant.core.events import Event
from assistant.core.values import (
    AudioChunk,
    Capturing,
    Interrupt,
    Language,
    Observation,
    Prompt,
    Transcript,
    Typed,
    Utterance,
)
from memory.store import Store
from tests.pictures import jpeg
from tests.scripted import START, ScriptedUser, clock
from tests.talking import Ears, Hum, Reader, Words, play, sound, sure


@dataclass
class Watched(Words):
    """Notes of each answer whether it was made to its end."""

    outcomes: list[str] = field(default_factory=list)

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        at = len(self.outcomes)
        self.outcomes.append("stopped")
        async for piece in super().answer(prompt):
            yield piece
        self.outcomes[at] = "finished"


@dataclass
class Singer:
    """A voice that takes 0.2 s before two seconds of sound; the first `failing` sentences fail."""

    failing: int = 0
    asked: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        self.asked.append(sentence)
        if len(self.asked) <= self.failing:
            raise VoiceError("No voice: install one.")
        at = len(self.outcomes)
        self.outcomes.append("stopped")
        await asyncio.sleep(0.2)
        for _ in range(20):
            yield AudioChunk(bytes(4800), 24_000)
            await asyncio.sleep(0.05)
        self.outcomes[at] = "finished"


@dataclass
class Timely(Ears):
    """Quick ears, which know the words that had been said after so many seconds of sound."""

    said: Sequence[tuple[float, str]] = ()
    takes: float = 0.02

    async def transcribe(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(self.takes)
        return self.transcripts.pop(0)

    async def partial(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(self.takes)
        heard = len(utterance.pcm) / 32_000
        return sure(next((text for at, text in reversed(self.said) if heard >= at), ""))


class Noting(ScriptedUser):
    """Notes when each event came, in seconds."""

    def __init__(self, voice: Literal["server", "off"] = "server") -> None:
        super().__init__(voice)
        self.times: list[float] = []

    async def send(self, event: Event) -> None:
        self.times.append(asyncio.get_running_loop().time())
        await super().send(event)

    def at(self, kind: type[Event]) -> float:
        return next(time for time, event in zip(self.times, self.heard, strict=True) if isinstance(event, kind))


DOG = [(0.3, "tell me"), (0.5, "tell me a story"), (0.7, "tell me a story about"), (0.8, "tell me a story about a dog")]
WHOLE = sure("Tell me a story about a dog.")


async def once(user: ScriptedUser, memory: Store) -> None:
    await user.say(sound(1.0))


def test_the_first_sound_of_a_draft_is_heard_at_the_moment_the_turn_ends() -> None:
    play(once, ears=Ears([sure("tell me about it all in a moment")]), voice=Singer(), user=(user := Noting()))
    waited = user.at(events.Voice) - user.at(events.SpeechEnded)
    assert waited < 0.55  # ears and voice took 0.2 s each, the first sentence 0.2

    quick = Timely([WHOLE], [DOG[0], (0.5, WHOLE.text)])
    play(once, ears=quick, voice=(voice := Singer()), user=(user := Noting()))
    assert user.at(events.Voice) == user.at(events.SpeechEnded)
    assert voice.asked == ["one two three.", "four five six.", "seven eight nine."]  # each of them once
    assert user.all(events.ReplyEnded)[0].heard == "one two three. four five six. seven eight nine."


def test_an_answer_is_begun_before_the_last_word_has_ended() -> None:
    engine = Watched()
    play(once, engine=engine, ears=Timely([WHOLE], DOG))
    early, whole = engine.prompts
    assert (early.question, whole.question) == ("tell me a story", "tell me a story about a dog")
    assert whole.now - START < 1.0
    assert engine.outcomes == ["stopped", "finished"]


def test_of_words_that_turned_out_otherwise_nothing_is_left(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    engine, voice = Watched(), Singer()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(sound(0.9), quiet=0.4)
        assert [type(event) for event in user.heard if not isinstance(event, events.Partial)] == [events.SpeechStarted]
        assert await memory.recent() == []
        await user.say(sound(0.9))
        await user.ask("and then?")

    ears = Timely([sure("tell me a story..."), WHOLE], [*DOG[:2], (1.2, "tell me a story about a"), (1.5, WHOLE.text)])
    user = play(script, engine=engine, ears=ears, voice=voice)
    assert engine.outcomes == ["stopped", "finished", "finished"]
    assert voice.asked.count("one two three.") == 3
    assert voice.outcomes[0] == "stopped"
    assert [turn.text for turn in user.all(events.UserSaid)] == [WHOLE.text, "and then?"]
    assert [message.text for message in engine.prompts[-1].messages[1:-1]] == [
        WHOLE.text, "one two three. four five six. seven eight nine.",
    ]  # fmt: skip
    assert len([record for record in caplog.records if "turn" in record.message]) == 2


def test_slow_ears_begin_nothing_before_the_pause() -> None:
    engine = Watched()
    play(once, engine=engine, ears=Timely([WHOLE], DOG, takes=0.3))
    (prompt,) = engine.prompts
    assert prompt.now - START > 1.1


def test_a_draft_that_failed_says_so_once_and_only_when_the_turn_is_over() -> None:
    class Broken(Words):
        async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
            self.prompts.append(prompt)
            raise AnswerError("The model has stopped. Ask again.")
            yield ""

    user = play(once, engine=(engine := Broken()), ears=Timely([WHOLE], DOG))
    assert len(engine.prompts) == 2
    names = [type(event).__name__ for event in user.heard]
    assert names.count("Failed") == 1
    assert names.index("Failed") > names.index("ReplyStarted")


def test_a_voice_that_fails_for_a_draft_is_asked_again_and_nobody_hears_of_it() -> None:
    ears = Timely([WHOLE], [(0.3, "tell me"), (0.7, WHOLE.text)])
    user = play(once, ears=ears, voice=(voice := Singer(failing=1)))
    assert user.all(events.Failed) == []
    assert voice.asked[:2] == ["one two three.", "one two three."]
    assert user.all(events.Voice)


def test_no_sound_is_made_ahead_where_the_server_does_not_speak() -> None:
    play(once, ears=Timely([WHOLE], DOG), voice=(voice := Singer()), user=ScriptedUser("off"))
    assert voice.asked == []


@pytest.mark.parametrize("command", ["remember that my keys are on the piano", "forget everything", "stop remembering"])
def test_a_command_is_not_carried_out_while_it_is_being_said(command: str) -> None:
    said = [(0.3, command.split()[0]), (0.5, command), (1.3, f"{command} I said once")]

    async def script(user: ScriptedUser, memory: Store) -> None:
        await memory.add(Observation(clock(), "told", "my glasses are on the desk"))
        await user.speak(sound(0.99), quiet=0.4)
        assert len(await memory.recent()) == 1
        await user.say(sound(0.8))

    user = play(script, ears=Timely([sure(f"{command}..."), sure("never mind, tell me a story")], said))
    assert user.all(events.RememberingChanged) == []


def test_a_question_about_the_past_that_was_drafted_in_vain_is_not_counted() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        for ago, place in ((9000, "hook"), (6000, "piano"), (3000, "desk")):
            for again in (0, 1, 2):
                await memory.add(Observation(clock() - ago + again, "camera", f"keys: on the {place}"))
        assert "desk" in await user.ask("where are my keys?")
        await user.speak(sound(0.99), quiet=0.4)
        await user.say(sound(0.8))
        assert "piano" in await user.ask("and before that?")

    said = [(0.3, "where were"), (0.6, "where were they before that"), (1.5, "where were they and tell me a story")]
    heard = [sure("where were they before that..."), sure("tell me a story now please")]
    play(script, ears=Timely(heard, said))


def test_a_question_about_the_past_is_answered_before_the_turn_is_over() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await memory.add(Observation(clock() - 60, "told", "my keys are on the piano"))
        assert "piano" in await user.say(sound(1.0))

    said = [(0.3, "where are"), (0.6, "where are my keys")]
    play(script, ears=Timely([sure("Where are my keys?")], said), voice=Singer(), user=(user := Noting()))
    assert user.at(events.Voice) == user.at(events.SpeechEnded)
    assert len(user.cited()) == 1


def test_words_that_are_unsure_after_all_leave_no_draft_behind() -> None:
    engine = Watched()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(sound(1.0), quiet=2.0)

    user = play(script, engine=engine, ears=Timely([Transcript("Paris", "en", 0.3, sure=False)], DOG[:2]))
    assert engine.outcomes == ["stopped"]
    assert user.all(events.Unsure)
    assert user.all(events.ReplyStarted) == []


def test_what_comes_into_view_after_an_answer_was_begun_is_what_it_is_about() -> None:
    engine = Watched()

    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(camera=True))
        await user.show(jpeg("desk"), 2)
        user.speak(sound(1.2))
        await asyncio.sleep(0.9)
        await user.show(jpeg("cup"), 1)
        await user.until(events.ReplyEnded)

    said = [(0.3, "tell me"), (0.6, "tell me about this thing")]
    play(script, engine=engine, ears=Timely([sure("tell me about this thing")], said))
    assert [prompt.frames[0].jpeg for prompt in engine.prompts] == [jpeg("desk"), jpeg("cup")]
    assert engine.outcomes == ["stopped", "finished"]


def test_what_is_read_ahead_is_read_to_its_end_before_anything_is_drafted() -> None:
    engine = Reader(takes=0.8)
    play(once, engine=engine, ears=Timely([WHOLE], [(0.3, "tell me"), (0.5, WHOLE.text)]))
    assert engine.outcomes == ["read"]
    assert engine.prompts[0].now - START > 0.8


def test_words_that_come_after_the_turn_is_over_do_not_shorten_the_next_one() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.8))
        await user.speak(sound(0.99) * 2, quiet=0.4)
        assert len(user.all(events.SpeechEnded)) == 1

    said = [(0.3, "tell"), (0.5, "tell me a story about a dog"), (1.2, "tell me a story about the")]
    heard = [sure("tell me a story about a dog"), sure("tell me a story about the")]
    play(script, ears=Timely(heard, said, takes=0.06))  # known before the pause; the final ones when the turn is over


@dataclass
class Thoughtful(Watched):
    """Says nothing for `thinks` seconds the first time, and takes `stops` to stop."""

    thinks: float = 0.0
    stops: float = 0.0

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        if not self.prompts:
            await asyncio.sleep(self.thinks)
        try:
            async for piece in super().answer(prompt):
                yield piece
        except asyncio.CancelledError:
            await asyncio.sleep(self.stops)
            raise


def test_the_sound_of_a_reply_that_is_cut_before_it_was_spoken_is_not_kept_in_the_way_of_the_next() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        first = user.speak(sound(1.0))
        await user.until(events.Thinking)
        await first
        await asyncio.sleep(1.1)  # "One moment, I am thinking." is spoken, and the first sentence made behind it
        user.do(Interrupt())
        await asyncio.sleep(5)
        await user.say(sound(1.0))

    ears = Timely([WHOLE, WHOLE], [DOG[0], (0.5, WHOLE.text)])
    play(script, engine=Thoughtful(thinks=4.2), ears=ears, voice=(voice := Singer()), user=(user := Noting()))
    made = dict(zip(voice.asked, voice.outcomes, strict=False))
    assert list(made)[:2] == ["One moment, I am thinking.", "one two three."]
    assert voice.outcomes[1] == "stopped"
    ended = [at for at, event in zip(user.times, user.heard, strict=True) if isinstance(event, events.SpeechEnded)][1]
    assert ended in [at for at, event in zip(user.times, user.heard, strict=True) if isinstance(event, events.Voice)]


def test_a_draft_that_is_being_dropped_when_the_turn_ends_takes_its_sound_with_it() -> None:
    said = [DOG[0], (0.4, "tell me a story about a"), (0.42, "tell me a story"), (0.9, "tell me a story about")]
    voice = Singer()
    play(once, engine=Thoughtful(stops=1.5), ears=Timely([WHOLE], said), voice=voice)
    assert voice.outcomes[0] == "stopped"


def test_no_answer_is_left_behind_that_was_begun_to_the_echo_of_the_last_words() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Typed("a", "tell me a story"))
        await user.until(events.VoiceEnded)
        await asyncio.sleep(1.6)
        await user.speak(sound(0.6), quiet=3.0)  # begins over the reply, and ends when that is over

    engine = Watched("one two three. four five six. seven eight nine. " * 3)
    user = play(script, engine=engine, ears=Timely([sure("Seven, eight, nine.")]), voice=Hum())
    assert len(user.all(events.ReplyStarted)) == 1
    assert engine.outcomes == ["finished", "stopped"]
