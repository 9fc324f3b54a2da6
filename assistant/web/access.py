"""Who may come in: tickets for the socket, keys for pictures, and which page a request was made by."""

import hashlib
import hmac
import ipaddress
import secrets
from typing import Literal
from urllib.parse import urlsplit

TICKET_SECONDS = 30
Purpose = Literal["ticket", "export"]


class Access:
    """Signs with a secret that lives as long as the process; everything is bound to `user`."""

    def __init__(self, user: str, secret: bytes | None = None) -> None:
        self._user = user
        self._secret = secret or secrets.token_bytes(32)

    def ticket(self, now: float, purpose: Purpose = "ticket") -> str:
        """Opens the socket, or an export, once or more within 30 seconds; `now` in Unix seconds."""
        body = f"{int(now) + TICKET_SECONDS}.{secrets.token_hex(8)}"
        return f"{body}.{self._sign(purpose, body)}"

    def admits(self, ticket: str, now: float, purpose: Purpose = "ticket") -> bool:
        body, _, mac = ticket.rpartition(".")
        until = body.partition(".")[0]
        if not hmac.compare_digest(mac.encode(), self._sign(purpose, body).encode()):
            return False
        return int(until) >= now

    def picture_key(self, id: int) -> str:
        return self._sign("picture", str(id))

    def opens_picture(self, id: int, key: str) -> bool:
        return hmac.compare_digest(key.encode(), self.picture_key(id).encode())

    def _sign(self, purpose: str, body: str) -> str:
        text = f"{purpose}|{self._user}|{body}".encode("utf-8", "replace")
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()


def is_own_page(origin: str, host: str, public_origin: str | None) -> bool:
    """Whether the page at `origin` is ours: served under the request's own `Host`, or the configured address.

    Only hosts and ports are compared: behind a proxy that ends TLS the scheme we see is not the page's.
    """
    if public_origin and origin.rstrip("/").lower() == public_origin.rstrip("/").lower():
        return True
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and bool(host) and _bare(parts.netloc) == _bare(host)


def is_loopback_name(host: str) -> bool:
    """Whether a `Host` header names this machine itself.

    Without a password only such names are served: a foreign name that resolves to 127.0.0.1 (DNS rebinding) would
    make a foreign page count as our own.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _bare(netloc: str) -> str:
    """Without the port where it is one that browsers leave out."""
    return netloc.lower().removesuffix(":443").removesuffix(":80")
