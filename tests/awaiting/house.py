"""A session before whose camera things come and go: what each picture shows is written beside it."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from assistant.core.ports import Engine, SpeechToText, TextToSpeech
from assistant.core.values import Box, Description, Frame, Transcript, Utterance, Verdict
from assistant.session import Parts, Session
from memory.store import Store
from tests.clock import run
from tests.pictures import jpeg
from tests.scripted import ScriptedUser, clock
from tests.talking import Loudness, Words

PERSON = Box("person", 0.6, 0.1, 0.9, 0.9, 0.9)
CUP = Box("cup", 0.1, 0.5, 0.2, 0.7, 0.8)
KNIFE = Box("knife", 0.4, 0.5, 0.5, 0.6, 0.8)
EMPTY, SOMEONE, CUPS, KNIVES, SHADOW = (jpeg(name) for name in ("empty", "someone", "cups", "knives", "shadow"))
SHOWN = {EMPTY: (), SOMEONE: (PERSON,), CUPS: (CUP,), KNIVES: (KNIFE,)}


@dataclass
class House(Words):
    """Eyes that name what is written beside a picture, at a glance; and a model that judges where `judges`."""

    words: str = "ok."
    name: str = "builtin"
    known: tuple[str, ...] = ("person", "cup", "knife")
    judges: bool = False
    so: Callable[[Frame], bool] = lambda frame: False
    takes: float = 0.5
    judged: list[tuple[str, Frame, Frame | None]] = field(default_factory=list)

    async def labels(self) -> frozenset[str]:
        return frozenset(self.known)

    async def notice(self, frame: Frame) -> tuple[Box, ...] | None:
        return SHOWN.get(frame.jpeg, ())

    async def describe(self, frame: Frame) -> Description:
        boxes = SHOWN.get(frame.jpeg, ())
        return Description(" ".join(f"{box.label}: there." for box in boxes), boxes=boxes, worth_keeping=bool(boxes))

    async def examine(self, thing: str, question: str, frame: Frame) -> Verdict:
        return Verdict("unsure")

    async def judge(self, event: str, frame: Frame, before: Frame | None) -> Verdict:
        self.judged.append((event, frame, before))
        await asyncio.sleep(self.takes)
        return Verdict("yes" if self.so(frame) else "no")

    def engine(self) -> Engine:
        return Engine(self, lambda: self, self, lambda: None, witness=self)


@dataclass
class Deaf:
    async def transcribe(self, utterance: Utterance) -> Transcript:
        await asyncio.sleep(0.2)
        return Transcript("and then I told her", "en", 0.9)


Scene = Callable[[ScriptedUser, Store], Coroutine[Any, Any, None]]


def living(
    scene: Scene,
    house: House | None = None,
    view: bytes | None = EMPTY,
    voice: TextToSpeech | None = None,
    ears: SpeechToText | None = None,
) -> ScriptedUser:
    """The whole scene, with a page that only reads where there is no voice; what was heard of it."""
    user = ScriptedUser(voice="server" if voice else "off")

    async def whole() -> None:
        memory = Store.open(None)
        parts = Parts((house or House()).engine(), Loudness(), ears or Deaf(), voice, memory, clock)
        session = asyncio.create_task(Session("test", parts, user).run())
        user.start(view)
        if view:
            await user.show(view, 3.0)
        await scene(user, memory)
        user.leave()
        await session
        memory.close()

    run(whole())
    return user


async def views(user: ScriptedUser, *pictures: tuple[bytes, float]) -> None:
    for picture, seconds in pictures:
        await user.show(picture, seconds)
