"""One conversation, on a clock that jumps: who may speak when, what is kept, and what is never said."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from assistant.core import events
from assistant.core.errors import AnswerError, HearingError, SeeingError, VoiceError
from assistant.core.ports import Engine, TextToSpeech
from assistant.core.values import (
    AudioChunk,
    Capturing,
    Description,
    Dictated,
    Forgot,
    Frame,
    Interrupt,
    Language,
    Observation,
    PlayedText,
    Prompt,
    PushToTalk,
    Remembering,
    Taught,
    Transcript,
    Typed,
    Utterance,
)
from assistant.session import Parts, Session
from memory.store import Store
from tests.clock import run
from tests.pictures import jpeg
from tests.scripted import ScriptedUser, clock

LOUD = (np.random.default_rng(1).normal(0, 8000, 32_000).clip(-32_000, 32_000)).astype("<i2").tobytes()


def sound(seconds: float) -> bytes:
    """Speech, as far as the detector of these tests is concerned."""
    return LOUD[: int(seconds * 32_000) // 2 * 2]


class Loudness:
    """A voice detector for which everything loud is speech."""

    def speech_probability(self, chunk: AudioChunk) -> float:
        return 1.0 if np.abs(np.frombuffer(chunk.pcm, "<i2").astype(np.int32)).mean() > 500 else 0.0


@dataclass
class Words:
    """An engine that says the same words to everything, one each 0.1 s, and keeps the prompts it was given."""

    words: str = "one two three. four five six. seven eight nine."
    prompts: list[Prompt] = field(default_factory=list)
    name: str = "words"
    failing: bool = False

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        self.prompts.append(prompt)
        for word in self.words.split():
            yield word + " "
            await asyncio.sleep(0.1)
        if self.failing:
            raise AnswerError("The model has stopped. Ask again.")

    async def describe(self, frame: Frame) -> Description:
        await asyncio.sleep(0.2)
        return Description("a scene")

    async def learn(self, name: str, views: Sequence[Frame], background: Sequence[Frame]) -> Taught:
        return Taught(name, tuple(view.jpeg for view in views), 300, views[0].time)

    def engine(self) -> Engine:
        return Engine(self, lambda: self, self, lambda: None)


@dataclass
class Ears:
    """Hears these transcripts, one after the other."""

    transcripts: list[Transcript]

    async def transcribe(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(0.2)
        if not self.transcripts:
            raise HearingError("The ears have stopped. Please type.")
        return self.transcripts.pop(0)


@dataclass
class QuickEars(Ears):
    """Understands one more word with each time it is asked, and notes how many seconds it was given."""

    words: str = "where is my red notebook"
    takes: float = 0.1
    given: list[float] = field(default_factory=list)
    failing: bool = False

    async def partial(self, utterance: Utterance) -> Transcript:
        self.given.append(round(len(utterance.pcm) / 32_000, 2))
        await asyncio.sleep(self.takes)
        if self.failing:
            raise HearingError("The ears have stopped. Please type.")
        return sure(" ".join(self.words.split()[: len(self.given)]))


@dataclass
class Reader(Words):
    """An engine that reads ahead: what it was given, and what became of it."""

    takes: float = 0.5
    read: list[Prompt] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)

    async def prepare(self, prompt: Prompt) -> None:
        self.read.append(prompt)
        try:
            await asyncio.sleep(self.takes)
        except asyncio.CancelledError:
            self.outcomes.append("cancelled")
            raise
        self.outcomes.append("read")
        if self.failing:
            raise AnswerError("The model has stopped. Ask again.")


@dataclass
class Deep(Words):
    """A captioner that sees a scene at once, and after a minute what is in it."""

    takes: float = 60.0
    dropped: int = 0

    async def deepen(self, frame: Frame, described: Description) -> Description:
        try:
            await asyncio.sleep(self.takes)
        except asyncio.CancelledError:
            self.dropped += 1
            raise
        if self.failing:
            raise SeeingError("The model has stopped. Show it again.")
        return Description(f"{described.caption} with a cup")


class Hum:
    """A voice that takes 0.5 s for each sentence."""

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        for _ in range(10):
            yield AudioChunk(bytes(2400), 24_000)
            await asyncio.sleep(0.001)


class Hoarse:
    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        raise VoiceError("No voice: install one.")
        yield AudioChunk(b"", 24_000)


Script = Callable[[ScriptedUser, Store], Awaitable[None]]


def play(
    script: Script,
    *,
    engine: Words | None = None,
    heard: Sequence[Transcript] = (),
    ears: Ears | None = None,
    voice: TextToSpeech | None = None,
    user: ScriptedUser | None = None,
) -> ScriptedUser:
    """Runs a script against a session; returns the user with all that was heard."""
    user = user or ScriptedUser("server" if voice else "off")

    async def scene() -> None:
        memory = Store.open(None)
        parts = Parts((engine or Words()).engine(), Loudness(), ears or Ears(list(heard)), voice, memory, clock)
        session = asyncio.create_task(Session("test", parts, user).run())
        user.start()
        await asyncio.wait(
            [session, script_task := asyncio.ensure_future(script(user, memory))], return_when="FIRST_COMPLETED"
        )
        if session.done():
            session.result()
        await script_task
        user.leave()
        await session
        memory.close()

    run(scene())
    return user


def sure(text: str) -> Transcript:
    return Transcript(text, "en", 0.9)


def test_a_typed_question_is_answered_in_order() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        assert await user.ask("tell me about it") == "one two three. four five six. seven eight nine. "

    kinds = [type(event).__name__ for event in play(script).heard if not isinstance(event, events.ReplyText)]
    assert kinds == ["UserSaid", "ReplyStarted", "ReplyEnded"]


def test_a_spoken_question_is_answered_by_voice_and_says_where_the_time_went() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.8))

    user = play(script, heard=[sure("tell me about it")], voice=Hum())
    assert [said.text for said in user.all(events.UserSaid)] == ["tell me about it"]
    assert next(line.text for line in user.all(events.Sentence)).startswith("one two three")
    timing = user.all(events.ReplyEnded)[0].timing
    assert timing.transcript is not None
    assert timing.first_token is not None
    assert timing.first_sound is not None
    assert timing.transcript <= timing.first_token <= timing.first_sound < 0.4  # ears and sentence take 0.5


def test_speaking_over_the_reply_silences_it_and_history_keeps_only_what_was_played() -> None:
    engine = Words(" ".join(f"word{n}." for n in range(30)))

    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice)
        await asyncio.sleep(1.2)
        user.speak(sound(1.4))
        await first
        await user.reply()

    user = play(script, engine=engine, heard=[sure("and the end of it")], voice=Hum())
    cut = user.all(events.ReplyEnded)[0]
    assert cut.ending == "interrupted"
    assert engine.words.startswith(cut.heard)
    assert 14 < len(cut.heard) < 50  # 1.2 s until the user spoke, and as long again until that was surely meant
    silenced = user.heard.index(user.all(events.Silence)[0])
    assert not [e for e in user.heard[silenced:] if isinstance(e, events.Voice) and e.turn == cut.turn]
    assert [message.text for message in engine.prompts[1].messages[1:]] == [
        "tell me a story", cut.heard, "and the end of it",
    ]  # fmt: skip


def test_a_cough_over_the_reply_does_not_stop_it() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice)
        user.speak(sound(0.3))
        await first

    user = play(script, heard=[Transcript("", "en", 0.0)], voice=Hum())
    assert [ended.ending for ended in user.all(events.ReplyEnded)] == ["finished"]
    assert len(user.all(events.Resumed)) == 1


@pytest.mark.parametrize("words", ["mm-hm", "yeah", "嗯嗯"])
def test_a_listener_s_mm_hm_does_not_stop_the_reply(words: str) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice)
        user.speak(sound(0.3))
        await first

    user = play(script, heard=[sure(words)], voice=Hum())
    assert [ended.ending for ended in user.all(events.ReplyEnded)] == ["finished"]
    assert len(user.all(events.Resumed)) == 1


def test_one_word_over_the_reply_that_is_meant_is_a_turn() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice)
        user.speak(sound(0.3))
        await first
        await user.reply()

    user = play(script, heard=[sure("shorter")], voice=Hum())
    assert [said.text for said in user.all(events.UserSaid)] == ["tell me a story", "shorter"]
    assert user.all(events.ReplyEnded)[0].ending == "interrupted"


def test_a_short_stop_over_the_reply_is_obeyed_at_once() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice)
        user.speak(sound(0.3))
        await first

    user = play(script, heard=[sure("stop")], voice=Hum())
    assert user.all(events.ReplyEnded)[0].ending == "interrupted"
    assert len(user.all(events.ReplyStarted)) == 1


@pytest.mark.parametrize("interruption", [Interrupt(), PushToTalk(True)])
def test_esc_and_push_to_talk_stop_the_reply(interruption: Interrupt | PushToTalk) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice)
        user.do(interruption)
        await first

    assert play(script, voice=Hum()).all(events.ReplyEnded)[0].ending == "interrupted"


def test_typing_cuts_the_reply_and_is_answered_next() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.ReplyText)
        user.do(Typed("again", "another one"))
        await first
        await user.reply()

    user = play(script)
    assert [ended.ending for ended in user.all(events.ReplyEnded)] == ["interrupted", "finished"]


def test_typing_over_the_voice_of_a_reply_that_was_shown_whole_is_no_interruption() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.VoiceEnded)  # it was sent; it is still being played
        user.do(Typed("again", "another one"))
        await first
        await user.reply()

    user = play(script, voice=Hum())
    assert [ended.ending for ended in user.all(events.ReplyEnded)] == ["overtaken", "finished"]


def test_an_unsure_transcript_is_shown_and_not_acted_on() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.speak(sound(0.8))
        assert (await user.until(events.Unsure)).text == "forget everything"

    user = play(script, heard=[Transcript("forget everything", "en", 0.4, sure=False)])
    assert user.all(events.UserSaid) == []


def test_speech_without_words_asks_for_typing_and_failing_ears_say_what_to_do() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(sound(0.8))
        await user.speak(sound(0.8))

    user = play(script, heard=[Transcript("", "en", 0.0)])
    assert "type" in user.all(events.NotUnderstood)[0].hint
    assert user.all(events.Failed) == [events.Failed("hearing", "The ears have stopped. Please type.")]


def test_what_is_being_said_is_shown_while_it_is_said() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.99) * 3)

    user = play(script, ears=QuickEars([sure("where is my red notebook")]))
    assert [(partial.stable, partial.text) for partial in user.all(events.Partial)][:4] == [
        ("", "where"), ("where", "where is"), ("where is", "where is my"), ("where is my", "where is my red"),
    ]  # fmt: skip
    names = [type(event).__name__ for event in user.heard]
    assert names.index("SpeechStarted") < names.index("Partial") < names.index("SpeechEnded") < names.index("UserSaid")


@pytest.mark.parametrize(("takes", "apart"), [(0.02, 0.03), (0.1, 0.26), (0.2, 0.51), (0.3, 0.7)])
def test_what_is_being_said_is_understood_again_as_often_as_the_ears_keep_up_with_ease(
    takes: float, apart: float
) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.99) * 3)

    play(script, ears=(ears := QuickEars([sure("where is my red notebook")], takes=takes)))
    between = np.diff(ears.given[1:-1])  # the first are asked before it is known how long they take
    assert ears.given[0] < 0.35
    assert between.mean() == pytest.approx(apart, abs=0.02)


def test_ears_slower_than_speech_are_asked_for_the_newest_only_and_not_once_it_has_ended() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.99) * 5)

    user = play(script, ears=(ears := QuickEars([sure("where is it")], takes=2.0)))
    assert len(ears.given) == 3
    assert len(user.all(events.Partial)) == 2  # the third would have come after the end
    assert user.all(events.UserSaid)[0].text == "where is it"


def test_ears_that_fail_on_the_way_are_asked_again_and_say_nothing() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.99) * 2)

    user = play(script, ears=(ears := QuickEars([sure("where is it")], failing=True)))
    assert len(ears.given) > 2
    assert not user.all(events.Partial)
    assert not user.all(events.Failed)
    assert user.all(events.UserSaid)[0].text == "where is it"


def test_the_model_reads_what_is_known_while_the_user_still_speaks() -> None:
    engine = Reader()

    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(camera=True))
        await user.show(jpeg("desk"), 5)
        await user.ask("what do you think")
        await user.say(sound(0.99) * 2)

    play(script, engine=engine, heard=[sure("tell me about it")])
    ahead, asked = engine.read[0].messages, engine.prompts[1].messages
    assert engine.outcomes == ["read"]
    assert "a scene" in ahead[-1].text
    assert asked[:-1] == ahead[:-1]
    assert asked[-1].text == f"{ahead[-1].text}tell me about it"


def test_a_picture_looked_at_ahead_serves_until_the_view_changes() -> None:
    engine = Reader()

    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(camera=True))
        await user.show(jpeg("desk"), 2)
        await user.say(sound(0.99) * 2)
        await user.speak(sound(0.99), quiet=0)
        user.view = jpeg("cup")
        await user.say(sound(0.5))

    play(script, engine=engine, heard=[sure("tell me about it"), sure("what is this")])
    ahead, asked = ([prompt.frames[0] for prompt in prompts] for prompts in (engine.read, engine.prompts))
    assert asked[0] is ahead[0]
    assert [frame.jpeg for frame in (ahead[1], asked[1])] == [jpeg("desk"), jpeg("cup")]


def test_reading_ahead_ends_when_the_reply_begins_and_when_the_session_does() -> None:
    engine = Reader(takes=60)

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.8))
        assert engine.outcomes == ["cancelled"]
        await user.speak(sound(0.8), quiet=0)
        assert len(engine.read) == 2

    play(script, engine=engine, heard=[sure("tell me about it")])
    assert engine.outcomes == ["cancelled", "cancelled"]


def test_a_model_that_cannot_read_ahead_says_so_only_when_it_is_asked() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.99) * 2)

    user = play(script, engine=Reader(failing=True), heard=[sure("tell me about it")])
    assert user.all(events.Failed) == [events.Failed("answer", "The model has stopped. Ask again.")]


def test_nothing_is_read_ahead_over_a_reply_until_it_is_cut() -> None:
    engine = Reader(" ".join(f"word{n}." for n in range(30)))

    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice)
        await user.speak(sound(0.3))
        assert engine.read == []
        user.speak(sound(1.4))
        await first
        await user.reply()

    user = play(script, engine=engine, heard=[Transcript("", "en", 0.0), sure("and the end of it")], voice=Hum())
    heard = user.all(events.ReplyEnded)[0].heard
    assert [message.text for message in engine.read[0].messages[1:]] == ["tell me a story", heard, ""]


def test_words_the_browser_understood_count_as_spoken() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Dictated("tell me about it"))
        await user.reply()

    assert play(script).all(events.UserSaid)[0].spoken


def test_a_model_that_fails_in_the_middle_says_so_and_the_next_question_is_answered() -> None:
    engine = Words(failing=True)

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me about it")
        engine.failing = False
        await user.ask("and again")

    user = play(script, engine=engine)
    assert [ended.ending for ended in user.all(events.ReplyEnded)] == ["failed", "finished"]
    assert user.all(events.Failed) == [events.Failed("answer", "The model has stopped. Ask again.")]


def test_a_voice_that_fails_is_said_once_and_the_text_goes_on() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        assert (await user.ask("tell me about it")).endswith("nine. ")

    user = play(script, voice=Hoarse())
    assert [failed.stage for failed in user.all(events.Failed)] == ["voice"]
    assert user.all(events.ReplyEnded)[0].ending == "finished"


def test_a_page_that_plays_nothing_does_not_hold_the_reply_for_ever() -> None:
    class Deaf(ScriptedUser):
        async def _play(self, turn: int) -> None:
            return

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me about it")

    assert play(script, voice=Hum(), user=Deaf()).all(events.ReplyEnded)[0].ending == "finished"


def test_what_the_camera_sees_is_kept_once_and_goes_with_the_next_question() -> None:
    engine = Words()

    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(camera=True))
        await user.show(jpeg("desk"), 5)
        await user.ask("what do you think")
        assert [seen.caption for seen in await memory.recent()] == ["a scene"]

    user = play(script, engine=engine)
    assert [seen.observation.caption for seen in user.all(events.Seen)] == ["a scene"]
    assert len(user.all(events.Look)) == 1
    assert [frame.still for frame in engine.prompts[0].frames] == [True]
    assert [seen.caption for seen in engine.prompts[0].recent] == ["a scene"]


def captions(user: ScriptedUser) -> list[str]:
    return [seen.observation.caption for seen in user.all(events.Seen)]


def test_what_is_seen_is_kept_at_once_and_what_a_slow_model_adds_when_it_comes() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(camera=True))
        await user.show(jpeg("desk"), 5)
        assert [seen.caption for seen in await memory.recent()] == ["a scene"]
        await asyncio.sleep(60)
        (kept,) = await memory.search("cup")
        assert kept.caption == "a scene with a cup"

    user = play(script, engine=Deep())
    assert captions(user) == ["a scene", "a scene with a cup"]
    first, last = (seen.observation for seen in user.all(events.Seen))
    assert first.id == last.id


def test_a_slow_caption_leaves_the_machine_to_a_reply_and_is_made_after_it() -> None:
    engine = Deep(takes=4)

    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(camera=True))
        await user.show(jpeg("desk"), 2)
        await user.ask("what time is it in words")
        assert (engine.dropped, captions(user)) == (1, ["a scene"])
        await asyncio.sleep(15)

    user = play(script, engine=engine)
    assert captions(user) == ["a scene", "a scene with a cup"]


def test_a_slow_model_that_fails_is_told_of_once_and_costs_no_memory() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(camera=True))
        for name in ("desk", "cup", "atlas"):
            await user.show(jpeg(name), 8)
        assert len(await memory.recent()) >= 1

    user = play(script, engine=Deep(failing=True, takes=1))
    assert user.all(events.Failed) == [events.Failed("seeing", "The model has stopped. Show it again.")]


def test_an_upload_is_kept_and_a_follow_up_means_the_same_picture() -> None:
    engine = Words()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("what is this", jpeg("cup"))
        await user.ask("what is it good for")

    user = play(script, engine=engine)
    assert len(user.all(events.UserSaid)[0].pictures) == 1
    assert [frame.jpeg for frame in engine.prompts[1].frames] == [jpeg("cup")]


def test_while_remembering_is_off_nothing_is_kept_but_everything_is_answered() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Remembering(False), Capturing(camera=True))
        await user.show(jpeg("desk"), 4)
        await user.ask("what is this", jpeg("cup"))
        assert "remember again" in await user.ask("remember that my keys are in the drawer")
        assert await memory.recent() == []
        user.do(Remembering(True))
        await user.ask("remember that my keys are in the drawer")
        assert [told.caption for told in await memory.told()] == ["my keys are in the drawer"]

    user = play(script)
    assert user.all(events.UserSaid)[0].unkept == 1


def test_forgetting_reaches_the_conversation_the_model_is_shown() -> None:
    engine = Words()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("my number is 4711")
        await asyncio.sleep(120)
        await user.ask("something else")
        assert "Forgotten" in await user.ask("forget the last minute")
        await user.ask("what do you think")
        assert "Forgotten" in await user.ask("forget everything")
        await user.ask("what do you think")

    user = play(script, engine=engine)
    assert "4711" in str(engine.prompts[-2].messages)
    assert "something else" not in str(engine.prompts[-2].messages)
    assert "4711" not in str(engine.prompts[-1].messages)
    assert user.all(events.Forgotten)[-1].everything


def test_what_is_deleted_in_the_panel_leaves_the_conversation_too() -> None:
    engine = Words()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("what is this", jpeg("cup"))
        user.do(Forgot(ids=(1,)))
        await user.ask("and now")
        user.do(Forgot(everything=True))
        await user.ask("and then")

    play(script, engine=engine)
    assert engine.prompts[1].frames == ()
    assert not any(message.frames for message in engine.prompts[1].messages)
    assert "what is this" not in str(engine.prompts[1].messages)
    assert "and now" not in str(engine.prompts[2].messages)


def test_muting_in_the_middle_of_a_sentence_ends_it() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(sound(0.8), quiet=0)
        user.do(Capturing(microphone=False))
        await user.reply()

    assert play(script, heard=[sure("tell me about it")]).all(events.UserSaid)[0].spoken


def test_a_browsers_voice_that_waits_for_more_is_not_taken_to_have_finished() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(voice="browser"))
        first = asyncio.create_task(user.ask("tell me a story"))
        line = await user.until(events.Sentence)
        user.do(PlayedText(line.turn, line.index, len(line.text), finished=True))
        await user.until(events.Sentence, lambda line: line.index == 1)
        user.do(Interrupt())
        await first

    cut = play(script).all(events.ReplyEnded)[0]
    assert (cut.ending, cut.heard) == ("interrupted", "one two three.")


def test_teaching_looks_several_times_and_says_how_well_it_will_know_the_thing() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        assert "I see nothing" in await user.ask("this is my notebook")
        user.do(Capturing(camera=True))
        await user.show(jpeg("notebook"), 2)
        assert "well" in await user.ask("this is my notebook")
        assert [len(taught.views) for taught in await memory.things()] == [6]

    assert len(play(script).cited()) == 1


def test_a_bug_in_an_engine_ends_the_session_loudly() -> None:
    class Broken(Words):
        async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
            raise ZeroDivisionError
            yield ""

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me about it")

    with pytest.raises(ExceptionGroup):
        play(script, engine=Broken())


def test_the_answer_is_begun_at_a_soft_pause_and_is_there_when_the_turn_is_over() -> None:
    engine = Words()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.say(sound(0.8))

    user = play(script, engine=engine, heard=[sure("tell me about it")])
    (ended,) = user.all(events.ReplyEnded)
    assert len(engine.prompts) == 1
    assert ended.heard == engine.words
    assert ended.timing.first_token is not None
    assert ended.timing.first_token < 0.02  # the words and the first of the answer were there: 0.2 and 0.1 s of work


def test_a_draft_vanishes_without_a_trace_when_speech_goes_on() -> None:
    engine = Words()

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(sound(0.8), quiet=0.5)
        assert len(engine.prompts) == 1
        await user.say(sound(0.8))
        await user.ask("and then?")

    user = play(script, engine=engine, heard=[sure("tell me about it..."), sure("tell me about it all")])
    assert [said.text for said in user.all(events.UserSaid)] == ["tell me about it all", "and then?"]
    assert len(user.all(events.ReplyStarted)) == 2
    assert [message.text for message in engine.prompts[-1].messages[1:-1]] == ["tell me about it all", engine.words]


@pytest.mark.parametrize("command", ["remember that my keys are on the piano", "forget everything", "stop remembering"])
def test_nothing_is_done_before_the_turn_is_over(command: str) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await memory.add(Observation(clock(), "told", "my glasses are on the desk"))
        await user.speak(sound(0.8), quiet=0.5)
        assert len(await memory.recent()) == 1
        await user.say(sound(0.8))
        assert len(await memory.recent()) == 1

    user = play(script, heard=[sure(f"{command}..."), sure("never mind, tell me a story")])
    assert user.all(events.RememberingChanged) == []


def test_a_turn_that_ends_in_an_open_clause_is_waited_for() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(sound(0.8), quiet=0.9)
        assert user.all(events.SpeechEnded) == []
        await user.say(sound(0.8))

    user = play(script, heard=[sure("I would like to know if the"), sure("I would like to know if the sky is blue")])
    assert [said.text for said in user.all(events.UserSaid)] == ["I would like to know if the sky is blue"]


def test_who_pauses_long_is_waited_for_longer() -> None:
    def waited(pause: float) -> float:
        """Seconds until a turn is over, of a speaker who made three pauses of this length in it."""
        took = [0.0]

        async def script(user: ScriptedUser, memory: Store) -> None:
            for _ in range(3):
                await user.speak(sound(0.8), quiet=pause)
            begun = clock()
            user.speak(sound(0.8), quiet=2.0)
            await user.until(events.SpeechEnded)
            took[0] = clock() - begun - 0.8
            await user.reply()

        open_clauses = [sure("I would like to know if the")] * 3
        play(script, heard=[*open_clauses, sure("the red notebook")])
        return took[0]

    assert waited(0.5) < waited(0.9) - 0.1


def test_what_was_seen_earlier_today_is_in_the_prompt_and_stays_the_same_for_half_an_hour() -> None:
    engine = Words()

    async def script(user: ScriptedUser, memory: Store) -> None:
        for before in (7200.0, 7000.0):
            await memory.add(Observation(clock() - before, "camera", f"cup: on the desk {before:.0f}"))
        await user.ask("tell me a story")
        await memory.add(Observation(clock() - 5000.0, "camera", "keys: on the hook"))
        await user.ask("tell me more")
        await asyncio.sleep(1800)
        await user.ask("and now?")

    play(script, engine=engine)
    first, second, third = (prompt.messages[0].text for prompt in engine.prompts)
    assert "cup: on the desk" in first
    assert first == second != third
    assert "keys: on the hook" in third
