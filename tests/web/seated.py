"""A conversation without a socket, and what its page and its session get of it."""

import asyncio
import json
from typing import Any

from assistant.core.values import AudioChunk, Input
from assistant.web.conversation import Conversation
from assistant.web.seat import Seat

SOUND = AudioChunk(bytes(480), 24_000)
IDLE = 1800.0


def alone() -> Conversation:
    return Conversation("key", str, lambda event, besides: None, IDLE)


async def sent(conversation: Conversation, seat: Seat | None = None) -> list[dict[str, Any] | bytes]:
    """All that waits for the page in its seat: JSON as dicts, sound as bytes."""
    messages: list[dict[str, Any] | bytes] = []
    while True:
        try:
            data = (await asyncio.wait_for(conversation.outbox.take(seat), 0.01)).data
        except TimeoutError:
            return messages
        messages.append(json.loads(data) if isinstance(data, str) else data)


async def received(conversation: Conversation) -> list[Input]:
    conversation.end()
    return [value async for value in conversation.inputs()]
