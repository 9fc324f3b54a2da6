"""What cuts a reply, and what does not; history keeps what was played."""

import asyncio
from dataclasses import dataclass

import pytest

from assistant.core import events
from assistant.core.values import (
    Dictated,
    Interrupt,
    PushToTalk,
    Transcript,
    Typed,
    Utterance,
)
from memory.store import Store
from tests.awaiting.house import SOMEONE, living, views
from tests.scripted import ScriptedUser
from tests.speech import flite
from tests.talking import Ears, Hum, Words, play, sound, sure


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


@dataclass
class SlowEars(Ears):
    """Take so many seconds that the next utterance is open when they tell the words of one."""

    takes: float = 1.3

    async def transcribe(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(self.takes)
        return await super().transcribe(utterance)


def test_a_cough_before_slow_ears_have_told_the_words_takes_nothing_back() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice)
        await user.speak(sound(0.5), quiet=1.0)
        await user.speak(sound(0.12), quiet=0.8)
        await first
        await user.reply()

    words = Words(" ".join(f"word{n}." for n in range(30)))
    user = play(script, engine=words, ears=SlowEars([sure("shorter"), Transcript("", "en", 0.0)]), voice=Hum())
    assert [said.text for said in user.all(events.UserSaid)] == ["tell me a story", "shorter"]


def test_slow_ears_that_understood_nothing_do_not_cut_a_reply_that_was_begun_since() -> None:
    said = flite("what about the red one") + bytes(19_200)

    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.speak(said, quiet=1.0)
        await user.ask("tell me a story")

    words = Words(" ".join(f"word{n}." for n in range(9)))
    user = play(script, engine=words, ears=SlowEars([Transcript("", "en", 0.0)], takes=3.0), voice=Hum())
    assert [ended.ending for ended in user.all(events.ReplyEnded)] == ["finished"]
    assert user.all(events.NotUnderstood)


def test_news_waits_for_what_slow_ears_have_not_told_yet() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in")
        user.speak(sound(1.0), quiet=8.0)
        await views(user, (SOMEONE, 12))

    user = living(scene, ears=SlowEars([sure("what time is it")], takes=5.0))
    begun = [type(event).__name__ for event in user.heard if isinstance(event, events.UserSaid | events.ReplyStarted)]
    assert begun == ["UserSaid", "ReplyStarted", "UserSaid", "ReplyStarted", "ReplyStarted"]


def test_a_short_stop_over_the_reply_is_obeyed_at_once() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice)
        user.speak(sound(0.3))
        await first

    user = play(script, heard=[sure("stop")], voice=Hum())
    assert user.all(events.ReplyEnded)[0].ending == "interrupted"
    assert len(user.all(events.ReplyStarted)) == 1


@pytest.mark.parametrize(
    ("words", "final", "ending"),
    [
        ("mm-hm", False, "finished"),
        ("mm-hm", True, "finished"),
        ("what about", False, "finished"),  # it goes on, or was the reply's echo
        ("what about tomorrow", False, "interrupted"),
        ("word3 word4 word5", True, "finished"),
        ("wait", False, "interrupted"),
        ("tomorrow", True, "interrupted"),
    ],
)
def test_what_the_browser_understands_over_a_reply_is_judged_by_its_words(words: str, final: bool, ending: str) -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        first = asyncio.create_task(user.ask("tell me a story"))
        await user.until(events.Voice)
        await asyncio.sleep(3)
        user.do(Dictated(words, final=final))
        await first
        if words == "tomorrow":
            await user.reply()

    user = play(script, engine=Words(" ".join(f"word{n}." for n in range(9))), voice=Hum())
    assert user.all(events.ReplyEnded)[0].ending == ending
    assert len(user.all(events.Resumed)) == (final and ending == "finished")
    assert [said.text for said in user.all(events.UserSaid)[1:]] == (["tomorrow"] if words == "tomorrow" else [])


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
