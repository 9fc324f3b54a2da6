"""A picture whose upload is torn by a cut line is no error of the server's; anything else that breaks is loud."""

import asyncio

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from assistant.web.joining import Joining


async def torn(scope: Scope, receive: Receive, send: Send) -> None:
    raise ClientDisconnect


async def broken(scope: Scope, receive: Receive, send: Send) -> None:
    raise OSError("a bug")


async def receive() -> Message:
    return {"type": "http.disconnect"}


async def send(message: Message) -> None:
    raise AssertionError("there is nobody to answer")


def test_an_upload_that_is_torn_leaves_no_traceback_and_a_bug_does() -> None:
    upload = {"type": "http", "path": "/gradio_api/upload"}
    asyncio.run(Joining(torn)(upload, receive, send))
    with pytest.raises(OSError, match="a bug"):
        asyncio.run(Joining(broken)(upload, receive, send))
    with pytest.raises(ClientDisconnect):
        asyncio.run(Joining(torn)({"type": "http", "path": "/config"}, receive, send))
