"""One page's place at a conversation, and why it loses it."""

import asyncio
from dataclasses import dataclass, field
from datetime import tzinfo


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Why a page loses its conversation: a WebSocket close code and what to do, in words."""

    code: int
    reason: str


MOVED = Goodbye(4410, "This conversation moved to another tab.")
MOVED_AWAY = Goodbye(4410, "This conversation moved to another device.")
OVER = Goodbye(4404, "This conversation has ended. A new one begins.")


@dataclass(slots=True, eq=False)
class Seat:
    """One page's place at the conversation; `left` is done when the page has to go.

    device: names the browser, the same for all its tabs. zone: what its clock shows; None: as this machine's.
    heard: the loop's time at which the page was last heard from.
    """

    page: str
    device: str = ""
    zone: tzinfo | None = None
    heard: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    left: asyncio.Future[Goodbye] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def leave(self, why: Goodbye) -> None:
        if not self.left.done():
            self.left.set_result(why)
