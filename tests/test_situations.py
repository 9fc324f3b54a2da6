"""Situations of a conversation that must simply work, each through the real session and the real socket."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from assistant.core.ports import Transport, VoiceDetector
from assistant.core.values import AudioChunk, Description, Frame, Language, Transcript, Utterance
from assistant.session import Parts, Session
from assistant.web.conversation import GRACE
from memory.store import Store
from tests.clock import run
from tests.pictures import jpeg
from tests.scripted import clock
from tests.tab import IDLE, Tab, tab
from tests.talking import Loudness, Words, sure

CUT = 30.0  # seconds that a line is cut for
STORY = " ".join(f"This is sentence number {n} of a story." for n in range(8))


class Counting:
    """A voice whose samples count up: 2 s for each sentence, in packets of 0.1 s, so that none is lost or double."""

    def __init__(self) -> None:
        self.said = b""

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        for _ in range(20):
            packet = np.full(2_400, len(self.said) // 4_800, "<i2").tobytes()
            self.said += packet
            yield AudioChunk(packet, 24_000)
            await asyncio.sleep(0.01)


@dataclass
class Ears:
    """Understands `words`, one after the other, and keeps the sound."""

    words: list[str]
    heard: list[bytes] = field(default_factory=list)

    async def transcribe(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(0.2)
        self.heard.append(utterance.pcm)
        return sure(self.words.pop(0)) if self.words else Transcript("", "en", 0.0)


@dataclass
class Stage:
    """What a scene is played with."""

    engine: Words = field(default_factory=lambda: Words(STORY))
    ears: Ears = field(default_factory=lambda: Ears([]))
    voice: Counting = field(default_factory=Counting)
    detector: VoiceDetector = field(default_factory=Loudness)

    def play(self, script: Callable[[Tab], Awaitable[None]]) -> None:
        async def scene() -> None:
            memory = Store.open(None)

            async def session(transport: Transport) -> None:
                parts = Parts(self.engine.engine(), self.detector, self.ears, self.voice, memory, clock)
                await Session("test", parts, transport).run()

            async with asyncio.timeout(2 * IDLE), tab(session) as page:
                await script(page)
            memory.close()

        run(scene())


def speech(seconds: float, seed: int = 1) -> bytes:
    """Noise that is the same nowhere: sound that is lost, or comes twice, is not what was said."""
    dice = np.random.default_rng(seed)
    return dice.normal(0, 8000, int(seconds * 16_000) // 320 * 320).clip(-32_000, 32_000).astype("<i2").tobytes()


QUIET = bytes(32_000)


async def away(page: Tab, seconds: float, noticed: bool) -> None:
    """The line is cut for some seconds. Where it is `noticed`, both sides know at once; else the page after a while."""
    page.cut()
    if not noticed:
        await asyncio.sleep(min(seconds, 12))
    page.drop() if noticed else page.lose()
    await asyncio.sleep(seconds if noticed else max(0, seconds - 12))
    page.connect()


@pytest.mark.parametrize("noticed", [True, False])
@pytest.mark.parametrize("seconds", [0.3, CUT])
def test_a_sentence_in_whose_middle_the_line_is_cut_is_understood_whole_and_once(seconds: float, noticed: bool) -> None:
    stage, said = Stage(ears=Ears(["tell me a story"])), speech(4)

    async def script(page: Tab) -> None:
        speaking = asyncio.create_task(page.speak(QUIET + said + QUIET))
        await asyncio.sleep(3)
        await away(page, seconds, noticed)
        await speaking
        await page.until("reply_ended")
        assert [event["text"] for event in page.all("user_said")] == ["tell me a story"]

    stage.play(script)
    assert any(said in heard for heard in stage.ears.heard)
    assert len(stage.engine.prompts) == 1


@pytest.mark.parametrize("noticed", [True, False])
def test_what_was_said_while_the_line_was_cut_is_answered_when_it_is_back(noticed: bool) -> None:
    stage, said = Stage(ears=Ears(["tell me a story"])), speech(2)

    async def script(page: Tab) -> None:
        leaving = asyncio.create_task(away(page, CUT, noticed))
        await asyncio.sleep(1)
        await page.speak(QUIET + said + QUIET)
        assert not page.all("user_said")
        await leaving
        await page.until("reply_ended")

    stage.play(script)
    assert any(said in heard for heard in stage.ears.heard)
    assert len(stage.engine.prompts) == 1


@pytest.mark.parametrize("noticed", [True, False])
@pytest.mark.parametrize("begins", [0.0, 0.5, 5.0])
def test_a_voice_goes_on_where_the_cut_stopped_it_and_no_packet_is_lost_or_double(begins: float, noticed: bool) -> None:
    stage = Stage()

    async def script(page: Tab) -> None:
        page.say("typed", id="1", text="tell me a story")
        await page.until("reply_started")
        await asyncio.sleep(begins)
        await away(page, CUT, noticed)
        ended = await page.until("reply_ended")
        assert ended["ending"] == "finished"
        assert ended["heard"] == STORY
        assert "".join(event["text"] for event in page.all("reply_text")).strip() == STORY
        assert await page.chat() == ["tell me a story", STORY + " "]
        assert [event["index"] for event in page.all("sentence")] == list(range(len(page.all("sentence"))))
        assert b"".join(pcm for _, pcm in page.sound) == stage.voice.said

    stage.play(script)
    assert len(stage.voice.said) > 10 * 48_000


def test_a_cut_between_two_turns_goes_unnoticed_by_the_next() -> None:
    stage = Stage(ears=Ears(["and another one"]))

    async def script(page: Tab) -> None:
        page.say("typed", id="1", text="tell me a story")
        await page.until("reply_ended")
        await away(page, CUT, noticed=False)
        await page.speak(QUIET + speech(1) + QUIET * 2)
        await page.until("reply_ended", turn=2)
        assert [content.strip() for content in await page.chat()] == [
            "tell me a story",
            STORY,
            "and another one",
            STORY,
        ]
        assert page.all("failed") == []

    stage.play(script)


def test_who_says_stop_while_the_line_is_cut_hears_nothing_more_of_it_afterwards() -> None:
    stage = Stage()

    async def script(page: Tab) -> None:
        page.say("typed", id="1", text="tell me a story")
        await page.until("reply_started")
        await asyncio.sleep(4)
        page.cut()
        page.lose()
        page.say("interrupt")
        await asyncio.sleep(CUT)
        page.connect()
        ended = await page.until("reply_ended")
        assert ended["ending"] == "interrupted"
        assert len(ended["heard"]) < len(STORY) / 2

    stage.play(script)


def test_a_page_that_never_comes_back_ends_its_sentence_and_its_reply_is_not_waited_for() -> None:
    stage = Stage(ears=Ears(["tell me a story"]))

    async def script(page: Tab) -> None:
        await page.speak(QUIET + speech(2))
        page.drop()
        await asyncio.sleep(GRACE - 1)
        assert stage.ears.heard == []
        await asyncio.sleep(60)
        assert (await page.chat())[1].strip() == STORY

    stage.play(script)


def test_a_reload_in_the_middle_of_a_reply_finds_all_of_it_in_the_chat_and_no_torn_voice() -> None:
    stage = Stage()

    async def script(page: Tab) -> None:
        page.say("typed", id="1", text="tell me a story")
        await page.until("reply_started")
        await asyncio.sleep(3)
        page.drop(1001)
        reloaded = page.reloaded()
        ended = await reloaded.until("reply_ended")
        assert ended["ending"] == "finished"
        assert await reloaded.chat() == ["tell me a story", STORY + " "]
        assert len({turn for turn, _ in reloaded.sound}) <= 1
        reloaded.drop(1001)

    stage.play(script)


def test_a_laptop_that_slept_for_an_hour_is_given_a_new_conversation_and_one_that_slept_a_minute_its_own() -> None:
    stage = Stage()

    async def script(page: Tab) -> None:
        page.say("typed", id="1", text="tell me a story")
        await page.until("reply_ended")
        first = page.conversation
        await away(page, 60, noticed=False)
        await page.until("welcome", after=len(page.events))
        assert page.conversation == first
        await away(page, IDLE + 100, noticed=False)
        await page.until("welcome", after=len(page.events))
        assert page.conversation != first  # which the page says

    stage.play(script)


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
        await page.speak(QUIET + said + QUIET)
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
