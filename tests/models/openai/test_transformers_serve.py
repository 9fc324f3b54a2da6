"""Our end of the wire against a server that others wrote: Hugging Face's, with tiny checkpoints made on the spot."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from assistant.core.errors import AnswerError
from assistant.core.intents import Open
from assistant.core.values import Frame, Message, Prompt, Utterance
from models.openai.address import parse
from models.openai.client import Client
from models.openai.giving_way import GivingWay
from models.openai.server import OpenAIAnswerer, OpenAICaptioner, chat
from models.openai.speech import OpenAIEars
from models.openai.troubles import Troubles
from tests.pictures import cover, desk, encode

T = TypeVar("T")
NEEDED = ("transformers", "torch", "openai", "fastapi", "uvicorn")


@dataclass(frozen=True, slots=True)
class Server:
    base: str
    folder: Path

    def ask(self, work: Callable[[Client], Coroutine[Any, Any, T]], model: str = "gemma3") -> T:
        """What comes of `work` with a client of its own."""

        async def scene() -> T:
            client = Client(parse(f"{self.base}#{self.folder / model if model else ''}", "--vlm"))
            try:
                return await work(client)
            finally:
                client.close()

        return asyncio.run(scene())


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if missing := [package for package in NEEDED if find_spec(package) is None]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        (Path(folder) / "hub").mkdir()  # or it cannot list its models
        environment = os.environ | {"HF_HOME": folder, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "tests.tiny.server", folder, str(port)]
        with (Path(folder) / "log").open("w+") as log, subprocess.Popen(
            command, stdout=log, stderr=log, env=environment, cwd=Path(__file__).parents[3]
        ) as process:  # fmt: skip
            try:
                _wait_for(f"http://127.0.0.1:{port}/health", process, Path(log.name))
                yield Server(f"http://127.0.0.1:{port}/v1", Path(folder))
            finally:
                process.terminate()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """It takes 10 s to start, alone on a core."""
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(address, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text()[-3000:]}")


def prompt(*pictures: bytes) -> Prompt:
    frames = tuple(Frame(picture, 0.0, "camera") for picture in pictures)
    said = (Message("system", "Be brief."), Message("user", "Where is the red cup?", frames))
    return Prompt(said, Open(), "en", 0.0, frames, question="Where is the red cup?")


async def words(client: Client, asked: Prompt, most: int = 24) -> list[str]:
    async with aclosing(chat(client, asked.messages, most, Troubles(client.address, AnswerError))) as pieces:
        return [piece async for piece in pieces]


def test_the_answer_streams_and_depends_on_the_picture(server: Server) -> None:
    async def scene(client: Client) -> list[list[str]]:
        return [await words(client, prompt(encode(picture))) for picture in (desk(), cover("atlas"), desk())]

    first, other, again = server.ask(scene)
    assert len(first) > 3
    assert first == again != other


def test_a_conversation_in_which_a_reply_was_cut_is_understood(server: Server) -> None:
    """Gemma's template refuses two turns of the user in a row."""

    async def scene(client: Client) -> list[str]:
        before = Message("user", "Look at the table, please.", prompt(encode(desk())).frames)
        return await words(client, Prompt((before, *prompt().messages[1:]), Open(), "en", 0.0))

    assert server.ask(scene)


def test_a_frame_is_described(server: Server) -> None:
    async def scene(client: Client) -> str:
        return (await OpenAICaptioner(client, GivingWay()).describe(Frame(encode(desk()), 0.0, "camera"))).caption

    assert server.ask(scene)


def test_a_reply_that_is_stopped_leaves_the_server_free(server: Server) -> None:
    async def scene(client: Client) -> tuple[float, float]:
        answerer = OpenAIAnswerer(client, GivingWay())
        async with aclosing(answerer.answer(prompt(encode(cover("atlas"))))) as pieces:
            begun = time.monotonic()
            for _ in range(5):
                await anext(pieces)
            five = time.monotonic() - begun
        begun = time.monotonic()
        await words(client, prompt(), 4)
        return five, time.monotonic() - begun

    five, after = server.ask(scene)
    assert after < five + 1  # the whole answer is 2048 tokens and takes 20 s


def test_what_the_server_cannot_do_is_said_in_words(server: Server) -> None:
    async def scene(client: Client) -> str:
        with pytest.raises(AnswerError) as error:
            await words(client, prompt())
        return str(error.value)

    assert "refused (HTTP 500): Internal Server Error" in server.ask(scene, "none")
    assert "lists no model. Name one: --vlm openai:" in server.ask(scene, "")


def test_speech_is_transcribed(server: Server) -> None:
    if missing := [package for package in ("soundfile", "soxr", "python_multipart") if find_spec(package) is None]:
        pytest.skip(f"not installed: {', '.join(missing)}")

    async def scene(client: Client) -> str:
        return (await OpenAIEars(client).transcribe(Utterance(bytes(32_000), 0.0))).text

    assert set(server.ask(scene, "whisper")) <= set("abcdefgh")
    assert server.ask(scene, "whisper")
