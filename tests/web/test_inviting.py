"""A conversation is offered on one page and taken on another; the hub is real, the clock jumps."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from assistant.core.ports import Transport
from assistant.progress import Board
from assistant.settings import Settings
from assistant.web import inviting
from assistant.web.hub import Hub
from assistant.web.inviting import Inviting, elsewhere
from assistant.web.options import WebOptions
from tests.clock import run

HOME = "https://192.168.1.4:7860/"


async def quiet(transport: Transport) -> None:
    async for _ in transport.inputs():
        pass


def scene(script: Callable[[Inviting, Hub, str], Coroutine[Any, Any, None]], address: str = "") -> None:
    async def main() -> None:
        hub = Hub(quiet, str, 1800, 4)
        conversation = hub.join("")
        assert conversation is not None
        clock = asyncio.get_running_loop().time
        await script(Inviting(hub, address, clock), hub, conversation.key)
        await hub.close()

    run(main())


def test_a_code_leads_another_device_to_the_conversation_once() -> None:
    async def script(offers: Inviting, hub: Hub, key: str) -> None:
        code = (await offers.invite({"conversation": key, "address": HOME}))["code"]
        assert await offers.join({"code": code}) == {"conversation": key}
        assert await offers.join({"code": code}) == {"error": inviting.UNKNOWN}

    scene(script)


def test_the_code_stands_behind_the_hash_of_the_pages_own_address() -> None:
    async def script(offers: Inviting, hub: Hub, key: str) -> None:
        told = await offers.invite({"conversation": key, "address": HOME})
        assert (told["address"], told["link"]) == (HOME, f"{HOME}#join={told['code']}")
        assert told["picture"].startswith("<svg")

    scene(script)


def test_a_page_of_this_machine_alone_gives_a_code_and_no_address() -> None:
    async def script(offers: Inviting, hub: Hub, key: str) -> None:
        told = await offers.invite({"conversation": key, "address": "http://127.0.0.1:7860/"})
        assert (told["address"], told["link"], told["picture"]) == ("", "", "")
        assert await offers.join({"code": told["code"]}) == {"conversation": key}

    scene(script)


def test_a_code_that_is_five_minutes_old_is_refused_in_one_sentence() -> None:
    async def script(offers: Inviting, hub: Hub, key: str) -> None:
        code = (await offers.invite({"conversation": key}))["code"]
        await asyncio.sleep(301)
        assert await offers.join({"code": code}) == {"error": inviting.UNKNOWN}

    scene(script)


def test_a_conversation_that_has_ended_cannot_be_joined_or_offered() -> None:
    async def script(offers: Inviting, hub: Hub, key: str) -> None:
        code = (await offers.invite({"conversation": key}))["code"]
        conversation = hub.find(key)
        assert conversation is not None
        conversation.end()
        await asyncio.sleep(0.1)
        assert await offers.join({"code": code}) == {"error": inviting.UNKNOWN}
        assert await offers.invite({"conversation": key}) == {"error": inviting.NO_CONVERSATION}

    scene(script)


def test_who_tries_too_many_codes_has_to_wait_and_the_right_one_works_again_then() -> None:
    async def script(offers: Inviting, hub: Hub, key: str) -> None:
        code = (await offers.invite({"conversation": key}))["code"]
        answers = [(await offers.join({"code": "AAAAAA"}))["error"] for _ in range(11)]
        assert answers == [inviting.UNKNOWN] * 10 + [inviting.TOO_MANY]
        assert await offers.join({"code": code}) == {"error": inviting.TOO_MANY}
        await asyncio.sleep(11)
        assert await offers.join({"code": code}) == {"conversation": key}

    scene(script)


@pytest.mark.parametrize("strange", [None, [], "x", {}, {"code": 7}, {"conversation": True}, {"code": "x" * 100_000}])
def test_a_strange_question_gets_an_error(strange: Any) -> None:
    async def script(offers: Inviting, hub: Hub, key: str) -> None:
        assert (await offers.invite(strange)).keys() == {"error"}
        assert (await offers.join(strange)).keys() == {"error"}

    scene(script)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (HOME, HOME),
        ("http://keepsight.test/assist/", "http://keepsight.test/assist/"),
        ("http://127.0.0.1:7860/", "known"),
        ("https://localhost:7860/", "known"),
        ("http://[::1]:7860/", "known"),
        ("javascript:alert(1)//x", "known"),
        ("https://" + "x" * 400, "known"),
        ("", "known"),
    ],
)
def test_another_device_is_sent_to_where_it_can_reach_the_page(here: str, there: str) -> None:
    assert elsewhere(here, "known") == there


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(), ""),
        (Settings(host="localhost"), ""),
        (Settings(public_origin="https://home.example"), "https://home.example/"),
        (Settings(public_origin="https://home.example/", root_path="/assist"), "https://home.example/assist/"),
        (Settings(host="192.168.1.4", port=8000), "http://192.168.1.4:8000/"),
        (Settings(host="fd00::4", port=8000), "http://[fd00::4]:8000/"),
    ],
)
def test_the_settings_tell_where_other_devices_reach_the_page(
    settings: Settings, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")  # put back after the test

    async def main() -> str:
        return WebOptions.of(settings, "test", False, Board()).address

    assert asyncio.run(main()) == address
