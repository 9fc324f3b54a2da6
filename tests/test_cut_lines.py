"""A line that is cut, in the real session and the real socket: the conversation goes on, and nothing comes twice."""

import asyncio

import pytest

from assistant.web.conversation import GRACE
from tests.scene import CUT, QUIET, STORY, Ears, Stage, speech
from tests.tab import IDLE, Tab


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
