"""What is let through to Gradio, and the headers that keep the page to itself (a plain ASGI middleware)."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.access import is_loopback_name, is_own_page
from assistant.web.options import WebOptions

# Gradio serves much that this page never asks for: a proxy and a file route that fetch addresses for the caller, API
# documentation, monitoring, run history, recordings. Only what the page needs is open; the rest does not exist.
_OPEN = re.compile(
    r"/(|config/?|theme\.css|favicon\.ico|manifest\.json|robots\.txt|login/?|logout|static/.*|assets/.*|svelte/.*"
    r"|keepsight/.*"
    r"|gradio_api/(upload|upload_progress|queue/(join|data|status)|component_server/?|heartbeat/[^/]+|startup-events"
    r"|app_id/?|login_check/?|token/?|user/?|reset/?|cancel|theme\.css|file=(?!\s*[a-z][a-z0-9+.-]*:).*))",
    re.IGNORECASE | re.DOTALL,
)
_SAFE = ("GET", "HEAD", "OPTIONS")

# No page but ours may be asked for anything, and ours asks no other host: a picture address in a reply, which a model
# may have read off a screen, must not carry words away. Gradio needs inline scripts and `Function`.
_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
}


class Guard:
    """Refuses foreign names, foreign pages and closed routes before anything else runs."""

    def __init__(self, app: ASGIApp, options: WebOptions) -> None:
        self._app = app
        self._options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif refused := refusal(scope, self._options):
            await _refuse(refused, scope, receive, send)
        else:
            own = _path(scope, self._options).startswith("/keepsight/static/")
            await self._app(scope, receive, _with_headers(send, {"Cache-Control": "no-cache"} if own else {}))


def refusal(scope: Scope, options: WebOptions) -> tuple[int, str] | None:
    """Status and reason for a request that is not let through; None for one that is."""
    headers = Headers(scope=scope)
    host, origin = headers.get("host", ""), headers.get("origin")
    public = (options.public_origin or "").partition("://")[2]
    if options.password is None and not is_loopback_name(host) and (host != public or not host):
        return 421, "Keepsight answers to localhost only. To reach it by another name, set a password."
    if not _OPEN.fullmatch(_path(scope, options)):
        return 404, "Nothing is here."
    if scope["type"] == "http" and scope["method"] not in _SAFE and origin is not None:
        return None if is_own_page(origin, host, options.public_origin) else (403, "Another page may not do this.")
    return None


def _path(scope: Scope, options: WebOptions) -> str:
    path: str = scope["path"]
    root = options.root_path.rstrip("/")
    return path[len(root) :] if root and path.startswith(root + "/") else path


async def _refuse(refused: tuple[int, str], scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4403})
        return
    await PlainTextResponse(refused[1], refused[0])(scope, receive, send)


def _with_headers(send: Send, more: dict[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS | more)
        await send(message)

    return sending
