"""All conversations: begun when a page comes, found again when it comes back, ended when none came for long."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable, Coroutine
from typing import Any

from assistant.core.events import Event, Failed, Forgotten
from assistant.core.ports import Transport
from assistant.core.values import Forgot
from assistant.web.conversation import Conversation
from assistant.web.seat import Goodbye

log = logging.getLogger("keepsight.web")

BROKEN = Goodbye(4500, "Something broke in this conversation. A new one begins; your memories are kept.")
CLOSING = Goodbye(1001, "Keepsight is stopping.")

OpenSession = Callable[[Transport], Coroutine[Any, Any, None]]


class Hub:
    """Runs `open_session` for the life of each conversation; keeps at most `most` of them.

    drop_unsent: deletes the pictures that were attached and not sent.
    """

    def __init__(
        self,
        open_session: OpenSession,
        picture_url: Callable[[int], str],
        idle_seconds: float,
        most: int,
        drop_unsent: Callable[[], None] = lambda: None,
    ) -> None:
        self._drop_unsent = drop_unsent
        self._open_session = open_session
        self._picture_url = picture_url
        self._idle_seconds = idle_seconds
        self._most = most
        self._conversations: dict[str, Conversation] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def find(self, key: str) -> Conversation | None:
        return self._conversations.get(key)

    def join(self, key: str) -> Conversation | None:
        """The conversation `key`, or a new one where there is none; None where too many are in use."""
        if found := self.find(key):
            return found
        if len(self._conversations) >= self._most and not self._end_unused():
            return None
        return self._begin()

    def broadcast(self, event: Event, besides: Conversation | None = None) -> None:
        """Onto every page; what is forgotten also leaves what every other session has in mind."""
        if isinstance(event, Forgotten) and (event.everything or event.since is not None):
            self._drop_unsent()
        for conversation in list(self._conversations.values()):
            if conversation is not besides:
                conversation.show(event)
                if isinstance(event, Forgotten):
                    conversation.tell(Forgot(event.ids, event.everything, event.since))

    def hearing(self) -> Callable[[Forgot], None]:
        """Takes what another process forgot, in any thread; after the end of this one's loop it is let pass."""
        loop = asyncio.get_running_loop()

        def hear(forgot: Forgot) -> None:
            event = Forgotten(forgot.ids, forgot.everything, forgot.since)
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self.broadcast, event)

        return hear

    async def close(self) -> None:
        for conversation in list(self._conversations.values()):
            conversation.end(CLOSING)
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _begin(self) -> Conversation:
        conversation = Conversation(secrets.token_urlsafe(16), self._picture_url, self.broadcast, self._idle_seconds)
        task = asyncio.create_task(self._open_session(conversation))
        task.add_done_callback(lambda done: self._ended(conversation, done))
        self._conversations[conversation.key] = conversation
        self._tasks[conversation.key] = task
        return conversation

    def _end_unused(self) -> bool:
        """The one that has been without a page for longest makes room."""
        unused = [conversation for conversation in self._conversations.values() if not conversation.has_page]
        if not unused:
            return False
        oldest = min(unused, key=lambda conversation: conversation.left_at)
        del self._conversations[oldest.key]
        oldest.end()
        return True

    def _ended(self, conversation: Conversation, done: asyncio.Task[None]) -> None:
        """A bug ends its own conversation, loudly, and no other."""
        self._conversations.pop(conversation.key, None)
        self._tasks.pop(conversation.key, None)
        bug = None if done.cancelled() else done.exception()
        if bug is None:
            conversation.end()
            return
        log.error("a conversation ended by a bug", exc_info=bug)
        conversation.show(Failed("session", BROKEN.reason))
        conversation.end(BROKEN)
