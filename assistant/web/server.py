"""The web application: Gradio's page, the socket, the page's files and the pictures, behind one guard."""

import contextlib
import shutil
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI, Response, WebSocket
from fastapi.staticfiles import StaticFiles

from assistant.core.errors import RememberingError
from assistant.core.events import Loading
from assistant.core.ports import Memory, Shared
from assistant.web.access import Access
from assistant.web.exporting import Exported
from assistant.web.guard import Guard
from assistant.web.hub import Hub, OpenSession
from assistant.web.inviting import Inviting
from assistant.web.joining import Joining
from assistant.web.options import WebOptions
from assistant.web.page import STATIC, ServerFunction, build_page
from assistant.web.panel import Panel
from assistant.web.socket import serve
from assistant.web.theme import theme

__all__ = ["WebOptions", "build"]

NOT_VALID = "This address is not valid any more. Reload the page."

LOGIN = (
    "The name and the password that Keepsight was started with; the name is “me” where none was given. "
    "請用啟動 Keepsight 時設定的名稱（未設定則為 me）和密碼登入。"
)


def build(open_session: OpenSession, memory: Memory, options: WebOptions) -> FastAPI:
    """`open_session(transport)` runs for the life of each conversation; it is cancelled when the server stops."""
    access = Access(options.user or "owner")
    picture_url = _picture_url(access, options)
    idle, most = options.idle_minutes * 60, options.max_conversations
    hub = Hub(open_session, picture_url, idle, most, lambda: _empty(options.uploads))
    if options.board:
        options.board.listen(lambda progress: hub.broadcast(Loading(progress)))

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        _empty(options.uploads)
        if isinstance(memory, Shared):
            memory.listen(hub.hearing())
        yield
        await hub.close()
        _empty(options.uploads)

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    _add_routes(app, hub, memory, access, options)
    panel = Panel(memory, hub, picture_url, _export_url(access, options))
    _mount_page(app, hub, panel, access, options)
    app.add_middleware(Joining)
    app.add_middleware(Guard, options=options)
    return app


def _empty(uploads: Path | None) -> None:
    if uploads is not None:
        shutil.rmtree(uploads, ignore_errors=True)
        uploads.mkdir(mode=0o700, parents=True, exist_ok=True)


def _picture_url(access: Access, options: WebOptions) -> Callable[[int], str]:
    root = options.root_path.rstrip("/")
    return lambda id: f"{root}/keepsight/picture/{id}?key={access.picture_key(id)}"


def _export_url(access: Access, options: WebOptions) -> Callable[[], str]:
    root = options.root_path.rstrip("/")
    return lambda: f"{root}/keepsight/export?key={access.ticket(time.time(), 'export')}"


def _add_routes(app: FastAPI, hub: Hub, memory: Memory, access: Access, options: WebOptions) -> None:
    @app.websocket("/keepsight/live")
    async def live(socket: WebSocket) -> None:
        await serve(socket, hub, access, options)

    @app.get("/keepsight/picture/{id}")
    async def picture(id: int, key: str = "", size: str = "") -> Response:
        """Never cached by the browser: what is forgotten is gone there too. `size=large`: as it was taken, if kept."""
        if not access.opens_picture(id, key):
            return Response(NOT_VALID, 403)
        try:
            jpeg = await memory.picture(id, large=size == "large")
        except RememberingError as error:
            return Response(str(error), 503)
        headers = {"Cache-Control": "no-store"}
        return Response(jpeg, media_type="image/jpeg", headers=headers) if jpeg else Response("Gone.", 404, headers)

    @app.get("/keepsight/export")
    async def export(key: str = "") -> Response:
        if not access.admits(key, time.time(), "export"):
            return Response(NOT_VALID, 403)
        return Exported(memory, options.uploads)

    app.mount("/keepsight/static", StaticFiles(directory=STATIC), name="static")


def _mount_page(app: FastAPI, hub: Hub, panel: Panel, access: Access, options: WebOptions) -> None:
    gr.mount_gradio_app(
        app,
        build_page(hub, panel, Inviting(hub, options.address), _ticket(access), options),
        path="/",
        footer_links=[],
        run_history=False,
        auth=(options.user or "owner", options.password) if options.password else None,
        auth_message=LOGIN,
        root_path=options.root_path or None,
        show_error=False,
        max_file_size=options.max_upload_bytes,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=theme(),
        # Not `css_paths`: Gradio would put its own container before every selector, and rules on the body fail.
        head="".join(_style(name, options) for name in ("keepsight", "memory", "modes")),
    )


def _style(name: str, options: WebOptions) -> str:
    return f'<link rel="stylesheet" href="{options.root_path.rstrip("/")}/keepsight/static/{name}.css">'


def _ticket(access: Access) -> ServerFunction:
    async def ticket(_: Any) -> str:
        return access.ticket(time.time())

    return ticket
