"""Answers from what is in view now. Each says plainly when there is nothing to look at, or nothing to be made out."""

import threading
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

from assistant.core.lane import Lane
from assistant.core.values import Box, Frame, Language, Taught
from assistant.core.wording import place, say
from models.builtin.codes import codes
from models.builtin.colours import Colour, colours
from models.builtin.faces import faces
from models.builtin.looks import Looks
from models.builtin.picture import Picture, cut, decode
from models.builtin.quality import Quality, quality
from models.builtin.reading import Reader
from models.builtin.turning import Row, read_aloud

T = TypeVar("T")

# Which answers look at the middle only: a thing that is shown is held there.
MIDDLE = Box("middle", 0.25, 0.2, 0.75, 0.8)


@dataclass(frozen=True, slots=True)
class Sight:
    """What looking takes: one lane for all that blocks, the reader and the looks of taught things."""

    lane: Lane
    reader: Reader
    looks: Looks

    async def look(self, frames: Sequence[Frame], work: Callable[[Picture], T]) -> list[T]:
        """`work` on each picture, before any caption. Raises SeeingError for a broken one."""
        return await self.lane.call(lambda stop: [work(decode(frame.jpeg)) for frame in frames], urgent=True)

    def aloud(self, frame: Frame) -> AsyncGenerator[Row, None]:
        def reading(stop: threading.Event) -> Generator[Row, None, None]:
            yield from read_aloud(self.reader, decode(frame.jpeg), stop)

        return self.lane.stream(reading)


def nothing_in_view(language: Language) -> str:
    return say(
        language,
        "Nothing is in view. Press Start and hold it to the camera, share your screen, or upload a picture.",
        "目前沒有畫面。請按「開始」，把東西舉到鏡頭前，或分享螢幕，或上傳圖片。",
    )


async def read(sight: Sight, frames: Sequence[Frame], language: Language) -> AsyncGenerator[str, None]:
    """Says line by line what is read, while the rest is still being read."""
    silent = True
    async with aclosing(_lines(sight, frames)) as lines:
        async for line in lines:
            if silent:
                yield say(language, "It says:\n", "文字如下：\n")
            silent = False
            yield line
    if silent:
        state = (await sight.look(frames[:1], quality))[0]
        yield f"{_unread(language)} {_closer(language) if state == 'good' else how(state, language)}"


async def read_in(sight: Sight, frames: Sequence[Frame], language: Language) -> AsyncGenerator[str, None]:
    """What can be read in pictures about which something else was asked; nothing where there is no text."""
    silent = True
    async with aclosing(_lines(sight, frames)) as lines:
        async for line in lines:
            if silent:
                yield say(language, " I can read this in it:\n", "我可以讀出圖裡的文字：\n")
            silent = False
            yield line


async def _lines(sight: Sight, frames: Sequence[Frame]) -> AsyncGenerator[str, None]:
    for frame in frames:
        async with aclosing(sight.aloud(frame)) as rows:
            async for row in rows:
                yield ("\n" if row.begins_block else "") + f"{row.text}\n"


def _unread(language: Language) -> str:
    return say(language, "I find no text that I can read.", "我找不到可以讀的文字。")


def _closer(language: Language) -> str:
    return say(language, "Hold it closer, flat and still, and ask again.", "請拿近一點、放平、不要動，再問一次。")


async def scan(sight: Sight, frames: Sequence[Frame], language: Language) -> AsyncGenerator[str, None]:
    found = [code for codes_of in await sight.look(frames, codes) for code in codes_of]
    for words, box in found:
        yield say(language, f"The {box.label} {place(box, language)} says: ", f"{place(box, language)}的碼內容是：")
        yield f"{words}\n"
    if not found:
        yield say(
            language,
            "I find no QR code or barcode that I can read. Hold it closer, flat and still, and ask again.",
            "我找不到可以讀的 QR 碼或條碼。請拿近一點、放平、不要動，再問一次。",
        )


_CHINESE: dict[Colour, str] = {
    "black": "黑色",
    "grey": "灰色",
    "white": "白色",
    "red": "紅色",
    "orange": "橙色",
    "yellow": "黃色",
    "green": "綠色",
    "blue": "藍色",
    "purple": "紫色",
    "pink": "粉紅色",
    "brown": "棕色",
}


async def colour(sight: Sight, frames: Sequence[Frame], language: Language) -> AsyncGenerator[str, None]:
    middles = await sight.look(frames, lambda picture: (colours(cut(picture, MIDDLE)), quality(picture)))
    for found, state in middles:
        names = [say(language, name, _CHINESE[name]) for name, _ in found]
        yield say(language, f"The middle of the picture looks mostly {names[0]}", f"畫面中間看起來主要是{names[0]}")
        if len(names) > 1:
            yield say(language, f", with some {' and '.join(names[1:3])}", f"，還有一些{'和'.join(names[1:3])}")
        yield say(language, ". ", "。")
        if state in ("dark", "bright"):
            yield how(state, language)


async def anyone(sight: Sight, frames: Sequence[Frame], language: Language) -> AsyncGenerator[str, None]:
    if any(await sight.look(frames, faces)):
        yield say(
            language,
            "It looks as if someone is facing the camera. I cannot tell who.",
            "看起來有人面向鏡頭。我無法分辨是誰。",
        )
    else:
        yield say(
            language,
            "I find no face turned to the camera. Someone seen from the side or from behind I would miss.",
            "我沒有找到面向鏡頭的臉。側面或背面的人我可能看不到。",
        )


async def picture(sight: Sight, frames: Sequence[Frame], language: Language) -> AsyncGenerator[str, None]:
    for state in await sight.look(frames, quality):
        yield how(state, language) + " "


def how(state: Quality, language: Language) -> str:
    """The state of the picture, and what to do about it."""
    match state:
        case "good":
            return say(language, "I can see: the picture is bright and sharp enough.", "看得見：畫面夠亮、夠清楚。")
        case "covered":
            return say(
                language,
                "I see only one flat colour: the lens is covered, or there is no light.",
                "我只看到一片單色：鏡頭被遮住了，或沒有光。",
            )
        case "dark":
            return say(language, "The picture is dark: more light would help.", "畫面很暗：請多一點光。")
        case "bright":
            return say(language, "The picture is too bright: less light would help.", "畫面太亮：請少一點光。")
        case "blurred":
            return say(
                language,
                "The picture is blurred: hold it still, a little further away, and wipe the lens.",
                "畫面模糊：請不要動、拿遠一點，並擦拭鏡頭。",
            )


async def in_view(sight: Sight, frames: Sequence[Frame], thing: Taught) -> Box | None:
    """Where a taught thing is in the pictures in view."""
    found = await sight.look(frames, lambda seen: sight.looks.find(seen, [thing]))
    return next((box for boxes in found for box in boxes), None)
