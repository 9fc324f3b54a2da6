"""Tell me when: told when it happens, once, while nobody talks, with the picture that shows it."""

import asyncio

import pytest

from assistant.core import events
from assistant.core.errors import AnswerError
from assistant.core.values import CancelAwaited, Capturing, Forgot, Frame, Remembering, Verdict
from assistant.pictures import same_view
from memory.store import Store
from tests.awaiting.house import CUPS, EMPTY, KNIVES, SHADOW, SOMEONE, House, living, views
from tests.scripted import ScriptedUser
from tests.talking import Hum, sound


def told(user: ScriptedUser) -> list[str]:
    """What was said unasked: replies to which nobody said anything."""
    asked = {event.turn for event in user.all(events.UserSaid)}
    return [user.words(event.turn) for event in user.all(events.ReplyStarted) if event.turn not in asked]


def words(user: ScriptedUser) -> list[str]:
    return [said.split(" [#")[0] for said in told(user)]


def awaited(user: ScriptedUser) -> list[str]:
    return [one.event for one in user.all(events.Awaiting)[-1].awaited]


def test_it_is_told_when_it_happens_with_the_picture_and_only_once() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        assert await user.ask("tell me when someone comes in") == "I will tell you when someone comes in."
        assert awaited(user) == ["someone comes in"]
        await views(user, (EMPTY, 5), (SOMEONE, 6), (EMPTY, 20), (SOMEONE, 6))
        kept = await memory.get(user.cited()[0].id)
        assert kept
        assert kept.caption == "person: there. Waited for: “someone comes in”."
        picture = await memory.picture(kept.id, large=True)
        assert picture
        assert same_view(picture, SOMEONE)
        assert awaited(user) == []

    user = living(scene)
    assert words(user) == ["Someone comes in."]
    assert [one.told for event in user.all(events.Awaiting) for one in event.awaited] == [0, 1]


def test_whenever_means_each_time_and_not_again_while_it_lasts() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("whenever someone comes in, tell me")
        await views(user, (SOMEONE, 30), (EMPTY, 15), (SOMEONE, 6))

    assert words(living(scene)) == ["Someone comes in."] * 2


def test_one_look_is_not_enough() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when I pick up a cup")
        await user.ask("tell me when someone comes in")
        await views(user, (SOMEONE, 1), (EMPTY, 5), (SOMEONE, 1), (EMPTY, 8))

    assert words(living(scene)) == []


def test_a_thing_that_is_picked_up_is_missed_at_its_place() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.show(CUPS, 4)
        await user.ask("tell me when I pick up the mug")
        await views(user, (CUPS, 5), (EMPTY, 6))

    assert words(living(scene)) == ["You pick up the mug."]


def test_it_is_not_said_while_the_user_talks() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in")
        user.speak(sound(1.0) * 6, quiet=5.0)
        await user.show(SOMEONE, 12)

    user = living(scene)
    asked = {event.turn for event in user.all(events.UserSaid)}
    unasked = next(event for event in user.all(events.ReplyStarted) if event.turn not in asked)
    seen = next(event for event in user.all(events.Awaiting) if any(one.told for one in event.awaited))
    order = [user.heard.index(event) for event in (seen, user.all(events.SpeechEnded)[0], unasked)]
    assert order == sorted(order)
    assert "omeone comes in" in words(user)[0]


def test_it_is_spoken_in_the_language_in_which_it_was_asked_for() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("有人來了告訴我")
        await user.ask("what time is it?")
        await views(user, (EMPTY, 5), (SOMEONE, 12))

    spoken = living(scene, voice=Hum()).all(events.Sentence)[-1]
    assert (spoken.turn, spoken.language) == (3, "zh-Hant")


def test_into_a_meeting_that_is_taken_down_it_is_written_and_not_spoken() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in")
        await user.ask("take notes")
        await views(user, (EMPTY, 5), (SOMEONE, 12))

    user = living(scene, voice=Hum())
    assert words(user) == ["Someone comes in."]
    assert {event.turn for event in user.all(events.Voice)} == {1, 2}


def test_what_could_not_be_said_for_a_while_is_told_with_its_time() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in")
        user.speak(sound(1.0) * 20, quiet=5.0)
        await user.show(SOMEONE, 30)

    said = next(said for said in told(living(scene)) if "someone comes in" in said)
    assert said.startswith("At ")
    assert "seconds ago: someone comes in." in said


def test_what_is_so_already_is_said_at_once_and_the_next_time_is_told() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.show(SOMEONE, 5)
        said = await user.ask("tell me when there is someone")
        assert said.endswith(
            "It is so now: there is someone. I will tell you when it happens again, after none was in view."
        )
        await views(user, (SOMEONE, 10), (EMPTY, 20))
        assert words(user) == []
        await user.show(SOMEONE, 6)

    assert words(living(scene)) == ["There is someone."]


def test_what_nothing_here_can_recognise_is_said_and_not_accepted() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        said = await user.ask("tell me when the kettle boils")
        assert said.startswith("I cannot tell whether the kettle boils with the built-in engine: that needs a model")
        assert said.endswith("Of things I know: person, cup, knife.")
        assert (await user.ask("tell me when the dog comes in")).startswith("I cannot tell whether the dog comes in")
        assert "先讓我認得「鑰匙」" in await user.ask("我拿起鑰匙的時候告訴我")
        assert (await user.ask("tell me when the cup is full")).endswith(
            " That a cup comes, moves or is gone I can tell you."
        )
        assert (await user.ask("tell me when the doorbell rings")).startswith("I watch the picture and do not listen")
        assert "水開了" in await user.ask("水開了告訴我")
        assert await user.ask("what are you watching for") == (
            "I am not watching for anything. Say, for example: tell me when someone comes in."
        )

    assert living(scene).all(events.Awaiting) == []


def test_a_model_is_asked_about_changed_frames_only_and_beneath_replies() -> None:
    house = House(judges=True, so=lambda frame: frame.jpeg == SHADOW)

    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when the kettle boils")
        await user.show(EMPTY, 120)
        asked = len(house.judged)
        assert asked < 12
        await user.show(SHADOW, 8)

    user = living(scene, house)
    assert words(user) == ["The kettle boils."]
    assert {event for event, _, _ in house.judged} == {"the kettle boils"}
    assert any(before and before.jpeg == EMPTY for _, frame, before in house.judged if frame.jpeg == SHADOW)


def test_what_is_waited_for_is_listed_and_cancelled_by_voice_and_by_the_page() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in in the next ten minutes")
        await user.ask("tell me when the red cup is gone")
        listed = await user.ask("what are you watching for?")
        assert listed.startswith("I am watching for this: someone comes in (until ")
        assert "; the red cup is gone (until " in listed
        assert await user.ask("stop watching for the cup") == "I no longer watch for this: the red cup is gone."
        assert awaited(user) == ["someone comes in"]
        user.do(CancelAwaited(user.all(events.Awaiting)[-1].awaited[0].id))
        await user.show(SOMEONE, 6)
        assert awaited(user) == []

    assert words(living(scene)) == []


def test_what_did_not_happen_in_its_time_is_said_and_a_day_is_the_longest() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in in the next ten minutes")
        await user.ask("tell me when I pick up a knife")
        await asyncio.sleep(601)
        assert awaited(user) == ["I pick up a knife"]
        await asyncio.sleep(86_400)
        assert awaited(user) == []

    assert words(living(scene)) == ["The time is over, and I did not see this: someone comes in."]


def test_only_so_many_are_waited_for_at_once() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        for thing in ("cup", "knife"):
            for event in (
                f"I pick up the {thing}",
                f"I put the {thing} back",
                f"the {thing} moves",
                f"you see a {thing}",
            ):
                await user.ask(f"tell me when {event}")
        said = await user.ask("tell me when someone comes in")
        assert said.startswith("I am watching for 8 things already: you pick up the cup; ")

    living(scene)


def test_where_nothing_is_remembered_it_is_told_without_a_picture() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        user.do(Remembering(False))
        said = await user.ask("tell me when someone comes in")
        assert said.endswith("I am not remembering now, so I will keep no picture of it.")
        before = await memory.recent()
        await user.show(SOMEONE, 6)
        assert await memory.recent() == before

    user = living(scene)
    assert words(user) == ["Someone comes in."]
    assert user.cited() == []


def test_without_a_camera_that_is_said() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        said = await user.ask("tell me when someone comes in")
        assert said.endswith("Nothing is in view now: start the camera for it.")
        user.do(Capturing(camera=True, microphone=True))
        await views(user, (EMPTY, 4), (SOMEONE, 6))

    assert words(living(scene, view=None)) == ["Someone comes in."]


@pytest.mark.parametrize("how", ["said", "panel"])
def test_forgetting_everything_forgets_what_is_waited_for(how: str) -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in")
        if how == "said":
            await user.ask("forget everything")
        else:
            user.do(Forgot(everything=True))
        await user.show(SOMEONE, 8)
        assert awaited(user) == []

    assert words(living(scene)) == []


@pytest.mark.parametrize(
    ("asked", "promised", "said"),
    [
        ("有人來了叫我", "好，有人來了我就告訴你。", "有人來了。"),
        ("如果有人进来就告诉我", "好，有人进来了我就告诉你。", "有人进来。"),
        ("我拿起刀的時候提醒我", "好，你拿起刀了我就告訴你。", None),
    ],
)
def test_in_chinese_in_both_scripts(asked: str, promised: str, said: str | None) -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        assert await user.ask(asked) == promised
        await views(user, (KNIVES, 5), (SOMEONE, 8))

    user = living(scene)
    assert words(user) == [said or "你拿起刀。"]


def test_what_fails_in_every_frame_is_said_once() -> None:
    class Blind(House):
        async def judge(self, event: str, frame: Frame, before: Frame | None) -> Verdict:
            raise AnswerError("The model has stopped.")

    async def scene(user: ScriptedUser, memory: Store) -> None:
        user.do(Capturing(camera=True))
        await user.ask("tell me when someone comes in")
        await user.ask("tell me when the kettle boils")
        await views(user, *[(EMPTY, 2), (SHADOW, 2)] * 5)

    user = living(scene, Blind(judges=True))
    assert [event.message for event in user.all(events.Failed)].count("The model has stopped.") <= 2
