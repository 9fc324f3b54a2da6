"""What can be said of a thing in view without a model: that it was taught, what its codes and its text say."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from assistant.core.values import Box, Frame, Language, Taught
from assistant.core.wording import place, quoted, say
from models.builtin.codes import codes
from models.builtin.looking import Sight
from models.builtin.picture import Picture

LINES = 3  # of text that name a thing: a cover, a label; "read that" reads all


async def named(
    sight: Sight, frames: Sequence[Frame], things: Sequence[Taught], language: Language
) -> AsyncGenerator[str, None]:
    """Nothing where no taught look matches, and no code and no text can be read. Raises SeeingError."""

    def look(picture: Picture) -> tuple[list[Box], list[tuple[str, Box]]]:
        return sight.looks.find(picture, things), codes(picture)

    for frame, (found, coded) in zip(frames, await sight.look(frames, look), strict=True):
        for box in found:
            yield _matched(box, language)
        for words, box in coded:
            yield say(language, f"The {box.label} says ", "碼的內容是") + quoted(words, language) + _stop(language)
        lines = await _first_lines(sight, frame)
        if lines:
            yield say(language, "I read ", "我讀到") + quoted(" ".join(lines), language) + _stop(language)


def nothing_more(language: Language) -> str:
    return say(language, "More than that I cannot tell without a model.", "除此之外，沒有模型我無法判斷。")


async def _first_lines(sight: Sight, frame: Frame) -> list[str]:
    lines: list[str] = []
    async with aclosing(sight.aloud(frame)) as rows:
        async for row in rows:
            lines.append(row.text)
            if len(lines) == LINES:
                break
    return lines


def _matched(box: Box, language: Language) -> str:
    return say(
        language,
        f"I match the look of your {box.label} {place(box, language)}. ",
        f"我在{place(box, language).removeprefix('在')}比對到{box.label}的樣子。",
    )


def _stop(language: Language) -> str:
    return say(language, ". ", "。")
