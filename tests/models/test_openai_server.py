"""A real model one address away, over real HTTP to a small server that speaks the wire format."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest

from assistant.core.errors import AnswerError, SettingsError
from assistant.core.intents import Intent, Open, WhereIs
from assistant.core.values import Frame, Message, Prompt
from models.openai_server import OpenAIAnswerer, parse

Serve = Callable[[asyncio.StreamWriter], Awaitable[None]]


class FromMemory:
    name = "memory"

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        yield "from memory"


OPEN = Open()


def prompt(intent: Intent = OPEN, frames: tuple[Frame, ...] = ()) -> Prompt:
    said = (Message("system", "Be brief."), Message("user", "What is this?", frames))
    return Prompt(said, intent, "en", now=1000.0, frames=frames, question="What is this?")


def event(text: str) -> bytes:
    return f"data: {json.dumps({'choices': [{'delta': {'content': text}}]})}\n\n".encode()


def ask(serve: Serve, asked: Prompt) -> tuple[list[str], list[bytes], str]:
    """What was streamed, what the server received, and the error if there was one."""

    async def conversation() -> tuple[list[str], list[bytes], str]:
        received: list[bytes] = []

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            received.extend((head, await reader.readexactly(length)))
            await serve(writer)
            writer.close()

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        answerer = OpenAIAnswerer(parse(f"http://127.0.0.1:{port}/v1#tiny"), "secret", FromMemory())
        pieces: list[str] = []
        error = ""
        try:
            async for piece in answerer.answer(asked):
                pieces.append(piece)
        except AnswerError as failure:
            error = str(failure)
        server.close()
        await server.wait_closed()
        return pieces, received, error

    return asyncio.run(conversation())


async def answers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
    writer.write(event("A red ") + event("cup.") + b"data: [DONE]\n\n")
    await writer.drain()


async def breaks_off(writer: asyncio.StreamWriter) -> None:
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n" + event("A red ")
    )
    await writer.drain()


async def wants_a_key(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    await writer.drain()


async def talks_nonsense(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\ndata: {nonsense\n\n")
    await writer.drain()


def test_the_answer_streams_and_the_picture_and_key_are_sent_in_the_standard_form() -> None:
    pieces, (head, body), error = ask(answers, prompt(frames=(Frame(b"\xff\xd8jpeg", 999.0, "camera"),)))
    assert (pieces, error) == (["A red ", "cup."], "")
    assert head.startswith(b"POST /v1/chat/completions ")
    assert b"Bearer secret" in head
    sent = json.loads(body)
    assert (sent["model"], sent["stream"]) == ("tiny", True)
    assert sent["messages"][1]["content"][0]["image_url"]["url"].startswith("data:image/jpeg;base64,/9h")


def test_what_was_seen_earlier_is_answered_from_memory_and_the_server_is_not_asked() -> None:
    pieces, received, error = ask(answers, prompt(WhereIs("cup")))
    assert (pieces, received, error) == (["from memory"], [], "")


@pytest.mark.parametrize(
    ("serve", "advice"),
    [(breaks_off, "did not answer"), (wants_a_key, "KEEPSIGHT_API_KEY"), (talks_nonsense, "not a chat completion")],
)
def test_a_server_that_fails_says_so_in_words(serve: Serve, advice: str) -> None:
    assert advice in ask(serve, prompt())[2]


def test_an_address_that_nobody_listens_on_says_what_to_check() -> None:
    async def unanswered() -> None:
        answerer = OpenAIAnswerer(parse("http://127.0.0.1:9/v1#tiny"), "", FromMemory())
        async for _ in answerer.answer(prompt()):
            pass

    with pytest.raises(AnswerError, match="Check that it runs"):
        asyncio.run(unanswered())


@pytest.mark.parametrize("name", ["localhost#tiny", "http://localhost:11434/v1", ""])
def test_an_address_without_a_model_shows_how_to_write_it(name: str) -> None:
    with pytest.raises(SettingsError, match="openai:http://localhost:11434/v1#MODEL"):
        parse(name)
