"""Situations of a conversation that must simply work, each through the real session and the real socket."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from assistant.core.values import AudioChunk, Description, Frame
from tests.pictures import jpeg
from tests.scene import QUIET, STORY, Ears, Stage, speech
from tests.tab import Tab
from tests.talking import Words


def test_of_two_voices_in_a_row_each_is_heard_and_the_last_is_answered() -> None:
    stage = Stage(ears=Ears(["what is on the desk", "and what is on the piano"]))

    async def script(page: Tab) -> None:
        await page.speak(QUIET + speech(1.5, 1) + QUIET + speech(1.5, 2) + QUIET)
        await page.until("reply_ended", ending="finished")

    stage.play(script)
    asked = [message.text for message in stage.engine.prompts[-1].messages if message.role == "user"]
    assert "what is on the desk" in asked[-2]
    assert "and what is on the piano" in asked[-1]


def test_people_who_never_stop_talking_lose_no_word_and_are_answered_when_they_pause() -> None:
    """Ten in a row, each half a second after the other: no reply gets out between them, and none is wanted."""
    turns = [f"this is what number {n} says" for n in range(10)]
    stage = Stage(ears=Ears(list(turns)))

    async def script(page: Tab) -> None:
        for n in range(10):
            await page.speak(speech(1.2, n) + bytes(2 * 16_000))
        await page.speak(QUIET * 2)
        await page.until("reply_ended", ending="finished")
        assert [event["text"] for event in page.all("user_said")] == turns

    stage.play(script)
    spoken = " ".join(message.text for message in stage.engine.prompts[-1].messages if message.role == "user")
    assert [turn for turn in turns if turn not in spoken] == []
    assert len(stage.engine.prompts) <= len(turns)


def test_who_speaks_for_longer_than_an_utterance_may_be_is_heard_in_parts_without_a_gap() -> None:
    stage, said = Stage(ears=Ears(["the first half", "the second half"])), speech(32)

    async def script(page: Tab) -> None:
        await page.speak(QUIET + said + 3 * QUIET)  # "the second half" may go on: it is waited for
        await page.until("reply_ended", ending="finished")

    stage.play(script)
    assert said in b"".join(stage.ears.heard)


def test_a_key_that_is_held_for_longer_than_an_utterance_may_be_loses_nothing() -> None:
    stage, said = Stage(ears=Ears(["the first half", "the second half"])), bytes(64_000) + speech(32)

    async def script(page: Tab) -> None:
        page.say("push_to_talk", pressed=True)
        await page.speak(said)
        page.say("push_to_talk", pressed=False)
        await page.until("reply_ended", ending="finished")

    stage.play(script)
    assert said[:-2048] in b"".join(stage.ears.heard)  # the last window may not be whole


def test_hands_free_and_push_to_talk_make_the_same_turn_of_the_same_words() -> None:
    async def hands_free(page: Tab) -> None:
        await page.speak(QUIET + speech(1.5) + QUIET)

    async def key(page: Tab) -> None:
        page.say("push_to_talk", pressed=True)
        await page.speak(speech(1.5))
        page.say("push_to_talk", pressed=False)

    async def dictated(page: Tab) -> None:
        page.say("dictated", text="tell me a story")

    async def typed(page: Tab) -> None:
        page.say("typed", id="1", text="tell me a story")

    prompts, ends = [], []
    for way in (hands_free, key, dictated, typed):
        stage = Stage(ears=Ears(["tell me a story"]))

        async def script(page: Tab, way: Callable[[Tab], Awaitable[None]] = way) -> None:
            await way(page)
            ends.append(await page.until("reply_ended"))
            assert [event["text"] for event in page.all("user_said")] == ["tell me a story"]

        stage.play(script)
        prompts.append([message.text for message in stage.engine.prompts[-1].messages])
    assert all(texts == prompts[0] for texts in prompts)
    assert [(end["ending"], end["heard"]) for end in ends] == [("finished", STORY)] * 4


def test_a_key_that_is_pressed_over_a_reply_cuts_it_and_what_is_said_then_is_the_next_turn() -> None:
    stage = Stage(ears=Ears(["and another one"]))

    async def script(page: Tab) -> None:
        page.say("typed", id="1", text="tell me a story")
        await page.until("reply_started")
        await asyncio.sleep(4)
        page.say("push_to_talk", pressed=True)
        await page.speak(speech(1))
        page.say("push_to_talk", pressed=False)
        assert (await page.until("reply_ended"))["ending"] == "interrupted"
        assert (await page.until("reply_ended", turn=2))["ending"] == "finished"
        assert page.all("silence")[0]["turn"] == 1

    stage.play(script)


def test_voice_in_and_text_out_ends_each_reply_with_its_last_word_and_keeps_all_of_it() -> None:
    stage = Stage(ears=Ears(["tell me a story"]))

    async def script(page: Tab) -> None:
        page.say("capturing", microphone=True, voice="off")
        await page.speak(QUIET + speech(1.5) + QUIET)
        assert (await page.until("reply_ended"))["heard"] == STORY
        assert page.sound == []
        assert page.all("sentence") == page.all("voice_ended") == []

    stage.play(script)
    assert stage.voice.said == b""


def test_text_alone_wakes_no_ears() -> None:
    class Asleep:
        def speech_probability(self, chunk: AudioChunk) -> float:
            raise AssertionError("nobody spoke")

    stage = Stage(detector=Asleep())

    async def script(page: Tab) -> None:
        page.say("capturing", voice="off")
        page.say("typed", id="1", text="tell me a story")
        assert (await page.until("reply_ended"))["heard"] == STORY

    stage.play(script)
    assert stage.ears.heard == []


def test_who_types_while_speaking_is_heard_in_both() -> None:
    stage = Stage(ears=Ears(["and make it short"]))

    async def script(page: Tab) -> None:
        speaking = asyncio.create_task(page.speak(QUIET + speech(4) + QUIET))
        await asyncio.sleep(3)
        page.say("typed", id="1", text="tell me a story")
        await speaking
        await page.until("reply_ended", ending="finished")
        assert [event["text"] for event in page.all("user_said")] == ["tell me a story", "and make it short"]

    stage.play(script)
    asked = [message.text for message in stage.engine.prompts[-1].messages if message.role == "user"]
    assert "tell me a story" in asked[-2]


def test_beside_captions_that_take_for_ever_pictures_are_dropped_and_no_speech_is() -> None:
    @dataclass
    class Slow(Words):
        described: int = 0

        async def describe(self, frame: Frame) -> Description:
            self.described += 1
            await asyncio.sleep(4)
            return Description("a desk")

    engine, said, views = Slow(STORY), speech(20), [jpeg("desk"), jpeg("cup")]
    stage = Stage(engine=engine, ears=Ears(["tell me a story"]))

    async def script(page: Tab) -> None:
        page.say("capturing", camera=True, microphone=True)
        speaking = asyncio.create_task(page.speak(QUIET + said + QUIET * 2))
        for n in range(44):
            page.show(views[n // 4 % 2])
            await asyncio.sleep(0.5)
        await speaking
        await page.until("reply_ended")
        assert page.all("failed") == []

    stage.play(script)
    assert said in b"".join(stage.ears.heard)
    assert 0 < engine.described < 8  # of 11 views
