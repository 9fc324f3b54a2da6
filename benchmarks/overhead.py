"""What Keepsight itself adds to a turn: everything but the models, from a question sent to words and sound received.

    python -m benchmarks.overhead [--turns 300] [--data FOLDER]

A real server and a real WebSocket on loopback, the real session, SQLite memory and history; in place of the models
a voice and an engine that answer at once. Beside it the same socket echoing, which no turn can be faster than.
--data names a folder for the memory, so that one that has grown can be measured; without it 10 000 memories are made.
"""

import argparse
import asyncio
import json
import struct
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

import uvicorn
from fastapi import FastAPI, WebSocket
from websockets import Origin
from websockets.asyncio.client import ClientConnection, connect

from assistant.core.ports import Engine, Transport
from assistant.core.values import (
    AudioChunk,
    Description,
    Frame,
    Language,
    Observation,
    Prompt,
    Taught,
    Transcript,
    Utterance,
)
from assistant.session import Parts, Session
from assistant.web.access import Access
from assistant.web.hub import Hub
from assistant.web.listening import UVICORN
from assistant.web.options import WebOptions
from assistant.web.socket import serve
from benchmarks.table import machine, percentile, print_table
from memory.store import Store


class Instant:
    """Stands in for every model: twenty words, a syllable of sound, no time."""

    name = "instant"

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        for number in range(20):
            yield f"word{number}{'.' if number % 5 == 4 else ''} "

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        yield AudioChunk(bytes(960), 24_000)

    async def describe(self, frame: Frame) -> Description:
        return Description("a scene")

    async def learn(self, name: str, views: Sequence[Frame], background: Sequence[Frame]) -> Taught:
        return Taught(name, (), 0, 0.0)

    async def transcribe(self, utterance: Utterance) -> Transcript:
        return Transcript("", "en", 0.0)

    def speech_probability(self, chunk: AudioChunk) -> float:
        return 0.0


def application(memory: Store, access: Access) -> FastAPI:
    models = Instant()
    engine = Engine(models, lambda: models, models, lambda: None)

    async def open_session(transport: Transport) -> None:
        await Session("bench", Parts(engine, models, models, models, memory, time.time), transport).run()

    hub = Hub(open_session, lambda id: f"/keepsight/picture/{id}", idle_seconds=60, most=4)
    app = FastAPI()

    @app.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await serve(socket, hub, access, WebOptions(engine="instant"))

    @app.websocket("/echo")
    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        async for text in socket.iter_text():
            await socket.send_text(text)

    return app


async def turn(socket: ClientConnection, number: int) -> tuple[float, float]:
    """Milliseconds from the question to the first words and to the first sound; waits for the end of the reply."""
    words = sound = 0.0
    asked = time.perf_counter()
    await socket.send(json.dumps({"type": "typed", "id": f"m{number}", "text": f"tell me about item {number}"}))
    async for message in socket:
        elapsed = (time.perf_counter() - asked) * 1000
        if isinstance(message, bytes):
            sound = sound or elapsed
            continue
        event = json.loads(message)
        if event["type"] == "reply_text":
            words = words or elapsed
        elif event["type"] == "voice_ended":
            await socket.send(json.dumps({"type": "played", "turn": event["turn"], "seconds": 9, "finished": True}))
        elif event["type"] == "reply_ended":
            break
    return words, sound


async def echoes(port: int, turns: int) -> list[float]:
    times = []
    async with connect(f"ws://127.0.0.1:{port}/echo") as socket:
        for _ in range(turns):
            start = time.perf_counter()
            await socket.send("x" * 60)
            await socket.recv()
            times.append((time.perf_counter() - start) * 1000)
    return times


async def fill(memory: Store, rows: int) -> None:
    now = time.time()
    for number in range(rows):
        age = (rows - number) * 5.0
        await memory.add(Observation(now - age, "camera", f"item {number} on shelf {number % 90}", f"label {number}"))


async def measure(folder: Path, turns: int, rows: int) -> dict[str, list[float]]:
    memory = Store.open(folder)
    await fill(memory, rows)
    access = Access("bench")
    server = uvicorn.Server(uvicorn.Config(application(memory, access), port=0, log_level="error", **UVICORN))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    address = f"ws://127.0.0.1:{port}/live?ticket={access.ticket(time.time())}&page=bench"
    words, sounds = [], []
    async with connect(address, origin=Origin(f"http://127.0.0.1:{port}")) as socket:
        await socket.send(json.dumps({"type": "capturing", "microphone": True, "voice": "server"}))
        packet = struct.pack("<BBHId", 1, 0, 0, 0, time.time() * 1000) + bytes(640)
        await socket.send(packet)
        for number in range(turns + 5):
            first_words, first_sound = await turn(socket, number)
            if number >= 5:  # the first turns compile regular expressions and load converters
                words.append(first_words)
                sounds.append(first_sound)
    echo = await echoes(port, turns)
    server.should_exit = True
    await serving
    memory.close()
    return {"question -> first words": words, "question -> first sound": sounds, "bare socket echo": echo}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=300)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.data or Path(made)
        times = asyncio.run(measure(folder, options.turns, 0 if options.data else options.rows))
    print(f"{machine()}; {options.turns} turns")
    shares = (0.5, 0.95, 0.99)
    rows = [[name, *(f"{percentile(values, share):.1f}" for share in shares)] for name, values in times.items()]
    print_table(["milliseconds", "p50", "p95", "p99"], rows)
    sound = times["question -> first sound"]
    print("RESULT", json.dumps({f"p{round(share * 100)}_ms": round(percentile(sound, share), 2) for share in shares}))


if __name__ == "__main__":
    main()
