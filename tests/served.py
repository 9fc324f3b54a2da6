"""A server in a few lines that speaks HTTP byte by byte, so that it can also end badly."""

import asyncio
import email
import io
import json
import socket
import wave
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from assistant.core.ports import SpeechToText, TextToSpeech
from assistant.core.values import Language, Utterance


@dataclass(frozen=True, slots=True)
class Request:
    """connection: which of the server's connections it came over, from 0."""

    head: str
    body: bytes
    connection: int

    @property
    def line(self) -> str:
        return self.head.partition("\r\n")[0]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Answer = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Served:
    """What a server was asked. connections, open: how many there were, and are.

    asked: set with the first request. left: set when a client has hung up in the middle of an answer.
    """

    address: str = ""
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    open: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def serve(*answers: Answer, listening: socket.socket | None = None) -> AsyncGenerator[Served, None]:
    """Gives one answer to each request in turn, and the last to all that follow."""
    served, connections = Served(), list[asyncio.Task[None]]()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number, begun = served.connections, b""
        served.connections += 1
        served.open += 1
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while not writer.is_closing():
                request = await _request(reader, number, begun)
                answer = answers[min(len(served.requests), len(answers) - 1)]
                served.requests.append(request)
                served.asked.set()
                begun = await _unless_left(answer(request, writer), reader, served)
        served.open -= 1
        writer.close()

    def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(asyncio.ensure_future(connected(reader, writer)))

    server = await asyncio.start_server(accepted, sock=listening or listen(), start_serving=False)
    try:
        await server.start_serving()
        served.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        yield served
    finally:
        server.close()
        for task in connections:
            task.cancel()
        await asyncio.wait([*connections, asyncio.ensure_future(server.wait_closed())])


def listen() -> socket.socket:
    """asyncio sends small packets at once only from a socket that was made for TCP by name."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    return listening


async def _request(reader: asyncio.StreamReader, number: int, begun: bytes) -> Request:
    head = (begun + await reader.readuntil(b"\r\n\r\n")).decode()
    _, found, length = head.lower().partition("content-length:")
    body = await reader.readexactly(int(length.split()[0])) if found else b""
    return Request(head, body, number)


async def _unless_left(answering: Awaitable[None], reader: asyncio.StreamReader, served: Served) -> bytes:
    """Stops answering a client who is gone, as every server that computes tokens does.

    Returns what has been read of the next request.
    """
    answer, more = asyncio.ensure_future(answering), asyncio.ensure_future(reader.read(1))
    await asyncio.wait([answer, more], return_when=asyncio.FIRST_COMPLETED)
    if not answer.done():
        served.left.set()
    for task in (answer, more):
        task.cancel()
    await asyncio.wait([answer, more])
    if not answer.cancelled():
        answer.result()
    return b"" if more.cancelled() else more.result()


def delta(words: str | None = None, ending: str | None = None, **more: object) -> bytes:
    """One event of a streamed chat completion."""
    choice = {"index": 0, "delta": ({"content": words} if words is not None else {}) | more, "finish_reason": ending}
    return event({"id": "1", "object": "chat.completion.chunk", "choices": [choice]})


def event(data: object) -> bytes:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


DONE = b"data: [DONE]\n\n"


def stream(*parts: bytes | asyncio.Event, end: bool = True, kind: str = "text/event-stream") -> Answer:
    """A chunked body; an event of asyncio's among the parts is waited for. Without `end` the server dies there."""

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for part in parts:
            if isinstance(part, asyncio.Event):
                await part.wait()
                continue
            writer.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
            await writer.drain()
        if end:
            writer.write(b"0\r\n\r\n")
        else:
            writer.close()

    return answer


def says(*words: str) -> Answer:
    return stream(delta("", role="assistant"), *map(delta, words), delta(ending="stop"), DONE)


def plain(status: int, body: str | bytes = b"", kind: str = "application/json", **headers: str) -> Answer:
    """A whole answer at once."""
    content = body.encode() if isinstance(body, str) else body
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{more}Content-Length: ".encode())
        writer.write(f"{len(content)}\r\n\r\n".encode() + content)
        await writer.drain()

    return answer


async def hangs_up(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def is_silent(request: Request, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


def models(*names: str) -> Answer:
    return plain(200, json.dumps({"object": "list", "data": [{"id": name, "object": "model"} for name in names]}))


def by_path(**answers: Answer) -> Answer:
    """Chooses by the last word of the path: `models=…`, `completions=…`."""

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        await answers[request.line.split()[1].rpartition("/")[2]](request, writer)

    return answer


def form(request: Request) -> dict[str, bytes]:
    """The fields of a multipart body."""
    kind = next(line for line in request.head.split("\r\n") if line.lower().startswith("content-type:"))
    parts = [*email.message_from_bytes(f"{kind}\r\n\r\n".encode() + request.body).walk()][1:]
    contents = ((part.get_param("name", header="content-disposition"), part.get_payload(decode=True)) for part in parts)
    return {str(name): content for name, content in contents if isinstance(content, bytes)}


def hears(ears: SpeechToText) -> Answer:
    """Transcribes what it is sent, as a server of Whisper's does."""

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        with wave.open(io.BytesIO(form(request)["file"])) as file:
            assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
            sound = file.readframes(file.getnframes())
        heard = await ears.transcribe(Utterance(sound, 0.0))
        segment = {"start": 0.0, "end": len(sound) / 32_000, "text": heard.text, "avg_logprob": -0.1}
        whole = {"text": heard.text, "language": heard.language, "segments": [segment] if heard.text else []}
        await plain(200, json.dumps(whole))(request, writer)

    return answer


def speaks(voice: TextToSpeech, language: Language) -> Answer:
    """Sends a sentence's sound as PCM while it is made."""

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        assert request.json["response_format"] == "pcm"
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\nTransfer-Encoding: chunked\r\n\r\n")
        async with aclosing(voice.speak(request.json["input"], language)) as chunks:
            async for chunk in chunks:
                writer.write(f"{len(chunk.pcm):x}\r\n".encode() + chunk.pcm + b"\r\n")
                await writer.drain()
        writer.write(b"0\r\n\r\n")

    return answer
