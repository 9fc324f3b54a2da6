"""How long a packet of sound waits while a model works: in a thread of the app, and in a process of its own.

    python -m benchmarks.lag [--seconds 20]

Another process sends 20 ms of sound every 20 ms over a socket, with the time at which it did (one clock for all
processes of a machine). Measured is the time until the event loop has the packet, and until the voice detector has
heard it. Meanwhile a language model of SmolVLM-256M's size (135 million random weights, bfloat16) reads 1 000 tokens
and writes 100, over and over. The trivial baseline is the app with no model at all.
"""

import argparse
import asyncio
import contextlib
import json
import os
import socket
import struct
import sys
import threading
import time
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.table import machine, percentile, print_table

PACKET = 0.02  # seconds
BYTES = 640  # of 16 kHz PCM16 in a packet
HEAD = struct.Struct("<d")
READ, WRITTEN = 1_000, 100  # tokens
SETTLE = 2.0  # seconds before the first packet that counts


class Llama:
    """A language model that never falls silent; `handle` is that of `models.process.worker`."""

    def __init__(self, threads: int) -> None:
        from models.local import torchvision_hook

        torchvision_hook.install()
        import torch
        from transformers import LlamaConfig, LlamaForCausalLM

        torch.set_num_threads(threads)
        config = LlamaConfig(
            vocab_size=49_280,
            hidden_size=576,
            intermediate_size=1_536,
            num_hidden_layers=30,
            num_attention_heads=9,
            num_key_value_heads=3,
            tie_word_embeddings=True,
        )
        self._torch = torch
        self._model = LlamaForCausalLM(config).to(torch.bfloat16).eval()

    def handle(self, request: object, stop: threading.Event) -> Generator[str, None, None]:
        """One piece a token, until it is stopped."""
        while not stop.is_set():
            yield from self._write(stop)

    def _write(self, stop: threading.Event) -> Generator[str, None, None]:
        ids, cache = self._torch.randint(0, 49_280, (1, READ)), None
        with self._torch.inference_mode():
            for _ in range(WRITTEN):
                if stop.is_set():
                    return
                out = self._model(ids, past_key_values=cache, use_cache=True)
                ids, cache = out.logits[:, -1:].argmax(-1), out.past_key_values
                yield str(ids.item())


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds a packet waited for the event loop, and until it was heard; tokens a second beside it."""

    arrived: list[float]
    heard: list[float]
    tokens: float


def send(port: int, seconds: float) -> None:
    """What a page does: packets in time, whatever becomes of them."""
    sound = np.random.default_rng(1).normal(0, 3000, BYTES // 2).clip(-32_000, 32_000).astype("<i2").tobytes()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        due = time.monotonic()
        for _ in range(round(seconds / PACKET)):
            due += PACKET
            time.sleep(max(0.0, due - time.monotonic()))
            connection.sendall(HEAD.pack(time.monotonic()) + sound)


async def listen(seconds: float) -> tuple[list[float], list[float]]:
    from assistant.turns.hearing import Microphone
    from models import registry

    microphone = Microphone(registry.vad().speech_probability)
    arrived, heard, over = list[float](), list[float](), asyncio.Event()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                packet = await reader.readexactly(HEAD.size + BYTES)
                now, (sent,) = time.monotonic(), HEAD.unpack_from(packet)
                microphone.hear(packet[HEAD.size :])
                arrived.append(now - sent)
                heard.append(time.monotonic() - sent)
        writer.close()
        over.set()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.lag", "--send", str(port), "--seconds", str(seconds)]
    sender = await asyncio.create_subprocess_exec(*command)
    await over.wait()
    await sender.wait()
    server.close()
    skip = round(SETTLE / PACKET)
    return arrived[skip:], heard[skip:]


async def beside(words: AsyncGenerator[Any, None] | None, seconds: float) -> Waits:
    """Listens while `words` are made."""
    made = 0

    async def talk(words: AsyncGenerator[Any, None]) -> None:
        nonlocal made
        async with contextlib.aclosing(words):
            async for _ in words:
                made += 1

    talking = asyncio.create_task(talk(words)) if words else None
    arrived, heard = await listen(seconds + SETTLE)
    if talking:
        talking.cancel()
        await asyncio.wait([talking])
    return Waits(arrived, heard, made / (seconds + SETTLE))


async def alone(seconds: float) -> Waits:
    return await beside(None, seconds)


async def in_thread(seconds: float, threads: int) -> Waits:
    from assistant.core.lane import Lane

    lane = Lane("model")
    model = await lane.call(lambda stop: Llama(threads))
    try:
        return await beside(lane.stream(lambda stop: model.handle(None, stop)), seconds)
    finally:
        lane.close()


async def in_process(seconds: float, threads: int) -> Waits:
    from models.process.host import Host

    with contextlib.closing(Host("model", "benchmarks.lag:Llama", threads)) as host:
        await host.start()
        return await beside(host.stream(None), seconds)


def row(name: str, waits: Waits) -> list[str]:
    figures = [
        f"{1000 * percentile(of, share):.1f}" for of in (waits.arrived, waits.heard) for share in (0.5, 0.99, 1.0)
    ]
    return [name, *figures, f"{waits.tokens:.1f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--send", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.send:
        send(options.send, options.seconds)
        return
    cores = os.cpu_count() or 1
    most = sorted({1, max(1, cores - 1), cores})
    found = {"no model": asyncio.run(alone(options.seconds))}
    found |= {f"process, {n} threads": asyncio.run(in_process(options.seconds, n)) for n in most}
    found |= {f"thread, {n} threads": asyncio.run(in_thread(options.seconds, n)) for n in most}
    print(f"{machine()}, load {os.getloadavg()[0]:.1f}; {len(found['no model'].heard)} packets each, milliseconds")
    head = ["the model", "arrived p50", "p99", "max", "heard p50", "p99", "max", "tokens/s"]
    print_table(head, [row(name, waits) for name, waits in found.items()])
    p99 = {name.replace(", ", "_").replace(" ", "_"): percentile(waits.heard, 0.99) for name, waits in found.items()}
    print("RESULT", json.dumps({f"{name}_p99_ms": round(1000 * wait, 1) for name, wait in p99.items()}))


if __name__ == "__main__":
    main()
