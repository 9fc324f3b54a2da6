"""The real application in a process of its own, and pages that are nothing but a socket and HTTP requests."""

import asyncio
import contextlib
import itertools
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import psutil
from websockets import Origin
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from assistant.web.wire import HEADER, PICTURE_UP, SOUND_UP
from tests.alone import ALONE

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0  # seconds within which anything that is waited for has to come
SILENCE = bytes(640)  # 20 ms of 16 kHz PCM16


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class House:
    """`app.py` on a folder, `under` another command. Its standard error is kept, for a bug ends there."""

    def __init__(self, folder: Path, *arguments: str, port: int | None = None, under: Sequence[str] = ()) -> None:
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.uploads = folder / "uploads"
        self._log = folder.parent / f"{folder.name}-{self.port}.log"
        command = [
            *under,
            sys.executable,
            "app.py",
            "--port",
            str(self.port),
            "--data",
            str(folder),
            *ALONE,
            *arguments,
        ]
        with self._log.open("wb") as log:
            self.popen = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log)
        self.process = psutil.Process(self.popen.pid)

    def answers(self) -> "House":
        """Waits until the page can be opened."""
        for _ in range(1200):
            if self.popen.poll() is not None:
                raise RuntimeError(f"app.py ended with {self.popen.returncode}: {self.log()}")
            with contextlib.suppress(httpx.TransportError):
                httpx.get(self.address, timeout=5)
                return self
            time.sleep(0.1)
        raise RuntimeError("app.py did not answer within two minutes")

    @contextlib.contextmanager
    def peak(self) -> Iterator[list[float]]:
        """Megabytes held at the most while the block ran, more than before it, in a list."""
        before, over, grown = self.megabytes(), threading.Event(), [0.0]

        def watch() -> None:
            while not over.wait(0.01):
                grown[0] = max(grown[0], self.megabytes() - before)

        watching = threading.Thread(target=watch)
        watching.start()
        try:
            yield grown
        finally:
            over.set()
            watching.join()

    def log(self) -> str:
        return self._log.read_text()

    def megabytes(self) -> float:
        """Resident memory."""
        return float(self.process.memory_info().rss) / 1e6

    def ticket(self) -> str:
        asked = {"data": {}, "component_id": self._live(), "fn_name": "ticket", "session_hash": "adversity"}
        answer = httpx.post(f"{self.address}/gradio_api/component_server", json=asked, timeout=PATIENCE)
        return str(answer.json())

    def end(self, patience: float = 10.0) -> int:
        """Asks it to stop as a service manager does; returns its exit status."""
        self.popen.terminate()
        try:
            return self.popen.wait(patience)
        finally:
            self.popen.kill()
            self.popen.wait()

    def _live(self) -> int:
        config = httpx.get(f"{self.address}/config", timeout=PATIENCE).json()
        return next(
            int(one["id"])
            for one in config["components"]
            if "ticket" in (one["props"].get("server_fns") or one.get("server_fns") or ())
        )


class Page:
    """One connection of one tab. What it was sent is in `events`, sound left out."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []
        self.conversation = ""
        self._sequence = itertools.count()
        self._ids = itertools.count()

    async def say(self, type: str, **fields: object) -> None:
        await self.socket.send(json.dumps({"type": type, **fields}))

    async def ask(self, text: str) -> str:
        """Types, and returns the words of the reply."""
        await self.say("typed", id=f"{id(self)}-{next(self._ids)}", text=text)
        turn = (await self.until("user_said", which=lambda said: said["text"] == text))["turn"]
        await self.until("reply_ended", which=lambda ended: ended["turn"] == turn)
        return self.words(turn)

    async def show(self, jpeg: bytes, flags: int = 0) -> None:
        await self.socket.send(picture(jpeg, next(self._sequence), flags))

    async def speak(self, pcm: bytes = SILENCE) -> None:
        await self.socket.send(sound(next(self._sequence), pcm))

    async def until(self, *types: str, which: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """The next event of one of these types. Raises ConnectionClosed where the server closes instead."""
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await self._next()
                if event["type"] in types and which(event):
                    return event

    async def closed(self) -> tuple[int, str]:
        """Reads until the server closes; the code and the words it closed with."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    await self._next()
        except ConnectionClosed as closed:
            return (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")

    def words(self, turn: int) -> str:
        return "".join(e["text"] for e in self.events if e["type"] == "reply_text" and e["turn"] == turn)

    def failures(self) -> list[str]:
        return [event["message"] for event in self.events if event["type"] == "failed"]

    def vanish(self) -> None:
        """As when the machine sleeps or the network goes: no close frame."""
        self.socket.transport.abort()

    async def _next(self) -> dict[str, Any]:
        while isinstance(message := await self.socket.recv(), bytes):
            pass
        event: dict[str, Any] = json.loads(message)
        self.events.append(event)
        return event


@contextlib.asynccontextmanager
async def page(house: House, conversation: str = "", name: str = "one", **options: Any) -> AsyncIterator[Page]:
    ticket = await asyncio.to_thread(house.ticket)
    address = f"ws://127.0.0.1:{house.port}/keepsight/live?ticket={ticket}&page={name}&conversation={conversation}"
    async with connect(address, origin=Origin(house.address), max_size=None, close_timeout=1, **options) as socket:
        opened = Page(socket)
        opened.conversation = (await opened.until("welcome"))["conversation"]
        yield opened


def narrow(house: House) -> socket.socket:
    """A connection with room for 8 KB on its way in: who does not read soon stands still."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    made.connect(("127.0.0.1", house.port))
    made.setblocking(False)
    return made


def sound(sequence: int, pcm: bytes = SILENCE) -> bytes:
    return HEADER.pack(SOUND_UP, 0, 0, sequence & 0xFFFFFFFF, time.time() * 1000) + pcm


def picture(jpeg: bytes, sequence: int = 0, flags: int = 0) -> bytes:
    return HEADER.pack(PICTURE_UP, flags, 0, sequence & 0xFFFFFFFF, time.time() * 1000) + jpeg


def upload(house: House, *files: tuple[str, bytes]) -> list[str]:
    """What Gradio calls the files from then on. Raises httpx.HTTPStatusError where it takes none."""
    given = [("files", (name, data, "image/png")) for name, data in files]
    answer = httpx.post(f"{house.address}/gradio_api/upload", files=given, timeout=PATIENCE)
    answer.raise_for_status()
    return [str(path) for path in answer.json()]


def send(house: House, at: Page, text: str, paths: Sequence[str], names: Sequence[str]) -> str:
    """Presses Send, with uploaded files in the box; returns the error the page would show, or nothing."""
    files = [
        {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}
        for path, name in zip(paths, names, strict=True)
    ]
    hash = f"adversity{time.monotonic_ns()}"
    message: list[object] = [{"text": text, "files": files}, f"{at.conversation} one {hash}"]
    join = {"data": message, "fn_index": 1, "session_hash": hash, "event_data": None, "trigger_id": None}
    with httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        client.post("/gradio_api/queue/join", json=join).raise_for_status()
        with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": hash}) as stream:
            for event in _server_sent(stream):
                if event["msg"] == "process_completed":
                    return "" if event["success"] else str(event["output"].get("error"))
    raise AssertionError("the stream ended without an answer")


def _server_sent(stream: httpx.Response) -> Iterator[dict[str, Any]]:
    for line in stream.iter_lines():
        if line.startswith("data:"):
            yield json.loads(line[5:])
