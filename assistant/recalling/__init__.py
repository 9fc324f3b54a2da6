"""Answers about the past, whatever the engine: from the memory, with the proof, or an honest no."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace

from assistant.core.intents import (
    AboutThePast,
    FindText,
    WhatMoved,
    WhatSaid,
    WhatSeen,
    WhatShown,
    WhatWasAt,
    WhenSeen,
    WhereBefore,
    WhereIs,
    WhoDid,
)
from assistant.core.values import Box
from assistant.recalling import scenes, where
from assistant.recalling.sources import Asked, Sources

__all__ = ["Asked", "Recalling", "Sources"]


class Recalling:
    """The questions about the past of one session: "and before that?" goes on from the one before."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._thing = ""
        self._steps = 0

    @property
    def marks(self) -> Mapping[int, Box]:
        """Where in the pictures of cited observations is what the newest answer is about."""
        return self._sources.marks

    def ahead(self) -> "Recalling":
        """One that goes on from here and changes nothing here: for an answer that may never be given."""
        other = Recalling(replace(self._sources, marks={}))
        other._thing, other._steps = self._thing, self._steps
        return other

    def answer(self, intent: AboutThePast, asked: Asked) -> AsyncGenerator[str, None]:
        """Streams what to say; `[#12]` stands behind what rests on observation 12.

        Raises AnswerError, RememberingError.
        """
        sources = self._sources
        sources.marks.clear()
        match intent:
            case WhereIs(thing, when):
                return where.where(self._about(thing), when, asked, sources)
            case WhenSeen(thing):
                return where.where(self._about(thing), "", asked, sources)
            case WhereBefore(thing):
                return self._before(thing, asked)
            case WhatWasAt(place, when):
                return scenes.at(place, when, asked, sources)
            case WhatSaid(bearer, when):
                return scenes.said(bearer, when, asked, sources)
            case WhoDid(thing):
                return scenes.who(thing, asked, sources)
            case WhatMoved(seconds):
                return scenes.moved(seconds, asked, sources)
            case WhatShown(when):
                return scenes.shown(when, asked, sources)
            case WhatSeen(seconds, when):
                return scenes.seen(seconds, when, asked, sources)
            case FindText(words):
                return scenes.found(words, asked, sources)

    def forget(self) -> None:
        """What was asked about last is not remembered either."""
        self._thing, self._steps = "", 0
        self._sources.marks.clear()

    def _about(self, thing: str) -> str:
        self._thing, self._steps = thing, 0
        return thing

    def _before(self, thing: str, asked: Asked) -> AsyncGenerator[str, None]:
        """Each "before that" goes one place further back."""
        self._steps = self._steps + 1 if not thing or thing == self._thing else 1
        self._thing = thing or self._thing
        if not self._thing:
            return _what_thing(asked)
        return where.before(self._thing, self._steps, asked, self._sources)


async def _what_thing(asked: Asked) -> AsyncGenerator[str, None]:
    yield asked.say("Before what? Ask me where a thing is first.", "什麼東西之前？請先問我東西在哪裡。")
