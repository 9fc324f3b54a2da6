"""A conversation goes on elsewhere: the code and the address to be scanned on one page, taken on another."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import segno

from assistant.web.access import is_loopback_name
from assistant.web.codes import SECONDS, TRIES, Codes
from assistant.web.fields import field
from assistant.web.hub import Hub
from assistant.web.limits import Allowance

MOST_ADDRESS = 300  # characters

NO_CONVERSATION = "This page is not connected yet. Try again in a moment."
UNKNOWN = "This code is wrong, was used already, or is older than five minutes. Get a new one on the other device."
TOO_MANY = "Too many codes were tried. Wait a minute, then try again."


class Inviting:
    """Each method takes the page's JSON object and answers with one; an expected failure is its `error`.

    address: where other devices reach the page; empty where only this machine can. clock: seconds, never going back.
    """

    def __init__(self, hub: Hub, address: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._hub = hub
        self._address = address
        self._clock = clock
        self._codes = Codes()
        self._tries = Allowance(*TRIES)

    async def invite(self, asked: Any) -> dict[str, Any]:
        """A code for the page's `conversation`. `address` is where that is open; the `link` is empty for no way in."""
        key = field(asked, "conversation", str, "")
        if self._hub.find(key) is None:
            return {"error": NO_CONVERSATION}
        code = self._codes.make(key, self._clock())
        address = elsewhere(field(asked, "address", str, ""), self._address)
        # Behind the #, which no browser sends to any server: it stands in no log, and in no Referer.
        link = f"{address}#join={code}" if address else ""
        return {"code": code, "seconds": SECONDS, "address": address, "link": link, "picture": drawn(link)}

    async def join(self, asked: Any) -> dict[str, Any]:
        """The `conversation` that `code` is for."""
        now = self._clock()
        if not self._tries.take(1, now):
            return {"error": TOO_MANY}
        key = self._codes.use(field(asked, "code", str, "")[:40], now)
        return {"conversation": key} if key and self._hub.find(key) else {"error": UNKNOWN}


def elsewhere(here: str, known: str) -> str:
    """Where another device reaches the page that is open at `here`; `known` where that is this machine alone."""
    parts = urlsplit(here if len(here) <= MOST_ADDRESS else "")
    if parts.scheme not in ("http", "https") or not parts.netloc or is_loopback_name(parts.netloc):
        return known
    return f"{parts.scheme}://{parts.netloc}{parts.path or '/'}"


def drawn(link: str) -> str:
    """An SVG of the QR code; empty for no link."""
    if not link:
        return ""
    svg: str = segno.make_qr(link, error="m").svg_inline(border=3, omitsize=True, dark="#000", light="#fff")
    return svg
