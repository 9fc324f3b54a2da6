"""The page on a port: taken before anything is said to be there, and let go of cleanly when asked to."""

import signal
import socket
import sys
from typing import Any

import uvicorn
from fastapi import FastAPI

from assistant.core.errors import SettingsError

# Compressing sound and JPEG costs time and wins nothing; no packet is larger than 1.5 MB; a page that is gone is
# noticed within a minute.
UVICORN: dict[str, Any] = {
    "ws_per_message_deflate": False,
    "ws_max_size": 2_000_000,
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 30.0,
    "timeout_graceful_shutdown": 2,
    "server_header": False,
}


def listen(host: str, port: int) -> socket.socket:
    """Takes the port. Raises SettingsError where it is in use or may not be taken."""
    # The protocol must be named: asyncio turns Nagle's algorithm off only for what says that it is TCP, and with it
    # three small packets in a row took 42 ms instead of 3.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # there it would let two programs have the same port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"port {port} of {host} cannot be had: {error.strerror}. End the program that uses it, or choose another "
            "with --port."
        ) from None
    return listening


async def serve(page: FastAPI, listening: socket.socket, **certificate: Any) -> None:
    """Until Ctrl-C, which raises KeyboardInterrupt, or SIGTERM, which raises SystemExit: both when all is closed."""
    # uvicorn stops in good order, then raises the signal anew: left to itself that ends the process on the spot.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    await uvicorn.Server(uvicorn.Config(page, log_level="warning", **UVICORN, **certificate)).serve([listening])
