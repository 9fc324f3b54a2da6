"""Where a conversation stands, as a page that comes must know it, and what is not told of it any more (no socket)."""

from dataclasses import asdict, replace
from typing import Any

from assistant.core.events import (
    Awaiting,
    Cited,
    Event,
    Forgotten,
    RememberingChanged,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    Sentence,
    Silence,
    Timing,
    Unsure,
    UserSaid,
    Voice,
)
from assistant.web.mode import ModeState


class Standing:
    def __init__(self) -> None:
        self.speaking = False  # a reply is spoken to the page, or was sent to be
        self._mode = ModeState()
        self._forgotten = 0  # replies up to this one had begun when something was forgotten beside the conversation
        self._state: dict[str, Any] = {"turn": 0, "silenced": 0, "remembering": True, "unsure": "", "timing": None}

    def welcome(self) -> dict[str, Any]:
        return {**self._state, **self._mode.welcome()}

    def forgot(self) -> None:
        """Something was forgotten, on which the reply that is under way may rest."""
        self._forgotten = self._state["turn"]

    def without_forgotten(self, event: Event) -> Event | None:
        """Of a reply that was under way when something was forgotten, on which it may rest, only the end is told."""
        match event:
            case ReplyText() | Cited() | Sentence() | Voice() if event.turn <= self._forgotten:
                return None
            case ReplyEnded() if event.turn <= self._forgotten:
                return replace(event, heard="")
            case _:
                return event

    def note(self, event: Event, now: float) -> None:
        """`now` in Unix seconds."""
        self._mode.note(event, now)
        self.speaking = isinstance(event, Sentence) or (self.speaking and not isinstance(event, ReplyEnded))
        match event:
            case ReplyStarted(turn=turn):
                self._state["turn"] = turn
            case Silence(turn=turn):
                self._state["silenced"] = turn
            case Awaiting(awaited=awaited):
                self._state["awaited"] = [asdict(one) for one in awaited]
            case RememberingChanged(on=on):
                self._state["remembering"] = on
            case Unsure(text=text):
                self._state["unsure"] = text
            case UserSaid():
                self._state["unsure"] = ""
            case Forgotten() if event.everything or event.since is not None:
                self._state["unsure"] = ""
            case ReplyEnded(timing=timing):
                self._state["timing"] = _seconds(timing)
            case _:
                pass


def _seconds(timing: Timing) -> dict[str, float | None]:
    return {"transcript": timing.transcript, "first_token": timing.first_token, "first_sound": timing.first_sound}
