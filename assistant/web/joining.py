"""Events of the page, looked through before Gradio sees them (a plain ASGI middleware).

For a file whose path is a web address Gradio would fetch that address, from inside this machine's network, before
any code of ours runs; and any file of this machine it would copy among the uploads, for its own check is off in an app
that is mounted (Gradio 6.31). This page only ever names files that it uploaded.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from gradio.utils import get_upload_folder
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1_000_000  # of one event: a message of 16 000 characters with six uploads takes 70 KB


class Joining:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].endswith("/gradio_api/upload"):
            with suppress(ClientDisconnect):  # its line was cut: the page sends the picture again
                await self._app(scope, receive, send)
            return
        if scope["type"] != "http" or not scope["path"].endswith("/gradio_api/queue/join"):
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        if body is None:
            await PlainTextResponse("This message is too long. Send it in parts.", 413)(scope, receive, send)
        elif names_foreign_file(body, Path(get_upload_folder())):
            await PlainTextResponse("Only uploaded files can be sent.", 403)(scope, receive, send)
        else:
            await self._app(scope, _again(body, receive), send)


def names_foreign_file(body: bytes, uploads: Path) -> bool:
    """Whether anything in a JSON body is a file that does not lie under `uploads`; so is what cannot be read."""
    try:
        return _has_foreign_file(json.loads(body), uploads.resolve())
    except (ValueError, RecursionError, OSError):
        return True


def _has_foreign_file(value: Any, uploads: Path) -> bool:
    if isinstance(value, list):
        return any(_has_foreign_file(one, uploads) for one in value)
    if not isinstance(value, dict):
        return False
    path = value.get("path")
    foreign = path is not None and not (isinstance(path, str) and Path(path).resolve().is_relative_to(uploads))
    return foreign or any(_has_foreign_file(one, uploads) for one in value.values())


async def _read(receive: Receive) -> bytes | None:
    """The whole body; None where it is longer than it may be."""
    body = b""
    while len(body) <= MOST_BYTES:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body if len(body) <= MOST_BYTES else None
    return None


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def receiving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving
