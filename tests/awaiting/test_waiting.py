"""Between the event and the telling of it much can happen: it is cancelled, forgotten, over, or happens again."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from assistant.awaiting.kinds import kind_of
from assistant.awaiting.telling import Mouth, News, Telling
from assistant.awaiting.watcher import Means, Watcher
from assistant.core import events
from assistant.core.errors import SeeingError
from assistant.core.values import Awaited, CancelAwaited, Description, Forgot, Frame, Language
from assistant.pictures import same_view
from memory.store import Store
from tests.awaiting.house import CUPS, EMPTY, SHADOW, SOMEONE, House, living, views
from tests.awaiting.test_telling import awaited, words
from tests.clock import run
from tests.scripted import ScriptedUser
from tests.talking import sound


def talk(user: ScriptedUser, seconds: float) -> None:
    user.speak(sound(1.0) * int(seconds), quiet=5.0)


def test_what_is_cancelled_while_it_waits_to_be_told_is_not_told() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in")
        talk(user, 12)
        await user.show(SOMEONE, 6)
        assert user.all(events.Awaiting)[-1].awaited[0].told == 1
        user.do(CancelAwaited(user.all(events.Awaiting)[-1].awaited[0].id))
        await user.show(SOMEONE, 20)

    assert not any("someone comes in" in said.lower() for said in words(living(scene)))


def test_what_happened_in_time_is_told_although_the_time_was_up_before_anybody_was_quiet() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in within 10 seconds")
        talk(user, 20)
        await user.show(SOMEONE, 40)

    said = [one for one in words(living(scene)) if "someone comes in" in one]
    assert len(said) == 1
    assert said[0].startswith("At ")


def test_what_happened_again_while_somebody_talked_is_told_once() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("whenever someone comes in, tell me")
        await user.ask("tell me when I pick up a cup")
        talk(user, 60)
        await views(user, (SOMEONE, 5), (EMPTY, 15), (SOMEONE, 5), (CUPS, 8), (EMPTY, 12), (CUPS, 8), (EMPTY, 40))
        assert awaited(user) == ["someone comes in"]

    said = [one.split(": ") for one in words(living(scene)) if ": " in one]
    assert [(one[0].split(" at ")[0].split(" ")[0], one[1]) for one in said] == [
        ("2", "someone comes in."),
        ("At", "you pick up a cup."),
    ]


def test_what_is_asked_for_again_is_told_once_and_its_last_order_holds() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in")
        await user.ask("let me know whenever somebody comes in")
        assert awaited(user) == ["somebody comes in"]
        await views(user, (SOMEONE, 6), (EMPTY, 15), (SOMEONE, 6))

    assert words(living(scene)) == ["Somebody comes in."] * 2


def test_it_is_what_was_asked_for_last_or_told_last() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("whenever someone comes in, tell me")
        await user.ask("tell me when I pick up a knife")
        await user.ask("tell me when I pick up a cup")
        assert await user.ask("stop watching for that") == "I no longer watch for this: you pick up a cup."
        await user.show(SOMEONE, 6)
        assert await user.ask("stop telling me that") == "I no longer watch for this: someone comes in."
        assert awaited(user) == ["I pick up a knife"]

    living(scene)


@dataclass
class Slow(House):
    """Eyes that take their time."""

    seconds: float = 3.0

    async def describe(self, frame: Frame) -> Description:
        await asyncio.sleep(self.seconds)
        return await super().describe(frame)


def test_what_is_forgotten_while_its_picture_is_described_is_neither_kept_nor_told() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in")
        await user.show(SOMEONE, 2.5)
        user.do(Forgot(everything=True))
        await user.show(EMPTY, 10)
        assert not [one for one in await memory.recent() if "Waited for" in one.caption]

    assert words(living(scene, Slow())) == []


def test_a_thing_that_is_forgotten_is_not_waited_for_any_more() -> None:
    house = House(known=("person", "cup", "teapot"))

    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when the teapot is gone")
        await user.ask("tell me when someone comes in")
        house.known = ("person", "cup")
        user.do(Forgot(ids=(4,)))
        await user.show(EMPTY, 2)
        assert awaited(user) == ["someone comes in"]

    living(scene, house)


def test_eyes_that_fail_do_not_keep_it_from_being_told_with_its_picture() -> None:
    class Failing(House):
        async def describe(self, frame: Frame) -> Description:
            raise SeeingError("The reader has stopped.")

    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when someone comes in")
        await user.show(SOMEONE, 6)
        kept = await memory.picture(user.cited()[0].id, large=True)
        assert kept
        assert same_view(kept, SOMEONE)

    assert words(living(scene, Failing())) == ["Someone comes in."]


def test_of_a_slow_model_the_picture_is_the_one_that_it_was_first_shown() -> None:
    house = House(judges=True, so=lambda frame: frame.jpeg in (SHADOW, CUPS), takes=6.0)

    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me when the kettle boils")
        await views(user, (EMPTY, 30), (SHADOW, 10), (CUPS, 40))
        kept = await memory.picture(user.cited()[0].id, large=True)
        assert kept
        assert same_view(kept, SHADOW)

    assert [said.split(": ")[-1] for said in words(living(scene, house))] == ["the kettle boils."]


def test_what_a_model_sees_already_is_said_at_once_although_nothing_changes_any_more() -> None:
    house = House(judges=True, so=lambda frame: True)

    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.show(EMPTY, 20)
        said = await user.ask("tell me when the light is green")
        assert said.endswith("It is so now: the light is green. I will tell you when it happens again.")
        await user.show(EMPTY, 20)

    assert words(living(scene, house)) == []


def test_the_user_is_reminded_of_what_was_to_be_done_then() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        said = await user.ask("remind me to lock my door when I pick up the cup")
        assert said == "I will remind you to lock your door when you pick up the cup."
        await views(user, (CUPS, 6), (EMPTY, 8))
        assert await user.ask("我拿起杯子的時候提醒我喝水") == "好，你拿起杯子了我就提醒你喝水。"
        await views(user, (CUPS, 12), (EMPTY, 8))

    said = ["You pick up the cup. You wanted to be reminded to lock your door.", "你拿起杯子。你要我提醒你：喝水。"]
    assert words(living(scene)) == said


def test_movement_is_not_told_of_a_camera_that_was_off_in_between() -> None:
    async def scene(user: ScriptedUser, memory: Store) -> None:
        await user.ask("tell me whenever something moves")
        await asyncio.sleep(120)
        await user.show(SHADOW, 8)

    assert words(living(scene)) == []


def test_what_is_cut_before_its_first_word_is_told_later() -> None:
    async def whole() -> list[str]:
        heard: list[str] = []
        calls = 0

        async def say(said: AsyncGenerator[str, None], language: Language) -> None:
            nonlocal calls
            calls += 1
            if calls > 1:
                heard.append("".join([piece async for piece in said]))
            await said.aclose()

        ended = asyncio.Event()

        async def over(watcher: Watcher) -> None:
            ended.set()

        watcher = Watcher(Awaited(1, "it rains", 0.0), kind_of("it rains"), Means(), "en", 0.0)
        telling = Telling(Mouth(lambda: True, say), lambda: 5.0)
        running = asyncio.create_task(telling.run(over))
        telling.put(News(watcher, 4.0))
        await ended.wait()
        running.cancel()
        return heard

    assert run(whole()) == ["It rains."]
