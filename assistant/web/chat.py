"""The conversation as the chat shows it: events in, Gradio's message dicts out (no socket, no clock)."""

import html
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Literal

from assistant.core.events import (
    Cited,
    Event,
    Failed,
    Forgotten,
    ModeChanged,
    Noted,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    UserSaid,
)
from assistant.core.wording import language_of, say
from assistant.web.cards import Card, drawn
from assistant.web.minutes import Taken
from assistant.web.mode import forgets
from assistant.web.noted import written

MOST_ENTRIES = 300
NEXT = -1  # notes that a button ends are summed up by the reply that begins upon it
BANNER_STAGES = ("transport", "picture")  # failures of sending: said beside the text box, not in the conversation
_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]+`)", re.DOTALL)


@dataclass(slots=True)
class Entry:
    """One message. `pictures` are the ids of uploads, `cards` what a reply rests on; `time` in Unix seconds.

    noted: the lines of notes, which are one entry that grows while it is `open`; `number` counts such entries.
    summed: the turn whose reply sums them up, or NEXT.
    """

    role: Literal["user", "assistant"]
    turn: int
    text: str = ""
    time: float = 0.0
    pictures: tuple[int, ...] = ()
    cards: list[Card] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    number: int = 0
    summed: int = 0
    note: str = ""
    failed: bool = False
    open: bool = False

    @property
    def rests_on(self) -> set[int]:
        return {*self.pictures, *(card.observation.id for card in self.cards)}


class ChatLog:
    """`picture_url` gives the address of an observation's picture, or of what stands in for it."""

    def __init__(self, picture_url: Callable[[int], str]) -> None:
        self._picture_url = picture_url
        self._entries: list[Entry] = []
        self._numbers = itertools.count(1)
        self._new_notes = False  # the next line begins notes of their own

    def apply(self, event: Event, now: float) -> bool:
        """Whether the chat changed; `now` in Unix seconds."""
        match event:
            case UserSaid():
                self._add(Entry("user", event.turn, event.text, now, event.pictures, note=_unkept(event)))
            case ReplyStarted(turn=turn):
                self._reply(turn, now)
                self._sums_up(turn)
            case ReplyText(turn=turn, text=""):
                self._reply(turn, now)
            case ReplyText():
                self._reply(event.turn, now).text += event.text
            case Cited():
                self._cite(event, now)
            case ReplyEnded():
                self._end(event, now)
            case Failed() if event.stage not in BANNER_STAGES:
                self._add(Entry("assistant", 0, event.message, now, failed=True))
            case Noted():
                self._notes(event).noted.append(event)
            case ModeChanged(mode=mode):
                self._new_notes = mode == "notes"
                return self._close_notes() if mode != "notes" else False
            case Forgotten():
                self._forget(event)
            case _:
                return False
        return True

    def messages(self, now: float, here: tzinfo | None = None) -> list[dict[str, Any]]:
        """Newest last; a card's time is worded as seen at `now`, in the zone `here` (None: this machine's)."""
        return [{"role": entry.role, "content": self._content(entry, now, here)} for entry in self._entries]

    def notes(self, number: int) -> Taken | None:
        """Those of that number; None where they are gone."""
        entry = next((entry for entry in self._entries if entry.noted and entry.number == number), None)
        if entry is None:
            return None
        sums = (one.text for one in self._entries if one.role == "assistant" and one.turn == entry.summed > 0)
        _, _, summary = next(sums, "").partition("\n\n")  # what stands before it says that the notes are closed
        return Taken(list(entry.noted), summary.partition("```")[0].strip())  # without the lines once more

    def _add(self, entry: Entry) -> None:
        self._entries.append(entry)
        del self._entries[:-MOST_ENTRIES]

    def _reply(self, turn: int, now: float) -> Entry:
        for entry in reversed(self._entries):
            if entry.role == "assistant" and entry.turn == turn:
                return entry
        self._add(Entry("assistant", turn, time=now, open=True))
        return self._entries[-1]

    def _notes(self, line: Noted) -> Entry:
        """The entry that the line is added to: words of notes may be understood when these have been ended."""
        for entry in reversed(self._entries):
            if entry.noted and (entry.open or not self._new_notes):
                return entry
        self._new_notes = False
        self._add(Entry("assistant", 0, time=line.time, open=True, number=next(self._numbers)))
        return self._entries[-1]

    def _close_notes(self) -> bool:
        open_ones = [entry for entry in self._entries if entry.open and entry.noted]
        replies = [entry.turn for entry in self._entries if entry.open and entry.turn]
        for entry in open_ones:
            entry.open, entry.summed = False, max(replies, default=NEXT)
        return bool(open_ones)

    def _sums_up(self, turn: int) -> None:
        for entry in self._entries:
            if entry.summed == NEXT:
                entry.summed = turn

    def _cite(self, event: Cited, now: float) -> None:
        cards = self._reply(event.turn, now).cards
        if event.observation.id not in {card.observation.id for card in cards}:
            cards.append(Card(event.observation, event.box))

    def _end(self, event: ReplyEnded, now: float) -> None:
        entry = self._reply(event.turn, now)
        entry.open = False
        if event.ending == "interrupted":
            entry.note = say(language_of(entry.text), "Stopped.", "已停止。")
        if not (entry.text or entry.cards):
            self._entries.remove(entry)

    def _forget(self, event: Forgotten) -> None:
        """A question and its answer go together, where a memory that is gone was shown or cited in one of them."""
        gone = set(event.ids)
        turns = {entry.turn for entry in self._entries if entry.turn and entry.rests_on & gone}
        since = float("-inf") if event.everything else event.since
        kept = []
        for entry in self._entries:
            is_notes = bool(entry.noted)
            entry.noted = [line for line in entry.noted if not forgets(event, line)]
            recent = since is not None and entry.time >= since
            if entry.turn not in turns and (bool(entry.noted) if is_notes else not recent):
                kept.append(entry)
        self._entries = kept

    def _content(self, entry: Entry, now: float, here: tzinfo | None) -> str:
        if entry.failed:
            return f'<div class="ks-failed">{html.escape(entry.text)}</div>'
        if entry.noted:
            return written(entry.noted, entry.number, now, here, open=entry.open)
        if entry.open and not entry.text:
            return '<div class="ks-thinking" aria-label="Thinking"><i></i><i></i><i></i></div>'
        language = language_of(entry.text)
        pictures = "".join(self._picture(id) for id in entry.pictures)
        address = self._picture_url
        cards = "".join(
            drawn(card, entry.text, address(card.observation.id), language, now, here) for card in entry.cards
        )
        parts = [
            f'<div class="ks-uploads">{pictures}</div>' if pictures else "",
            _defused(entry.text),
            f'<div class="ks-cards">{cards}</div>' if cards else "",
            f'<div class="ks-note">{html.escape(entry.note)}</div>' if entry.note else "",
        ]
        return "\n\n".join(part for part in parts if part)

    def _picture(self, id: int) -> str:
        return f'<a href="#memory-{id}"><img src="{html.escape(self._picture_url(id))}" alt="Your picture"></a>'


def _unkept(event: UserSaid) -> str:
    if not event.unkept:
        return ""
    several = event.unkept > 1
    return say(
        language_of(event.text),
        f"{event.unkept} picture{'s were' if several else ' was'} looked at but not kept.",
        f"看過 {event.unkept} 張圖片，但沒有保存。",
    )


def _defused(text: str) -> str:
    """Markdown in which text that looks like tags is shown as text, but for code, where it is shown anyway."""
    parts = _CODE.split(text)
    return "".join(part if index % 2 else part.replace("<", "&lt;") for index, part in enumerate(parts))
