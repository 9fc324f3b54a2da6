"""Looking again: who can tell whether a thing is in a picture, and what is made of their words.

A taught thing is known by its look alone: a model would take any notebook for it. Everything else is asked of the
model, and where it can point, or something can point for it, the place in the picture is added.
"""

import re
from contextlib import aclosing

from assistant.core.errors import AnswerError, SeeingError
from assistant.core.intents import Open
from assistant.core.names import named
from assistant.core.ports import Answerer, Grounder, Memory, Witness
from assistant.core.values import Box, Frame, Language, Message, Prompt, Verdict
from assistant.core.wording import language_of, say, shortened

SIGHTING = 0.3  # score of a box from which on it is called a sighting; families that give no score say 1.0
LONGEST = 300  # characters of a verdict that are read: a model that goes on is stopped
PLACE = 120  # characters of a place that are told

_YES = re.compile(r"\W*(?:yes|是|有|在|看到|看見|看见|對|对)(?![a-z])[\s*,.:;,。：；、-]*", re.IGNORECASE)
_NO = re.compile(r"\W*(?:no\b|not\b|不|没|沒|否|i (?:do not|don't|cannot|can't) see)", re.IGNORECASE)
_LEAD = re.compile(r"^(?:it is|it's|they are|they're|the \w+ (?:is|are)|place|where|located|在)\s*:?\s*", re.IGNORECASE)


def question(thing: str, asked: str, language: Language) -> str:
    """What a model is asked about one picture: the same form for a picture of now and of earlier."""
    return say(
        language,
        f"Somebody asks: “{asked}”. Look at this picture only. Does it show: {thing}? Similar things do not count. "
        f"Answer in one line: “yes: ” and where it is and next to what, or “no”, or “unsure”.",
        f"有人問：「{asked}」。只看這張圖片：裡面有{thing}嗎？相似的東西不算。用一行回答：「有：」加上它在哪裡、旁邊是什麼，或「沒有」，或「不確定」。",
    )


def happening(event: str, pictures: int, language: Language) -> str:
    """What a model is asked about the newest of one or two pictures: whether something waited for is so now."""
    which = say(
        language,
        "The first picture was taken earlier, the second is of now." if pictures == 2 else "The picture is of now.",
        "第一張圖片是稍早拍的，第二張是現在。" if pictures == 2 else "這張圖片是現在拍的。",
    )
    return say(
        language,
        f"Somebody waits for this: “{event}”. {which} Can it be seen in the picture of now that this is so? What only "
        f"might be does not count. Answer in one line: “yes: ” and what shows it, or “no”, or “unsure”.",
        f"有人在等這件事：「{event}」。{which}從現在的圖片看得出已經是這樣了嗎？只是可能的不算。"
        f"用一行回答：「是：」加上從哪裡看出來，或「不是」，或「不確定」。",
    )


def read(words: str) -> Verdict:
    """What a model said, as a verdict: what is neither a clear yes nor a clear no is unsure."""
    line = next((line for line in words.strip().splitlines() if line.strip()), "")
    if _NO.match(line):
        return Verdict("no" if not re.match(r"\W*不(?:確定|确定|清楚|知道)", line) else "unsure")
    if not (yes := _YES.match(line)):
        return Verdict("unsure")
    place = _LEAD.sub("", line[yes.end() :].strip(" \"'“”「」*"))
    return Verdict("yes", shortened(place, PLACE).rstrip(".。"))


class ModelWitness:
    """`looks` knows taught things by their look; `grounder` points, where there is one."""

    def __init__(self, model: Answerer, memory: Memory, looks: Witness | None, grounder: Grounder | None) -> None:
        self._model, self._memory = model, memory
        self._looks, self._grounder = looks, grounder

    async def examine(self, thing: str, asked: str, frame: Frame) -> Verdict:
        """A yes that nothing can be pointed at for is unsure. Raises AnswerError, ModelError."""
        if self._looks and named(thing, await self._memory.things()):
            return await self._looks.examine(thing, asked, frame)
        verdict = read(await self._told(thing, asked, frame))
        if verdict.seen == "no" or not self._grounder:
            return verdict
        box = await _box(self._grounder, frame, thing)
        return Verdict("yes", verdict.place, box) if box else Verdict("unsure")

    @property
    def judges(self) -> bool:
        return True

    async def judge(self, event: str, frame: Frame, before: Frame | None) -> Verdict:
        """Raises AnswerError, ModelError."""
        language = language_of(event)
        frames = (before, frame) if before else (frame,)
        return read(await self._answered(happening(event, len(frames), language), language, frames))

    async def _told(self, thing: str, asked: str, frame: Frame) -> str:
        language = language_of(asked or thing)
        return await self._answered(question(thing, asked, language), language, (frame,))

    async def _answered(self, words: str, language: Language, frames: tuple[Frame, ...]) -> str:
        prompt = Prompt((Message("user", words, frames),), Open(), language, frames[-1].time, frames, (), words)
        told = ""
        async with aclosing(self._model.answer(prompt)) as pieces:
            async for piece in pieces:
                told += piece
                if len(told) > LONGEST or "\n" in told.strip():
                    break
        return told


async def _box(grounder: Grounder, frame: Frame, thing: str) -> Box | None:
    """The surest sighting. Raises AnswerError."""
    try:
        found = await grounder.locate(frame, thing)
    except SeeingError as error:
        raise AnswerError(str(error)) from error
    return max((box for box in found if box.score >= SIGHTING), key=lambda box: box.score, default=None)
