"""Answers what can be known without a model, and declines the rest in one sentence. It never guesses."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from assistant.core.errors import AnswerError, SeeingError
from assistant.core.intents import (
    AnyoneThere,
    HowIsPicture,
    Open,
    ReadThat,
    ScanCode,
    WhatCanYouDo,
    WhatColour,
    WhatIsThis,
    WhatTime,
)
from assistant.core.ports import Memory
from assistant.core.values import Language, Prompt
from assistant.core.wording import clock, say
from models.builtin import looking, naming
from models.builtin.looking import Sight


class Answering:
    """The answerer: words made from what is read, matched and measured in the pictures of a prompt."""

    name = "builtin"

    def __init__(self, sight: Sight, memory: Memory) -> None:
        self._sight = sight
        self._memory = memory

    async def answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Raises AnswerError for a picture that is broken."""
        try:
            async with aclosing(self._answer(prompt)) as pieces:
                async for piece in pieces:
                    yield piece
        except SeeingError as error:
            raise AnswerError(str(error)) from error

    async def forget(self) -> None:
        """The looks of taught things; those that are still known are made anew."""
        await self._sight.lane.call(lambda stop: self._sight.looks.keep_only(()), urgent=True)

    def _answer(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        match prompt.intent:
            case WhatCanYouDo():
                return _say(_abilities(prompt.language))
            case WhatTime():
                return _say(_time(prompt))
            case _:
                return self._about_view(prompt)

    def _about_view(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        sight, frames, language = self._sight, prompt.frames, prompt.language
        match prompt.intent:
            case Open():
                return self._open(prompt)
            case ReadThat() | WhatIsThis() | ScanCode() | WhatColour() | AnyoneThere() | HowIsPicture() if not frames:
                return _say(looking.nothing_in_view(language))
            case ReadThat():
                return looking.read(sight, frames, language)
            case WhatIsThis():
                return self._what(prompt)
            case ScanCode():
                return looking.scan(sight, frames, language)
            case WhatColour():
                return looking.colour(sight, frames, language)
            case AnyoneThere():
                return looking.anyone(sight, frames, language)
            case HowIsPicture():
                return looking.picture(sight, frames, language)
            case command:
                raise AssertionError(f"{command} is carried out by the session")

    async def _what(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        told = False
        things = await self._memory.things()
        async with aclosing(naming.named(self._sight, prompt.frames, things, prompt.language)) as pieces:
            async for piece in pieces:
                told = True
                yield piece
        yield naming.nothing_more(prompt.language) if told else declined(prompt.language)

    async def _open(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        yield declined(prompt.language)
        given = [frame for frame in prompt.frames if frame.source == "upload"]
        if given:
            async with aclosing(looking.read_in(self._sight, given, prompt.language)) as pieces:
                async for piece in pieces:
                    yield piece


async def _say(words: str) -> AsyncGenerator[str, None]:
    yield words


def declined(language: Language) -> str:
    return say(
        language,
        "That needs a model: wait for the one that is being fetched, or start Keepsight with --vlm auto, or with --vlm "
        "openai:http://localhost:11434/v1#MODEL to use one served by Ollama or vLLM.",
        "這需要模型：請等正在下載的模型就緒，或用 --vlm auto 啟動 Keepsight，"
        "或用 --vlm openai:http://localhost:11434/v1#MODEL 使用 Ollama 或 vLLM 提供的模型。",
    )


def _time(prompt: Prompt) -> str:
    at = clock(prompt.now, prompt.now, prompt.language)
    return say(prompt.language, f"It is {at}.", f"現在是 {at}。")


def _abilities(language: Language) -> str:
    return say(
        language,
        "I work without a model. I read text, QR codes and barcodes, name colours, and notice movement and a face "
        "turned to the camera. Hold something up and say “this is my notebook”, and later ask where it is. Tell me "
        "“remember that my glasses are on the piano”. Ask what I saw in the last five minutes, or where I read a "
        "word. Say “forget the last ten minutes” whenever you like.",
        "我不用模型就能工作。我會讀文字、QR 碼和條碼，說出顏色，並注意動靜和面向鏡頭的臉。"
        "拿起東西說「這是我的筆記本」，之後再問它在哪裡。告訴我「記住，我的眼鏡在鋼琴上」。問我最近五分鐘看到什麼，或在哪裡讀到某個詞。"
        "隨時可以說「忘記最近十分鐘」。",
    )
