"""What a session sees, is shown and is told: when it is kept, when it is forgotten, and what of it a model is given."""

import asyncio

from assistant.core import events
from assistant.core.values import (
    Capturing,
    Forgot,
    Observation,
    Remembering,
)
from memory.store import Store
from tests.pictures import jpeg
from tests.scripted import ScriptedUser, clock
from tests.talking import Deep, Words, play


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


def test_teaching_looks_several_times_and_says_how_well_it_will_know_the_thing() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        assert "I see nothing" in await user.ask("this is my notebook")
        user.do(Capturing(camera=True))
        await user.show(jpeg("notebook"), 2)
        assert "well" in await user.ask("this is my notebook")
        assert [len(taught.views) for taught in await memory.things()] == [6]

    assert len(play(script).cited()) == 1


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
