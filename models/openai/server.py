"""`openai:<base url>#<model>`: a vision-language model behind any OpenAI-compatible server (vLLM, Ollama, llama.cpp).

Without a model's name the only one of the server is taken. Only this server is sent anything: a question with its
pictures, and what the camera sees where the server is near, or the user wants its captions.

What a prompt begins with stays the same from turn to turn, system words and history first, and is written the same
way each time: servers that keep prefixes (vLLM, SGLang, llama.cpp) read only what is new.
"""

import asyncio
import base64
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, Literal

import httpx

from assistant.core.errors import AnswerError, SeeingError
from assistant.core.ports import Backend, Engine
from assistant.core.values import Description, Frame, Language, Message, Prompt
from models import captions
from models.composing import compose
from models.openai.address import parse
from models.openai.client import DONE, Client, Unreadable, events, parsed
from models.openai.giving_way import GivingWay
from models.openai.troubles import Troubles, said, told_in
from models.thinking import Thinking
from models.wants import Wants

# A spoken answer takes 100, and a model that thinks first a thousand more; with the 4096 tokens of context that Ollama
# gives by default, half is left for the prompt.
TOKENS = 2048
# Bytes of pictures. A megabyte takes 4.4 ms to write as JSON; beyond that another thread does it, which costs a small
# prompt more than it saves: among many sessions the threads wait for each other.
LARGE = 1_000_000


def create(source: str, wants: Wants, builtin: Engine) -> Backend[Engine]:
    """The built-in engine with a real model for what it cannot know. Nothing is connected to until a question comes.

    Raises SettingsError.
    """
    address = parse(source, "--vlm", offline=wants.offline)
    client, turn = Client(address, wants.api_key), GivingWay()
    answerer = OpenAIAnswerer(client, turn)
    described = captioned(wants.captions, address.near)
    eyes = OpenAICaptioner(client, turn, told_in(wants.languages)) if described else None
    engine = compose(
        answerer, builtin, wants.memory, eyes=eyes, grounder=wants.grounder, reads=True, close=client.close
    )
    return Backend(engine, close=engine.close)


def captioned(wish: Literal["auto", "model", "builtin"], near: bool) -> bool:
    """Whether the server describes what the camera sees: by itself only where the pictures stay near (pure)."""
    return wish == "model" or (wish == "auto" and near)


class OpenAIAnswerer:
    def __init__(self, client: Client, turn: GivingWay) -> None:
        self._client, self._turn = client, turn

    @property
    def name(self) -> str:
        return self._client.name

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Raises AnswerError where the server cannot be reached, refuses, or breaks off; the words so far stand."""
        troubles = Troubles(self._client.address, AnswerError, prompt.language)
        with self._turn.reply():
            async with aclosing(chat(self._client, prompt.messages, TOKENS, troubles)) as pieces:
                async for piece in pieces:
                    yield piece


class OpenAICaptioner:
    """One for all sessions. Gives way to replies, whoever asked for them."""

    def __init__(self, client: Client, turn: GivingWay, language: Language = "en") -> None:
        self._client, self._turn = client, turn
        self._troubles = Troubles(client.address, SeeingError, language)

    async def describe(self, frame: Frame) -> Description:
        """Raises SeeingError."""
        return captions.read(await self._turn.behind(lambda: self._caption(frame)))

    async def _caption(self, frame: Frame) -> str:
        asked = [Message("user", captions.ASK, (frame,))]
        async with aclosing(chat(self._client, asked, captions.TOKENS, self._troubles)) as pieces:
            return "".join([piece async for piece in pieces])


async def chat(client: Client, messages: Sequence[Message], most: int, troubles: Troubles) -> AsyncGenerator[str, None]:
    """Streams a reply of `most` tokens, thoughts included, without them. Closing it closes the connection."""
    large = sum(len(frame.jpeg) for message in messages for frame in message.frames) > LARGE
    written = await asyncio.to_thread(_written, messages) if large else _written(messages)
    body = {"model": await client.model(troubles), "messages": written, "stream": True}
    asked = {"json": {**body, "max_tokens": most}}
    newer = {"json": {**body, "max_completion_tokens": most}}  # OpenAI's own models that think take no other name
    thinking, spoke, ending = Thinking(), False, ""
    async with (
        client.post(
            "/chat/completions", asked, troubles, plain=newer, unknown="max_completion_tokens", large=large
        ) as response,
        aclosing(_deltas(response, troubles)) as deltas,
    ):
        async for delta in deltas:
            ending = ending or delta.ending
            if words := thinking.feed(delta.words):
                spoke = True
                yield words
    if not ending:
        raise troubles.broke_off()
    if words := thinking.finish():
        yield words
    elif not spoke:
        raise troubles.only_thought() if ending == "length" else troubles.no_words()


def alternating(messages: Sequence[Message]) -> list[Message]:
    """Turns of one speaker in a row as one, which Gemma's and Mistral's chat templates demand (pure)."""
    turns: list[Message] = []
    for message in messages:
        if turns and turns[-1].role == message.role:
            before = turns.pop()
            text = "\n\n".join(filter(None, (before.text, message.text)))
            message = replace(message, text=text, frames=(*before.frames, *message.frames))
        turns.append(message)
    return turns


@dataclass(frozen=True, slots=True)
class Delta:
    """ending: why the reply is over; empty while it goes on."""

    words: str
    ending: str = ""


async def _deltas(response: httpx.Response, troubles: Troubles) -> AsyncGenerator[Delta, None]:
    if "application/json" in response.headers.get("content-type", ""):  # a server that does not stream
        yield _delta(await response.aread(), "message", troubles)
        return
    ever = False
    async with aclosing(events(response.aiter_bytes())) as all_data:
        async for data in all_data:
            ever = True
            yield Delta("", "done") if data == DONE else _delta(data, "delta", troubles)
    if not ever:
        raise Unreadable


def _delta(data: bytes, part: Literal["delta", "message"], troubles: Troubles) -> Delta:
    """What one event adds. What the model thinks comes under names of its own, which are left alone."""
    if data.startswith(b'{"error": "'):  # not always JSON: `transformers serve` puts no backslash before a quote
        raise troubles.stopped(said(data))
    answer = parsed(data)
    if answer.get("error") or answer.get("object") == "error":
        raise troubles.stopped(said(data))
    try:
        choices = [choice for choice in answer.get("choices") or () if choice.get("index", 0) == 0]
        words = "".join(_words((choice.get(part) or {}).get("content")) for choice in choices)
        return Delta(words, "".join(choice.get("finish_reason") or "" for choice in choices))
    except (AttributeError, TypeError) as error:
        raise Unreadable from error


def _words(content: str | list[dict[str, Any]] | None) -> str:
    """Mistral's models that think send a list of parts."""
    if isinstance(content, list):
        return "".join(part["text"] for part in content if part.get("type") == "text")
    return content or ""


def _written(messages: Sequence[Message]) -> list[dict[str, Any]]:
    return [_message(message) for message in alternating(messages)]


def _message(message: Message) -> dict[str, Any]:
    if not message.frames:
        return {"role": message.role, "content": message.text}
    pictures = [
        {"type": "image_url", "image_url": {"url": f"data:image/jpeg;base64,{base64.b64encode(frame.jpeg).decode()}"}}
        for frame in message.frames
    ]
    return {"role": message.role, "content": [*pictures, {"type": "text", "text": message.text}]}
