"""What our end of the wire adds to a served model: to the first token, and to each one.

    python -m benchmarks.served [--turns 10] [--server http://127.0.0.1:8000/v1#MODEL]

Another process streams 100 tokens a turn, one every 10 ms, each with the time at which it was sent (one clock for all
processes of a machine); a turn asks with a picture of 100 KB and ten messages of history. 1, 4 and 16 sessions ask at
once, over connections that are kept. The trivial baseline is httpx alone: the same body, its lines, `json.loads`.
With --server the tokens are a real model's and only the first can be timed.
"""

import argparse
import asyncio
import base64
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager, suppress

import httpx

from assistant.core.errors import AnswerError
from assistant.core.values import Frame, Message
from benchmarks.table import machine, percentile, print_table
from models.openai.address import parse
from models.openai.client import Client
from models.openai.server import TOKENS, chat
from models.openai.troubles import Troubles

WORDS, EVERY = 100, 0.01  # tokens of a turn, seconds between two
SESSIONS = (1, 4, 16)
PICTURE = Frame(os.urandom(100_000), 0.0, "camera")
SAID = [Message("system", "Be brief. " * 30), *(Message("user", "A cup. " * 20), Message("assistant", "Yes. ")) * 5]

Stream = Callable[[], AsyncGenerator[str, None]]


async def stand_in(port: int) -> None:
    """The server process: any POST gets a stream of times."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await answer(reader, writer)
        writer.close()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := (await reader.readuntil(b"\r\n\r\n")).lower():
            await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
            for number in range(WORDS + 1):
                ending = "stop" if number == WORDS else None
                delta = {} if ending else {"content": f"{time.monotonic()} "}
                data = json.dumps({"choices": [{"index": 0, "delta": delta, "finish_reason": ending}]}).encode()
                _chunk(writer, b"data: " + data + b"\n\n")
                await asyncio.sleep(EVERY)
            _chunk(writer, b"data: [DONE]\n\n")
            writer.write(b"0\r\n\r\n")

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", port))
    async with await asyncio.start_server(connected, sock=listening, limit=1 << 24) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


def _chunk(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


@asynccontextmanager
async def ours(source: str) -> AsyncGenerator[Stream, None]:
    client = Client(parse(source, "--vlm"))
    said = [*SAID, Message("user", "What is this?", (PICTURE,))]
    yield lambda: chat(client, said, TOKENS, Troubles(client.address, AnswerError))
    client.close()


@asynccontextmanager
async def httpx_alone(source: str) -> AsyncGenerator[Stream, None]:
    base, _, model = source.partition("#")

    async def stream() -> AsyncGenerator[str, None]:
        said: list[dict[str, object]] = [{"role": message.role, "content": message.text} for message in SAID]
        url = f"data:image/jpeg;base64,{base64.b64encode(PICTURE.jpeg).decode()}"
        parts = [{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": "What is this?"}]
        body = {"model": model, "stream": True, "max_tokens": TOKENS}
        body["messages"] = [*said, {"role": "user", "content": parts}]
        async with client.stream("POST", f"{base}/chat/completions", json=body) as response:
            async for line in response.aiter_lines():
                if line.startswith("data: {") and (words := json.loads(line[6:])["choices"][0]["delta"].get("content")):
                    yield words

    async with httpx.AsyncClient(timeout=120, trust_env=False, limits=httpx.Limits(keepalive_expiry=60)) as client:
        yield stream


async def turn(stream: Stream, stamped: bool) -> tuple[float, list[float]]:
    """Milliseconds to the first words, and how late each of the tokens was."""
    asked, first, late = time.monotonic(), 0.0, list[float]()
    async with aclosing(stream()) as pieces:
        async for piece in pieces:
            now = time.monotonic()
            first = first or (now - asked) * 1000
            if not stamped:
                break
            late.append((now - float(piece)) * 1000)
    return first, late


async def measure(source: str, turns: int, stamped: bool) -> dict[tuple[str, int], tuple[list[float], list[float]]]:
    """The two take turns, so that what else the machine does meets both."""
    figures: dict[tuple[str, int], tuple[list[float], list[float]]] = {}
    async with ours(source) as mine, httpx_alone(source) as bare:
        for sessions in SESSIONS:
            for number in range(turns + 1):
                for name, stream in (("httpx alone", bare), ("Keepsight", mine)):
                    times = await asyncio.gather(*(turn(stream, stamped) for _ in range(sessions)))
                    firsts, late = figures.setdefault((name, sessions), ([], []))
                    if number:  # the first turn opens the connections
                        firsts += [first for first, _ in times]
                        late += [each for _, every in times for each in every]
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--server", default="")
    parser.add_argument("--stand-in", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stand_in:
        asyncio.run(stand_in(0))
        return
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.served", "--stand-in"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            source = options.server or f"http://127.0.0.1:{int(process.stdout.readline())}/v1#stand-in"
            figures = asyncio.run(measure(source, options.turns, not options.server))
        finally:
            process.terminate()
    print(f"{machine()}; {options.turns} turns a session")
    shares = (0.5, 0.99)
    rows = [
        [name, str(sessions), *(f"{percentile(values, share):.2f}" for values in both for share in shares if values)]
        for (name, sessions), both in figures.items()
    ]
    print_table(["ms", "sessions", "first token p50", "p99", "token late by p50", "p99"], rows)
    added = {
        f"first_token_ms_{sessions}": percentile(figures["Keepsight", sessions][0], 0.5)
        - percentile(figures["httpx alone", sessions][0], 0.5)
        for sessions in SESSIONS
    }
    print("RESULT", json.dumps({name: round(value, 2) for name, value in added.items()}))


if __name__ == "__main__":
    main()
