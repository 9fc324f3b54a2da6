"""The whole main job with the real built-in engine, driven by a scripted user on a clock that jumps."""

import asyncio
from collections.abc import Awaitable, Callable

from assistant.core import events
from assistant.core.values import Frame
from assistant.session import Parts, Session
from memory.store import Store
from models import registry
from tests.clock import run
from tests.pictures import cover, desk, encode, on_desk, page
from tests.scripted import ScriptedUser, clock
from tests.speech import flite
from tests.wants import wants

Script = Callable[[ScriptedUser, Store], Awaitable[None]]


def play(script: Script, *, speaking: bool = False) -> ScriptedUser:
    """`speaking`: with the real voice, which needs espeak-ng."""
    user = ScriptedUser("server" if speaking else "off")

    async def scene() -> None:
        memory = Store.open(None)
        engine = registry.vlm("builtin", wants(memory))
        ears = registry.stt("builtin", wants(memory))
        voice = registry.tts("builtin" if speaking else "off", wants(memory))
        parts = Parts(engine.part, registry.vad(), ears.part, voice.part, memory, clock)
        session = asyncio.create_task(Session("scripted", parts, user).run())
        acting = asyncio.ensure_future(script(user, memory))
        await asyncio.wait([session, acting], return_when=asyncio.FIRST_COMPLETED)
        if session.done():
            session.result()
        await acting
        user.leave()
        await session
        for part in (engine, ears, voice):
            part.close()
        memory.close()

    run(scene())
    return user


DESK = encode(desk())
NOTEBOOK = encode(on_desk(cover("notebook"), (220, 100)))
NOTEBOOK_MOVED = encode(on_desk(cover("notebook"), (60, 150), turn=10, scale=0.8))


def test_a_screenshot_is_read_and_found_again_by_its_words() -> None:
    screenshot = encode(page("Invoice 2041", "Total due: 318 euros"))

    async def script(user: ScriptedUser, memory: Store) -> None:
        answer = await user.ask("what does it say?", screenshot)
        assert "Invoice 2041" in answer
        assert "318 euros" in answer
        await user.until(events.Seen, lambda seen: "Invoice" in seen.observation.text)
        assert "Invoice" in (await memory.search("invoice"))[0].text
        assert "Invoice" in await user.ask("find where I read invoice")

    assert play(script).cited()


def test_a_page_held_before_the_camera_is_read() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.start(DESK)
        await user.show(DESK, 3)
        await user.show(encode(page("Buy milk and eggs", "Meeting at four")), 3)
        answer = await user.ask("read that")
        assert "Buy milk and eggs" in answer
        assert "Meeting at four" in answer

    play(script)


def test_a_thing_taught_and_taken_away_is_asked_for_by_voice_and_answered_with_its_picture() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.start(DESK)
        await user.show(DESK, 8)
        await user.show(NOTEBOOK, 4)
        assert "Learned" in await user.ask("this is my notebook")
        await user.show(NOTEBOOK_MOVED, 4)
        await user.until(events.Seen, lambda seen: any(box.label == "notebook" for box in seen.observation.boxes))
        await user.show(DESK, 30)
        answer = await user.say(flite("where is my notebook"))
        assert "notebook" in answer
        assert "left" in answer
        proof = user.cited()[-1]
        assert "notebook" in [box.label for box in proof.boxes]
        assert await memory.picture(proof.id)

    user = play(script)
    assert user.all(events.UserSaid)[-1].text == "where is my notebook"


def test_a_told_thing_is_asked_for_in_chinese() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        await user.ask("記住我的眼鏡在鋼琴上")
        answer = await user.ask("我的眼镜在哪里？")
        assert "钢琴" in answer or "鋼琴" in answer
        assert user.cited()[-1].caption == "我的眼鏡在鋼琴上"

    play(script)


def test_what_was_never_seen_is_not_invented() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.start(DESK)
        await user.show(DESK, 5)
        answer = await user.ask("where are my keys?")
        assert "not seen" in answer
        await user.ask("what is the capital of France?")

    assert play(script).cited() == []


def test_a_spoken_interruption_silences_the_voice() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.start()
        first = asyncio.create_task(user.ask("what can you do?"))
        await user.until(events.Voice)
        await asyncio.sleep(1.0)
        speaking = user.speak(flite("what time is it"))
        await first
        assert user.all(events.ReplyEnded)[0].ending == "interrupted"
        await user.reply()
        await speaking

    user = play(script, speaking=True)
    assert [said.text for said in user.all(events.UserSaid)] == ["what can you do?", "what time is it"]


def test_forgetting_takes_back_what_was_seen() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.start(DESK)
        await user.show(encode(page("Secret plan")), 4)
        await user.until(events.Seen)
        assert await memory.recent()
        assert "Forgotten" in await user.ask("forget the last ten minutes")
        assert await memory.recent() == []
        assert "Secret" not in await user.ask("what did I just show you?")

    assert play(script).all(events.Forgotten)


def test_a_torn_camera_frame_costs_nothing_but_itself() -> None:
    async def script(user: ScriptedUser, memory: Store) -> None:
        user.start(DESK)
        user.do(Frame(b"\xff\xd8 torn", clock(), "camera"))
        await user.show(DESK, 3)
        await user.ask("what time is it")
        assert len(await memory.recent()) == 1

    assert play(script).all(events.Failed) == []
