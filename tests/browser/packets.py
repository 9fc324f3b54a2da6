"""What the page sends over its socket."""

from typing import Any

from playwright.sync_api import Page


def sent(sheet: Page) -> list[bytes]:
    """The binary packets that the page sends from now on, also after it connects anew."""
    packets: list[bytes] = []

    def keep(payload: Any) -> None:
        if isinstance(payload, bytes):
            packets.append(payload[:2])

    sheet.on("websocket", lambda opened: opened.on("framesent", keep))
    sheet.reload()
    sheet.wait_for_function("window.keepsight && window.keepsight.connected", timeout=30_000)
    return packets


def count(packets: list[bytes], kind: int, flags: int | None = None) -> int:
    return sum(packet[0] == kind and flags in (None, packet[1]) for packet in packets)
