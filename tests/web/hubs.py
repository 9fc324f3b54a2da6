"""A hub whose sessions are a function of the test."""

from collections.abc import Callable
from typing import Any

from assistant.core.ports import Transport
from assistant.web.hub import Hub
from tests.web.seated import IDLE


def hub_of(session: Callable[[Transport], Any], most: int = 3) -> Hub:
    return Hub(session, str, IDLE, most)


async def quiet(transport: Transport) -> None:
    async for _ in transport.inputs():
        pass
