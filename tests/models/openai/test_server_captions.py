"""Captions by a model server: beneath replies, and only from one that is near."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing

import pytest

from assistant.core.errors import SeeingError
from assistant.core.ports import DeepCaptioner
from assistant.core.values import Description, Frame
from models.openai.address import is_near, parse
from models.openai.client import Client
from models.openai.giving_way import PATIENCE, GivingWay
from models.openai.server import OpenAIAnswerer, OpenAICaptioner, captioned
from tests.clock import run
from tests.models.openai.asking import VIEW, engine, prompt
from tests.pictures import encode, page
from tests.served import Answer, Served, delta, plain, says, serve, stream


def test_the_server_describes_what_the_camera_sees_and_the_built_in_eyes_read_it() -> None:
    async def scene() -> None:
        async with serve(says("- Cup: red, on the desk")) as server, engine(server.address) as made:
            eyes, frame = made.captioner(), Frame(encode(page("Field notes")), 999.0, "camera")
            assert isinstance(eyes, DeepCaptioner)
            described = await eyes.deepen(frame, await eyes.describe(frame))
            assert "Cup: red, on the desk." in described.caption
            assert described.text == "Field notes"
            assert server.requests[0].json["messages"][0]["content"][0]["type"] == "image_url"

    run(scene())


Caption = asyncio.Task[Description]
Script = Callable[[OpenAIAnswerer, Served, Caption], Awaitable[None]]


def describing(script: Script, *answers: Answer) -> None:
    """A script that begins while a caption is being made."""

    async def scene() -> None:
        async with serve(*answers) as server:
            client, turn = Client(parse(f"{server.address}#tiny", "--vlm")), GivingWay()
            caption = asyncio.create_task(OpenAICaptioner(client, turn).describe(VIEW))
            await server.asked.wait()
            await script(OpenAIAnswerer(client, turn), server, caption)
            client.close()

    run(scene())


def test_a_reply_cuts_a_caption_off_at_once_and_the_caption_is_made_afterwards() -> None:
    async def script(answerer: OpenAIAnswerer, server: Served, caption: Caption) -> None:
        async with aclosing(answerer.answer(prompt())) as pieces:
            assert await anext(pieces) == "A "
            assert server.left.is_set()
            assert not caption.done()
            assert [piece async for piece in pieces] == ["cup."]
        assert (await caption).caption == "Cup: red."
        assert ["List the objects" in request.body.decode() for request in server.requests] == [True, False, True]

    describing(script, stream(delta("- Cup"), asyncio.Event()), says("A ", "cup."), says("Cup: red"))


def test_a_caption_waits_for_a_gap_between_replies_but_not_for_ever() -> None:
    async def script(answerer: OpenAIAnswerer, server: Served, caption: Caption) -> None:
        async with aclosing(answerer.answer(prompt())) as pieces:
            await anext(pieces)
            assert (await caption).caption == "Cup: red."
        assert asyncio.get_running_loop().time() >= PATIENCE

    describing(script, stream(asyncio.Event()), stream(delta("A "), asyncio.Event()), says("Cup: red"))


def test_a_caption_that_nobody_waits_for_any_more_is_stopped_at_the_server_too() -> None:
    async def script(answerer: OpenAIAnswerer, server: Served, caption: Caption) -> None:
        caption.cancel()
        await server.left.wait()
        assert caption.cancelled()

    describing(script, stream(delta("- Cup"), asyncio.Event()))


def test_a_caption_that_fails_says_so_as_one_who_sees() -> None:
    async def script(answerer: OpenAIAnswerer, server: Served, caption: Caption) -> None:
        with pytest.raises(SeeingError, match="out of memory"):
            await caption

    describing(script, plain(500, '{"error": "out of memory"}'))


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("192.168.1.20", True),
        ("10.1.2.3", True),
        ("fd00::1", True),
        ("vllm", True),
        ("box.local", True),
        ("api.openai.com", False),
        ("8.8.8.8", False),
        ("172.32.0.1", False),
        ("localhost.example.com", False),
    ],
)
def test_what_the_camera_sees_goes_by_itself_only_to_a_server_that_is_near(host: str, near: bool) -> None:
    assert is_near(host) is near
    assert captioned("auto", near) is near
    assert captioned("model", near)
    assert not captioned("builtin", near)
