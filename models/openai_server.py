"""`openai:<base url>#<model>`: a vision-language model behind any OpenAI-compatible server (Ollama, llama.cpp, vLLM).

The model answers what is open and what is in view. What was seen earlier stays with the built-in engine, whose
answers rest on stored observations. Only this server is sent anything, and only when a question is asked.
"""

import base64
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

import httpx

from assistant.core.errors import AnswerError, SettingsError
from assistant.core.intents import Open, ReadThat, WhatIsThis
from assistant.core.ports import Answerer, Engine
from assistant.core.values import Message, Prompt

PATIENCE = httpx.Timeout(10.0, read=120.0)  # seconds; a cold model may load for a minute before its first token


@dataclass(frozen=True, slots=True)
class Address:
    base: str
    model: str


def parse(name: str) -> Address:
    """`http://localhost:11434/v1#qwen3-vl:8b` -> its base and model. Raises SettingsError."""
    base, _, model = name.partition("#")
    if not base.startswith(("http://", "https://")) or not model:
        raise SettingsError(
            f"--vlm openai:{name} is not an address and a model; write it like openai:http://localhost:11434/v1#MODEL."
        )
    return Address(base.rstrip("/"), model)


def create(name: str, api_key: str, builtin: Engine) -> Engine:
    """The built-in engine with a real model for what it cannot know. Nothing is connected to until a question comes."""
    return replace(builtin, answerer=OpenAIAnswerer(parse(name), api_key, builtin.answerer))


class OpenAIAnswerer:
    def __init__(self, address: Address, api_key: str, recall: Answerer) -> None:
        self.name = address.model
        self._address = address
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._recall = recall

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Raises AnswerError where the server cannot be reached, refuses, or breaks off."""
        by_model = isinstance(prompt.intent, Open | ReadThat | WhatIsThis)
        async with aclosing(self._ask(prompt) if by_model else self._recall.answer(prompt)) as pieces:
            async for piece in pieces:
                yield piece

    async def _ask(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        body = {"model": self._address.model, "stream": True, "messages": [_message(m) for m in prompt.messages]}
        url = f"{self._address.base}/chat/completions"
        try:
            async with (
                httpx.AsyncClient(timeout=PATIENCE, headers=self._headers) as client,
                client.stream("POST", url, json=body) as response,
            ):
                if response.status_code != httpx.codes.OK:
                    await response.aread()
                    raise _refused(response, self._address)
                async for line in response.aiter_lines():
                    if line.startswith("data:") and (piece := _delta(line[5:].strip())):
                        yield piece
        except httpx.HTTPError as error:
            raise AnswerError(
                f"The model server at {self._address.base} did not answer ({type(error).__name__}). "
                "Check that it runs and that --vlm names the right address."
            ) from error


def _message(message: Message) -> dict[str, Any]:
    if not message.frames:
        return {"role": message.role, "content": message.text}
    pictures = [
        {"type": "image_url", "image_url": {"url": f"data:image/jpeg;base64,{base64.b64encode(frame.jpeg).decode()}"}}
        for frame in message.frames
    ]
    return {"role": message.role, "content": [*pictures, {"type": "text", "text": message.text}]}


def _delta(data: str) -> str:
    """The text of one server-sent event; empty for `[DONE]`, roles and keep-alives. Raises AnswerError."""
    if data in ("", "[DONE]"):
        return ""
    try:
        event = json.loads(data)
        if "error" in event:
            raise AnswerError(f"The model server stopped with an error: {event['error']}")
        return "".join(choice["delta"].get("content") or "" for choice in event.get("choices", ()))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise AnswerError("The model server sent something that is not a chat completion stream.") from None


def _refused(response: httpx.Response, address: Address) -> AnswerError:
    advice = {
        401: "Give its key with KEEPSIGHT_API_KEY.",
        403: "Give its key with KEEPSIGHT_API_KEY.",
        404: f"Check that it serves the model {address.model!r}, and that the address ends in /v1.",
        413: "The pictures are too large for it.",
    }.get(response.status_code, "Its own log says why.")
    return AnswerError(f"The model server at {address.base} refused (HTTP {response.status_code}). {advice}")
