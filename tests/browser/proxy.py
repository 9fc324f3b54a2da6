"""A reverse proxy in front of the page: passes on what begins with `/assist`, without it, WebSockets too.

Its line can be cut: what is open ends, and what is opened anew waits until it is mended. It can be slow.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future

PREFIX = b"/assist"
LOOK = 0.05  # seconds between two looks whether the line is cut
PIECE = 4_096  # bytes that pass with each look while it is slow: 80 KB a second


class Line:
    """Set and read from any thread."""

    def __init__(self) -> None:
        self.is_cut = False
        self.is_slow = False


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, line: Line) -> None:
    """One connection, for one request or one WebSocket: its path is cut, then each side hears the other."""
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        await _until(line, cut=False)
        method, path, rest = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)
        if path.startswith(PREFIX):
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", port)
            up_writer.write(b" ".join((method, path.removeprefix(PREFIX) or b"/", _alone(rest))))
            pumps = [asyncio.ensure_future(_pump(*way, line)) for way in ((reader, up_writer), (up_reader, writer))]
            pumps.append(asyncio.ensure_future(_until(line, cut=True)))
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            for pump in pumps:
                pump.cancel()
            up_writer.close()
    writer.close()


def _alone(head: bytes) -> bytes:
    """Asks for the connection to be closed after the answer: another request on it would not be looked at."""
    if b"upgrade: websocket" in head.lower():
        return head
    head = head.replace(b"Connection: keep-alive\r\n", b"")
    return head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter, line: Line) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await source.read(PIECE if line.is_slow else 65_536):
            if line.is_slow:
                await asyncio.sleep(LOOK)
            target.write(data)
            await target.drain()


async def _until(line: Line, cut: bool) -> None:
    while line.is_cut != cut:  # noqa: ASYNC110 - another thread sets it
        await asyncio.sleep(LOOK)


def _tell(loop: asyncio.AbstractEventLoop, over: asyncio.Event) -> None:
    loop.call_soon_threadsafe(over.set)


async def _serve(port: int, line: Line, opened: Future[tuple[int, Callable[[], None]]]) -> None:
    over, loop = asyncio.Event(), asyncio.get_running_loop()
    server = await asyncio.start_server(lambda reader, writer: _pass_on(reader, writer, port, line), "127.0.0.1", 0)
    opened.set_result((server.sockets[0].getsockname()[1], lambda: _tell(loop, over)))
    await over.wait()
    server.close()


@contextlib.contextmanager
def proxy(port: int, line: Line | None = None) -> Iterator[int]:
    """Serves what listens on `port` of this machine; the proxy's own port. In a thread: Playwright has the main one."""
    opened: Future[tuple[int, Callable[[], None]]] = Future()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(port, line or Line(), opened)), daemon=True)
    thread.start()
    own_port, close = opened.result(timeout=10)
    try:
        yield own_port
    finally:
        close()
        thread.join()
