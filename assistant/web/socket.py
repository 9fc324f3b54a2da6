"""The one WebSocket: packets up into a conversation, sound and events down from it, within limits."""

import asyncio
import dataclasses
import time
from contextlib import suppress
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from assistant.core.errors import PacketError
from assistant.core.events import Failed
from assistant.core.values import AudioChunk
from assistant.reply import PATIENCE
from assistant.tongues import CODES
from assistant.web import messages, wire
from assistant.web.access import Access, is_own_page
from assistant.web.conversation import Conversation
from assistant.web.hub import Hub
from assistant.web.limits import BYTES, OFFENCES, PACKETS, Allowance
from assistant.web.options import WebOptions
from assistant.web.outbox import Parcel
from assistant.web.seat import Goodbye, Seat

PING = 5.0  # seconds between pings
OFTEN = 1.0  # seconds between them while a reply is spoken: it waits for a page whose line is cut
QUIET = 40.0  # seconds without any packet after which the page is taken to be gone
STALLED = 10.0  # seconds that one message may take to be sent

LEAVING = (1000, 1001)  # codes of a page that was left or closed: its line was not cut

GONE = Goodbye(1000, "")
WENT = Goodbye(1001, "")
REFUSED = Goodbye(4401, "This page's ticket is not valid any more. Reload the page.")
FULL = Goodbye(4503, "Too many pages are open. Close one, then reload this page.")
FLOOD = Goodbye(4429, "This page sent more than it may. It connects again in a moment.")
MALFORMED = Goodbye(4400, "This page sent what could not be read, several times. Reload the page.")
SLOW = Goodbye(4408, "This page did not take what was sent to it. It connects again in a moment.")
SILENT = Goodbye(4408, "Nothing was heard from this page for a while. It connects again in a moment.")


async def serve(socket: WebSocket, hub: Hub, access: Access, options: WebOptions) -> None:
    """One page's connection, from the check of its Origin and ticket to its close code."""
    headers, query = socket.headers, socket.query_params
    if not is_own_page(headers.get("origin", ""), headers.get("host", ""), options.public_origin):
        await socket.close(4403)
        return
    await socket.accept()
    if not access.admits(query.get("ticket", ""), time.time()):
        await _part(socket, REFUSED)
        return
    conversation = hub.join(query.get("conversation", ""))
    if conversation is None:
        await _part(socket, FULL)
        return
    await _part(socket, await _converse(socket, conversation, options))


async def _converse(socket: WebSocket, conversation: Conversation, options: WebOptions) -> Goodbye:
    page, device, zone = (socket.query_params.get(name, "")[:100] for name in ("page", "device", "zone"))
    received = socket.query_params.get("received", "")[:12]
    seat = conversation.attach(page, device, _zone(zone), int(received) if received.isdecimal() else 0)
    parts = [
        asyncio.ensure_future(part)
        for part in (
            _read(socket, conversation, seat),
            _write(socket, conversation, seat, options),
            _ping(conversation, seat),
        )
    ]
    why = GONE
    try:
        await asyncio.wait(ends := [seat.left, *parts], return_when=asyncio.FIRST_COMPLETED)
        why = next(end for end in ends if end.done()).result()  # what the page said before what became of writing to it
        return why
    finally:
        for part in parts:
            part.cancel()
        await asyncio.wait(parts)
        conversation.detach(seat, cut=why is not WENT)


async def _read(socket: WebSocket, conversation: Conversation, seat: Seat) -> Goodbye:
    clock = asyncio.get_running_loop().time
    packets, sizes, offences = Allowance(*PACKETS), Allowance(*BYTES), Allowance(*OFFENCES)
    last = -1
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return WENT if message.get("code") in LEAVING else GONE
        if seat.left.done():  # whoever sits there now is sent again what this socket still holds
            return GONE
        seat.heard = clock()
        data: bytes | str = message.get("bytes") or message.get("text") or ""
        if not (packets.take(1, seat.heard) and sizes.take(len(data), seat.heard)):
            return FLOOD
        conversation.read += 1
        try:
            last = _receive(conversation, data, last)
        except PacketError as error:
            if not offences.take(1, seat.heard):
                return MALFORMED
            conversation.show(Failed(error.stage, str(error)))


def _receive(conversation: Conversation, data: bytes | str, last: int) -> int:
    """Hands one packet on; returns the sequence number of the newest sound so far."""
    if isinstance(data, str):
        value = messages.read_message(data)
        if isinstance(value, messages.Pong):
            conversation.outbox.arrived(value.received)
        else:
            conversation.receive(value)
        return last
    packet = wire.read_packet(data, time.time())
    if isinstance(packet.value, AudioChunk):
        if packet.sequence <= last:
            raise PacketError("Sound arrived out of order and was left out. Reload the page if this goes on.")
        last = packet.sequence
    conversation.receive(packet.value)
    return last


async def _write(socket: WebSocket, conversation: Conversation, seat: Seat, options: WebOptions) -> Goodbye:
    try:
        await _send(socket, wire.write_message("welcome", **_about(options), **conversation.welcome()))
        while True:
            await _send(socket, (await conversation.outbox.take(seat)).data)
    except TimeoutError:
        return SLOW
    except WebSocketDisconnect:
        return GONE


async def _ping(conversation: Conversation, seat: Seat) -> Goodbye:
    """Tells the page with each how much of what it sent has arrived."""
    clock = asyncio.get_running_loop().time
    pinged = clock()
    while clock() - seat.heard < QUIET:
        await asyncio.sleep(OFTEN)
        if conversation.speaking or clock() - pinged >= PING:
            conversation.outbox.put(Parcel(wire.write_message("ping", read=conversation.read)))
            pinged = clock()
    return SILENT


async def _send(socket: WebSocket, data: str | bytes) -> None:
    """Raises TimeoutError where the page does not read."""
    async with asyncio.timeout(STALLED):
        await (socket.send_text(data) if isinstance(data, str) else socket.send_bytes(data))


async def _part(socket: WebSocket, why: Goodbye) -> None:
    """Says why, where the page is still there to be told."""
    if socket.client_state == socket.application_state == WebSocketState.CONNECTED:
        with suppress(WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(STALLED):
                await socket.close(why.code, why.reason)


def _zone(name: str) -> tzinfo | None:
    """Of the page's clock, such as Asia/Taipei; None where this machine knows no such zone."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def _about(options: WebOptions) -> dict[str, object]:
    """What is true now: a model may have come since the start."""
    newest = options.board.newest if options.board else ()
    ready = {progress.role: progress.name for progress in newest if progress.state == "ready"}
    return {
        "engine": ready.get("vlm", options.engine),
        "server_voice": options.server_voice or "tts" in ready,
        "tongues": CODES,
        "patience": PATIENCE,
        "loading": [dataclasses.asdict(progress) for progress in newest],
    }
