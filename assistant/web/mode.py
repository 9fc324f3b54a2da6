"""The mode that a conversation is in, and its notes, as a page that comes back must know them (no socket, no clock)."""

from collections.abc import Sequence
from typing import Any

from assistant.core.events import Event, Forgotten, ModeChanged, Noted
from assistant.core.values import Mode

READABLE = 50  # newest lines whose words a page that comes back is given; the chat has more


class ModeState:
    def __init__(self) -> None:
        self._mode: Mode = "conversation"
        self._languages: Sequence[str] = ()
        self._began = 0.0
        self._noted: list[Noted] = []

    def note(self, event: Event, now: float) -> None:
        """`now` in Unix seconds."""
        match event:
            case ModeChanged(mode, languages):
                if mode == "notes" != self._mode:
                    self._began, self._noted = now, []
                self._mode, self._languages = mode, languages
            case Noted():
                self._noted.append(event)
            case Forgotten():
                self._noted = [line for line in self._noted if not forgets(event, line)]
            case _:
                pass

    def welcome(self) -> dict[str, Any]:
        """mode, languages; in notes also when they `began`, Unix seconds, and the lines `noted`, old ones wordless."""
        state = {"mode": self._mode, "languages": list(self._languages)}
        if self._mode != "notes":
            return state
        unread = len(self._noted) - READABLE
        lines = [
            {"text": line.text if at >= unread else "", "time": line.time, "id": line.id}
            for at, line in enumerate(self._noted)
        ]
        return {**state, "began": self._began, "noted": lines}


def forgets(event: Forgotten, line: Noted) -> bool:
    """Whether a line of the notes is among what was forgotten."""
    since = float("-inf") if event.everything else event.since
    return (since is not None and line.time >= since) or (line.id != 0 and line.id in event.ids)
